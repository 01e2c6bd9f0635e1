<<<<<<< HEAD
"""``manage.py reseal_notes``: seals notes and private rules under the first key of NOTES_KEY; old keys can go then."""

from django.core.management.base import BaseCommand

from mentoring import notes, private_rules
=======
"""``manage.py reseal_notes``: seals mentoring notes and goals under the first key of NOTES_KEY."""

from django.core.management.base import BaseCommand

from mentoring.rekeying import reseal_all
>>>>>>> 95b1c37 (Let a pair sign an agreement in versions, set goals, follow a checklist by month and name a building buddy)


class Command(BaseCommand):
    """Reseals and counts; shows no text. Safe to run at any time."""

<<<<<<< HEAD
    help = "Seal mentoring notes and private rules under the first key of NOTES_KEY."

    def handle(self, *args, **options):
        """Reseal, count, report."""
        done, lost = notes.reseal_all()
        self.stdout.write(f"{done} notes sealed under the first key; {lost} could not be opened by any key.")
        done, lost = private_rules.reseal_all()
        if done or lost:
            self.stdout.write(f"{done} private rules and runs sealed; {lost} could not be opened by any key.")
=======
    help = "Seal every mentoring note and goal under the first key of NOTES_KEY."

    def handle(self, *args, **options):
        """Reseal, count, report."""
        done, lost = reseal_all()
        self.stdout.write(f"{done} texts sealed under the first key; {lost} could not be opened by any key.")
>>>>>>> 95b1c37 (Let a pair sign an agreement in versions, set goals, follow a checklist by month and name a building buddy)
