"""People and what is required of them, one row for each: searched, filtered, sorted, page by page."""

from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pdportal.people.choices import Role
from pdportal.people.queries import appointments_on
from pdportal.people.records import School
from pdportal.reports.scope import people_of
from pdportal.requirements.choices import StatusCode
from pdportal.requirements.records import Assignment, Requirement
from pdportal.requirements.status import URGENCY, codes, of_assignments

MOST_BY_URGENCY = 20_000
BY_NAME = ["learner__last_name", "learner__first_name", "learner", "requirement__position", "pk"]
SORTS = {
    "urgency": ["due_on", *BY_NAME],
    "name": BY_NAME,
    "due": ["due_on", *BY_NAME],
    "requirement": ["requirement__position", "requirement__name_en", *BY_NAME],
}


class FilterForm(forms.Form):
    """What to list; a value that is not offered is ignored, the others still count."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    school = forms.ModelChoiceField(School.objects.none(), label=_("School"), required=False, empty_label=_("All"))
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", _("All")), *Role.choices])
    requirement = forms.ModelChoiceField(
        Requirement.objects.all(), label=_("Requirement"), required=False, empty_label=_("All")
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("All")), *StatusCode.choices])
    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("urgency", _("Urgency")),
            ("name", _("Name")),
            ("due", _("Due date")),
            ("requirement", _("Requirement")),
        ],
    )

    def __init__(self, data, *, schools):
        """Offer ``schools`` only."""
        super().__init__(data, auto_id="filter_%s")
        self.fields["school"].queryset = schools
        for field in self.fields.values():
            field.widget.attrs["class"] = "input"

    def chosen(self):
        """The valid values by name."""
        self.is_valid()
        return self.cleaned_data


@dataclass(frozen=True)
class Listing:
    """Ids of assignments in the order asked for; ``statuses`` makes the Statuses of a slice of them."""

    ids: list
    moment: object
    schools: dict

    def statuses(self, ids):
        """(Status, schools in words) of the assignments ``ids``, in their order; five queries."""
        found = of_assignments(
            Assignment.objects.filter(pk__in=ids).select_related("learner"),
            as_of=self.moment.as_of,
            known_at=self.moment.known_at,
        )
        by_id = {each.assignment.pk: each for each in found}
        places = self._places(each.assignment.learner_id for each in found)
        return [(by_id[pk], places.get(by_id[pk].assignment.learner_id, "")) for pk in ids if pk in by_id]

    def _places(self, learners):
        held = appointments_on(self.moment.as_of).filter(person__in=set(learners)).order_by("pk")
        places = {}
        for person, school in held.values_list("person_id", "school_id"):
            places.setdefault(person, {})[self.schools.get(school, "")] = None
        return {person: ", ".join(filter(None, names)) for person, names in places.items()}

    def rows(self, *, batch=500):
        """The cells of the exported table, made batch by batch."""
        for start in range(0, len(self.ids), batch):
            for found, places in self.statuses(self.ids[start : start + batch]):
                person = found.assignment.learner
                yield [person.last_name, person.first_name, places, str(found.requirement), found.assignment.period,
                       found.label, found.due_on, found.completed_on, found.expires_on, found.why_of_other]  # fmt: skip


def list_for(viewer, moment, chosen, *, schools):
    """The Listing for ``viewer`` of what ``chosen`` (the valid values of a FilterForm) leaves."""
    day = moment.as_of
    people = people_of(viewer)
    held = appointments_on(day)
    if chosen.get("school"):
        held = held.filter(school=chosen["school"])
    if chosen.get("role"):
        held = held.filter(role=chosen["role"])
    if chosen.get("school") or chosen.get("role"):
        people = people.filter(pk__in=held.values("person"))
    for word in chosen.get("q", "").split():
        people = people.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(staff_id=word))
    assignments = Assignment.objects.current(day).filter(learner__in=people.values("pk"))
    if chosen.get("requirement"):
        assignments = assignments.filter(requirement=chosen["requirement"])
    ids = _ordered(assignments, people.values("pk"), moment, chosen)
    return Listing(ids, moment, dict(schools.values_list("pk", "name")))


def _ordered(assignments, learners, moment, chosen):
    """Ids in order. Statuses are worked out only where they decide what is shown or where it stands.

    Without a wish the most urgent come first; more than twenty thousand rows are sorted by name instead.
    """
    status, sort = chosen.get("status", ""), chosen.get("sort")
    if not sort:
        sort = "urgency" if status or assignments.count() <= MOST_BY_URGENCY else "name"
    ordered = assignments.order_by(*SORTS[sort]).values_list("pk", flat=True)
    if not status and sort != "urgency":
        return list(ordered)
    known = codes(assignments, learners, as_of=moment.as_of, known_at=moment.known_at)
    found = {row.pk: code for row, code in known}
    ids = [pk for pk in ordered if pk in found and status in ("", found[pk])]
    return sorted(ids, key=lambda pk: URGENCY[found[pk]]) if sort == "urgency" else ids
