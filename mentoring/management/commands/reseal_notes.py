"""``manage.py reseal_notes``: seals notes, goals and private rules under the first key; old keys can go then."""

from django.core.management.base import BaseCommand

from mentoring import private_rules
from mentoring.rekeying import reseal_all


class Command(BaseCommand):
    """Reseals and counts; shows no text. Safe to run at any time."""

    help = "Seal mentoring notes, goals and private rules under the first key of NOTES_KEY."

    def handle(self, *args, **options):
        """Reseal, count, report."""
        done, lost = reseal_all()
        self.stdout.write(f"{done} texts sealed under the first key; {lost} could not be opened by any key.")
        done, lost = private_rules.reseal_all()
        if done or lost:
            self.stdout.write(f"{done} private rules and runs sealed; {lost} could not be opened by any key.")
