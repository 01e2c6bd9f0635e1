"""The calendar of sessions as a month and as a week; the list is the catalogue's own page."""

import datetime as dt

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from events import calendar_sources, month, offers, queries, subscribe_links
from events.entries import path_of
from events.forms import CatalogueFilter
from pdportal.common.dates import add_months, end_of_day, start_of_day, today
from pdportal.people.records import Closure


@require_safe
def calendar(request):
    """One month of sessions as a grid, with closed days and, for who is signed in, what is theirs."""
    now = timezone.now()
    asked = request.GET.get("month", "")
    first = month.read_month(asked) or today(now).replace(day=1)
    items, closures, context = _shown(request, month.days_shown(first), now)
    week = today(now) if today(now).replace(day=1) == first else first
    context |= {
        "first": first,
        "weeks": month.weeks(first, today=today(now), items=items, closures=closures),
        "previous": _if_shown(add_months(first, -1)),
        "next": _if_shown(add_months(first, 1)),
        "month": f"{first:%Y-%m}",
        "week": month.week_text(week),
        "is_unknown": bool(asked) and not month.read_month(asked),
    }
    return render(request, "events/calendar.html", context)


@require_safe
def week(request):
    """One week of sessions, day by day, with hours and places."""
    now = timezone.now()
    asked = request.GET.get("week", "")
    first = month.read_week(asked) or month.monday_of(today(now))
    last = first + dt.timedelta(days=6)
    items, closures, context = _shown(request, (first, last), now)
    context |= {
        "first": first,
        "last": last,
        "days": month.days(first, last, today=today(now), items=items, closures=closures),
        "previous": _week_if_shown(first - dt.timedelta(days=7)),
        "next": _week_if_shown(first + dt.timedelta(days=7)),
        "month": f"{first + dt.timedelta(days=3):%Y-%m}",
        "week": month.week_text(first),
        "is_unknown": bool(asked) and not month.read_week(asked),
    }
    return render(request, "events/week.html", context)


def _if_shown(day):
    return day if month.is_shown(day) else None


def _week_if_shown(day):
    return month.week_text(day) if month.is_shown(day) else None


def _shown(request, shown, now):
    """``(items by date, closures, context)`` of the days ``shown`` under the filters of ``request``."""
    filters = CatalogueFilter(request.GET)
    sessions = queries.with_seats(queries.public_sessions()).exclude(queries.faded(now))
    sessions = sessions.filter(starts_at__lt=end_of_day(shown[1]), ends_at__gt=start_of_day(shown[0]))
    sessions = filters.apply(sessions, request.user, at=now).order_by("starts_at", "pk")
    found = offers.offers(queries.localized(sessions), request.user, at=now)
    items = month.session_items(found, lambda session: path_of(session.event, session), shown)
    if request.user.is_authenticated and not filters.chosen():
        _add_own(items, request.user, shown)
    for day, entries in month.partner_items(filters.of_partners(*shown), shown).items():
        items.setdefault(day, []).extend(entries)
    closures = list(Closure.objects.filter(starts_on__lte=shown[1], ends_on__gte=shown[0]))
    cut, label = filters.cut()
    context = {
        "filters": filters,
        "chosen": filters.chosen(),
        "events_url": reverse("wagtail_serve", args=["events/"]),
        "links": subscribe_links.of_cut(cut),
        "subscribed_to": label,
        "empty": not any(items.values()),
    }
    return items, closures, context


def _add_own(items, person, shown):
    """Meetings and due dates: everything in the person's calendar that is no session."""
    for entry in calendar_sources.entries_for(person, *shown):
        if entry.kind not in {"session", "waitlist"}:
            local = entry.starts_at if entry.all_day else timezone.localtime(entry.starts_at)
            day = local if entry.all_day else local.date()
            time = "" if entry.all_day else month.time_text(local)
            mark = "due" if entry.kind == "due" else "mine"
            begins = dt.time.min if entry.all_day else local.time()
            item = month.Item(entry.title, entry.url, time, mark, time, entry.place, begins=begins)
            items.setdefault(day, []).append(item)
