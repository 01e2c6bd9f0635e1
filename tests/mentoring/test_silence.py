"""Missing contact: the pair hears of it first, and when the coordinator will; only then the coordinator does."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring import meetings, silence
from mentoring.care_records import SilenceReminder
from pdportal.notices.records import Notice
from pdportal.people.records import Leave
from tests.factories import days_ahead
from tests.mentoring.making import log_meeting, make_pairing

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet(programme, mentor, learner, coordinator):
    """A pair that began forty days ago and never met."""
    return make_pairing(programme, mentor, learner, coordinator, days=40)


def in_days(number):
    return timezone.now() + dt.timedelta(days=number)


def told(person):
    return list(Notice.objects.filter(recipient=person, kind="contact-missing").values_list("subject", flat=True))


def test_first_the_pair_and_a_week_later_the_coordinator(quiet, mentor, learner, coordinator, director):
    assert silence.tend() == (1, 0)
    assert told(mentor) == told(learner) == ["No meeting for 40 days"]
    assert (told(coordinator), silence.missing()) == ([], set())
    assert silence.tend() == (0, 0)
    assert silence.tend(at=in_days(6)) == (0, 0)
    assert silence.tend(at=in_days(7)) == (0, 1)
    assert silence.tend(at=in_days(8)) == (0, 0)
    assert told(coordinator) == told(director) == [f"Contact is missing: {quiet}"]
    assert silence.missing(days_ahead(7)) == {quiet.pk}
    assert len(told(mentor)) == 1


def test_the_reminder_says_when_the_coordinator_will_see_it(quiet, mentor):
    silence.tend()
    reminder = SilenceReminder.objects.get()
    body = Notice.objects.get(recipient=mentor, kind="contact-missing").body
    assert f"{reminder.shows_on.day} " in body
    assert "until then it stays between you" in body


def test_a_meeting_ends_it_and_a_new_silence_is_a_new_reminder(quiet, mentor, learner):
    silence.tend()
    log_meeting(quiet, mentor, days=0)
    assert silence.tend(at=in_days(7)) == (0, 0)
    assert silence.missing(days_ahead(7)) == set()
    assert silence.tend(at=in_days(31)) == (1, 0)
    assert len(told(learner)) == 2


def test_who_has_planned_to_meet_or_is_on_leave_is_not_silent(quiet, mentor, learner):
    planned = meetings.plan(quiet, by=mentor, held_on=days_ahead(3), start_time=dt.time(15), minutes=45)
    assert silence.tend() == (0, 0)
    meetings.cancel(planned, by=mentor)
    away = Leave.objects.create(person=learner, first_day=days_ahead(-5))
    assert silence.tend() == (0, 0)
    away.delete()
    assert silence.tend() == (1, 0)


def test_pairs_within_their_days_are_left_alone(pairing):
    assert silence.tend() == (0, 0)


def test_the_coordinator_finds_them_on_the_first_page_and_in_the_report(client, quiet, coordinator):
    client.force_login(coordinator)
    silence.tend()
    report = reverse("contact_hours:index") + "?show=silent"
    assert (
        client.get("/admin/").content.decode().count("pair without contact"),
        len(client.get(report).context["lines"]),
    ) == (0, 0)
    SilenceReminder.objects.update(shows_on=days_ahead(0))
    assert client.get("/admin/").content.decode().count("pair without contact") == 1
    assert [line.pairing for line in client.get(report).context["lines"]] == [quiet]


@pytest.mark.parametrize("pairs", [1, 3])
def test_looking_costs_the_same_for_many(
    request, programme, mentor, other_mentor, coordinator, pairs, django_assert_num_queries
):
    for turn, mentee in enumerate(["learner", "teacher", "colleague"][:pairs]):
        one = other_mentor if turn == 2 else mentor
        make_pairing(programme, one, request.getfixturevalue(mentee), coordinator, days=40 + turn)
    silence.tend()
    with django_assert_num_queries(4):
        silence.missing()
