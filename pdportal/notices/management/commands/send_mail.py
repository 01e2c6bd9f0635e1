"""``manage.py send_mail``: tries again the mails that could not be sent; run it every few minutes."""

from django.core.management.base import BaseCommand

from pdportal.notices.delivery import deliver_waiting
from pdportal.notices.records import OutgoingMail


class Command(BaseCommand):
    """Sends what is due and says in one line what is left; safe to run at any time, also twice at once."""

    help = "Send the mails that are waiting."

    def handle(self, *args, **options):
        """Send, count, report."""
        sent = deliver_waiting()
        left = OutgoingMail.objects.filter(due_at__isnull=False).count()
        self.stdout.write(f"{sent} sent, {left} still to be sent.")
