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
from pdportal.people.choices import DISTRICT_ROLES, Role
from pdportal.people.queries import appointments_on, is_district_lead, people_with

NOBODY = Q(pk__in=[])


@dataclass(frozen=True)
class Rule:
    """One reason to oversee people. ``vouches``: may sign off their work. ``reports``: may read their reports.

    ``overseers(person, on)`` is the rule read backwards: the users who oversee ``person``, for telling them; those
    at the smallest ``distance`` are told first.
    """

    name: str
    people: Callable
    vouches: bool
    reports: bool
    overseers: Callable | None = None
    distance: int = 0


_rules: dict[str, Rule] = {}


def register(name, people, *, vouches, reports, overseers=None, distance=0):
    """Add or replace the rule ``name``; called from ``AppConfig.ready``."""
    _rules[name] = Rule(name, people, vouches, reports, overseers, distance)


def visible_to(viewer, *, on=None):
    """Everybody whose learning record ``viewer`` may see on the date ``on`` (today): oneself and those overseen."""
    return _people(viewer, on, _rules.values(), include_self=True)


def reportable_to(viewer, *, on=None):
    """Everybody who may stand in a report made for ``viewer``: the principal's building, the coordinator's district.

    A person counts once: an account that was merged into another stands in no report.
    """
    people = _people(viewer, on, [rule for rule in _rules.values() if rule.reports], include_self=False)
    return people.filter(merged_into=None)


def vouched_for_by(viewer, *, on=None):
    """Everybody whose practice steps ``viewer`` may sign off; never oneself."""
    people = _people(viewer, on, [rule for rule in _rules.values() if rule.vouches], include_self=False)
    return people.exclude(pk=viewer.pk)


def overseen_as(viewer, name, *, on=None):
    """The people ``viewer`` oversees by the rule ``name`` alone; nobody where no such rule is registered."""
    return _people(viewer, on, [_rules[name]] if name in _rules else [], include_self=False)


def nearest_to(person, *, on=None):
    """Who is told when ``person`` hands in work: the mentor, else the principal, else the coordinators."""
    for rule in sorted(_rules.values(), key=lambda rule: rule.distance):
        if rule.vouches and rule.overseers:
            found = [user for user in rule.overseers(person, on or today()) if user.pk != person.pk]
            if found:
                return found
    return []


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


def leads(person, on):
    """The district's coordinators and directors, whoever ``person`` is."""
    return people_with(on, role__in=DISTRICT_ROLES)


def principals_of(person, on):
    """The principals of the buildings in which ``person`` works on that date."""
    schools = appointments_on(on).filter(person=person).values("school")
    return people_with(on, role=Role.PRINCIPAL, school__in=schools)
