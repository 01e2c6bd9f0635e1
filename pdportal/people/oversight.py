"""Who may see whom, and who may vouch for whom: a registry that upper floors add to.

A *rule* is a function ``rule(viewer, on) -> Q`` over ``User``: the people that ``viewer`` oversees on the date ``on``
for one reason (supervisor by school, coordinator, active mentor). Lists of people are filtered by ``visible_to`` in
the query, so that totals and charts cannot count anybody the viewer may not see.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Q

from pdportal.common.dates import today
from pdportal.people.choices import Role
from pdportal.people.queries import appointments_on, is_district_lead

NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class Rule:
    """One reason to oversee people. ``vouches``: may sign off their work. ``reports``: may read their reports."""

    name: str
    people: Callable
    vouches: bool
    reports: bool


_rules: dict[str, Rule] = {}


def register(name, people, *, vouches, reports):
    """Add or replace the rule ``name``; called from ``AppConfig.ready``."""
    _rules[name] = Rule(name, people, vouches, reports)


def visible_to(viewer, *, on=None):
    """Everybody whose learning record ``viewer`` may see on the date ``on`` (today): oneself and those overseen."""
    return _people(viewer, on, _rules.values(), include_self=True)


def reportable_to(viewer, *, on=None):
    """Everybody who may stand in a report made for ``viewer``: the principal's building, the coordinator's district."""
    return _people(viewer, on, [rule for rule in _rules.values() if rule.reports], include_self=False)


def vouched_for_by(viewer, *, on=None):
    """Everybody whose practice steps ``viewer`` may sign off; never oneself."""
    people = _people(viewer, on, [rule for rule in _rules.values() if rule.vouches], include_self=False)
    return people.exclude(pk=viewer.pk)


def may_see(viewer, person, *, on=None):
    """True where ``viewer`` may see the learning record of ``person``."""
    return viewer.pk == person.pk or visible_to(viewer, on=on).filter(pk=person.pk).exists()


def may_vouch(viewer, person, *, on=None):
    """True where ``viewer`` may sign off work of ``person``."""
    return vouched_for_by(viewer, on=on).filter(pk=person.pk).exists()


def _people(viewer, on, rules, *, include_self):
    on = on or today()
    condition = Q(pk=viewer.pk) if include_self else NOBODY
    if viewer.is_active:
        for rule in rules:
            condition |= rule.people(viewer, on)
    return get_user_model().objects.filter(condition)


def led_by(viewer, on):
    """Rule: coordinators and directors oversee the whole district."""
    return Q(pk__isnull=False) if is_district_lead(viewer, on) else NOBODY


def in_building_of(viewer, on):
    """Rule: a principal oversees those who work in the same building on that date, former staff not included."""
    schools = list(appointments_on(on).filter(person=viewer, role=Role.PRINCIPAL).values_list("school", flat=True))
    if not schools:
        return NOBODY
    return Q(pk__in=appointments_on(on).filter(school__in=schools).values("person"))
