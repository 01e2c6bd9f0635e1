"""``manage.py remind``: reminds people of their sessions; run it every ten minutes."""

from django.core.management.base import BaseCommand

from events.reminding import remind_all


class Command(BaseCommand):
    """Sends what is due and says how many that were; safe to run at any time, also twice at once."""

    help = "Remind people of their sessions, a day and some hours ahead."

    def handle(self, *args, **options):
        """Remind, count, report."""
        self.stdout.write(f"{remind_all()} reminders.")
