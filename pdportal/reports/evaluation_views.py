"""What people said in surveys: for coordinators all of it, for presenters that about their own sessions."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from pdportal.common.dates import today
from pdportal.common.exports import table_response
from pdportal.common.pagination import page_of
from pdportal.evaluations import results
from pdportal.evaluations.choices import SurveyKind
from pdportal.people.permissions import can_coordinate
from pdportal.reports import evaluations as tables


def with_surveys(view):
    """Let in who coordinates, and who presented something that people were asked about; to others there is no page."""

    @login_required
    @require_safe
    @wraps(view)
    def guarded(request, *args, **kwargs):
        surveys = tables.surveys_for(request.user)
        if not (can_coordinate(request.user) or surveys.exists()):
            raise Http404
        return view(request, surveys, *args, **kwargs)

    return guarded


@with_surveys
def evaluations(request, surveys):
    """Every survey: how many were asked and answered, and the way to what they said."""
    form = tables.FilterForm(request.GET, on=today())
    groups = _within(results.groups(form.apply(surveys)), surveys)
    header = [_("Title"), _("Kind"), _("Date"), _("People asked"), _("Answered"), _("Percent"), _("Results shown")]
    rows = tables.overview_rows(groups)
    return table_response(request.GET.get("export"), "evaluations", header, rows) or render(
        request,
        "reports/evaluations.html",
        {"form": form, "page": page_of(groups, request, per_page=50), "crumbs": _crumbs(request)},
    )


@with_surveys
def unit_results(request, surveys, unit):
    """The answers of one unit."""
    if unit not in results.whole_units(surveys):
        raise Http404
    groups = results.groups(surveys.filter(unit=unit))
    return _results(request, groups, f"evaluation-{unit}")


@with_surveys
def activity_results(request, surveys, key):
    """All that was said about one event or programme, at the end beside some weeks later."""
    about = surveys.filter(activity=key)
    groups = _within(results.groups(about), surveys)
    if not groups:
        raise Http404
    return _results(request, groups, f"evaluations-{key}")


def _within(groups, surveys):
    """``groups`` whose unit is not wholly in ``surveys`` lose it: a part of a unit is never shown."""
    whole = results.whole_units(surveys)
    return [group if group.unit in whole else results.hidden(group) for group in groups]


def _results(request, groups, filename):
    found = []
    for kind in SurveyKind.values:
        own = [group for group in groups if group.kind == kind and group.unit]
        if own:
            indicator = next((group.first.indicator for group in own if group.first.indicator), "")
            found.append((kind, results.result_of([group.unit for group in own], kind, indicator=indicator)))
    header = [_("Kind"), _("Question"), _("Answer"), _("People"), _("Percent"), _("Mean")]
    shown = [
        {"kind": SurveyKind(kind).label, "result": result, "groups": [group for group in groups if group.kind == kind]}
        for kind, result in found
    ]
    return table_response(request.GET.get("export"), filename, header, tables.result_rows(found)) or render(
        request,
        "reports/evaluation.html",
        {
            "parts": shown,
            "groups": groups,
            "survey": groups[0].first,
            "crumbs": _crumbs(request, groups[0].first.title),
        },
    )


def _crumbs(request, *more):
    crumbs = [{"url": reverse("reports:index"), "label": _("Reports")}] if can_coordinate(request.user) else []
    crumbs.append({"url": reverse("reports:evaluations") if more else "", "label": _("What people say")})
    return [*crumbs, *[{"label": label} for label in more]]
