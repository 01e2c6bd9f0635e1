"""“I was there”, said by who was and answered by who ran the session."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import attendance_queries, presence, queries
from events.choices import PresenceState
from events.errors import EventRefusal
from events.forms import PresenceAnswerForm, PresenceForm
from events.records import Registration
from pdportal.common.exports import table_response
from pdportal.common.pagination import page_of
from pdportal.people.permissions import can_coordinate


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def say(request, pk):
    """Say that one was at a session at which one had a seat."""
    mine = Registration.objects.select_related("session__event__locale", "session__school")
    found = get_object_or_404(mine, session=pk, learner=request.user)
    earlier = list(found.presence_claims.order_by("-claimed_at"))
    form = PresenceForm(request.POST if request.method == "POST" else None, session=found.session)
    if request.method == "POST" and form.is_valid():
        try:
            presence.say(found, **form.cleaned_data)
        except EventRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Thank you. The presenter and the coordinator see it, and you get an answer."))
            return redirect("events:my_registrations")
    queries.localized([found.session])
    waiting = next((one for one in earlier if one.state == PresenceState.OPEN), None)
    context = {"session": found.session, "form": form, "earlier": earlier, "waiting": waiting,
               "can_say": presence.can_say(found, timezone.now()),
               "until": presence.deadline(found.session)}  # fmt: skip
    return render(request, "events/presence.html", context)


@login_required
@require_safe
def queue(request):
    """Every “I was there” that waits for the visitor's answer, and what was answered; CSV and XLSX."""
    if not can_coordinate(request.user) and not attendance_queries.sessions_of(request.user).exists():
        raise Http404
    claims = attendance_queries.presence_claims(request.user)
    rows = (_row(one) for one in claims.order_by("-claimed_at"))
    header = [
        _("Last name"),
        _("First name"),
        _("Session"),
        _("Date"),
        _("Minutes"),
        _("Note"),
        _("State"),
        _("Answer"),
    ]
    if answer := table_response(request.GET.get("export"), "presence", header, rows):
        return answer
    waiting = page_of(claims.filter(state=PresenceState.OPEN).order_by("answer_by", "pk"), request)
    answered = list(claims.exclude(state=PresenceState.OPEN).order_by("-answered_at")[:20])
    queries.localized([claim.registration.session for claim in [*waiting, *answered]])
    return render(request, "events/presence_queue.html", {
        "waiting": waiting, "answered": answered, "now": timezone.now(),
    })  # fmt: skip


@login_required
@require_POST
def answer(request, pk):
    """Grant it, or not, with a reason."""
    found = get_object_or_404(attendance_queries.presence_claims(request.user), pk=pk)
    form = PresenceAnswerForm(request.POST, session=found.registration.session)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return redirect("events:presence_queue")
    chosen = form.cleaned_data
    try:
        if chosen["answer"] == "grant":
            presence.grant(found, by=request.user, minutes=chosen["minutes"])
        else:
            presence.refuse(found, by=request.user, reason=chosen["reason"])
    except EventRefusal as refusal:
        messages.error(request, f"{found.registration.learner}: {refusal}")
    else:
        messages.success(request, _("Answered. %(name)s has been told.") % {"name": found.registration.learner})
    return redirect("events:presence_queue")


def _row(claim):
    person, session = claim.registration.learner, claim.registration.session
    return [person.last_name, person.first_name, session.event.title, session.held_on, claim.minutes, claim.note,
            claim.get_state_display(), claim.answer]  # fmt: skip
