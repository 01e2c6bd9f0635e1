"""What a building does about seats: the principal's approvals, substitutes needed, signing up colleagues."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from events import approving, eligibility, enrolling, offers, queries, seat_queries, wording
from events.choices import RegistrationStatus
from events.entries import path_of
from events.errors import EventRefusal
from events.forms import AnswerForm, ColleaguesForm
from pdportal.common.dates import today
from pdportal.common.exports import table_response
from pdportal.common.numbers import small_number
from pdportal.common.pagination import page_of
from pdportal.people.permissions import can_read_reports

MOST_AT_ONCE = 100


@login_required
@require_safe
def approvals(request):
    """Requests to go that wait for the viewer, and those answered that can still be thought over."""
    _principals_only(request.user)
    now = timezone.now()
    waiting = page_of(seat_queries.to_approve(request.user, now), request)
    waiting.object_list = queries.with_localized_events(waiting.object_list)
    done = queries.with_localized_events(seat_queries.answered(request.user, now)[:20])
    return render(request, "events/approvals.html", {"waiting": waiting, "answered": done})


@login_required
@require_POST
def answer(request):
    """Approve or refuse the ticked requests; each is one verb, and what changed meanwhile is said."""
    _principals_only(request.user)
    form = AnswerForm(request.POST)
    chosen = [small_number(value) for value in request.POST.getlist("registration")[:MOST_AT_ONCE]]
    found = list(seat_queries.in_scope_of(request.user).filter(pk__in=chosen).order_by("requested_at", "pk"))
    if not form.is_valid() or not found:
        messages.error(request, _("Please tick the requests, and choose an answer. A reason has at most 200 letters."))
        return redirect("events:approvals")
    done = sum(_answered(request, one, form.cleaned_data) for one in found)
    if done:
        words = ngettext("%(count)s request answered.", "%(count)s requests answered.", done)
        messages.success(request, words % {"count": done})
    return redirect("events:approvals")


@login_required
@require_safe
def substitutes(request):
    """Who of the building needs a substitute, by date; CSV and XLSX."""
    _principals_only(request.user)
    found = queries.with_localized_events(seat_queries.substitutes(request.user, timezone.now()))
    header = [_("Date"), _("From"), _("Until"), _("Last name"), _("First name"), _("Session")]
    rows = (_substitute_row(one) for one in found)
    if export := table_response(request.GET.get("export"), "substitutes", header, rows):
        return export
    return render(request, "events/substitutes.html", {"found": found})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def group(request, pk):
    """Sign up colleagues: tick them, see who gets a seat and who waits, then send."""
    session = get_object_or_404(queries.public_sessions(), pk=pk)
    if not seat_queries.may_sign_up_others(request.user):
        raise Http404
    now = timezone.now()
    (offer,) = offers.offers(queries.localized(queries.with_seats(queries.public_sessions().filter(pk=pk))),
                             request.user, at=now)  # fmt: skip
    people = _choosable(session, request.user, now)
    form = ColleaguesForm(request.POST or None, people=people)
    context = {"session": offer.session, "offer": offer, "form": form, "url": path_of(offer.session.event, session)}
    if request.method == "POST" and form.is_valid():
        chosen = list(form.cleaned_data["people"])
        if "send" in request.POST:
            return _send(request, session, chosen)
        context["places"] = enrolling.preview(session, chosen)
    return render(request, "events/group.html", context)


def _choosable(session, viewer, at):
    """Colleagues who are not signed up and for whom the event is."""
    taken = session.registrations.filter(queries.HOLDING).values("learner")
    found = seat_queries.colleagues_of(viewer, at).exclude(pk__in=taken).exclude(pk=viewer.pk)
    return eligibility.those_in(session.rules.audience, found, today(at))


def _send(request, session, people):
    try:
        found = enrolling.register_many(session, people, by=request.user)
    except EventRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("events:group", session.pk)
    seated = sum(one.status == RegistrationStatus.REGISTERED for one in found)
    words = ngettext("%(count)s person has a seat.", "%(count)s people have a seat.", seated) % {"count": seated}
    if waiting := len(found) - seated:
        more = ngettext("%(count)s is on the waitlist.", "%(count)s are on the waitlist.", waiting)
        words = f"{words} {more % {'count': waiting}}"
    messages.success(request, f"{words} {_('Each of them has been told.')}")
    return redirect("events:group", session.pk)


def _answered(request, found, chosen):
    """True where the request was answered; else a message says why not."""
    try:
        if chosen["answer"] == "approve":
            approving.approve(found, by=request.user)
        else:
            approving.refuse(found, by=request.user, reason=chosen["reason"])
    except EventRefusal as refusal:
        messages.error(request, f"{found.learner}: {refusal}")
        return False
    return True


def _substitute_row(found):
    session, person = found.session, found.learner
    times = [f"{moment:%H:%M}" for moment in (session.start_time, session.end_time)]
    return [wording.day_text(session.held_on), *times, person.last_name, person.first_name, session.event.title]


def _principals_only(user):
    if not can_read_reports(user):
        raise Http404
