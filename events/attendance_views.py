"""Taking attendance on a phone: the roster, undo, and letting somebody in at the door."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from events import attendance, attendance_queries, checking_in, codes, queries
from events.attendance_forms import GroupForm, PhoneRosterForm, WalkInForm
from events.choices import PRESENT, Attendance, MarkedThrough
from events.errors import EventRefusal, MarkedMeanwhile

UNDO = "attendance-undo"


def takers_only(view):
    """Give ``view`` the session it is about, where the visitor may take attendance there; else 404."""

    @login_required
    @never_cache
    @wraps(view)
    def guarded(request, pk, *args, **kwargs):
        session = get_object_or_404(attendance_queries.sessions_of(request.user), pk=pk)
        queries.localized([session])
        return view(request, session, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@takers_only
def roster(request, session):
    """Everybody with a seat, to mark with a thumb; with ``?from=sheet`` the same from a paper sheet."""
    through = MarkedThrough.SHEET if request.GET.get("from") == "sheet" else MarkedThrough.ROSTER
    seated = list(queries.roster(session).prefetch_related("learner__appointments__school"))
    form = PhoneRosterForm(request.POST or None, session=session, registrations=seated)
    if request.method == "POST" and form.is_valid():
        form = _save(request, session, form, through)
        if form is None:
            return redirect(request.get_full_path())
    now, words = timezone.now(), request.GET.get("find", "").replace("\x00", "").strip()[:100]
    return render(request, "events/roster.html", {
        "session": session,
        "form": form,
        "counts": _counts(seated),
        "can_mark": session.starts_at <= now and not session.is_cancelled,
        "check_in_open": codes.is_open(session, now),
        "over": session.ends_at <= now,
        "words": words,
        "found": attendance_queries.people_called(words, session) if words else None,
        "full": len(seated) >= session.capacity,
        "can_undo": str(session.pk) in request.session.get(UNDO, {}),
        "from_sheet": through == MarkedThrough.SHEET,
        "read": attendance_queries.sheet_readings(session) if through == MarkedThrough.SHEET else [],
    })  # fmt: skip


@require_POST
@takers_only
def undo(request, session):
    """Put the marks back as they were before one's last save, where nobody has changed them since."""
    before = request.session.get(UNDO, {}).pop(str(session.pk), {})
    request.session.modified = True
    if not before:
        messages.info(request, _("There is nothing to undo."))
        return redirect("events:roster", session.pk)
    marks = {int(pk): (Attendance(mark), minutes) for pk, (mark, minutes, _version) in before.items()}
    seen = {int(pk): version for pk, (_mark, _minutes, version) in before.items()}
    try:
        changed = attendance.mark_many(session, marks, by=request.user, reason=_("Undone"), seen=seen)
    except EventRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext("%(number)s mark is as it was.", "%(number)s marks are as they were.", changed)
        messages.success(request, words % {"number": changed})
    return redirect("events:roster", session.pk)


@require_POST
@takers_only
def let_in(request, session):
    """Add somebody who is not on the list; where every seat is taken, with a reason."""
    form = WalkInForm(request.POST)
    form.full_clean()
    person = get_object_or_404(attendance_queries.people(), pk=form.cleaned_data.get("person"))
    if form.errors:
        messages.error(request, f"{person}: {' '.join(form.errors['reason'])}")
        return redirect("events:roster", session.pk)
    try:
        checking_in.let_in(session, person, by=request.user, reason=form.cleaned_data["reason"])
    except EventRefusal as refusal:
        messages.error(request, f"{person}: {refusal}")
    else:
        messages.success(request, _("%(name)s is on the list now.") % {"name": person})
    return redirect("events:roster", session.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@takers_only
def group(request, session):
    """Put many people down in one go, each with their minutes: a team, or the names of a sheet somebody else kept."""
    form = GroupForm(request.POST if request.method == "POST" else None, session=session)
    if request.method == "POST" and form.is_valid():
        people = form.cleaned_data["people"]
        try:
            checking_in.let_in_many(session, people, by=request.user, reason=form.cleaned_data["reason"])
        except EventRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            words = ngettext("%(number)s person is on the list.", "%(number)s people are on the list.", len(people))
            messages.success(request, words % {"number": len(people)})
            return redirect("events:roster", session.pk)
    over = session.ends_at <= timezone.now()
    return render(request, "events/roster_group.html", {"session": session, "form": form, "over": over})


def _save(request, session, form, through):
    """Save the marks and remember how they were; None where it worked, else the form to show."""
    marks = form.marks()
    before = {found.pk: (found.attendance, found.minutes_attended, found.mark_version + 1)
              for found in form.registrations if found.pk in marks}  # fmt: skip
    try:
        changed = attendance.mark_many(
            session, marks, by=request.user, reason=form.cleaned_data["reason"].strip(), seen=form.seen(),
            through=through,
        )  # fmt: skip
    except MarkedMeanwhile as clash:
        return form.after_clash(list(queries.roster(session).prefetch_related("learner__appointments__school")), clash)
    except EventRefusal as refusal:
        form.add_error(None, str(refusal))
        return form
    if changed:
        request.session[UNDO] = {str(session.pk): {str(pk): was for pk, was in before.items()}}
    words = ngettext("%(number)s mark saved.", "%(number)s marks saved.", changed)
    messages.success(request, words % {"number": changed})
    return None


def _counts(seated):
    """How many are here, absent and not marked."""
    here = sum(one.attendance in PRESENT for one in seated)
    absent = sum(one.attendance == Attendance.ABSENT for one in seated)
    return {"here": here, "absent": absent, "open": len(seated) - here - absent, "all": len(seated),
            "arrived": sum(one.arrived_at is not None for one in seated)}  # fmt: skip
