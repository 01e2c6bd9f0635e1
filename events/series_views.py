"""Planning a series in the admin: the form, the dates to look at, and saving those that stay ticked."""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from events import series
from events.errors import EventRefusal
from events.roster_views import LIST, coordinators_only
from events.series_forms import SeriesForm
from events.series_records import SessionSeries
from pdportal.common.dates import parse_date
from pdportal.people.calendar import SchoolCalendar


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request):
    """Ask for the rule, show its dates with closures and clashes, then make the sessions that were left ticked."""
    form = SeriesForm(request.POST or None, initial={"form_key": uuid.uuid4()})
    dates = []
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        try:
            dates = series.dates_of(form.pattern, SchoolCalendar.load())
            if "save" in request.POST:
                return _save(request, form, dates)
        except EventRefusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "dates": _with_clashes(form, dates), "title": _("Plan a series")}
    return render(request, "events/admin/series.html", context)


def _save(request, form, dates):
    """Make the sessions; only days that the rule names and that were ticked."""
    ticked = {parse_date(text) for text in request.POST.getlist("day")}
    days = [each.day for each in dates if each.day in ticked and not each.is_closed]
    event, form_key = form.cleaned_data["event"], form.cleaned_data["form_key"]
    is_new = not SessionSeries.objects.filter(form_key=form_key).exists()
    made = series.plan(event, form.pattern, days, by=request.user, form_key=form_key, **form.common)
    count = made.sessions.count()
    if is_new:
        for session in made.sessions.all():
            log(instance=session, action="wagtail.create", user=request.user)
    words = ngettext("%(count)s session is on the calendar.", "%(count)s sessions are on the calendar.", count)
    messages.success(request, words % {"count": count})
    return redirect(LIST)


def _with_clashes(form, dates):
    """``[(PlannedDate, sessions in the same room)]``; nothing before the form is right."""
    if not dates:
        return []
    given = form.cleaned_data
    found = series.clashes(
        [each.day for each in dates],
        start_time=given["start_time"], end_time=given["end_time"], school=given["school"], place=given["place"],
    )  # fmt: skip
    return [(each, found.get(each.day, [])) for each in dates]
