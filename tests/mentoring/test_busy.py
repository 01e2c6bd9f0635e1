"""A mentor meeting at the time of a session is said before one signs up."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from events import registration
from mentoring import entries
from mentoring.choices import MeetingStatus
from mentoring.records import Meeting
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(site):
    return factories.make_session(factories.make_event("Finding sources"))


@pytest.fixture
def meeting(pairing, mentor, session):
    """Half an hour in the middle of the session."""
    now = timezone.now()
    return Meeting.objects.create(
        pairing=pairing, status=MeetingStatus.PLANNED, held_on=session.held_on, start_time=dt.time(16), minutes=30,
        logged_by=mentor, logged_at=now, changed_at=now, form_key=uuid.uuid4(),
    )  # fmt: skip


def page_of(client, person):
    client.force_login(person)
    return client.get("/events/finding-sources/")


def test_both_of_the_pair_are_warned_before_they_sign_up(client, session, meeting, learner, mentor, colleague):
    words = []
    for person in (learner, mentor, colleague):
        page = (
            page_of(client, person)
            .content.decode()
            .replace("\N{NO-BREAK SPACE}", " ")
            .replace("\N{NARROW NO-BREAK SPACE}", " ")
        )
        words.append([page.count(f"you have “Mentoring: {other}” (4:00 pm–4:30 pm)") for other in (learner, mentor)])
    assert words == [[0, 1], [1, 0], [0, 0]]
    registration.register(session, learner, by=learner)
    assert page_of(client, learner).context["featured"].busy is None


def test_only_planned_meetings_at_that_time_count(session, meeting, learner):
    def busy(first, last):
        return [one.title for one in entries.busy_with(learner, first, last)]

    assert busy(session.starts_at, session.ends_at) == ["Mentoring: Mona Mentor"]
    meeting.status = MeetingStatus.CANCELLED
    meeting.save()
    assert busy(session.starts_at, session.ends_at) == []
