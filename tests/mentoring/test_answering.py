"""Mentors accept or decline, the next choice follows, and the clock warns before somebody's day is missed."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from mentoring import answering, cards, clock, matching, private_rules
from mentoring import pairing as pairings
from mentoring.errors import MentorIsFull, NotOfThePair
from mentoring.matching_choices import Answer, DeclineReason
from mentoring.matching_errors import OfferIsClosed
from mentoring.matching_records import Offer
from mentoring.records import Pairing
from pdportal.notices.records import Notice
from pdportal.people.choices import NewTo, Role
from tests.courses.test_races import at_once
from tests.factories import days_ago, days_ahead, make_person, make_school
from tests.mentoring.making import make_pairing, make_programme, save_profile
from tests.mentoring.test_matching import WEIGHTS


@pytest.fixture
def third(other_school):
    return make_person("Thea Third", Role.LIBRARIAN, other_school)


@pytest.fixture
def offer(programme, mentor, other_mentor, third, learner, coordinator):
    """Mona is asked for Nora; Oscar would fit next, Thea last."""
    save_profile(mentor, as_mentor=True, strengths=["budget", "weeding"])
    save_profile(other_mentor, as_mentor=True, strengths=["budget"])
    save_profile(third, as_mentor=True)
    save_profile(learner, needs=["budget", "weeding"])
    run = matching.make_run(programme, WEIGHTS, by=coordinator)
    (found,), _refused = matching.publish(run, by=coordinator, starts_on=days_ago(0), answer_days=7)
    return found


def late(offer):
    """Move the deadline of ``offer`` to yesterday."""
    Offer.objects.filter(pk=offer.pk).update(answer_by=days_ago(1))
    offer.refresh_from_db()
    return offer


def test_accepting_begins_the_pairing_and_tells_both(offer, mentor, learner):
    pairing = answering.accept(offer, by=mentor)
    assert answering.accept(offer, by=mentor) == pairing
    offer.refresh_from_db()
    assert (pairing.is_active, offer.answer) == (True, Answer.ACCEPTED)
    assert Notice.objects.filter(kind="pairing-begun").count() == 2


def test_declining_asks_the_next_choice_and_tells_the_mentee_nothing(offer, mentor, other_mentor, third, learner):
    second = answering.decline(offer, by=mentor, reason=DeclineReason.TIME)
    assert (second.pairing.mentor, second.answer_by) == (other_mentor, days_ahead(7))
    assert answering.decline(offer, by=mentor, reason=DeclineReason.TIME) is None
    assert answering.decline(second, by=other_mentor, reason=DeclineReason.OTHER).pairing.mentor == third
    assert Notice.objects.filter(recipient=learner).count() == 0
    with pytest.raises(OfferIsClosed):
        answering.accept(offer, by=mentor)


def test_coordinators_are_told_when_nobody_is_left(offer, mentor, other_mentor, third, learner, coordinator):
    private_rules.write(learner, [other_mentor.pk, third.pk])
    assert answering.decline(offer, by=mentor, reason=DeclineReason.DISTANCE) is None
    told = Notice.objects.get(recipient=coordinator)
    address = reverse("matching:candidates", args=[offer.pairing.programme_id, learner.pk])
    assert (told.subject, told.url) == ("Nobody is left to ask as mentor of Nora Newell", address)
    assert Pairing.objects.exclude(status="ended").count() == 0


def test_the_deadline_passes_and_the_next_choice_is_asked_once(offer, mentor, other_mentor):
    late(offer)
    with pytest.raises(OfferIsClosed):
        answering.accept(offer, by=mentor)
    assert (answering.lapse_all(), answering.lapse_all()) == (1, 0)
    offer.refresh_from_db()
    assert (offer.answer, offer.pairing.status) == (Answer.LAPSED, "ended")
    assert Offer.objects.open().get().pairing.mentor == other_mentor


def test_nobody_answers_for_somebody_else(offer, other_mentor, coordinator):
    for stranger in (other_mentor, coordinator):
        with pytest.raises(NotOfThePair):
            answering.accept(offer, by=stranger)


def test_what_the_coordinator_decides_closes_the_request(offer, mentor, coordinator):
    pairings.end(offer.pairing, by=coordinator, reason="Not this one", ends_on=days_ago(0))
    with pytest.raises(OfferIsClosed):
        answering.accept(offer, by=mentor)
    assert cards.Around.of(mentor).offers == []


def test_the_own_limit_of_a_mentor_is_kept(programme, offer, mentor, teacher, coordinator):
    save_profile(mentor, as_mentor=True, capacity=1)
    make_pairing(programme, mentor, teacher, coordinator)
    with pytest.raises(MentorIsFull):
        answering.accept(offer, by=mentor)
    offer.refresh_from_db()
    assert offer.answer == Answer.WAITING


def test_the_clock_warns_once_before_and_once_after(programme, learner, coordinator, director):
    (waiting,) = clock.waiting()
    assert (waiting.person, waiting.due_on, waiting.days_left, waiting.is_near) == (learner, days_ahead(9), 9, True)
    assert (clock.warn(), clock.warn()) == (2, 0)
    programme.assign_within_days = 20
    programme.save()
    call_command("mentoring_nightly")
    subjects = Notice.objects.filter(recipient=coordinator).order_by("pk").values_list("kind", flat=True)
    assert list(subjects) == ["mentor-due", "mentor-missed"]


def test_without_a_deadline_nobody_is_warned(programme, learner, coordinator):
    programme.assign_within_days = 0
    programme.save()
    assert (clock.waiting(), clock.warn()) == ([], 0)


def test_a_mentor_ends_the_waiting(programme, mentor, learner, coordinator):
    make_pairing(programme, mentor, learner, coordinator)
    assert clock.waiting() == []


@pytest.fixture
def asked(site):
    """A programme, two mentors who may have one mentee each, two mentees, and a coordinator."""
    office = make_school("Office")
    coordinator = make_person("Carla Coordinator", Role.COORDINATOR, office)
    mentors = [make_person(f"Mona Number{number}", Role.LIBRARIAN) for number in (1, 2)]
    mentees = [
        make_person(f"Nora Number{number}", Role.LIBRARIAN, starts_on=days_ago(9), new_to=NewTo.DISTRICT)
        for number in (1, 2)
    ]
    for mentor in mentors:
        save_profile(mentor, as_mentor=True)
    return make_programme(caseload=1), coordinator, mentors, mentees


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_mentors_accepting_the_same_mentee_exactly_one_wins(asked):
    programme, coordinator, (first, second), (mentee, _other) = asked
    run = matching.make_run(programme, WEIGHTS, by=coordinator)
    other = make_programme("Second year", caseload=1)
    offers = [
        matching.offer(run, first, mentee, by=coordinator, starts_on=days_ago(0), days=7, at=None),
        Offer.objects.create(
            pairing=pairings.propose(other, second, mentee, by=coordinator, starts_on=days_ago(0)), run=run,
            answer_by=days_ahead(7),
        ),
    ]  # fmt: skip
    # The second proposal moves into the first programme, as if two coordinators had asked side by side.
    Pairing.objects.filter(pk=offers[0].pairing_id).update(status="ended", ends_on=days_ago(0))
    Pairing.objects.filter(pk=offers[1].pairing_id).update(programme=programme)
    trouble = at_once(
        *(lambda offer=offer, mentor=mentor: answering.accept(offer, by=mentor)
          for offer, mentor in zip(offers, (first, second), strict=True))
    )  # fmt: skip
    assert [type(error).__name__ for error in trouble] == ["OfferIsClosed"]
    assert Pairing.objects.filter(status="active", mentee=mentee).count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_late_yes_and_the_deadline_do_not_both_win(asked):
    programme, coordinator, mentors, mentees = asked
    run = matching.make_run(programme, WEIGHTS, by=coordinator)
    offers, _refused = matching.publish(run, by=coordinator, starts_on=days_ago(0), answer_days=7)
    calls = [
        call
        for offer in offers
        for call in (
            lambda offer=offer: answering.accept(offer, by=offer.pairing.mentor),
            lambda offer=offer: answering.decline(offer, by=offer.pairing.mentor, reason="time"),
        )
    ]
    trouble = at_once(*calls)
    assert {type(error).__name__ for error in trouble} <= {"OfferIsClosed", "MentorIsFull"}
    for mentee in mentees:
        assert Pairing.objects.filter(mentee=mentee).exclude(status="ended").count() <= 1
    for mentor in mentors:
        assert Pairing.objects.filter(mentor=mentor, status="active").count() <= 1
    assert Offer.objects.filter(answer=Answer.WAITING).exclude(pairing__status="proposed").count() == 0
