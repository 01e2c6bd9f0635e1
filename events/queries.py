"""Reusable querysets about events, sessions and registrations; all of them in a fixed number of queries."""

import datetime as dt

from django.apps import apps
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import get_language

from events.choices import Attendance, RegistrationStatus, SessionStatus
from events.records import EventSession, Registration
from pdportal.common.dates import start_of_day, today

SEARCHED = [
    "title", "summary", "presenter", "sessions__presented_by", "what_you_get", "audience_note", "topics__name_en",
    "topics__name_es",
]  # fmt: skip
CANCELLED_STAYS = dt.timedelta(days=30)
SEATED = Q(status=RegistrationStatus.REGISTERED)
HELD = Q(status__in=[RegistrationStatus.REGISTERED, RegistrationStatus.OFFERED])  # takes up a seat
WAITING = Q(status=RegistrationStatus.WAITLISTED, learner__is_active=True)
WAS_THERE = {Attendance.ATTENDED, Attendance.PARTLY}
HOLDING = ~Q(status=RegistrationStatus.CANCELLED)


def event_pages():
    """Published pages of events, in every language."""
    return apps.get_model("events", "EventPage").objects.live()


def ruled_events():
    """Pairs of key and audience rule of the events that are not for everybody."""
    return event_pages().exclude(audience={}).values_list("pk", "audience")


def public_sessions():
    """Sessions of published events that everybody may see, cancelled ones too."""
    return EventSession.objects.filter(event__in=event_pages().public()).select_related("event", "school")


def upcoming(at=None):
    """Sessions everybody may see that take place and have not begun at ``at`` (now), with ``seats_left``."""
    at = at or timezone.now()
    return with_seats(public_sessions().filter(status=SessionStatus.SCHEDULED, starts_at__gt=at))


def next_public(limit, at=None):
    """The next ``limit`` sessions as a list, ``event`` in the language in force, with ``seats_left``."""
    return localized(upcoming(at)[:limit])


def faded(at, prefix=""):
    """The condition that a cancelled session no longer stands in calendars: 30 days later, or once its day is over."""
    day = start_of_day(today(at))
    gone = Q(**{f"{prefix}ends_at__lt": day}) | Q(**{f"{prefix}cancelled_at__lt": day - CANCELLED_STAYS})
    return Q(**{f"{prefix}status": SessionStatus.CANCELLED}) & gone


def with_seats(sessions):
    """``sessions`` with ``taken``, ``waiting`` and ``seats_left``; who waits has a claim to what is free."""
    taken, waiting = count_of(HELD), count_of(WAITING)
    return sessions.annotate(taken=taken, waiting=waiting).annotate(
        seats_left=Greatest(F("capacity") - F("taken") - F("waiting"), 0)
    )


def count_of(condition):
    """An expression: how many registrations of the session meet ``condition``."""
    rows = Registration.objects.filter(condition, session=OuterRef("pk")).order_by().values("session")
    return Coalesce(Subquery(rows.annotate(number=Count("pk")).values("number")), 0)


def with_open_seats(sessions):
    """Those of ``sessions`` (annotated by ``with_seats``) that have a seat for a newcomer."""
    return sessions.filter(seats_left__gt=0)


def localized(sessions, language=None):
    """``sessions`` as a list whose ``event`` is the page in ``language`` (the one in force), where there is one.

    The sessions' own key stays as it is: saving one of them changes nothing.
    """
    sessions = list(sessions)
    pages = pages_in(language, [session.event for session in sessions]) if sessions else {}
    for session in sessions:
        page = pages.get(session.event.translation_key)
        if page:
            session.show_in(page)
    return sessions


def pages_in(language, events):
    """Published pages of ``events`` in ``language`` by translation key, with their topics."""
    code = (language or get_language() or "en")[:2]
    keys = {event.translation_key for event in events}
    pages = event_pages().filter(translation_key__in=keys, locale__language_code=code)
    return {page.translation_key: page for page in pages.select_related("locale").prefetch_related("topics")}


