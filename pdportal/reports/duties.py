"""The duty map as reports: duties and their training, lessons without duty, and how far people cover their duties."""

from collections import Counter
from dataclasses import dataclass

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pdportal.common.dates import today
from pdportal.duties import candidates
from pdportal.duties.coverage import coverage_of
from pdportal.duties.duty_maps import maps_on
from pdportal.duties.records import JobDescription
from pdportal.duties.targets import lessons, targets
from pdportal.people.choices import Role
from pdportal.people.queries import appointments_on
from pdportal.people.records import School
from pdportal.reports.scope import people_of

BATCH = 500
MOST_WORDS = 6
MAP_HEADER = [_("Job description"), _("Number"), _("Heading"), _("Duty"), _("Linked"), _("Trains for it")]
LESSONS_HEADER = [_("Course"), _("Lesson"), _("Duties"), _("Named by the author")]
PEOPLE_HEADER = [
    _("Last name"),
    _("First name"),
    _("Schools"),
    _("Job description"),
    _("Duties"),
    _("Covered"),
    _("Training waits"),
    _("No training yet"),
    _("Per cent"),
]
PERSON_HEADER = [
    _("Job description"),
    _("Number"),
    _("Duty"),
    _("Status"),
    _("Completed"),
    _("Completed on"),
    _("Next"),
]


class MapForm(forms.Form):
    """Which duties to list; a value that is not offered is ignored."""

    description = forms.ModelChoiceField(
        JobDescription.objects.filter(active=True), label=_("Job description"), required=False, empty_label=_("All")
    )
    only = forms.ChoiceField(
        label=_("Duties"), required=False, choices=[("", _("All duties")), ("untrained", _("Duties without training"))]
    )

    def __init__(self, data):
        """Its fields look like those of other reports."""
        super().__init__(data, auto_id="filter_%s")
        _dress(self)

    def chosen(self):
        """The valid values by name."""
        self.is_valid()
        return self.cleaned_data


class PeopleForm(forms.Form):
    """Whose coverage to list; a value that is not offered is ignored."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    school = forms.ModelChoiceField(School.objects.none(), label=_("School"), required=False, empty_label=_("All"))
    description = forms.ModelChoiceField(
        JobDescription.objects.filter(active=True), label=_("Job description"), required=False, empty_label=_("All")
    )

    def __init__(self, data, *, schools):
        """Offer ``schools`` only."""
        super().__init__(data, auto_id="filter_%s")
        self.fields["school"].queryset = schools
        _dress(self)

    def chosen(self):
        """The valid values by name."""
        self.is_valid()
        return self.cleaned_data


@dataclass(frozen=True)
class MapReport:
    """The duties in force at a moment: ``lines`` are (DutyMap, MappedDuty) of those asked for."""

    lines: list
    total: int
    untrained: int

    def rows(self):
        """The cells of the exported table, in the order of the page."""
        for found, duty in self.lines:
            yield [str(found.description), duty.line.number, duty.line.heading, duty.line.text, len(duty.targets),
                   "; ".join(target.title for target in duty.targets)]  # fmt: skip


@dataclass(frozen=True)
class LessonLine:
    """A lesson, its course, how many duties it serves, and the job descriptions its author named."""

    lesson: object
    course: str
    duties: int
    named: list


@dataclass(frozen=True)
class PeopleReport:
    """Ids of people in order; ``lines`` works out a slice of them."""

    ids: list
    moment: object
    maps: list
    schools: dict
    people: object

    def lines(self, ids):
        """(person, schools in words, Coverage) of the people ``ids``, in their order; a line for each description."""
        found = coverage_of(ids, as_of=self.moment.as_of, known_at=self.moment.known_at, maps=self.maps)
        people = self.people.in_bulk(ids)
        places = self._places(ids)
        return [(people[pk], places.get(pk, ""), each) for pk in ids if pk in people for each in found[pk]]

    def _places(self, ids):
        held = appointments_on(self.moment.as_of).filter(person__in=ids).order_by("pk")
        places = {}
        for person, school in held.values_list("person_id", "school_id"):
            places.setdefault(person, {})[self.schools.get(school, "")] = None
        return {person: ", ".join(filter(None, names)) for person, names in places.items()}

    def rows(self):
        """The cells of the exported table, made batch by batch."""
        for start in range(0, len(self.ids), BATCH):
            for person, places, found in self.lines(self.ids[start : start + BATCH]):
                yield [person.last_name, person.first_name, places, str(found.map.description), found.total,
                       found.covered, found.open, found.untrained, found.share]  # fmt: skip


def map_report(moment, chosen):
    """The MapReport at ``moment`` of what ``chosen`` (the values of a MapForm) leaves."""
    wanted = chosen.get("description")
    maps = maps_on(moment.as_of, known_at=moment.known_at, descriptions=[wanted.pk] if wanted else None)
    lines = [(found, duty) for found in maps for duty in found.duties]
    bare = [(found, duty) for found, duty in lines if not duty.is_trained]
    return MapReport(bare if chosen.get("only") == "untrained" else lines, len(lines), len(bare))


def lesson_report(*, everything):
    """The LessonLines of published lessons that serve no duty in force today, or of all; ten queries."""
    served = Counter(target.key for each in maps_on(today()) for duty in each.duties for target in duty.targets)
    found, named = lessons(), candidates.named_in_lessons()
    courses = targets({lesson.course_key for lesson in found.values()})
    return [
        LessonLine(
            lesson, courses[lesson.course_key].title if lesson.course_key in courses else "", served[key],
            named.get(key, []),
        )
        for key, lesson in found.items()
        if everything or key not in served
    ]  # fmt: skip


def people_report(viewer, moment, chosen, *, schools):
    """The PeopleReport of those in the scope of ``viewer`` who hold a role with a job description, by name."""
    wanted = chosen.get("description")
    maps = maps_on(moment.as_of, known_at=moment.known_at, descriptions=[wanted.pk] if wanted else None)
    held = appointments_on(moment.as_of).filter(_under(maps))
    if chosen.get("school"):
        held = held.filter(school=chosen["school"])
    scope = people_of(viewer)
    people = scope.filter(pk__in=held.values("person"))
    for word in chosen.get("q", "").split()[:MOST_WORDS]:
        people = people.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(staff_id=word))
    ids = list(people.order_by("last_name", "first_name", "pk").values_list("pk", flat=True))
    return PeopleReport(ids, moment, maps, dict(schools.values_list("pk", "name")), scope)


def person_rows(coverages):
    """The cells of the exported table of one person."""
    for found in coverages:
        for duty in found.duties:
            yield [str(found.map.description), duty.duty.line.number, duty.duty.line.text, str(duty.status.label),
                   "; ".join(proof.title for proof in duty.proofs),
                   "; ".join(proof.on.isoformat() for proof in duty.proofs),
                   duty.next.title if duty.next else ""]  # fmt: skip


def _under(maps):
    """The condition that an appointment is under one of the job descriptions."""
    condition = Q(pk__in=[])
    for found in maps:
        roles = [role for role in found.description.roles if role in Role.values]
        at_level = Q(school__level__in=found.description.levels) if found.description.levels else Q()
        condition |= Q(role__in=roles) & at_level
    return condition


def _dress(form):
    for field in form.fields.values():
        field.widget.attrs["class"] = "input"
