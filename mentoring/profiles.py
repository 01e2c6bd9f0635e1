"""Keeps what people say about themselves for mentoring: one's own profile, wishes, and private rules."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from mentoring import private_rules
from mentoring.matching_errors import TooManyNames
from mentoring.matching_records import MentoringProfile, Wish
from mentoring.suitability import profile_of
from pdportal.people.choices import Role
from pdportal.people.queries import appointments_on, lock_person, people_with

MOST_WISHES = 3


@transaction.atomic
def save(person, *, wishes, never, at=None, **fields):
    """Keep the profile of ``person``: ``fields`` of MentoringProfile, ``wishes`` (mentors in order), ``never``.

    ``never`` (people) is sealed: nobody but the writer and the matching ever reads it. Saving the same again changes
    nothing but the moment. Raises TooManyNames.
    """
    person = lock_person(person.pk)
    if len(wishes) > MOST_WISHES:
        raise TooManyNames(TooManyNames.sentence % {"count": MOST_WISHES})
    kept = fields | {"saved_at": at or timezone.now()}
    profile, _made = MentoringProfile.objects.update_or_create(person=person, defaults=kept)
    wanted = [mentor.pk for mentor in wishes if mentor.pk != person.pk]
    Wish.objects.filter(mentee=person).delete()
    Wish.objects.bulk_create(
        Wish(mentee=person, mentor_id=pk, rank=rank) for rank, pk in enumerate(dict.fromkeys(wanted), start=1)
    )
    private_rules.write(person, [other.pk for other in never])
    return profile


def current(person):
    """``(profile or None, wishes as people, ids of those never)`` for the own form of ``person``."""
    wishes = [wish.mentor for wish in Wish.objects.filter(mentee=person).select_related("mentor")]
    return profile_of(person), wishes, private_rules.of(person)


def people_to_name(person, on):
    """Whom ``person`` may name in a wish or a private rule: who works in a library or mentors, but oneself."""
    in_libraries = people_with(on, role__in=[Role.LIBRARIAN, Role.AIDE]).values("pk")
    mentors = MentoringProfile.objects.filter(as_mentor=True).values("person")
    everybody = get_user_model().objects.filter(is_active=True).exclude(pk=person.pk)
    return (everybody.filter(pk__in=in_libraries) | everybody.filter(pk__in=mentors)).order_by(
        "last_name", "first_name", "pk"
    )


def places(person, on):
    """The appointments of ``person`` on ``on``, from which school and level are taken."""
    return appointments_on(on).filter(person=person).select_related("school").order_by("starts_on", "pk")
