"""The code on the projector: made anew every half minute from a secret, never stored, dead a minute after it was shown.

A scan carries sixteen letters that nobody guesses; who types gives a word and four digits, and few tries.
"""

import base64
import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from events.choices import SessionStatus
from events.records import EventSession

SECONDS = 30  # the code on show and the one before it are good: 30 to 60 seconds
# Words that are written the same in English and Spanish, without accents.
WORDS = (
    "animal banana cable canal central chocolate color coral doctor final flora general global hospital hotel idea "
    "koala local mango manual melon metal motor musical natural normal opera panda papaya piano plural radio rural "
    "safari sofa taxi total tropical tuba video"
).split()


@dataclass(frozen=True)
class Code:
    """One code: ``link`` for the scan, ``words`` to type."""

    link: str
    words: str


def is_open(session, at):
    """True from shortly before ``session`` starts until it ends, unless it is called off."""
    opens = session.starts_at - dt.timedelta(minutes=settings.CHECK_IN_OPENS_MINUTES)
    return not session.is_cancelled and opens <= at < session.ends_at


def code_of(session, at=None):
    """The Code of ``session`` at the moment ``at`` (now)."""
    return _code(session.pk, _slot(at or timezone.now()))


def opens(session, link, at=None):
    """True where ``link`` is a code of ``session`` that is on show at ``at`` or was just before."""
    slot = _slot(at or timezone.now())
    return any(constant_time_compare(link, _code(session.pk, each).link) for each in (slot, slot - 1))


def typed(text, at=None):
    """The sessions that are open for check-in at ``at`` and whose word and digits are ``text``; one query."""
    at = at or timezone.now()
    text = " ".join(text.casefold().split())[:40]
    opening = at + dt.timedelta(minutes=settings.CHECK_IN_OPENS_MINUTES)
    running = EventSession.objects.filter(status=SessionStatus.SCHEDULED, starts_at__lte=opening, ends_at__gt=at)
    slots = _slot(at), _slot(at) - 1
    return [one for one in running if any(constant_time_compare(text, _code(one.pk, slot).words) for slot in slots)]


def _slot(at):
    return int(at.timestamp()) // SECONDS


def _code(pk, slot):
    digest = salted_hmac("events.check_in", f"{pk}.{slot}", algorithm="sha256").digest()
    word, number = WORDS[digest[10] % len(WORDS)], int.from_bytes(digest[11:16]) % 10_000
    return Code(base64.b32encode(digest[:10]).decode().lower(), f"{word} {number:04d}")
