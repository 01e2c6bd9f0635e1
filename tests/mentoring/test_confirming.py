"""The other side's word on a meeting: confirmed, disputed, corrected, settled; and what that does to the hours."""

from decimal import Decimal

import pytest
from django.urls import reverse

from mentoring import completing, confirming, hours, meetings, notes
from mentoring import pairing as pairings
from mentoring.errors import (
    AlreadySettled,
    HoursAreAwarded,
    HoursAreDisputed,
    MeetingNotHeld,
    NotDisputed,
    NotOfThePair,
    OwnEntry,
    ReasonMissing,
)
from pdportal.notices.records import Notice
from pdportal.transcripts.records import Completion
from tests.factories import days_ago
from tests.mentoring.making import log_meeting


@pytest.fixture
def disputed(meeting, learner):
    """The mentor's 45 minutes, which the mentee remembers as fewer."""
    return confirming.dispute(meeting, by=learner, reason="minutes", note="It was half an hour.")


def _sums(pairing):
    found = hours.of_pairing(pairing)
    return found.minutes, found.confirmed_minutes, found.disputed_minutes


def test_a_meeting_counts_before_anybody_answers_and_is_firm_afterwards(pairing, meeting, learner):
    assert _sums(pairing) == (45, 0, 0)
    confirming.confirm(meeting, by=learner)
    again = confirming.confirm(meeting, by=learner)
    assert (_sums(pairing), again.answered_by) == ((45, 45, 0), learner)
    assert [record.answer for record in meeting.history.order_by("history_id")] == ["open", "confirmed"]


def test_disputed_minutes_stand_apart_and_the_author_is_told_without_the_note(pairing, disputed, mentor, learner):
    assert _sums(pairing) == (0, 0, 45)
    found = hours.of_pairing(pairing)
    assert (found.current.disputed_minutes, found.last_contact, found.meetings) == (45, None, 0)
    (notice,) = Notice.objects.filter(kind="meeting-disputed")
    assert (notice.recipient, "The length was different" in notice.body, "half an hour" in notice.body) == (
        mentor, True, False,
    )  # fmt: skip
    assert notes.note_of(disputed, mentor, author=learner) == "It was half an hour."
    confirming.dispute(disputed, by=learner, reason="minutes")
    assert Notice.objects.filter(kind="meeting-disputed").count() == 1


def test_a_correction_asks_for_a_new_word(pairing, disputed, mentor, learner):
    meetings.edit(disputed, by=mentor, minutes=45, kind="visit", topics=[])
    assert _sums(pairing) == (0, 0, 45)
    corrected = meetings.edit(disputed, by=mentor, minutes=30, kind="talk", topics=[], held_on=days_ago(6))
    assert (corrected.answer, corrected.held_on, corrected.dispute_reason) == ("open", days_ago(6), "")
    confirming.confirm(corrected, by=learner)
    assert _sums(pairing) == (30, 30, 0)


def test_a_dispute_ends_when_the_other_one_confirms_after_all(pairing, disputed, learner):
    confirming.confirm(disputed, by=learner)
    assert _sums(pairing) == (45, 45, 0)


@pytest.mark.parametrize(("counts", "sums"), [(True, (45, 45, 0)), (False, (0, 0, 0))])
def test_the_coordinator_settles_and_both_are_told(pairing, disputed, coordinator, learner, counts, sums):
    confirming.settle(disputed, by=coordinator, counts=counts)
    assert _sums(pairing) == sums
    assert Notice.objects.filter(kind="dispute-settled").count() == 2
    with pytest.raises(NotDisputed):
        confirming.settle(disputed, by=coordinator, counts=counts)
    if not counts:
        with pytest.raises(AlreadySettled):
            confirming.confirm(disputed, by=learner)


def test_nobody_confirms_for_themselves_and_no_stranger_at_all(meeting, mentor, other_mentor, coordinator, superuser):
    with pytest.raises(OwnEntry):
        confirming.confirm(meeting, by=mentor)
    for stranger in (other_mentor, coordinator, superuser):
        with pytest.raises(NotOfThePair):
            confirming.confirm(meeting, by=stranger)
        with pytest.raises(NotOfThePair):
            confirming.dispute(meeting, by=stranger, reason="minutes")
    with pytest.raises(ReasonMissing):
        confirming.dispute(meeting, by=mentor, reason="gossip")


def test_what_was_taken_back_is_not_confirmed(meeting, mentor, learner):
    meetings.withdraw(meeting, by=mentor)
    with pytest.raises(MeetingNotHeld):
        confirming.confirm(meeting, by=learner)


def test_hours_are_awarded_when_nothing_is_disputed_any_more(pairing, disputed, mentor, learner, coordinator):
    log_meeting(pairing, mentor, days=3, minutes=60)
    with pytest.raises(HoursAreDisputed):
        completing.complete(pairing, by=coordinator)
    pairings.end(pairing, by=coordinator, code="moved", ends_on=days_ago(0))
    confirming.settle(disputed, by=coordinator, counts=False)
    completing.complete(pairing, by=coordinator)
    assert list(Completion.objects.values_list("credit_hours", flat=True)) == [Decimal("1.00")] * 2
    with pytest.raises(HoursAreAwarded):
        confirming.confirm(disputed, by=learner)


def test_the_pages_ask_confirm_dispute_and_settle(client, pairing, meeting, mentor, learner, coordinator):
    page, one = reverse("mentoring:pairing", args=[pairing.pk]), reverse("mentoring:meeting", args=[meeting.pk])
    client.force_login(mentor)
    assert "Waiting for your word" not in client.get(page).content.decode()
    client.force_login(learner)
    assert "Waiting for your word" in client.get(page).content.decode()
    dispute = reverse("mentoring:dispute_meeting", args=[meeting.pk])
    wrong = client.post(dispute, {"reason": "", "note": "Kept words"}).content.decode()
    assert ("Please check this" in wrong, "Kept words" in wrong) == (True, True)
    assert client.post(dispute, {"reason": "day", "note": "It was Tuesday."}).url == page
    assert "The day was different" in client.get(one).content.decode()
    client.force_login(coordinator)
    desk = client.get(reverse("pairings:inspect", args=[pairing.pk])).content.decode()
    assert ("The day was different" in desk, "It was Tuesday" in desk) == (True, False)
    client.post(reverse("pairings:settle", args=[meeting.pk]))
    meeting.refresh_from_db()
    assert (meeting.answer, meeting.answered_by) == ("confirmed", coordinator)
    client.force_login(learner)
    client.post(reverse("mentoring:confirm_meeting", args=[meeting.pk]))
    assert "Confirmed" in client.get(page).content.decode()
