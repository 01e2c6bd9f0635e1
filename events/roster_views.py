"""The admin's pages about one session: its roster with attendance, and calling it off."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from events import attendance, enrolling, queries, registration, scheduling, wording
from events.admin_forms import AddPersonForm, CallOffForm, RemoveForm
from events.attendance_forms import RosterForm
from events.errors import EventRefusal, MarkedMeanwhile
from events.records import EventSession, Registration
from pdportal.common.exports import table_response
from pdportal.people.permissions import can_coordinate

LIST, EDIT, ROSTER = "event_sessions:index", "event_sessions:edit", "event_sessions:roster"


def url_of(session):
    """The address of the roster of ``session``."""
    return reverse(ROSTER, args=[session.pk])


def coordinators_only(view):
    """Let coordinators and directors in; everybody else is told that they may not."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not can_coordinate(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
def roster(request, pk):
    """Who has a seat and who waits; a form that marks attendance in bulk; CSV and XLSX."""
    session = _session(pk)
    seated = list(queries.roster(session).prefetch_related("learner__appointments__school"))
    form = RosterForm(request.POST or None, session=session, registrations=seated)
    if request.method == "POST" and form.is_valid():
        form = _mark(request, session, form)
        if form is None:
            return redirect(ROSTER, pk)
    answer = table_response(request.GET.get("export"), f"roster-{pk}", _header(), _rows(seated))
    if answer:
        return answer
    context = {
        "session": session,
        "form": form,
        "adding": AddPersonForm(),
        "others": queries.others_on_roster(session),
        "can_change": session.ends_at > timezone.now() and not session.is_cancelled,
        "can_mark": session.starts_at <= timezone.now() and not session.is_cancelled,
    }
    return _page(request, "events/admin/roster.html", session, _("Roster"), context)


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request, pk):
    """Cancel a session with a reason; everybody concerned is told."""
    session = _session(pk)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        scheduling.cancel_session(session, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("The session is cancelled, and everybody concerned has been told."))
        return redirect(LIST)
    concerned = session.registrations.filter(queries.HOLDING).count()
    context = {"session": session, "form": form, "concerned": concerned}
    return _page(request, "events/admin/call_off.html", session, _("Cancel the session"), context)


@coordinators_only
@require_POST
def add_person(request, pk):
    """Give somebody a seat whatever the line says; above capacity with a reason that stays on record."""
    session = _session(pk)
    form = AddPersonForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect(ROSTER, pk)
    person, reason = form.cleaned_data["person"], form.cleaned_data["override_reason"]
    try:
        enrolling.seat_anyway(session, person, by=request.user, reason=reason)
    except EventRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s has a seat and has been told.") % {"name": person})
    return redirect(ROSTER, pk)


@coordinators_only
@require_POST
def remove_person(request, pk, registration_pk):
    """Take somebody off a session, with a reason they read; the next in line moves up."""
    found = get_object_or_404(
        Registration.objects.select_related("session__event", "learner"), pk=registration_pk, session=pk
    )
    form = RemoveForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please give a reason of at most 200 letters; the person reads it."))
        return redirect(ROSTER, pk)
    try:
        registration.cancel(found, by=request.user, reason=form.cleaned_data["reason"])
    except EventRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        words = _("%(name)s is off the list and has been told. To undo this, give the person a seat below.")
        messages.success(request, words % {"name": found.learner})
    return redirect(ROSTER, pk)


def _mark(request, session, form):
    """Save the marks; None where it worked, else the form to show."""
    try:
        changed = attendance.mark_many(
            session, form.marks(), by=request.user, reason=form.cleaned_data["reason"].strip(), seen=form.seen()
        )
    except MarkedMeanwhile as clash:
        seated = queries.roster(session).prefetch_related("learner__appointments__school")
        return form.after_clash(list(seated), clash)
    except EventRefusal as refusal:
        form.add_error(None, str(refusal))
        return form
    done = ngettext("%(number)s mark saved.", "%(number)s marks saved.", changed) % {"number": changed}
    messages.success(request, done)
    return None


def _session(pk):
    return get_object_or_404(EventSession.objects.select_related("event", "school"), pk=pk)


def _header():
    return [_("Last name"), _("First name"), _("E-mail"), _("School"), _("Signed up"), _("Attendance"), _("Minutes"),
            _("Seat above capacity because"), _("Substitute")]  # fmt: skip


def _rows(seated):
    for found in seated:
        person = found.learner
        yield [
            person.last_name,
            person.first_name,
            person.email,
            wording.schools_text(person),
            f"{timezone.localtime(found.requested_at):%Y-%m-%d %H:%M}",
            found.get_attendance_display(),
            found.minutes_attended,
            found.override_reason,
            {True: _("Yes"), False: _("No")}.get(found.needs_substitute, ""),
        ]


def _page(request, template, session, title, context):
    name = f"{session.event.title}, {wording.day_text(session.held_on)}"
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse(LIST), "label": _("Sessions")},
        {"url": reverse(EDIT, args=[session.pk]), "label": name},
        {"url": "", "label": title},
    ]
    context |= {"breadcrumbs_items": crumbs, "header_title": title, "page_title": title, "header_icon": "calendar-alt"}
    return render(request, template, context)
