"""Proposing, activating and ending pairings."""

import datetime as dt
import threading

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection

from mentoring import meetings, queries
from mentoring import pairing as pairings
from mentoring.choices import PairingStatus
from mentoring.errors import (
    DateOutOfRange,
    EndsBeforeStart,
    EndsInFuture,
    MeetingsAfterEnd,
    MenteeHasMentor,
    MentorEvaluatesMentee,
    MentorIsFull,
    OwnMentor,
    PairingHasEnded,
    PersonHasLeft,
    ReasonMissing,
)
from mentoring.records import Pairing
from pdportal.notices.records import Notice
from pdportal.people import oversight
from pdportal.people.appointments import appoint
from pdportal.people.choices import NewTo, Role
from tests.factories import days_ago, days_ahead, make_person, make_school
from tests.mentoring.making import make_pairing, make_programme


def test_a_proposal_is_seen_by_nobody_and_told_to_nobody(programme, mentor, learner, coordinator):
    pairing = pairings.propose(programme, mentor, learner, by=coordinator, starts_on=days_ago(0))
    assert (pairing.status, pairing.proposed_by) == (PairingStatus.PROPOSED, coordinator)
    assert list(queries.pairings_visible_to(mentor)) == []
    assert oversight.may_see(mentor, learner) is False
    assert Notice.objects.count() == 0


def test_proposing_twice_changes_nothing(programme, mentor, learner, coordinator):
    first = pairings.propose(programme, mentor, learner, by=coordinator, starts_on=days_ago(0))
    second = pairings.propose(programme, mentor, learner, by=coordinator, starts_on=days_ago(3))
    assert (second.pk, second.starts_on, Pairing.objects.count()) == (first.pk, days_ago(0), 1)


def test_a_mentee_has_one_proposal_at_a_time(programme, mentor, other_mentor, learner, coordinator):
    pairings.propose(programme, mentor, learner, by=coordinator, starts_on=days_ago(0))
    with pytest.raises(MenteeHasMentor):
        pairings.propose(programme, other_mentor, learner, by=coordinator, starts_on=days_ago(0))


def test_both_languages_of_a_programme_are_one(programme, mentor, other_mentor, learner, coordinator):
    spanish = programme.copy_for_translation(
        programme.locale.__class__.objects.get(language_code="es"), copy_parents=True
    )
    spanish.save_revision().publish()
    spanish.refresh_from_db()
    pairing = pairings.propose(spanish, mentor, learner, by=coordinator, starts_on=days_ago(0))
    assert pairing.programme == programme
    with pytest.raises(MenteeHasMentor):
        pairings.propose(programme, other_mentor, learner, by=coordinator, starts_on=days_ago(0))


def test_activation_tells_both_and_is_kept_with_its_actor(programme, mentor, learner, coordinator):
    pairing = make_pairing(programme, mentor, learner, coordinator)
    pairings.activate(pairing, by=coordinator)
    told = [(notice.recipient, notice.subject) for notice in Notice.objects.order_by("pk")]
    assert told == [(mentor, "You are now the mentor of Nora Newell"), (learner, "Your mentor is Mona Mentor")]
    history = pairing.history.order_by("history_id").values_list(
        "history_user__username", "history_change_reason", "status"
    )
    assert list(history) == [
        ("carla.coordinator", "proposed", "proposed"), ("carla.coordinator", "activated", "active"),
    ]  # fmt: skip


def test_an_active_mentor_sees_and_vouches_but_has_no_reports(pairing, mentor, learner):
    assert oversight.may_see(mentor, learner) is True
    assert oversight.may_vouch(mentor, learner) is True
    assert list(oversight.reportable_to(mentor)) == []
    assert oversight.may_see(mentor, learner, on=days_ago(21)) is False
    assert oversight.nearest_to(learner) == [mentor]
    assert oversight.may_see(learner, mentor) is False


def test_nobody_mentors_herself(programme, mentor, coordinator):
    with pytest.raises(OwnMentor):
        pairings.propose(programme, mentor, mentor, by=coordinator, starts_on=days_ago(0))


