"""``manage.py nightly``: brings assignments and admin rights in step; reminds of deadlines and claims; tidies up."""

import datetime as dt

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand
from django.db.models import Q

from pdportal.claims import chasing
from pdportal.common.dates import today
from pdportal.people.appointments import sync_groups
from pdportal.requirements import warning
from pdportal.requirements.assigning import assign_all
from pdportal.transcripts import printing

LOOK_BACK = dt.timedelta(days=14)  # a fortnight of missed nights is caught up


class Command(BaseCommand):
    """Run once a night from cron or a systemd timer; running it twice changes nothing."""

    help = "Assigns requirements and admin rights as appointments begin and end."

    def handle(self, **options):
        """Do all of it for today."""
        on = today()
        recent = [on - LOOK_BACK, on]
        changed = Q(appointments__starts_on__range=recent) | Q(appointments__ends_on__range=recent)
        people = get_user_model().objects.filter(changed).distinct()
        for person in people:
            sync_groups(person, on=on)
        assign_all(on=on)
        chasing.remind()
        told = warning.warn_all()
        printing.forget_old()
        self.stdout.write(f"{len(people)} people with appointments that changed lately; assignments are up to date.")
        self.stdout.write(f"{told} people were told of deadlines.")
