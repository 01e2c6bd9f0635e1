"""Private notes: sealed at rest, opened for the pair only."""

import uuid

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from mentoring import goals, notes
from mentoring import pairing as pairings
from mentoring.errors import NoteTooLong, NotOfThePair
from mentoring.records import MeetingNote
from tests.factories import days_ago
from tests.mentoring.making import log_meeting, make_pairing

TEXT = "Nora worries about the weeding."


def test_the_two_of_the_pair_read_it_and_nobody_else(
    meeting, mentor, learner, other_mentor, coordinator, director, principal, superuser
):
    assert [notes.note_of(meeting, reader) for reader in (mentor, learner)] == [TEXT, TEXT]
    strangers = (other_mentor, coordinator, director, principal, superuser)
    assert [notes.note_of(meeting, reader) for reader in strangers] == [None] * 5
    assert [dict(notes.notes_of([meeting], reader)) for reader in strangers] == [{}] * 5


def test_strangers_write_nothing(meeting, other_mentor, superuser):
    for stranger in (other_mentor, superuser):
        with pytest.raises(NotOfThePair):
            notes.write(meeting, by=stranger, text="Mine now")
    assert MeetingNote.objects.count() == 1


def test_what_is_kept_cannot_be_read(meeting):
    sealed = bytes(MeetingNote.objects.get().sealed)
    assert TEXT.encode() not in sealed
    assert b"weeding" not in sealed


def test_the_same_text_is_never_sealed_the_same_way(meeting, pairing, mentor):
    log_meeting(pairing, mentor, note=TEXT)
    first, second = (bytes(note.sealed) for note in MeetingNote.objects.all())
    assert first != second


def test_a_note_moved_to_another_meeting_does_not_open(meeting, pairing, mentor):
    other = log_meeting(pairing, mentor)
    MeetingNote.objects.update(meeting=other)
    assert notes.note_of(other, mentor) is None


def test_the_pair_keeps_its_notes_after_the_end(meeting, pairing, mentor, learner, coordinator, other_mentor):
    pairings.end(pairing, by=coordinator, reason="Another match", ends_on=days_ago(0))
    pairings.activate(
        pairings.propose(pairing.programme, other_mentor, learner, by=coordinator, starts_on=days_ago(0)),
        by=coordinator,
    )
    assert notes.note_of(meeting, mentor) == TEXT
    assert notes.note_of(meeting, learner) == TEXT
    assert notes.note_of(meeting, other_mentor) is None


def test_a_lost_key_is_no_error(meeting, mentor, settings):
    settings.NOTES_KEY = "another-key-of-at-least-thirty-two-characters"
    (note,) = notes.notes_of([meeting], mentor)[meeting.pk]
    assert note.text is None


def test_keys_can_be_changed(meeting, mentor, settings):
    new, old = "a-new-key-of-at-least-thirty-two-characters", settings.NOTES_KEY
    settings.NOTES_KEY = f"{new},{old}"
    assert notes.note_of(meeting, mentor) == TEXT
    notes.write(meeting, by=mentor, text="Sealed anew")
    settings.NOTES_KEY = new
    assert notes.note_of(meeting, mentor) == "Sealed anew"


@pytest.mark.parametrize("key", ["", "short", "long-enough-for-everybody-0123456789,short"])
def test_a_short_key_seals_nothing(pairing, mentor, settings, key):
    settings.NOTES_KEY = key
    with pytest.raises(ImproperlyConfigured):
        log_meeting(pairing, mentor, note=TEXT)
    assert MeetingNote.objects.count() == 0


def test_meetings_without_notes_need_no_key(pairing, mentor, settings):
    settings.NOTES_KEY = ""
    assert log_meeting(pairing, mentor).pk


def test_every_character_survives(meeting, mentor):
    text = "Ñandú “quotes” <b>\n😀 \u202e"
    notes.write(meeting, by=mentor, text=text)
    assert notes.note_of(meeting, mentor) == text


def test_a_note_has_an_end(meeting, mentor):
    notes.write(meeting, by=mentor, text="x" * 4000)
    with pytest.raises(NoteTooLong):
        notes.write(meeting, by=mentor, text="x" * 4001)


def test_neither_record_nor_note_tells_its_text(meeting, mentor):
    (note,) = notes.notes_of([meeting], mentor)[meeting.pk]
    for thing in (note, MeetingNote.objects.get()):
        assert "weeding" not in f"{thing} {thing!r}"


def test_notes_of_many_meetings_are_one_query(meeting, pairing, mentor, django_assert_num_queries):
    more = [log_meeting(pairing, mentor, note="More") for _ in range(3)]
    with django_assert_num_queries(1):
        assert len(notes.notes_of([meeting, *more], mentor)) == 4


@pytest.fixture
def private(pairing, mentor):
    """A meeting on which the mentor wrote for himself alone."""
    return log_meeting(pairing, mentor, days=4, note="I was impatient today.", private=True)


def test_a_private_note_is_for_its_writer_alone(private, mentor, learner, coordinator, superuser):
    readers = (mentor, learner, coordinator, superuser)
    assert [notes.note_of(private, reader) for reader in readers] == ["I was impatient today.", None, None, None]
    notes.write(private, by=mentor, text="I was impatient today.")
    assert notes.note_of(private, learner) == "I was impatient today."


def test_a_flag_turned_over_in_the_database_opens_nothing(private, learner):
    MeetingNote.objects.filter(meeting=private).update(is_private=False)
    assert notes.note_of(private, learner) is None


def test_a_new_mentor_reads_nothing_of_the_old_pair(pairing, private, meeting, learner, coordinator, other_mentor):
    pairings.end(pairing, by=coordinator, code="other_match", ends_on=days_ago(0))
    following = make_pairing(pairing.programme, other_mentor, learner, coordinator, days=0)
    assert [notes.note_of(found, other_mentor) for found in (private, meeting)] == [None, None]
    assert set(following.meetings.all()) == set()


def test_resealing_lets_the_old_key_go(pairing, meeting, private, mentor, settings, capsys):
    goals.add(pairing, by=mentor, text="Weed the atlases", form_key=uuid.uuid4())
    new = "a-new-key-of-at-least-thirty-two-characters"
    settings.NOTES_KEY = f"{new},{settings.NOTES_KEY}"
    call_command("reseal_notes")
    settings.NOTES_KEY = new
    assert (notes.note_of(meeting, mentor), notes.note_of(private, mentor)) == (TEXT, "I was impatient today.")
    assert [goal.text for goal in goals.goals_of(pairing, mentor)] == ["Weed the atlases"]
    settings.NOTES_KEY = "another-key-that-has-never-sealed-anything"
    call_command("reseal_notes")
    assert capsys.readouterr().out == (
        "3 texts sealed under the first key; 0 could not be opened by any key.\n"
        "0 texts sealed under the first key; 3 could not be opened by any key.\n"
    )
