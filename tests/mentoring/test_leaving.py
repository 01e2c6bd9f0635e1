"""A mentor who leaves in mid-year: the pairing ends, everybody is told, the mentee waits on the coordinator's list."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from mentoring import meetings, notes, queries
from mentoring import pairing as pairings
from mentoring.leaving import end_for_leavers
from pdportal.notices.records import Notice
from pdportal.people.appointments import appoint, end_appointment
from pdportal.people.choices import Role
from tests.factories import days_ago, days_ahead, make_person
from tests.mentoring.making import make_pairing, make_programme


@pytest.fixture
def planned(pairing, learner):
    return meetings.plan(pairing, by=learner, held_on=days_ahead(3), start_time=dt.time(15), minutes=45)


def _leave(person, *, on):
    for appointment in person.appointments.all():
        end_appointment(appointment, ends_on=on)


def test_the_pairing_ends_on_the_last_day_and_everybody_is_told(
    pairing, meeting, planned, mentor, learner, coordinator
):
    _leave(mentor, on=days_ago(2))
    assert (end_for_leavers(), end_for_leavers()) == (1, 0)
    pairing.refresh_from_db()
    planned.refresh_from_db()
    assert (pairing.status, pairing.end_code, pairing.ends_on, planned.status) == (
        "ended", "left", days_ago(2), "cancelled",
    )  # fmt: skip
    kinds = ("pairing-ended", "meeting-cancelled", "mentor-has-left")
    told = Notice.objects.filter(kind__in=kinds).values_list("kind", "recipient")
    assert sorted(told) == sorted(
        [("pairing-ended", mentor.pk), ("pairing-ended", learner.pk), ("meeting-cancelled", mentor.pk),
         ("meeting-cancelled", learner.pk), ("mentor-has-left", coordinator.pk)]
    )  # fmt: skip
    assert notes.note_of(meeting, learner) == "Nora worries about the weeding."


def test_the_mentee_stands_on_the_coordinators_list_until_paired_anew(
    client, pairing, mentor, learner, coordinator, other_mentor
):
    assert learner not in queries.unmatched(days_ago(0))
    type(mentor).objects.filter(pk=mentor.pk).update(is_active=False)
    call_command("tend_pairings")
    (waiting,) = queries.unmatched(days_ago(0)).filter(pk=learner.pk)
    assert waiting.lost_on == days_ago(0)
    client.force_login(coordinator)
    assert "earlier pairing ended" in client.get(reverse("contact_hours:index")).content.decode()
    make_pairing(pairing.programme, other_mentor, learner, coordinator, days=0)
    assert learner not in queries.unmatched(days_ago(0))


def test_an_aide_who_loses_a_mentor_waits_too_and_one_who_has_left_does_not(programme, mentor, school, coordinator):
    aide, gone = make_person("Amy Aide", Role.AIDE, school), make_person("Greta Gone", Role.AIDE, school)
    for mentee in (aide, gone):
        pairings.end(
            make_pairing(programme, mentor, mentee, coordinator), by=coordinator, code="time", ends_on=days_ago(1)
        )
    _leave(gone, on=days_ago(1))
    assert [(person, person.lost_on) for person in queries.unmatched(days_ago(0))] == [(aide, days_ago(1))]


def test_nothing_ends_for_who_stays_or_comes_back(pairing, meeting, mentor, school):
    _leave(mentor, on=days_ago(2))
    appoint(mentor, Role.LIBRARIAN, school, starts_on=days_ahead(5))
    assert end_for_leavers() == 0


def test_the_last_meeting_is_never_cut_off_and_proposals_are_withdrawn(
    pairing, meeting, mentor, coordinator, teacher, learner
):
    proposal = pairings.propose(make_programme("Another"), teacher, mentor, by=coordinator, starts_on=days_ago(0))
    _leave(mentor, on=days_ago(9))
    assert end_for_leavers(at=timezone.now()) == 2
    pairing.refresh_from_db()
    proposal.refresh_from_db()
    assert (pairing.ends_on, proposal.status) == (days_ago(5), "ended")
    assert Notice.objects.filter(kind="mentor-has-left").count() == 1


def test_a_school_with_people_is_not_deleted_and_a_pair_without_one_still_has_its_page(
    client, pairing, meeting, learner, mentor, superuser
):
    school = learner.appointments.get().school
    client.force_login(superuser)
    answer = client.post(reverse("schools:delete", args=[school.pk]), follow=True)
    assert "Other records depend on this, so it is kept." in answer.content.decode()
    assert learner.appointments.get().school == school
    learner.appointments.all().delete()
    school.delete()
    client.force_login(mentor)
    for address in (reverse("mentoring:my_mentoring"), reverse("mentoring:pairing", args=[pairing.pk])):
        assert "Nora Newell" in client.get(address).content.decode()
