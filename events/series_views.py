"""Planning a series in the admin: the form, the dates to look at, and saving those that stay ticked."""

import uuid
from dataclasses import dataclass

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
    dates, ticked = [], None
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        try:
            dates = series.dates_of(form.pattern, SchoolCalendar.load())
            if "save" in request.POST:
                ticked = {parse_date(text) for text in request.POST.getlist("day")}
                return _save(request, form, dates, ticked)
        except EventRefusal as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "dates": _with_clashes(form, dates, ticked), "title": _("Plan a series")}
    return render(request, "events/admin/series.html", context)


def _save(request, form, dates, ticked):
    """Make the sessions; only days that the rule names and that were ticked."""
    days = [each.day for each in dates if each.day in ticked and not each.is_closed]
    event, form_key = form.cleaned_data["event"], form.cleaned_data["form_key"]
    is_new = not SessionSeries.objects.filter(form_key=form_key).exists()
    made = series.plan(
        event, form.pattern, days, by=request.user, form_key=form_key, presenters=form.presenters, **form.common
    )
    count = made.sessions.count()
    if is_new:
        for session in made.sessions.all():
            log(instance=session, action="wagtail.create", user=request.user)
    words = ngettext("%(count)s session is on the calendar.", "%(count)s sessions are on the calendar.", count)
    messages.success(request, words % {"count": count})
    return redirect(LIST)


@dataclass(frozen=True)
class Line:
    """A PlannedDate in the preview: what its room and its presenter have then, and whether it is ticked.

    A date on which a room that is booked is taken comes without a tick: saving it would be refused.
    """

    date: series.PlannedDate
    in_room: list
    presenter_has: list
    is_ticked: bool


def _with_clashes(form, dates, ticked):
    """A Line for each of ``dates``; nothing before the form is right."""
    if not dates:
        return []
    given = form.cleaned_data
    days, times = [each.day for each in dates], {name: given[name] for name in ("start_time", "end_time")}
    rooms = series.clashes(days, **times, **{name: given[name] for name in ("room", "school", "place")})
    person = given["presenter"]
    people = series.taken_people(days, **times, person=person) if person else {}
    free = {day for day in days if not (given["room"] and day in rooms)}
    return [
        Line(each, rooms.get(each.day, []), people.get(each.day, []), each.day in (free if ticked is None else ticked))
        for each in dates
    ]
