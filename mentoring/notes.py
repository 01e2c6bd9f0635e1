"""Notes on meetings: shared by the pair or for the writer alone, sealed, and opened for nobody else.

Nothing else in the portal reads ``MeetingNote.sealed``: no admin view, search, export, history, notice or feed. Every
function that holds the text hides its variables from error reports.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from mentoring import sealing
from mentoring.errors import NoteTooLong, NotOfThePair
from mentoring.records import Meeting, MeetingNote

MOST_CHARACTERS = 4000
FOR_ONE = "one"  # sealed with the text, so that a flag turned over in the database opens nothing


@dataclass(frozen=True, repr=False)
class Note:
    """A note opened for a reader. ``text`` is None where its key is lost. Its ``repr`` tells nothing."""

    meeting_id: int
    author_id: int
    text: str | None
    is_private: bool = False


@sensitive_variables()
@transaction.atomic
def write(meeting, *, by, text, private=False):
    """Keep ``text`` as the note of ``by`` on ``meeting``, in place of an earlier one; an empty text removes it.

    ``private``: not even the other one of the pair reads it. Works on ended pairings too: the note stays the pair's.
    Raises NotOfThePair, NoteTooLong.
    """
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("pairing").get(pk=meeting.pk)
    if not meeting.pairing.has(by):
        raise NotOfThePair
    text = text.strip()
    if len(text) > MOST_CHARACTERS:
        raise NoteTooLong
    own = MeetingNote.objects.filter(meeting=meeting, author=by)
    if not text:
        own.delete()
        return
    kept = {"sealed": sealing.seal(_owner(meeting.pk, by.pk, private), text), "is_private": private}
    if not own.update(**kept):
        MeetingNote.objects.create(meeting=meeting, author=by, **kept)


@sensitive_variables()
def note_of(meeting, reader, *, author=None):
    """The text that ``author`` (whoever logged the meeting) wrote on it, for one of the pair; None for all others."""
    author_id = author.pk if author else meeting.logged_by_id
    for note in notes_of([meeting], reader)[meeting.pk]:
        if note.author_id == author_id:
            return note.text
    return None


@sensitive_variables()
def notes_of(meetings, reader):
    """The notes on ``meetings`` by meeting id, as lists of Note; one query, and nothing where the reader is a stranger.

    Whether the reader belongs to the pair, and wrote what is private, is asked in the query, whatever the caller
    believes. An account merged into the reader's is the reader's.
    """
    of_the_pair = Q(meeting__pairing__mentor=reader) | Q(meeting__pairing__mentee=reader)
    open_to = Q(is_private=False) | Q(author=reader) | Q(author__merged_into=reader)
    rows = MeetingNote.objects.filter(of_the_pair, open_to, meeting__in=[meeting.pk for meeting in meetings])
    notes = defaultdict(list)
    for row in rows.order_by("pk"):
        text = sealing.unseal(_owner(row.meeting_id, row.author_id, row.is_private), row.sealed)
        notes[row.meeting_id].append(Note(row.meeting_id, row.author_id, text, row.is_private))
    return notes


def _owner(meeting_id, author_id, private):
    return [meeting_id, author_id, FOR_ONE] if private else [meeting_id, author_id]
