"""Reusable questions about packs: which ones somebody has, which versions hold, when certificates run."""

from django.db.models import IntegerField, Value

from pdportal.common.dates import today
from pdportal.credits.records import CertificateDates, RulePackVersion
from pdportal.people.audience import people_in


def versions_on(day, *, active=True):
    """The version of every pack in use (with ``active=False``: of all packs) that holds on ``day``; one query."""
    found = RulePackVersion.objects.in_force(day).select_related("pack")
    return found.filter(pack__active=True) if active else found


def versions_for(person, day):
    """The versions that hold for ``person`` on ``day``, by the roles held then; two queries."""
    versions = list(versions_on(day))
    mine = [
        people_in(version.audience, day).filter(pk=person.pk).order_by()
        .annotate(version=Value(version.pk, output_field=IntegerField())).values_list("version", flat=True)
        for version in versions
    ]  # fmt: skip
    if not mine:
        return []
    held = set(mine[0].union(*mine[1:], all=True))
    return [version for version in versions if version.pk in held]


def certificate_dates(people, packs):
    """``{(person id, pack id): (starts_on, ends_on)}`` for ``people`` (ids or a query of ids); one query."""
    rows = CertificateDates.objects.filter(person__in=people, pack__in=packs)
    return {
        (person, pack): dates for person, pack, *dates in rows.values_list("person", "pack", "starts_on", "ends_on")
    }


def needs_pre_approval(person, credit_type, on=None):
    """The names of the packs of ``person`` in which this type of credit needs a yes first; empty where none does.

    Only confirmed rules ask for it.
    """
    return [
        str(version.pack)
        for version in versions_for(person, on or today())
        if any(term.confirmed and credit_type in term.types for term in version.terms.approvals)
    ]


def clock_hours(person, amount, unit, on=None):
    """``amount`` of ``unit`` in clock hours by the packs of ``person``; None where no pack converts that unit.

    Where packs differ, the lower figure is taken: a claim can be corrected upwards.
    """
    found = [
        term.clock_hours * amount
        for version in versions_for(person, on or today())
        for term in version.terms.conversions
        if term.confirmed and term.unit == unit
    ]
    return min(found, default=None)


def history_of_dates(person, pack):
    """What was entered about the certificate of ``person`` for ``pack``, newest first, with who did; one query."""
    return list(
        CertificateDates.history.filter(person=person, pack=pack).select_related("history_user").order_by("-history_id")
    )
