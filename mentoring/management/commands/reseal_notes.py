"""``manage.py reseal_notes``: seals every mentoring note under the first key of NOTES_KEY, so that old keys can go."""

from django.core.management.base import BaseCommand

from mentoring.notes import reseal_all


class Command(BaseCommand):
    """Reseals and counts; shows no text. Safe to run at any time."""

    help = "Seal every mentoring note under the first key of NOTES_KEY."

    def handle(self, *args, **options):
        """Reseal, count, report."""
        done, lost = reseal_all()
        self.stdout.write(f"{done} notes sealed under the first key; {lost} could not be opened by any key.")