def test_a_principal_is_no_mentor_in_the_own_building(programme, principal, other_principal, learner, coordinator):
    with pytest.raises(MentorEvaluatesMentee):
        pairings.propose(programme, principal, learner, by=coordinator, starts_on=days_ago(0))
    assert pairings.propose(programme, other_principal, learner, by=coordinator, starts_on=days_ago(0)).pk


def test_a_director_supervises_everybody(programme, director, learner, coordinator):
    with pytest.raises(MentorEvaluatesMentee):
        pairings.propose(programme, director, learner, by=coordinator, starts_on=days_ago(0))


def test_whoever_becomes_principal_before_activation_is_refused(programme, mentor, learner, school, coordinator):
    pairing = pairings.propose(programme, mentor, learner, by=coordinator, starts_on=days_ahead(10))
    appoint(mentor, Role.PRINCIPAL, school, starts_on=days_ahead(5))
    with pytest.raises(MentorEvaluatesMentee):
        pairings.activate(pairing, by=coordinator)


def test_a_mentor_has_no_more_mentees_than_the_programme_allows(mentor, learner, teacher, colleague, coordinator):
    programme = make_programme(caseload=1)
    first = make_pairing(programme, mentor, learner, coordinator)
    second = pairings.propose(programme, mentor, teacher, by=coordinator, starts_on=days_ago(0))
    with pytest.raises(MentorIsFull):
        pairings.activate(second, by=coordinator)
    pairings.end(first, by=coordinator, reason="Moved away", ends_on=days_ago(0))
    assert pairings.activate(second, by=coordinator).is_active is True


def test_places_are_counted_by_programme(mentor, learner, teacher, coordinator):
    make_pairing(make_programme("First", caseload=1), mentor, learner, coordinator)
    assert make_pairing(make_programme("Second", caseload=1), mentor, teacher, coordinator).is_active is True


def test_closed_accounts_are_not_paired(programme, mentor, learner, coordinator):
    get_user_model().objects.filter(pk=mentor.pk).update(is_active=False)
    with pytest.raises(PersonHasLeft):
        pairings.propose(programme, mentor, learner, by=coordinator, starts_on=days_ago(0))


def test_a_year_typed_wrong_is_refused(programme, mentor, learner, coordinator):
    for day in (dt.date(1, 1, 1), dt.date(9999, 12, 31)):
        with pytest.raises(DateOutOfRange):
            pairings.propose(programme, mentor, learner, by=coordinator, starts_on=day)


def test_ending_keeps_hours_tells_both_and_stops_the_mentors_rights(pairing, meeting, mentor, learner, coordinator):
    pairings.end(pairing, by=coordinator, reason="Another match", ends_on=days_ago(0))
    pairings.end(pairing, by=coordinator, reason="Once more", ends_on=days_ago(0))
    pairing.refresh_from_db()
    assert (pairing.status, pairing.ends_on, pairing.end_reason) == ("ended", days_ago(0), "Another match")
    assert oversight.may_see(mentor, learner) is False
    assert queries.mentor_of(learner) is None
    assert pairing.meetings.held().count() == 1
    assert set(queries.pairings_visible_to(learner)) == {pairing}
    assert Notice.objects.filter(kind="pairing-ended").count() == 2
    assert pairing.history.latest().history_change_reason == "Another match"
    with pytest.raises(PairingHasEnded):
        pairings.activate(pairing, by=coordinator)


def test_ending_cancels_what_is_planned(pairing, mentor, learner, coordinator, django_capture_on_commit_callbacks):
    planned = meetings.plan(pairing, by=mentor, held_on=days_ahead(3), start_time=dt.time(15), minutes=45)
    with django_capture_on_commit_callbacks(execute=True):
        pairings.end(pairing, by=coordinator, reason="Moved", ends_on=days_ago(0))
    planned.refresh_from_db()
    assert (planned.status, planned.sequence) == ("cancelled", 1)
    cancelled = [message.to for message in mail.outbox if message.subject.startswith("Cancelled:")]
    assert cancelled == [[mentor.email], [learner.email]]


