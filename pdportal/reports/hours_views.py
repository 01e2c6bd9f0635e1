"""The report of clock hours by person."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pdportal.common.exports import table_response
from pdportal.common.pagination import page_of
from pdportal.credits.hours import on_offer
from pdportal.reports import hours
from pdportal.reports.scope import buildings_of, moment_of, report


@report
def hours_list(request):
    """Everybody in the reader's scope under one rule pack, with what counts and what is still needed."""
    moment, schools = moment_of(request), buildings_of(request.user)
    earned, promised = hours.versions_at(moment)
    form = hours.FilterForm(request.GET, schools=schools, versions=earned)
    chosen = form.chosen()
    crumbs = [{"url": reverse("reports:index"), "label": _("Reports")}, {"label": _("Clock hours by person")}]
    context = {"form": form, "moment": moment, "crumbs": crumbs}
    version = next((each for each in earned if each.pack.slug == chosen.get("pack")), earned[0] if earned else None)
    if version:
        found = hours.report_for(request.user, moment, version, chosen, schools=schools)
        filename = f"hours-{version.pack.slug}-{moment.tag}"
        export = table_response(request.GET.get("export"), filename, hours.HEADER, found.rows())
        if export:
            return export
        page = page_of(found.ids, request, per_page=50)
        context |= {"version": version, "page": page, "lines": found.lines(list(page))}
    context["offers"] = [on_offer(each, on=moment.as_of) for each in promised]
    return render(request, "reports/hours.html", context)
