"""The reports of the duty map."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pdportal.common.exports import table_response
from pdportal.common.pagination import page_of
from pdportal.duties.coverage import coverage_of
from pdportal.reports import duties
from pdportal.reports.scope import buildings_of, district_report, moment_of, people_of, report

LINES_A_PAGE = 100
PEOPLE_A_PAGE = 50


@district_report
def duty_map(request):
    """Every duty in force with what trains for it; the duties without training alone, if asked for."""
    moment = moment_of(request)
    form = duties.MapForm(request.GET)
    found = duties.map_report(moment, form.chosen())
    export = table_response(request.GET.get("export"), f"duties-{moment.tag}", duties.MAP_HEADER, found.rows())
    context = {"form": form, "report": found, "page": page_of(found.lines, request, per_page=LINES_A_PAGE),
               "moment": moment, "crumbs": _crumbs(_("Duties and their training"))}  # fmt: skip
    return export or render(request, "reports/duties.html", context)


@district_report
def duty_lessons(request):
    """Lessons that serve no duty, as things stand today; with ``show=all`` every lesson."""
    everything = request.GET.get("show") == "all"
    found = duties.lesson_report(everything=everything)
    rows = ([each.course, each.lesson.title, each.duties, ", ".join(each.named)] for each in found)
    export = table_response(request.GET.get("export"), "lessons-and-duties", duties.LESSONS_HEADER, rows)
    context = {"everything": everything, "page": page_of(found, request, per_page=LINES_A_PAGE),
               "crumbs": _crumbs(_("Lessons without duty"))}  # fmt: skip
    return export or render(request, "reports/duty_lessons.html", context)


@report
def duty_people(request):
    """How far everybody in the reader's scope covers the duties of the role."""
    moment, schools = moment_of(request), buildings_of(request.user)
    form = duties.PeopleForm(request.GET, schools=schools)
    found = duties.people_report(request.user, moment, form.chosen(), schools=schools)
    filename = f"duty-coverage-{moment.tag}"
    export = table_response(request.GET.get("export"), filename, duties.PEOPLE_HEADER, found.rows())
    if export:
        return export
    page = page_of(found.ids, request, per_page=PEOPLE_A_PAGE)
    context = {"form": form, "page": page, "lines": found.lines(list(page)), "moment": moment,
               "crumbs": _crumbs(_("Duties covered, by person"))}  # fmt: skip
    return render(request, "reports/duty_people.html", context)


@report
def duty_person(request, pk):
    """One person of the reader's scope: every duty with what was completed for it, when, and what comes next."""
    learner = get_object_or_404(people_of(request.user), pk=pk)
    moment = moment_of(request)
    found = coverage_of([learner.pk], as_of=moment.as_of, known_at=moment.known_at)[learner.pk]
    filename = f"{learner.username}-duties-{moment.tag}"
    export = table_response(request.GET.get("export"), filename, duties.PERSON_HEADER, duties.person_rows(found))
    context = {"learner": learner, "coverages": found, "moment": moment, "crumbs": _crumbs(str(learner))}
    return export or render(request, "reports/duty_person.html", context)


def _crumbs(here):
    return [{"url": reverse("reports:index"), "label": _("Reports")}, {"label": here}]
