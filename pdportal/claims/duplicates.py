"""Finds what may be the same learning twice: another claim, or a line that is on the transcript already."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from pdportal.claims.choices import DECIDED, ClaimState
from pdportal.claims.records import Claim
from pdportal.transcripts.records import Completion

ALIKE = 0.72
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Twin:
    """Something that looks like the claim: its title, its last day, and whether it is on the transcript."""

    title: str
    ended_on: dt.date
    on_transcript: bool


def twins_of(claim):
    """What ``claim`` may repeat: of the same learner, on overlapping days, with a similar title; two queries."""
    if not (claim.title and claim.starts_on and claim.ends_on):
        return []
    first, last = claim.starts_on - DAY, claim.ends_on + DAY
    done = Completion.objects.standing().filter(learner=claim.learner_id, completed_on__range=(first, last))
    lines = [
        Twin(line.title, line.completed_on, on_transcript=True)
        for line in done.exclude(activity_key=claim.key).order_by("completed_on", "pk")
        if any(are_alike(claim.title, title) for title in line.titles.values())
    ]
    others = Claim.objects.filter(learner=claim.learner_id, starts_on__lte=last, ends_on__gte=first)
    others = others.exclude(pk=claim.pk).exclude(state__in=[*DECIDED, ClaimState.DRAFT])
    return lines + [
        Twin(other.title, other.ends_on, on_transcript=False)
        for other in others.order_by("ends_on", "pk")
        if are_alike(claim.title, other.title)
    ]


def are_alike(one, other):
    """True where two titles read much the same, whatever their case, accents, punctuation and order of words."""
    one, other = _words(one), _words(other)
    if not one or not other:
        return False
    if set(one) <= set(other) or set(other) <= set(one):
        return True
    return SequenceMatcher(None, " ".join(sorted(one)), " ".join(sorted(other))).ratio() >= ALIKE


def _words(title):
    plain = unicodedata.normalize("NFKD", title[:200].casefold())
    return re.findall(r"[a-z0-9]+", "".join(letter for letter in plain if not unicodedata.combining(letter)))
