"""The rule “mentor” of ``pdportal.people.oversight``: mentors see the learning record of those they mentor now."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from mentoring.records import Pairing


def mentored_by(viewer, on):
    """Rule: a mentor oversees the mentees of pairings in force on that date."""
    return Q(pk__in=Pairing.objects.in_force(on).filter(mentor=viewer).values("mentee"))


def mentors_of(person, on):
    """The same rule read backwards: whoever mentors ``person`` on that date."""
    mentors = Pairing.objects.in_force(on).filter(mentee=person).values("mentor")
    return get_user_model().objects.filter(pk__in=mentors, is_active=True)
