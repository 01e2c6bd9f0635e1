"""Audiences as a form shows them: a few lists to choose from, and back again to a rule."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from pdportal.people.audience import FIELDS

MOST_PEOPLE = 500


def to_rule(kinds, people):
    """The audience rule for ``kinds`` (field name to chosen values) and people (a list of ids).

    All kinds must hold for the same appointment; the people named come on top. Nothing chosen means everybody.
    """
    parts = [{name: list(values)} for name, values in kinds.items() if values]
    rule = parts[0] if len(parts) == 1 else {"all": parts} if parts else {}
    if not people:
        return rule
    named = {"people": sorted(people)}
    return {"any": [rule, named]} if rule else named


def from_rule(rule):
    """``(kinds, people)`` that give ``rule`` back, or None where a form cannot show it."""
    kinds, people = dict.fromkeys(FIELDS, ()), []
    rest = rule
    if set(rule) == {"any"} and len(rule["any"]) == 2 and set(rule["any"][1]) == {"people"}:
        rest, people = rule["any"][0], rule["any"][1]["people"]
    elif set(rule) == {"people"}:
        rest, people = {}, rule["people"]
    parts = rest["all"] if set(rest) == {"all"} else [rest] if rest else []
    for part in parts:
        kinds |= part
    return (kinds, people) if set(kinds) == set(FIELDS) and _same(to_rule(kinds, people), rule) else None


def find_people(text):
    """``(ids, unknown)`` for names in ``text``, one a line: user names, e-mail addresses or staff numbers."""
    wanted = [line.strip() for line in text.splitlines() if line.strip()][:MOST_PEOPLE]
    ids, unknown = [], []
    for name in wanted:
        match = Q(username__iexact=name) | Q(email__iexact=name) | Q(staff_id=name)
        found = list(get_user_model().objects.filter(match).values_list("pk", flat=True)[:2])
        if len(found) == 1:
            ids.append(found[0])
        else:
            unknown.append(name)
    return ids, unknown


def names_of(people):
    """User names of ``people`` (ids), one a line; the counterpart of ``find_people``."""
    return "\n".join(get_user_model().objects.filter(pk__in=people).values_list("username", flat=True))


def _same(one, other):
    """True where both rules say the same, in whatever order their parts stand."""
    return _sorted(one) == _sorted(other)


def _sorted(rule):
    if isinstance(rule, dict):
        return sorted((key, _sorted(value)) for key, value in rule.items())
    if isinstance(rule, list):
        return sorted((_sorted(value) for value in rule), key=repr)
    return rule
