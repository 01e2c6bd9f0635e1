"""The demo district is the one that was promised, and the same one twice."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from courses.choices import RequestState
from courses.pages import CoursePage, LessonPage
from courses.policy_records import AcknowledgementRequest
from courses.records import Acknowledgement, PracticeSubmission
from events.choices import RegistrationStatus, SessionStatus
from events.records import EventSession, Registration
from mentoring.choices import PairingStatus
from mentoring.records import Meeting, Pairing
from pdportal.badges.issuing import badge_of
from pdportal.demo.roster import Roster
from pdportal.people.choices import Role
from pdportal.people.records import Appointment, School
from pdportal.transcripts.print_records import PrintRun
from pdportal.transcripts.records import Certificate, Completion


class _Undo(Exception):
    """Rolls a trial back."""


def _people(seed_day):
    """Names and first days of a roster, without leaving anybody behind."""
    try:
        with transaction.atomic():
            Roster(today=seed_day, password="x").build()
            found = list(
                Appointment.objects.order_by("person__username", "role").values_list(
                    "person__username", "person__last_name", "role", "school__code", "starts_on"
                )
            )
            raise _Undo
    except _Undo:
        return found


def test_two_runs_give_the_same_people(db):
    first = _people(dt.date(2026, 11, 23))
    assert len(first) == 160
    assert _people(dt.date(2026, 11, 23)) == first


@pytest.mark.parametrize("day", [dt.date(2026, 7, 4), dt.date(2027, 1, 1), dt.date(2028, 2, 29)])
def test_people_can_be_made_on_any_day(db, day):
    assert len(_people(day)) == 160


def test_the_district_is_complete(demo_records):
    roles = Appointment.objects.values_list("role", flat=True)
    assert School.objects.exclude(level="district").count() == 12
    assert get_user_model().objects.count() == 160 + 2  # two of them have an earlier account
    assert list(roles).count(Role.LIBRARIAN) == 24
    assert Appointment.objects.exclude(new_to="").count() == 5
    assert CoursePage.objects.filter(locale__language_code="es").count() == 18
    assert LessonPage.objects.filter(locale__language_code="en").count() == 57
    assert set(Pairing.objects.values_list("status", flat=True)) == set(PairingStatus.values)
    assert Meeting.objects.count() > 30
    waiting = PracticeSubmission.objects.get(status="handed_in")
    assert [str(each.outcome) for each in waiting.rounds.order_by("number")] == ["returned", "waiting"]
    assert Acknowledgement.objects.filter(acknowledged_at__lt=F("revision_at")).count() == 0
    asked = {request.state for request in AcknowledgementRequest.objects.all()}
    assert asked == {RequestState.OPEN, RequestState.ACKNOWLEDGED}
    assert EventSession.objects.filter(status=SessionStatus.CANCELLED).count() == 2
    full = [found for found in EventSession.objects.filter(starts_at__gt=timezone.now()) if _line(found)]
    assert [found.event.title for found in full] == [
        "Media literacy and misinformation",
        "Copyright for classroom materials",
        "Evidence of impact",
    ]
    assert set(Registration.objects.values_list("status", flat=True)) == set(RegistrationStatus)
    assert Registration.objects.filter(approval="asked").count() == 3
    assert Registration.objects.exclude(override_reason="").count() == 1
    assert Completion.objects.count() > 150
    assert Certificate.objects.count() > 150
    assert all(badge_of(paper)["name"] for paper in Certificate.objects.filter(completion__revoked_at=None)[:5])
    ready = PrintRun.objects.get()
    assert (ready.asked_by.username, ready.done == ready.total > 5, ready.bytes > 50_000) == ("coordinator", True, True)
    with pytest.raises(CommandError, match="only fills an empty one"):
        call_command("demo", verbosity=0)
    call_command("demo", "--if-empty", verbosity=0)
    assert get_user_model().objects.count() == 162


def _line(session):
    return session.registrations.filter(status=RegistrationStatus.WAITLISTED).count()
