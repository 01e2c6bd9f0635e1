"""The month calendar, and the page where people get the address of their own calendar."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events import calendar_sources, month, offers, queries, subscribe_links, tokens
from events.entries import path_of
from events.errors import EventRefusal
from events.forms import CatalogueFilter
from pdportal.common.dates import add_months, end_of_day, start_of_day, today
from pdportal.people.records import Closure
from pdportal.transcripts.pages import Topic

FRESH_SECRET = "calendar_address"  # noqa: S105  the name of a session key, not a secret
COMING_DAYS = 120


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
        "links": _public_links(filters.chosen().get("topic")),
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


@login_required
@require_safe
def my_calendar(request):
    """The person's calendar address, with honest words about it, and what stands in the calendar."""
    secret = request.session.pop(FRESH_SECRET, "")
    day = today()
    context = {
        "token": tokens.live(request.user),
        "links": _links(tokens.address_of(secret), _("My PD calendar")) if secret else None,
        "public": _public_links(),
        "entries": calendar_sources.entries_for(request.user, day, day + dt.timedelta(days=COMING_DAYS)),
    }
    return render(request, "events/my_calendar.html", context)


def _public_links(topic=None):
    """Ways to subscribe to everybody's calendar, or to one topic of it."""
    path = reverse("feeds:topic", args=[topic.slug]) if topic else reverse("feeds:all")
    return _links(f"{settings.WAGTAILADMIN_BASE_URL}{path}", str(topic or settings.DISTRICT_NAME))


def _links(url, name):
    return {
        "url": url,
        "webcal": subscribe_links.webcal(url),
        "google": subscribe_links.google(url),
        "outlook": subscribe_links.outlook(url, name),
    }


@login_required
@require_POST
def create_address(request):
    """Make the personal address; it is shown on the next page, once."""
    return _change(request, tokens.create, _("This is your calendar address. Copy it now: it is shown only this once."))


@login_required
@require_POST
def rotate_address(request):
    """Replace the personal address; the old one is dead at once."""
    done = _("This is your new calendar address. The old one no longer works; put the new one into your programs.")
    return _change(request, tokens.rotate, done)


@login_required
@require_POST
def revoke_address(request):
    """Withdraw the personal address."""
    request.session.pop(FRESH_SECRET, None)
    return _change(request, tokens.revoke, _("Your calendar address no longer works."))


def _change(request, verb, done):
    try:
        made = verb(request.user)
    except EventRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        if made:
            request.session[FRESH_SECRET] = made[1]
        messages.success(request, done)
    return redirect("events:my_calendar")
