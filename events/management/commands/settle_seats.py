"""``manage.py settle_seats``: lets offers and unconfirmed seats run out, tells of few sign-ups; every ten minutes."""

from django.core.management.base import BaseCommand

from events import few
from events.departures import settle_all


class Command(BaseCommand):
    """Settles what is due and says how many sessions that were; safe to run at any time, also twice at once."""

    help = "Let seats go on to the next in line where a deadline has passed."

    def handle(self, *args, **options):
        """Settle, count, report."""
        count = settle_all()
        self.stdout.write(f"{count} sessions brought up to date.")
        few.tell_due()
