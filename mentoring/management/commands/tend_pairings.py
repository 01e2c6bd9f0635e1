"""``manage.py tend_pairings``: ends the pairings of who has left, and reminds silent ones; run it every night."""

from django.core.management.base import BaseCommand

from mentoring import silence
from mentoring.leaving import end_for_leavers


class Command(BaseCommand):
    """Does what is due and says how much; safe to run at any time."""

    help = "End the pairings of people who have left, remind silent ones, show coordinators those silent on."

    def handle(self, *args, **options):
        """End, remind, count, report."""
        self.stdout.write(f"{end_for_leavers()} pairings ended because somebody has left.")
        reminded, shown = silence.tend()
        self.stdout.write(f"{reminded} pairs reminded that contact is missing; {shown} shown to coordinators.")
