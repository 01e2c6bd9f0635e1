"""Audience rules: which people something is for, as a small tree kept in JSON.

A rule is one of

* ``{}``: everybody with an appointment;
* ``{"role": ["librarian", …]}``, ``{"level": ["middle", …]}``, ``{"school": [3, …]}``,
  ``{"new_to": ["district", "profession"]}``: people with a *current* appointment of that kind;
* ``{"people": [17, …]}``: these people by id;
* ``{"all": [rule, …]}``, ``{"any": [rule, …]}``, ``{"not": rule}``.

Conditions inside one ``all`` that speak of appointments must hold for the *same* appointment: a librarian at a middle
school is one person in one place, not a librarian somewhere who also teaches at some middle school.
"""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from pdportal.people.queries import appointments_on

FIELDS = {"role": "role__in", "level": "school__level__in", "school": "school__in", "new_to": "new_to__in"}


def people_in(rule, on):
    """Active people for whom ``rule`` holds on the date ``on``, as a queryset of User."""
    return get_user_model().objects.filter(_condition(rule, on), is_active=True)


def appointments_in(rule, on):
    """The appointments through which ``rule`` holds on ``on``: those of its people, narrowed to the kinds it names."""
    return appointments_on(on).filter(
        _same_appointment(rule), person__in=people_in(rule, on).values("pk")
    )


def validate(rule):
    """Raise ValidationError where ``rule`` is not of the shape described above."""
    if not isinstance(rule, dict) or len(rule) > 1:
        raise ValidationError(_("An audience rule has one condition at a time."))
    for key, value in rule.items():
        if key in {"all", "any"} and isinstance(value, list):
            for part in value:
                validate(part)
        elif key == "not":
            validate(value)
        elif not (key in FIELDS or key == "people") or not isinstance(value, list):
            raise ValidationError(_("“%(key)s” is not a known audience condition.") % {"key": key})


def _condition(rule, on):
    if not rule:
        return Exists(appointments_on(on).filter(person=OuterRef("pk")))
    ((key, value),) = rule.items()
    if key == "people":
        return Q(pk__in=value)
    if key == "not":
        return ~Q(_condition(value, on))
    if key == "any":
        return _joined(Q.OR, [_condition(part, on) for part in value])
    if key == "all":
        plain = [part for part in value if part and next(iter(part)) in FIELDS]
        others = [_condition(part, on) for part in value if part not in plain]
        return _joined(Q.AND, [*others, _holding({"all": plain}, on)] if plain else others)
    return _holding(rule, on)


def _joined(connector, conditions):
    joined = Q(*conditions, _connector=connector) if conditions else Q(pk__in=[])
    return joined


def _holding(rule, on):
    return Exists(appointments_on(on).filter(_same_appointment(rule), person=OuterRef("pk")))


def _same_appointment(rule):
    """The part of ``rule`` that narrows down appointments; what speaks of people narrows nothing."""
    if not rule:
        return Q()
    ((key, value),) = rule.items()
    if key in FIELDS:
        return Q(**{FIELDS[key]: value})
    if key == "all":
        return Q(*[_same_appointment(part) for part in value])
    if key == "any":
        return Q(*[_same_appointment(part) for part in value], _connector=Q.OR)
    return Q()
