"""The month calendar, and the page where people get the address of their own calendar."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import calendar_sources, month, offers, queries, subscribe_links
from events.cuts import Cut
from events.entries import path_of
from events.forms import CatalogueFilter
from pdportal.common.dates import add_months, end_of_day, start_of_day, today
from pdportal.people.records import Closure
from pdportal.transcripts.pages import Topic


@require_safe
def calendar(request):
    """One month of sessions as a grid, with closed days and, for who is signed in, what is theirs."""
    now = timezone.now()
    first = month.month_from(request.GET.get("month"), today(now))
    filters = CatalogueFilter(request.GET)
    shown = month.days_shown(first)
    items = month.session_items(_offers(request, filters, shown, now), lambda session: path_of(session.event, session))
    if request.user.is_authenticated and not filters.chosen():
        _add_own(items, request.user, shown)
    closures = list(Closure.objects.filter(starts_on__lte=shown[1], ends_on__gte=shown[0]))
    context = {
        "first": first,
        "events_url": reverse("wagtail_serve", args=["events/"]),
        "weeks": month.weeks(first, today=today(now), items=items, closures=closures),
        "previous": add_months(first, -1),
        "next": add_months(first, 1),
        "topics": Topic.objects.all(),
        "chosen": filters.chosen(),
        "links": subscribe_links.of_cut(Cut()),
        "empty": not any(items.get(day) for day in items),
    }
    return render(request, "events/calendar.html", context)


def _offers(request, filters, shown, now):
    sessions = queries.with_seats(queries.public_sessions()).exclude(queries.faded(now))
    sessions = sessions.filter(starts_at__lt=end_of_day(shown[1]), ends_at__gt=start_of_day(shown[0]))
    return offers.offers(queries.localized(filters.apply(sessions).order_by("starts_at", "pk")), request.user, at=now)


def _add_own(items, person, shown):
    """Meetings and due dates: everything in the person's calendar that is no session."""
    for entry in calendar_sources.entries_for(person, *shown):
        if entry.kind not in {"session", "waitlist"}:
            local = entry.starts_at if entry.all_day else timezone.localtime(entry.starts_at)
            day = local if entry.all_day else local.date()
            time = "" if entry.all_day else month.time_text(local)
            mark = "due" if entry.kind == "due" else "mine"
            items.setdefault(day, []).append(month.Item(entry.title, entry.url, time, mark))
