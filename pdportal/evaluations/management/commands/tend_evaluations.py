"""``manage.py tend_evaluations``: opens, reminds of and closes surveys; run it every morning."""

from django.core.management.base import BaseCommand

from pdportal.evaluations.asking import tend


class Command(BaseCommand):
    """Does what is due and says how much that was; safe to run at any time, also twice at once."""

    help = "Open surveys whose time has come, remind once, and close those that are over."

    def handle(self, *args, **options):
        """Tend, count, report."""
        opened, reminded, closed = tend()
        self.stdout.write(f"Surveys: {opened} opened, {reminded} reminded of, {closed} closed.")