def test_a_new_mentor_may_begin_on_the_day_the_old_one_ends(pairing, other_mentor, learner, coordinator):
    pairings.end(pairing, by=coordinator, reason="Moved", ends_on=days_ago(0))
    new = make_pairing(pairing.programme, other_mentor, learner, coordinator, days=0)
    assert queries.mentor_of(learner) == new


def test_a_proposal_is_withdrawn_without_a_word(programme, mentor, learner, coordinator):
    pairing = pairings.propose(programme, mentor, learner, by=coordinator, starts_on=days_ahead(10))
    pairings.end(pairing, by=coordinator, reason="Not this one", ends_on=days_ago(0))
    assert Notice.objects.count() == 0
    assert list(queries.pairings_visible_to(mentor)) == []
    assert oversight.may_see(mentor, learner, on=days_ago(0)) is False


@pytest.mark.parametrize(
    ("reason", "ends", "refusal"),
    [
        ("  ", 0, ReasonMissing),
        ("Moved", -1, EndsInFuture),
        ("Moved", 21, EndsBeforeStart),
        ("Moved", 6, MeetingsAfterEnd),
    ],
)
def test_ends_that_make_no_sense(pairing, meeting, coordinator, reason, ends, refusal):
    with pytest.raises(refusal):
        pairings.end(pairing, by=coordinator, reason=reason, ends_on=days_ago(ends))


def test_unmatched_are_new_librarians_without_a_mentor(pairing, programme, mentor, school, coordinator, teacher):
    waiting = make_person("Wanda Waiting", Role.LIBRARIAN, school, starts_on=days_ago(9), new_to=NewTo.DISTRICT)
    (found,) = queries.unmatched(days_ago(0))
    assert (found, found.new_since, found.has_proposal) == (waiting, days_ago(9), False)
    pairings.propose(programme, mentor, waiting, by=coordinator, starts_on=days_ago(0))
    assert queries.unmatched(days_ago(0)).get().has_proposal is True
    pairings.end(pairing, by=coordinator, reason="Moved", ends_on=days_ago(0))
    assert {person.first_name for person in queries.unmatched(days_ago(0))} == {"Nora", "Wanda"}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_coordinators_cannot_both_give_away_the_last_place(site):
    coordinators = [make_person(f"Carla Number{n}", Role.COORDINATOR, make_school("Office")) for n in (1, 2)]
    mentor = make_person("Mona Mentor", Role.LIBRARIAN)
    programme = make_programme(caseload=1)
    proposals = [
        pairings.propose(
            programme, mentor, make_person(f"Nora Number{n}", Role.TEACHER), by=coordinators[0], starts_on=days_ago(0)
        )
        for n in (1, 2)
    ]
    outcomes = _at_once(
        [lambda pair=pair: pairings.activate(pair[0], by=pair[1]) for pair in zip(proposals, coordinators, strict=True)]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["MentorIsFull", "Pairing"]
    assert Pairing.objects.filter(status=PairingStatus.ACTIVE).count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_coordinators_cannot_both_propose_for_one_mentee(site):
    coordinator = make_person("Carla Coordinator", Role.COORDINATOR, make_school("Office"))
    mentors = [make_person(f"Mona Number{n}", Role.LIBRARIAN) for n in (1, 2)]
    mentee = make_person("Nora Newell", Role.TEACHER)
    programme = make_programme()
    outcomes = _at_once(
        [
            lambda mentor=mentor: pairings.propose(programme, mentor, mentee, by=coordinator, starts_on=days_ago(0))
            for mentor in mentors
        ]
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["MenteeHasMentor", "Pairing"]


def _at_once(actions):
    """Run ``actions`` in threads that start together; returns what each gave or raised."""
    barrier, outcomes = threading.Barrier(len(actions)), []

    def run(action):
        barrier.wait()
        try:
            outcomes.append(action())
        except (MentorIsFull, MenteeHasMentor) as refusal:
            outcomes.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[action]) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
