"""The single rules of a pack as plain values: caps, topics, conversions, what needs pre-approval."""

from dataclasses import dataclass
from decimal import Decimal

from pdportal.credits.choices import TopicLimit

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Term:
    """What every rule has: whether it is confirmed, where it was read, and remarks by language."""

    confirmed: bool
    source: str
    notes: tuple


@dataclass(frozen=True)
class CapRule(Term):
    """Hours of these types of credit, together, count up to a share of the hours needed or up to a number."""

    types: frozenset
    percent: int | None = None
    hours: Decimal | None = None

    def limit(self, hours_needed):
        """The most hours that count."""
        if self.percent is None:
            return self.hours
        return (hours_needed * self.percent / 100).quantize(HUNDREDTH)


@dataclass(frozen=True)
class TopicRule(Term):
    """A topic that must be among the hours, or on which no more than a share may be required.

    ``topic`` is the slug of a topic; without it the rule speaks of topics by ``names`` only.
    """

    topic: str
    names: tuple
    limit: TopicLimit
    percent: int | None = None
    hours: Decimal | None = None

    def amount(self, hours_needed):
        """The hours the rule speaks of; None where it gives no number."""
        if self.percent is None:
            return self.hours
        return (hours_needed * self.percent / 100).quantize(HUNDREDTH)


@dataclass(frozen=True)
class Conversion(Term):
    """So many clock hours for one of another unit."""

    unit: str
    clock_hours: Decimal


@dataclass(frozen=True)
class PreApproval(Term):
    """Types of credit that need a yes before the learning, or they do not count."""

    types: frozenset


@dataclass(frozen=True)
class Terms:
    """All rules of a version, each kind in the order it was written."""

    caps: tuple = ()
    topics: tuple = ()
    conversions: tuple = ()
    approvals: tuple = ()

    @classmethod
    def of(cls, stream):
        """The rules in the stream value ``stream``."""
        found = {"cap": [], "topic": [], "conversion": [], "approval": []}
        for block in stream:
            found[block.block_type].append(_MAKERS[block.block_type](block.value))
        return cls(*(tuple(found[kind]) for kind in ("cap", "topic", "conversion", "approval")))

    @property
    def confirmed_caps(self):
        """The caps that are applied; those to be confirmed are only spoken of."""
        return tuple(cap for cap in self.caps if cap.confirmed)

    @property
    def unconfirmed(self):
        """Every rule that is still to be confirmed."""
        return tuple(
            term for term in (*self.caps, *self.topics, *self.conversions, *self.approvals) if not term.confirmed
        )


def _common(value):
    notes = (("en", value["note_en"] or ""), ("es", value["note_es"] or ""))
    return {"confirmed": bool(value["confirmed"]), "source": value["source"] or "", "notes": notes}


def _cap(value):
    return CapRule(
        types=frozenset(value["types"]), percent=value["percent"], hours=value["hours"], **_common(value)
    )  # fmt: skip


def _topic(value):
    return TopicRule(
        topic=value["topic"] or "", names=(("en", value["name_en"]), ("es", value["name_es"] or value["name_en"])),
        limit=TopicLimit(value["limit"]), percent=value["percent"], hours=value["hours"], **_common(value),
    )  # fmt: skip


def _conversion(value):
    return Conversion(unit=value["unit"], clock_hours=value["clock_hours"], **_common(value))


def _approval(value):
    return PreApproval(types=frozenset(value["types"]), **_common(value))


_MAKERS = {"cap": _cap, "topic": _topic, "conversion": _conversion, "approval": _approval}
