"""``manage.py tend_pairings``: ends the pairings of who has left; run it every night."""

from django.core.management.base import BaseCommand

from mentoring.leaving import end_for_leavers


class Command(BaseCommand):
    """Ends what has to end and says how many; safe to run at any time."""

    help = "End the mentoring pairings of people who have left the district."

    def handle(self, *args, **options):
        """End, count, report."""
        self.stdout.write(f"{end_for_leavers()} pairings ended because somebody has left.")
