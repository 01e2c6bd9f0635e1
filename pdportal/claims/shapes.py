"""Finds the way of a claim: its approval shape, who is asked before the event, and what is still missing."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from pdportal.claims.choices import MOST_HOURS, QUARTER, ApproverRole, Stage
from pdportal.claims.records import ApprovalShape
from pdportal.common.dates import in_words
from pdportal.credits.queries import needs_pre_approval
from pdportal.people.audience import people_in

# Where no shape fits, the coordinator decides.
FALLBACK = {"name_en": "All other learning", "name_es": "Todo lo demás", "first_approver": ApproverRole.COORDINATOR}


@dataclass(frozen=True)
class Way:
    """Where a claim goes: its shape, the role asked before the event (or ""), and the rule packs that want that."""

    shape: ApprovalShape
    beforehand_by: str = ""
    packs: tuple = ()


def shapes_for(learner, *, on):
    """The shapes in use whose audience holds ``learner`` on ``on``, in their order."""
    return [shape for shape in ApprovalShape.objects.filter(active=True) if _is_for(shape, learner, on)]


def shape_of(claim, *, on):
    """The first shape that fits the kind, the hours and the learner of ``claim``; where none does, an unsaved one."""
    for shape in ApprovalShape.objects.filter(active=True):
        if _fits(shape, claim) and _is_for(shape, claim.learner, on):
            return shape
    return ApprovalShape(**FALLBACK)


def way_of(claim, *, on):
    """The Way of ``claim`` as it stands on ``on``.

    Somebody is asked before the event where the shape says so, or where a rule pack of the learner does not count this
    kind of learning otherwise.
    """
    shape = shape_of(claim, on=on)
    packs = tuple(needs_pre_approval(claim.learner, claim.kind, on)) if claim.kind else ()
    asked = shape.beforehand_by or (packs and (shape.first_approver or ApproverRole.COORDINATOR)) or ""
    return Way(shape, asked, packs)


def stage_of(claim, way, *, on):
    """What ``claim`` waits for when it is handed in on ``on``.

    Where approval beforehand is needed and was not given, that comes first, unless the event is over: then the hours
    are decided at once, and everybody sees that nobody was asked before.
    """
    ahead = claim.ends_on is None or claim.ends_on >= on
    return Stage.BEFOREHAND if way.beforehand_by and not claim.preapproved_at and ahead else Stage.FIRST


def ask_by(way, starts_on):
    """The last day to ask for approval beforehand; None where nobody need be asked or there is no date yet."""
    return starts_on - dt.timedelta(days=way.shape.lead_days) if way.beforehand_by and starts_on else None


def asked_late(claim, way, *, on):
    """True where approval beforehand is (or was) needed and ``on`` lies after the last day to ask."""
    last = ask_by(way, claim.starts_on)
    return bool(last and not claim.preapproved_at and on > last)


def problems_of(claim, way, *, on, has_files):
    """What keeps ``claim`` from being handed in on ``on``: a sentence by field name; empty where nothing does."""
    stage = stage_of(claim, way, on=on)
    found = {name: words for name, words in _missing(claim) if not getattr(claim, name)}
    found |= _wrong_dates(claim, way, stage, on) | _wrong_hours(claim)
    if stage != Stage.BEFOREHAND:
        if not claim.learned.strip():
            found["learned"] = _("Say in two or three sentences what you learned.")
        if way.shape.needs_proof and not has_files:
            found["files"] = _("Add at least one proof, such as a certificate or a program.")
    return found


def _missing(claim):
    return [
        ("title", _("Say what it was.")),
        ("provider", _("Say who offered it.")),
        ("kind", _("Choose what kind of learning it was.")),
        ("starts_on", _("Give the first day.")),
        ("ends_on", _("Give the last day.")),
        ("hours", _("Say how many hours it took.")),
    ]


def _wrong_hours(claim):
    if claim.hours is not None and (claim.hours % QUARTER or not 0 < claim.hours <= MOST_HOURS):
        return {"hours": _("Give hours in quarters: 0.25, 0.5, 0.75, 1 … up to 400.")}
    return {}


def _wrong_dates(claim, way, stage, on):
    if not claim.starts_on or not claim.ends_on:
        return {}
    if claim.ends_on < claim.starts_on:
        return {"ends_on": _("The last day lies before the first.")}
    if stage != Stage.BEFOREHAND and claim.ends_on > on:
        words = {"date": in_words(claim.ends_on)}
        return {"ends_on": _("Hand it in on %(date)s or later, when it is over. Your draft is kept.") % words}
    if way.shape.lead_is_strict and asked_late(claim, way, on=on):
        words = {"date": in_words(ask_by(way, claim.starts_on)), "days": way.shape.lead_days}
        return {"starts_on": _("This had to be asked at least %(days)s days before it starts, by %(date)s.") % words}
    return {}


def _fits(shape, claim):
    if shape.kinds and claim.kind not in shape.kinds:
        return False
    return shape.most_hours is None or (claim.hours is not None and claim.hours <= shape.most_hours)


def _is_for(shape, learner, on):
    return not shape.audience or people_in(shape.audience, on).filter(pk=learner.pk).exists()
