"""The page where people get the address of their own calendar, choose what goes in, and see who reads it."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events import personal_feed, subscribe_links, tokens
from events.choices import EntryKind
from events.cuts import Cut
from events.errors import EventRefusal
from events.forms import CalendarContentForm
from pdportal.common.dates import today

FRESH_SECRET = "calendar_address"  # noqa: S105  the name of a session key, not a secret
COMING_DAYS = 120


@login_required
@require_safe
def my_calendar(request):
    """The person's calendar address, with honest words about it, and what stands in the calendar."""
    return _page(request, _content_form(request.user))


@login_required
@require_POST
def choose_content(request):
    """Store which kinds of entries go into the personal calendar."""
    form = CalendarContentForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=400)
    personal_feed.choose(request.user, form.cleaned_data["kinds"])
    messages.success(request, _("Saved. Your calendar programs show it when they next look."))
    return redirect("events:my_calendar")


def _content_form(person):
    out = personal_feed.left_out(person)
    return CalendarContentForm(initial={"kinds": [kind for kind in EntryKind.values if kind not in out]})


def _page(request, form, status=200):
    secret = request.session.pop(FRESH_SECRET, "")
    token = tokens.live(request.user)
    day = today()
    context = {
        "token": token,
        "links": subscribe_links.all_of(tokens.address_of(secret), _("My PD calendar")) if secret else None,
        "readings": personal_feed.readings(token) if token else [],
        "form": form,
        "public": subscribe_links.of_cut(Cut()),
        "entries": personal_feed.entries_of(request.user, day, day + dt.timedelta(days=COMING_DAYS)),
    }
    return render(request, "events/my_calendar.html", context, status=status)


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
