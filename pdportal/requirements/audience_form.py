"""Audiences as a form shows them: groups of people to tick together, people by name, and back again to a rule."""

from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.db.models.functions import Lower

from pdportal.people.audience import FIELDS

MOST_PEOPLE = 500


@dataclass(frozen=True)
class Group:
    """Everybody with one appointment of all these ``kinds``, but nobody with one of all the kinds of ``but_not``."""

    kinds: dict = field(default_factory=dict)
    but_not: dict = field(default_factory=dict)

    @property
    def is_empty(self):
        """True where nothing is chosen, which stands for everybody."""
        return not any(self.kinds.values()) and not any(self.but_not.values())


@dataclass(frozen=True)
class Choice:
    """What the form shows: anybody in one of ``groups`` or among ``people`` (ids), and never the people ``never``."""

    groups: list
    people: list = field(default_factory=list)
    never: list = field(default_factory=list)


def to_rule(choice):
    """The audience rule for a Choice. Without any group and any name it is for everybody with an appointment."""
    groups = [_group_rule(group) for group in choice.groups if not group.is_empty]
    parts = groups + ([{"people": sorted(choice.people)}] if choice.people else [])
    rule = _one_or("any", parts)
    return {"all": [rule, {"not": {"people": sorted(choice.never)}}]} if choice.never else rule


def from_rule(rule):
    """The Choice that gives ``rule`` back, or None where the form cannot show it."""
    rest, never = _without_last(rule, "all", lambda part: part.get("not", {}).get("people"))
    parts = rest["any"] if set(rest) == {"any"} else [rest] if rest else []
    people = [part["people"] for part in parts if set(part) == {"people"}]
    groups = [_group_from(part) for part in parts if set(part) != {"people"}]
    if None in groups or len(people) > 1:
        return None
    choice = Choice(groups or [Group()], people[0] if people else [], never or [])
    return choice if _normal(to_rule(choice)) == _normal(rule) else None


def find_people(text):
    """``(ids, unknown)`` for names in ``text``, one a line: user names, e-mail addresses or staff numbers; one query.

    A name that stands for several people is unknown, as is everything after the first 500 lines.
    """
    lines = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    wanted = [line.lower() for line in lines[:MOST_PEOPLE]]
    found = {}
    numbers = [line for line in lines[:MOST_PEOPLE] if "\x00" not in line]  # PostgreSQL takes no text with a null byte
    names = [line.lower() for line in numbers]
    match = Q(username_lower__in=names) | Q(email_lower__in=names) | Q(staff_id__in=numbers)
    people = get_user_model().objects.alias(username_lower=Lower("username"), email_lower=Lower("email")).filter(match)
    for pk, *known_as in people.values_list("pk", "username", "email", "staff_id"):
        for name in {(name or "").lower() for name in known_as}:
            found.setdefault(name, set()).add(pk)
    ids, unknown = [], []
    for line, name in zip(lines, wanted, strict=False):
        if len(found.get(name, ())) == 1:
            ids += found[name]
        else:
            unknown.append(line)
    return list(dict.fromkeys(ids)), unknown + lines[MOST_PEOPLE:]


def names_of(people):
    """User names of ``people`` (ids), one a line; the counterpart of ``find_people``."""
    return "\n".join(get_user_model().objects.filter(pk__in=people).values_list("username", flat=True))


def _group_rule(group):
    parts = [{name: list(group.kinds[name])} for name in FIELDS if group.kinds.get(name)]
    others = [{name: list(group.but_not[name])} for name in FIELDS if group.but_not.get(name)]
    if others:
        parts = (parts or [{}]) + [{"not": _one_or("all", others)}]
    return _one_or("all", parts)


def _group_from(rule):
    """The Group that ``rule`` stands for, or None; where it is not quite one, putting it together again shows that."""
    parts = rule["all"] if set(rule) == {"all"} else [rule]
    kinds, but_not = dict.fromkeys(FIELDS, ()), dict.fromkeys(FIELDS, ())
    for part in parts:
        into, inner = (but_not, part["not"]) if set(part) == {"not"} else (kinds, part)
        for each in inner["all"] if set(inner) == {"all"} else [inner]:
            if not set(each) <= set(FIELDS):
                return None
            into |= each
    return Group(kinds, but_not)


def _one_or(key, parts):
    return parts[0] if len(parts) == 1 else {key: parts} if parts else {}


def _without_last(rule, key, found):
    """``(rest, what was found)`` of a rule whose last part is of a kind; the rule itself and None for others."""
    parts = rule.get(key)
    if not isinstance(parts, list) or len(parts) < 2 or found(parts[-1]) is None:
        return rule, None
    return _one_or(key, parts[:-1]), found(parts[-1])


def _normal(rule):
    """The rule in one order, without boxes in boxes of the same kind: what says the same looks the same."""
    if isinstance(rule, list):
        return sorted((_normal(value) for value in rule), key=repr)
    if not isinstance(rule, dict) or not rule:
        return rule
    ((key, value),) = rule.items()
    if key in {"all", "any"}:
        value = [inner for part in value for inner in (part[key] if set(part) == {key} else [part])]
    return {key: _normal(value)}
