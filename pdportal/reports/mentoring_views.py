"""The report on mentoring: the programmes, one pair with dates, minutes and topics, and what backs stipends."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from mentoring import hours, pair_progress
from mentoring.queries import programmes_on_record
from mentoring.records import Meeting, Pairing
from pdportal.common.exports import table_response
from pdportal.common.pagination import page_of
from pdportal.people.permissions import can_coordinate
from pdportal.reports import mentoring_report, mentoring_totals
from pdportal.reports import mentoring_stipends as stipends
from pdportal.reports.mentoring_report import held_for
from pdportal.reports.scope import Moment, buildings_of, district_report, moment_of, report

SCHOOLS, WAITING = "schools", "waiting"


@report
def mentoring(request):
    """Who has a mentor, how soon, and how every pair stands, by school and in the district, on any date."""
    moment, schools = Moment(moment_of(request).as_of), buildings_of(request.user)
    form = mentoring_report.FilterForm(request.GET, schools=schools)
    found = mentoring_report.report_for(request.user, moment.as_of, form.chosen())
    table, kind = request.GET.get("table"), request.GET.get("export")
    export = table_response(kind, _filename(table, moment), *_table(table, found)) if kind else None
    if export:
        return export
    page = page_of(found.lines, request, per_page=50)
    context = {
        "form": form,
        "moment": moment,
        "crumbs": _crumbs(),
        "report": found,
        "page": page,
        "lines": found.whole(list(page)),
        "charts": mentoring_totals.charts(found),
        "coordinates": can_coordinate(request.user),
    }
    return render(request, "reports/mentoring.html", context)


@report
def mentoring_pair(request, pk):
    """One pair: its hours by semester and its meetings by date, minutes and topics; never what was said."""
    moment = Moment(moment_of(request).as_of)
    pairing = get_object_or_404(Pairing.objects.begun().with_people(), pk=pk, starts_on__lte=moment.as_of)
    held = held_for(request.user, moment.as_of)
    if held is not None and not held.filter(person=pairing.mentee_id).exists():
        raise Http404
    pairing.programme = next(each for each in programmes_on_record() if each.pk == pairing.programme_id)
    meetings = list(Meeting.objects.held().filter(pairing=pairing, held_on__lte=moment.as_of))
    header = [_("Date"), _("Minutes"), _("Topics"), _("Answer")]
    rows = ([each.held_on, each.minutes, ", ".join(each.topic_labels), each.get_answer_display()] for each in meetings)
    filename = f"mentoring-pair-{pairing.pk}-{moment.tag}"
    context = {
        "pairing": pairing,
        "moment": moment,
        "crumbs": [*_crumbs(), {"url": reverse("reports:mentoring"), "label": _("Mentoring")}],
        "hours": hours.of_pairing(pairing, on=moment.as_of),
        "progress": pair_progress.of_pairings([pairing], moment.as_of)[pairing.pk],
        "meetings": meetings,
    }
    return table_response(request.GET.get("export"), filename, header, rows) or render(
        request, "reports/mentoring_pair.html", context
    )


@district_report
def mentoring_stipends(request):
    """Hours of every mentor in a period, with the meetings that back each line."""
    form = stipends.FilterForm(request.GET or None, schools=buildings_of(request.user))
    period, lines = stipends.lines_of(form)
    filename = f"stipends-{period.first}-{period.last}"
    page = page_of(lines, request, per_page=50)
    context = {
        "form": form,
        "period": period,
        "page": page,
        "total": stipends.total_of(lines),
        "mentors": len({line.pairing.mentor_id for line in lines}),
        "crumbs": [*_crumbs(), {"url": reverse("reports:mentoring"), "label": _("Mentoring")}],
    }
    return table_response(request.GET.get("export"), filename, stipends.HEADER, stipends.rows(lines, period)) or render(
        request, "reports/mentoring_stipends.html", context
    )


def _table(name, found):
    """Header and rows of the table asked for: pairs, schools, or those who wait."""
    if name == SCHOOLS:
        return mentoring_totals.SCHOOLS_HEADER, mentoring_totals.school_rows(found)
    if name == WAITING:
        return mentoring_report.WAITING_HEADER, found.waiting_rows()
    return mentoring_report.HEADER, found.rows()


def _filename(table, moment):
    return f"mentoring-{table if table in {SCHOOLS, WAITING} else 'pairs'}-{moment.tag}"


def _crumbs():
    return [{"url": reverse("reports:index"), "label": _("Reports")}]
