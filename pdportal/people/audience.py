"""Audience rules: which people something is for, as a small tree kept in JSON.

A rule is one of

* ``{}``: everybody with an appointment;
* ``{"role": ["librarian", …]}``, ``{"level": ["middle", …]}``, ``{"school": [3, …]}``,
  ``{"new_to": ["district", "profession"]}``: people with a *current* appointment of that kind;
* ``{"people": [17, …]}``: these people by id;
* ``{"all": [rule, …]}``, ``{"any": [rule, …]}``, ``{"not": rule}``.

Conditions inside one ``all`` that speak of appointments must hold for the *same* appointment: a librarian at a middle
school is one person in one place, not a librarian somewhere who also teaches at some middle school. ``not`` and
``people`` speak of the person.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from pdportal.people.choices import Level, NewTo, Role
from pdportal.people.queries import appointments_on
from pdportal.people.records import School

FIELDS = {"role": "role__in", "level": "school__level__in", "school": "school__in", "new_to": "new_to__in"}
WORDS = {"role": Role, "level": Level, "new_to": NewTo}
DEEPEST = 5
LARGEST_ID = 2**63 - 1


def people_in(rule, on):
    """Active people for whom ``rule`` holds on the date ``on``, as a queryset of User."""
    return get_user_model().objects.filter(_condition(rule, on), is_active=True)


def appointments_in(rule, on, *, people=None):
    """The appointments through which ``rule`` holds on ``on``: those of its people, narrowed to the kinds it names.

    ``people`` is the answer of ``people_in``, or a part of it, where the caller has it.
    """
    people = people_in(rule, on) if people is None else people
    return appointments_on(on).filter(_same_appointment(rule), person__in=people.order_by().values("pk"))


def validate(rule, *, depth=0):
    """Raise ValidationError where ``rule`` is not of the shape described above, or more than five deep."""
    if not isinstance(rule, dict) or len(rule) > 1:
        raise ValidationError(_("An audience rule has one condition at a time."))
    if depth > DEEPEST:
        raise ValidationError(_("This audience rule is nested too deeply."))
    for key, value in rule.items():
        if key in {"all", "any"} and isinstance(value, list):
            for part in value:
                validate(part, depth=depth + 1)
        elif key == "not":
            validate(value, depth=depth + 1)
        elif key in {*FIELDS, "people"} and isinstance(value, list):
            _validate_values(key, value)
        else:
            raise ValidationError(_("“%(key)s” is not a known audience condition.") % {"key": key})


def describe(rule, *, schools=None):
    """``rule`` in words: “Librarian or Library aide, Middle”; “…, but not: New to the district”.

    Nobody is named to others: a list of people reads “people chosen one by one”. ``schools`` maps ids to names; without
    it a rule that names schools costs a query.
    """
    if not rule:
        return _("Everybody with an appointment")
    ((key, value),) = rule.items()
    if key in WORDS:
        return _either([str(WORDS[key](name).label) for name in value])
    if key == "school":
        schools = school_names() if schools is None else schools
        return _either([schools[pk] for pk in value if pk in schools])
    if key == "people":
        return _("people chosen one by one")
    if key == "not":
        return _("not: %(rule)s") % {"rule": describe(value, schools=schools)}
    return (_describe_any if key == "any" else _describe_all)(value, schools)


def _describe_any(parts, schools):
    words = [describe(part, schools=schools) for part in parts]
    if any(set(part) & {"all", "not"} for part in parts):
        return _("; or ").join(words)
    return _either(words)


def _describe_all(parts, schools):
    """The parts that must hold together, then those that must not; an “or” inside stands in brackets."""
    if not parts:
        return _either([])
    within = [part for part in parts if part and "not" not in part]
    without = [part["not"] for part in parts if "not" in part]
    brackets = {True: "(%s)", False: "%s"}
    words = [brackets["any" in part and len(parts) > 1] % describe(part, schools=schools) for part in within]
    everybody = words or ({} in parts or not without)
    text = ", ".join(words) or (describe({}) if everybody else "")
    others = [describe(part, schools=schools) for part in without]
    if not text:
        return ", ".join(describe({"not": part}, schools=schools) for part in without)
    return ", ".join([text, *(_("but not: %(rule)s") % {"rule": other} for other in others)])


def school_names():
    """The names of all schools by id, for ``describe``."""
    return dict(School.objects.values_list("pk", "name"))


@dataclass(frozen=True)
class Holder:
    """Somebody as far as an appointment tells: what ``asks`` looks at."""

    role: str
    level: str
    school: int
    new_to: str = ""


def asks(rule, holder):
    """True where ``rule`` holds for somebody with this one appointment, who is named in no list."""
    if not rule:
        return True
    ((key, value),) = rule.items()
    if key in FIELDS:
        return getattr(holder, key) in value
    if key == "people":
        return False
    if key == "not":
        return not asks(value, holder)
    return (any if key == "any" else all)(asks(part, holder) for part in value) and bool(value)


def may_ask(rule, role):
    """True where ``rule`` can hold for somebody in ``role``; what it says of level, school or names is left open."""
    if not rule:
        return True
    ((key, value),) = rule.items()
    if key == "role":
        return role in value
    if key == "not":
        return bool(value) and role not in value.get("role", [])
    if key in {"all", "any"}:
        return (any if key == "any" else all)(may_ask(part, role) for part in value) and bool(value)
    return bool(value)


def _either(words):
    return get_text_list(words, _("or")) if words else _("nobody")


def _validate_values(key, values):
    if key in WORDS:
        known = all(isinstance(value, str) and value in WORDS[key].values for value in values)
    else:
        known = all(isinstance(value, int) and 0 < value <= LARGEST_ID for value in values)
    if not known:
        raise ValidationError(_("An audience condition names something that does not exist."))


def _condition(rule, on):
    if not rule:
        return Q(Exists(appointments_on(on).filter(person=OuterRef("pk"))))
    if _is_about_appointments(rule):
        return Q(Exists(appointments_on(on).filter(_same_appointment(rule), person=OuterRef("pk"))))
    ((key, value),) = rule.items()
    if key == "people":
        return Q(pk__in=value)
    if key == "not":
        return ~_condition(value, on)
    if key == "any":
        return _joined(Q.OR, [_condition(part, on) for part in value])
    together = [part for part in value if not part or _is_about_appointments(part)]
    others = [_condition(part, on) for part in value if part not in together]
    if together:
        held = appointments_on(on).filter(*map(_same_appointment, together), person=OuterRef("pk"))
        others.append(Q(Exists(held)))
    return _joined(Q.AND, others)


def _is_about_appointments(rule):
    """True where ``rule`` can be asked of one appointment: it names kinds only, neither people nor what is not."""
    if not rule:
        return False
    ((key, value),) = rule.items()
    return key in FIELDS or (key in {"all", "any"} and bool(value) and all(map(_is_about_appointments, value)))


def _joined(connector, conditions):
    """The conditions joined; no condition at all holds for nobody."""
    return Q(*conditions, _connector=connector) if conditions else Q(pk__in=[])


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
