"""Private notes on meetings: sealed with a key outside the database, opened for the two of the pair and nobody else.

Nothing else in the portal reads ``MeetingNote.sealed``: no admin view, search, export, history, notice or feed. Every
function that holds the text hides its variables from error reports.
"""

import base64
import json
from collections import defaultdict
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from mentoring.errors import NoteTooLong, NotOfThePair
from mentoring.records import Meeting, MeetingNote

MOST_CHARACTERS = 4000
LEAST_KEY_LENGTH = 32


@dataclass(frozen=True, repr=False)
class Note:
    """A note opened for a reader. ``text`` is None where its key is lost. Its ``repr`` tells nothing."""

    meeting_id: int
    author_id: int
    text: str | None


@sensitive_variables()
@transaction.atomic
def write(meeting, *, by, text):
    """Keep ``text`` as the note of ``by`` on ``meeting``, in place of an earlier one; an empty text removes it.

    Works on ended pairings too: the note stays the pair's. Raises NotOfThePair, NoteTooLong.
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
    sealed = _seal(meeting.pk, by.pk, text)
    if not own.update(sealed=sealed):
        MeetingNote.objects.create(meeting=meeting, author=by, sealed=sealed)


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

    Whether the reader belongs to the pair is asked in the query, whatever the caller believes.
    """
    of_the_pair = Q(meeting__pairing__mentor=reader) | Q(meeting__pairing__mentee=reader)
    rows = MeetingNote.objects.filter(of_the_pair, meeting__in=[meeting.pk for meeting in meetings])
    notes = defaultdict(list)
    for row in rows.order_by("pk"):
        text = _open(row.meeting_id, row.author_id, row.sealed)
        notes[row.meeting_id].append(Note(row.meeting_id, row.author_id, text))
    return notes


@sensitive_variables()
def _seal(meeting_id, author_id, text):
    """Encrypt ``text`` together with whose it is, so that a row moved to another meeting does not open there."""
    plain = json.dumps([meeting_id, author_id, text]).encode()
    return _keys().encrypt(plain)


@sensitive_variables()
def _open(meeting_id, author_id, sealed):
    try:
        owner_meeting, owner_author, text = json.loads(_keys().decrypt(bytes(sealed)))
    except InvalidToken:
        return None
    return text if (owner_meeting, owner_author) == (meeting_id, author_id) else None


@sensitive_variables()
def _keys():
    """The keys in ``settings.NOTES_KEY``, separated by commas: the first seals, all of them open (to change keys)."""
    secrets = [secret.strip() for secret in settings.NOTES_KEY.split(",")]
    if any(len(secret) < LEAST_KEY_LENGTH for secret in secrets):
        raise ImproperlyConfigured("NOTES_KEY needs at least 32 characters; notes cannot be kept without it.")
    return MultiFernet([Fernet(_derived(secret)) for secret in secrets])


@sensitive_variables()
def _derived(secret):
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"pdportal.mentoring.notes")
    return base64.urlsafe_b64encode(derivation.derive(secret.encode()))
