"""``manage.py settle_attendance``: hours of those who checked in, claims that are late; run it every ten minutes."""

from django.core.management.base import BaseCommand

from events import attendance, presence


class Command(BaseCommand):
    """Writes hours that wait for the end, and passes late claims on; safe to run at any time, also twice at once."""

    help = "Write hours of sessions that are over, and pass on “I was there” claims that nobody answered."

    def handle(self, *args, **options):
        """Settle, look after claims, report."""
        sessions, claims = attendance.settle_all(), presence.look_after()
        self.stdout.write(f"{sessions} sessions settled, {claims} claims passed on or closed.")