def sessions_of(page):
    """Sessions of the event that ``page`` (any language of it) stands for."""
    return EventSession.objects.filter(event__translation_key=page.translation_key).select_related("event", "school")


def ahead_in_line(session, requested_at, pk):
    """Those waiting for ``session`` who asked no later than ``requested_at`` (by key among equals), ``pk`` included."""
    return Registration.objects.filter(WAITING, session=session).filter(
        Q(requested_at__lt=requested_at) | Q(requested_at=requested_at, pk__lte=pk)
    )


def with_place(registrations):
    """``registrations`` with ``place``, the place in line (1 is next); meaningless for those not waiting."""
    ahead = ahead_in_line(OuterRef("session"), OuterRef("requested_at"), OuterRef("pk")).order_by().values("session")
    return registrations.annotate(place=Subquery(ahead.annotate(number=Count("pk")).values("number")))


def registrations_of(person):
    """Seats and waitlist places of ``person``, by start, with sessions and ``place``; withdrawn ones are left out."""
    found = Registration.objects.filter(HOLDING, learner=person).select_related("session__event", "session__school")
    return with_place(found).order_by("session__starts_at", "pk")


def mine(sessions, person):
    """The registrations of ``person`` for ``sessions``, ended ones too, by session key; empty for a visitor."""
    if not person.is_authenticated:
        return {}
    by_key = {session.pk: session for session in sessions}
    found = list(with_place(Registration.objects.filter(learner=person, session__in=by_key)))
    for registration in found:
        registration.session = by_key[registration.session_id]
    return {registration.session_id: registration for registration in found}


def upcoming_for(person, at=None):
    """What ``person`` signed up for and has not ended at ``at`` (now), soonest first; ``session.event`` localized."""
    at = at or timezone.now()
    return with_localized_events(registrations_of(person).filter(session__ends_at__gt=at))


def past_for(person, at=None):
    """What ``person`` had a seat for and is over at ``at`` (now), latest first, as a queryset."""
    at = at or timezone.now()
    return registrations_of(person).filter(SEATED, session__ends_at__lte=at).order_by("-session__starts_at", "-pk")


def with_localized_events(registrations):
    """``registrations`` as a list whose sessions show their event in the language in force."""
    registrations = list(registrations)
    localized([registration.session for registration in registrations])
    return registrations


def roster(session):
    """Everybody with a seat at ``session``, by name."""
    found = session.registrations.filter(SEATED).select_related("learner", "marked_by")
    return found.order_by("learner__last_name", "learner__first_name", "pk")


def waiting_line(session):
    """Everybody waiting for ``session``, next first."""
    return session.registrations.filter(WAITING).select_related("learner").order_by("requested_at", "pk")


def others_on_roster(session):
    """Those without a seat at ``session``: offers first, then the line in its order, then who is off the list."""
    order = Case(
        When(status=RegistrationStatus.OFFERED, then=0), When(status=RegistrationStatus.WAITLISTED, then=1), default=2
    )
    found = session.registrations.exclude(SEATED).select_related("learner")
    return found.order_by(order, "requested_at", "pk")


def matching(words):
    """Keys of published events that hold all of ``words``, in either language; parts of words count."""
    pages = event_pages()
    for word in words.split()[:8]:
        pages = pages.filter(_joined(SEARCHED, word))
    return pages.values("translation_key")


def _joined(lookups, word):
    return Q(*[(f"{lookup}__icontains", word) for lookup in lookups], _connector=Q.OR)


def without_date(language=None, at=None):
    """Published events in ``language`` (the one in force) with no session to come."""
    code = (language or get_language() or "en")[:2]
    held = EventSession.objects.filter(status=SessionStatus.SCHEDULED, starts_at__gt=at or timezone.now())
    coming = held.values("event__translation_key")
    return event_pages().public().filter(locale__language_code=code).exclude(translation_key__in=coming)
