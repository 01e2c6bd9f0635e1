"""The building buddy: a colleague at the mentee's school for small questions, who sees nothing but the fact."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from mentoring import notifications
from mentoring.errors import NotAColleague, NotYourChoice, PairingHasEnded
from mentoring.records import Pairing
from pdportal.common.dates import today
from pdportal.people.permissions import can_coordinate
from pdportal.people.queries import appointments_on


def candidates(pairing, on):
    """Who may be the building buddy: active people who work at a school of the mentee's on ``on``, but for the pair."""
    schools = appointments_on(on).filter(person=pairing.mentee_id).values("school")
    colleagues = appointments_on(on).filter(school__in=schools).values("person")
    people = get_user_model().objects.filter(pk__in=colleagues, is_active=True)
    return people.exclude(pk__in=[pairing.mentor_id, pairing.mentee_id])


@transaction.atomic
def name(pairing, buddy, *, by, at=None):
    """Name ``buddy`` (None: nobody any more); the mentee and coordinators may. Naming the same twice changes nothing.

    The buddy and the mentee are told. Raises NotYourChoice, PairingHasEnded, NotAColleague.
    """
    at = at or timezone.now()
    pairing = Pairing.objects.select_for_update(of=("self",)).with_people().get(pk=pairing.pk)
    if by.pk != pairing.mentee_id and not can_coordinate(by):
        raise NotYourChoice
    if not pairing.is_active:
        raise PairingHasEnded
    if pairing.buddy_id == (buddy and buddy.pk):
        return pairing
    if buddy and not candidates(pairing, today(at)).filter(pk=buddy.pk).exists():
        raise NotAColleague
    pairing.buddy = buddy
    pairing._history_user, pairing._change_reason = by, "buddy"
    pairing.save(update_fields=["buddy"])
    if buddy:
        notifications.buddy_named(pairing, by=by, at=at)
    return pairing
