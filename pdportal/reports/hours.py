"""Clock hours by person under one rule pack: searched, filtered, sorted, page by page."""

from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pdportal.credits import hours
from pdportal.credits.queries import versions_on
from pdportal.people.audience import people_in
from pdportal.people.choices import Role
from pdportal.people.queries import appointments_on
from pdportal.people.records import School
from pdportal.reports.scope import people_of

BY_NAME = ["last_name", "first_name", "pk"]
ENDING = timedelta(days=183)


class State(models.TextChoices):
    """How somebody stands, the most pressing first."""

    ENDING = "ending", _("Cycle ends within six months")
    BEHIND = "behind", _("Behind an even pace")
    UNDATED = "undated", _("Date of the certificate missing")
    ON_PACE = "on_pace", _("On pace")
    REACHED = "reached", _("Hours reached")


BADGES = {State.ENDING: "expiring", State.BEHIND: "due_soon", State.UNDATED: "not_started",
          State.ON_PACE: "in_progress", State.REACHED: "done"}  # fmt: skip


class FilterForm(forms.Form):
    """What to list; a value that is not offered is ignored, the others still count."""

    pack = forms.ChoiceField(label=_("Rule pack"), required=False)
    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    school = forms.ModelChoiceField(School.objects.none(), label=_("School"), required=False, empty_label=_("All"))
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *Role.choices])
    state = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *State.choices])
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[("", _("Name")), ("needed", _("Still needed")), ("expires", _("End of the cycle"))],
    )

    def __init__(self, data, *, schools, versions):
        """Offer these schools, and the packs of these versions."""
        super().__init__(data, auto_id="filter_%s")
        self.fields["school"].queryset = schools
        self.fields["pack"].choices = [(version.pack.slug, str(version.pack)) for version in versions]
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def chosen(self):
        """The valid values by name."""
        self.is_valid()
        return self.cleaned_data


@dataclass(frozen=True)
class Line:
    """One person's row."""

    person: object
    places: str
    standing: hours.Standing
    state: State

    @property
    def badge(self):
        """The status badge that goes with the state."""
        return BADGES[self.state]


@dataclass(frozen=True)
class HoursReport:
    """People (ids, in the order asked for) under one version; ``known`` holds Standings that had to be worked out."""

    version: object
    ids: list
    known: dict
    moment: object
    schools: dict
    people: object

    def lines(self, ids):
        """The Line of each of ``ids``, in their order; four queries."""
        known = self.known or hours.of_people(ids, self.version, on=self.moment.as_of, known_at=self.moment.known_at)
        people, places = self.people.in_bulk(ids), _places(ids, self.moment.as_of, self.schools)
        return [
            Line(people[pk], places.get(pk, ""), known[pk], state_of(known[pk], self.moment.as_of))
            for pk in ids
            if pk in people
        ]

    def rows(self, *, batch=500):
        """The cells of the exported table, made batch by batch."""
        for start in range(0, len(self.ids), batch):
            for line in self.lines(self.ids[start : start + batch]):
                found = line.standing.totals
                yield [line.person.last_name, line.person.first_name, line.person.staff_id, line.places,
                       str(self.version.pack), line.state.label, found.needed, found.earned, found.counted,
                       found.capped, found.repeated, found.surplus, found.still_needed, line.standing.pace,
                       line.standing.cycle.starts_on if line.standing.cycle.known else None,
                       line.standing.expires_on]  # fmt: skip


HEADER = [
    _("Last name"), _("First name"), _("Staff number"), _("Schools"), _("Rule pack"), _("Status"), _("Hours needed"),
    _("Earned"), _("Counted"), _("Over a cap"), _("Counted already"), _("More than needed"), _("Still needed"),
    _("At an even pace"), _("Cycle from"), _("Cycle until"),
]  # fmt: skip


def versions_at(moment):
    """The versions that hold at ``moment``: those whose hours people earn, and those the district offers."""
    found = list(versions_on(moment.as_of))
    return [each for each in found if not each.pack.is_offer], [each for each in found if each.pack.is_offer]


def report_for(viewer, moment, version, chosen, *, schools):
    """The HoursReport for ``viewer`` of what ``chosen`` (the valid values of a FilterForm) leaves."""
    day = moment.as_of
    people = people_of(viewer).filter(pk__in=people_in(version.audience, day).order_by().values("pk"))
    held = appointments_on(day)
    for name in ("school", "role"):
        if chosen.get(name):
            held = held.filter(**{name: chosen[name]})
    if chosen.get("school") or chosen.get("role"):
        people = people.filter(pk__in=held.values("person"))
    for word in chosen.get("q", "").split():
        people = people.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(staff_id=word))
    ids = list(people.order_by(*BY_NAME).values_list("pk", flat=True))
    state, sort, known = chosen.get("state"), chosen.get("sort"), {}
    if state or sort:
        known = hours.of_people(
            people.order_by().values_list("pk", flat=True), version, on=day, known_at=moment.known_at
        )
        ids = [pk for pk in ids if state in ("", None, state_of(known[pk], day))]
    if sort == "needed":
        ids.sort(key=lambda pk: -known[pk].totals.still_needed)
    elif sort == "expires":
        ids.sort(key=lambda pk: (known[pk].expires_on is None, known[pk].expires_on or day))
    return HoursReport(version, ids, known, moment, dict(schools.values_list("pk", "name")), people_of(viewer))


def state_of(standing, day):
    """The State of a Standing on ``day``."""
    if not standing.totals.still_needed:
        return State.REACHED
    if standing.pace is None:
        return State.UNDATED
    if standing.cycle.ends_on - day <= ENDING and standing.totals.counted < standing.pace:
        return State.ENDING
    return State.ON_PACE if standing.totals.counted >= standing.pace else State.BEHIND


def _places(ids, day, schools):
    places = {}
    for person, school in appointments_on(day).filter(person__in=ids).order_by("pk").values_list("person", "school"):
        places.setdefault(person, {})[schools.get(school, "")] = None
    return {person: ", ".join(filter(None, names)) for person, names in places.items()}
