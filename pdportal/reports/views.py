"""Reports within the reader's own scope; every table is there as CSV and XLSX too."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from pdportal.common.dates import today
from pdportal.common.exports import table_response
from pdportal.common.pagination import page_of
from pdportal.people.permissions import can_coordinate
from pdportal.reports import activities, building, completions, contents, listing, person, provider, retention
from pdportal.reports.matrix import matrix_for
from pdportal.reports.scope import buildings_of, district_report, moment_of, people_of, report
from pdportal.requirements.choices import StatusCode
from pdportal.transcripts.retention import ATTENDANCE

PEOPLE_A_PAGE = 100


@report
def index(request):
    """What the reader may see; somebody with a single building goes straight to it."""
    buildings = list(buildings_of(request.user))
    if len(buildings) == 1 and not can_coordinate(request.user):
        return redirect("reports:building", buildings[0].pk)
    coordinates = can_coordinate(request.user)
    context = {"buildings": buildings, "coordinates": coordinates, "groups": contents.groups(coordinates=coordinates)}
    return render(request, "reports/index.html", context)


@report
def building_report(request, pk):
    """One building: what needs attention, then everybody."""
    school = get_object_or_404(buildings_of(request.user), pk=pk)
    moment = moment_of(request)
    found = building.report_on(request.user, school, moment)
    header = [_("Last name"), _("First name"), _("Role"), *_status_columns()]
    filename = f"{school.code}-{moment.tag}"
    return table_response(request.GET.get("export"), filename, header, found.rows()) or render(
        request,
        "reports/building.html",
        {
            "report": found,
            "page": page_of(found.concerned, request, per_page=PEOPLE_A_PAGE),
            "exceptions": found.exceptions,
            "school": school,
            "moment": moment,
            "crumbs": _crumbs(str(school)),
        },
    )


@report
def person_report(request, pk):
    """One person of the reader's scope: every status with its reason, hours, completions."""
    learner = get_object_or_404(people_of(request.user), pk=pk)
    moment = moment_of(request)
    found = person.report_on(learner, moment)
    filename = f"{learner.username}-{moment.tag}"
    return table_response(request.GET.get("export"), filename, _status_columns(), found.rows()) or render(
        request,
        "reports/person.html",
        {"report": found, "learner": learner, "moment": moment, "crumbs": _crumbs(str(learner))},
    )


@report
def activity_list(request):
    """Everything somebody in the reader's scope was trained in."""
    moment = moment_of(request)
    found = activities.trained_in(people_of(request.user), moment)
    header = [_("Activity"), _("Kind"), _("People trained"), _("Last completed on")]
    rows = ([each.title, each.kind, each.people, each.last_on] for each in found)
    return table_response(request.GET.get("export"), f"activities-{moment.tag}", header, rows) or render(
        request,
        "reports/activities.html",
        {"activities": found, "moment": moment, "crumbs": _crumbs(_("Who was trained in what"))},
    )


@report
def activity_report(request, key):
    """Who was trained in one activity, as of a date: the proof an auditor asks for."""
    moment = moment_of(request)
    found = activities.report_on(request.user, key, moment)
    header = [_("Last name"), _("First name"), _("Schools"), _("Completed on"), _("Credit hours"), _("Good until"),
              _("Recorded on"), _("How"), _("Cycle")]  # fmt: skip
    return table_response(request.GET.get("export"), f"trained-{moment.tag}", header, found.rows()) or render(
        request, "reports/activity.html", {"report": found, "moment": moment, "crumbs": _crumbs(found.title)}
    )


@report
def people_list(request):
    """Everybody in the reader's scope and what is required of them: searched, filtered, sorted."""
    moment, schools = moment_of(request), buildings_of(request.user)
    form = listing.FilterForm(request.GET, schools=schools)
    found = listing.list_for(request.user, moment, form.chosen(), schools=schools)
    header = [_("Last name"), _("First name"), _("Schools"), *_status_columns()]
    export = table_response(request.GET.get("export"), f"people-{moment.tag}", header, found.rows())
    if export:
        return export
    page = page_of(found.ids, request, per_page=50)
    context = {"form": form, "page": page, "lines": found.statuses(list(page)), "moment": moment,
               "crumbs": _crumbs(_("People"))}  # fmt: skip
    return render(request, "reports/people.html", context)


@district_report
def matrix(request):
    """Every school and every requirement, counted."""
    moment = moment_of(request)
    found = matrix_for(request.user, moment)
    header = [_("School"), _("Requirement"), _("Required of"), *(code.label for code in StatusCode)]
    return table_response(request.GET.get("export"), f"matrix-{moment.tag}", header, found.rows()) or render(
        request,
        "reports/matrix.html",
        {"matrix": found, "moment": moment, "codes": StatusCode, "crumbs": _crumbs(_("District matrix"))},
    )


@district_report
def completions_list(request):
    """The ledger: searched, filtered, page by page, as it was true or known at a moment."""
    moment = moment_of(request)
    form = completions.FilterForm(request.GET)
    found = completions.lines_for(request.user, moment, form.chosen())
    kind = request.GET.get("export")
    if kind in completions.EXPORTS:
        return completions.EXPORTS[kind](request.user, moment, found)
    page = page_of(found.order_by("-completed_on", "-pk").select_related("learner"), request, per_page=50)
    context = {"form": form, "page": page, "lines": [completions.as_known(row, moment) for row in page],
               "moment": moment, "crumbs": _crumbs(_("All completions"))}  # fmt: skip
    return render(request, "reports/completions.html", context)


@district_report
def completions_csv(request):
    """The same as one stream of CSV, at an address that scripts can rely on."""
    moment = moment_of(request)
    found = completions.lines_for(request.user, moment, completions.FilterForm(request.GET).chosen())
    return completions.stream(request.user, moment, found)


@district_report
def provider_packet(request):
    """The district as provider: the sessions of a range of days, and their attendance lists as one ZIP."""
    form = provider.RangeForm(request.GET)
    days = (form.cleaned_data["first"], form.cleaned_data["last"]) if form.is_valid() else None
    if days and request.GET.get("export") == "zip":
        return provider.packet_between(*days).response(f"attendance-{days[0]}-{days[1]}")
    page = page_of(provider.sessions_between(*days) if days else [], request, per_page=50)
    for session in page:
        session.keep_until = provider.keep_until(session)
    context = {"form": form, "page": page, "rule": ATTENDANCE, "crumbs": _crumbs(_("Attendance lists"))}
    return render(request, "reports/provider.html", context)


@district_report
def retention_report(request):
    """What is kept how long and by what rule, and how much of it is due for disposal."""
    found = retention.kinds_on(today())
    header = [_("Kind of record"), _("Kept (years)"), _("Why"), _("Source"), _("Due for disposal")]
    rows = ([kind.rule.name, kind.rule.years, kind.rule.why, kind.source, kind.due] for kind in found)
    return table_response(request.GET.get("export"), f"retention-{today()}", header, rows) or render(
        request, "reports/retention.html", {"kinds": found, "crumbs": _crumbs(_("What is kept until when"))}
    )


def _crumbs(here):
    return [{"url": reverse("reports:index"), "label": _("Reports")}, {"label": here}]


def _status_columns():
    return [_("Requirement"), _("Period"), _("Status"), _("Due"), _("Completed"), _("Good until"), _("Why")]
