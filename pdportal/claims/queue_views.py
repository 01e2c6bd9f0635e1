"""What approvers do: the queue of claims with filters and export, one claim, and one decision for several."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pdportal.claims import deciding, duplicates, queries, shapes
from pdportal.claims.choices import ClaimState
from pdportal.claims.errors import ClaimRefusal
from pdportal.claims.forms import SORTS, DecisionForm, ManyForm, QueueForm
from pdportal.claims.permissions import may_decide, stands_in
from pdportal.claims.tables import CLAIMS_HEADER, claim_rows
from pdportal.common.dates import today
from pdportal.common.exports import table_response
from pdportal.common.pagination import page_of
from pdportal.common.redirects import next_path
from pdportal.people.choices import Role
from pdportal.people.permissions import can_coordinate
from pdportal.people.queries import appointments_on
from pdportal.people.records import School

MOST_AT_ONCE = 100
VERBS = {"approve": deciding.approve, "return": deciding.send_back, "deny": deciding.deny}


@login_required
@require_safe
def queue(request):
    """Claims of the people one oversees: what waits for oneself first, oldest first; the same as CSV or XLSX."""
    if not queries.is_approver(request.user):
        raise Http404
    form = QueueForm(request.GET, schools=_schools(request.user))
    found = _found(request.user, form.chosen())
    table = table_response(request.GET.get("export"), "claims", CLAIMS_HEADER, claim_rows(found))
    if table:
        return table
    page = page_of(found, request)
    decidable = queries.decidable_by(request.user).filter(pk__in=[claim.pk for claim in page])
    context = {
        "page": page,
        "form": form,
        "many": ManyForm(auto_id="many_%s"),
        "decidable": set(decidable.values_list("pk", flat=True)),
        "today": today(),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "claims/queue.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request, pk):
    """A claim with its proofs and steps; approve, return or deny it. 404 for who does not oversee the learner."""
    claim = get_object_or_404(queries.readable_by(request.user).select_related("learner", "shape", "completion"), pk=pk)
    form = DecisionForm(initial={"turn": claim.turn, "hours": claim.granted_hours or claim.hours})
    if request.method == "POST":
        form = DecisionForm(request.POST)
        if form.is_valid() and _decide(request, claim, form):
            return redirect(next_path(request, "claims:queue"))
        claim.refresh_from_db()
    return render(request, "claims/review.html", _of(request.user, claim) | {"form": form})


@login_required
@require_POST
def decide_many(request):
    """Approve or return several claims with one reason; each is decided by itself, and what was not is named."""
    if not queries.is_approver(request.user):
        raise Http404
    verb, comment = request.POST.get("do"), request.POST.get("comment", "")
    picked = _picked(request.POST.getlist("claim"))
    if verb not in {"approve", "return"} or not picked:
        messages.error(request, _("Tick at least one claim, then choose what to do."))
        return redirect(next_path(request, "claims:queue"))
    claims = queries.readable_by(request.user).select_related("learner").in_bulk([pk for pk, _turn in picked])
    done = 0
    for pk, turn in picked:
        if pk not in claims:
            continue
        try:
            VERBS[verb](claims[pk], by=request.user, comment=comment, turn=turn)
        except ClaimRefusal as refusal:
            messages.error(request, f"{claims[pk].learner}, “{claims[pk]}”: {refusal}")
        else:
            done += 1
    if done:
        messages.success(
            request, ngettext("%(count)s claim decided.", "%(count)s claims decided.", done) % {"count": done}
        )
    return redirect(next_path(request, "claims:queue"))


def _decide(request, claim, form):
    """Run the verb of the button that was pressed; True where it went through."""
    verb = VERBS.get(request.POST.get("do"))
    given = form.cleaned_data
    options = {"comment": given["comment"], "turn": given["turn"]}
    if verb is deciding.approve:
        options["hours"] = given["hours"]
    try:
        if verb is None:
            raise ClaimRefusal(_("Please choose what to decide."))
        verb(claim, by=request.user, **options)
    except ClaimRefusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("%(name)s has been told.") % {"name": claim.learner})
    return True


def _of(viewer, claim):
    """What the page of one claim shows; what the learner is writing at stays hers."""
    on = today()
    waits = claim.state == ClaimState.HANDED_IN
    following = (
        queries.waiting_for(viewer).exclude(pk=claim.pk).order_by("handed_in_at", "pk").first() if waits else None
    )
    return {
        "claim": claim,
        "files": [] if claim.is_editable else claim.files.all(),
        "topics": claim.topics.all(),
        "steps": claim.steps.select_related("by"),
        "twins": duplicates.twins_of(claim) if waits else [],
        "asked_late": waits and _asked_late(claim),
        "may_decide": waits and may_decide(viewer, claim, on=on),
        "stands_in": waits and stands_in(viewer, claim, on=on),
        "is_late": waits and claim.decide_by < on,
        "following": following,
    }


def _asked_late(claim):
    """As it was when the claim was handed in, whatever day it is now."""
    on = today(claim.handed_in_at)
    return shapes.asked_late(claim, shapes.way_of(claim, on=on), on=on)


def _found(viewer, chosen):
    on = today()
    show = chosen.get("show") or ("all" if chosen.get("state") else "mine")
    found = {
        "mine": queries.waiting_for,
        "waiting": queries.decidable_by,
        "late": queries.decidable_by,
        "all": queries.readable_by,
    }[show](viewer)
    if show == "late":
        found = found.filter(decide_by__lt=on)
    if chosen.get("state"):
        found = found.filter(state=chosen["state"])
    if chosen.get("kind"):
        found = found.filter(kind=chosen["kind"])
    if chosen.get("school"):
        found = found.filter(learner__in=appointments_on(on).filter(school=chosen["school"]).values("person"))
    for word in chosen.get("q", "").split():
        name = Q(learner__first_name__icontains=word) | Q(learner__last_name__icontains=word)
        found = found.filter(name | Q(title__icontains=word) | Q(learner__staff_id=word))
    _words, order = SORTS[chosen.get("sort") or "oldest"]
    return found.select_related("learner").order_by(*order)


def _schools(viewer):
    if can_coordinate(viewer):
        return School.objects.all()
    led = appointments_on(today()).filter(person=viewer, role=Role.PRINCIPAL)
    return School.objects.filter(pk__in=led.values("school"))


def _picked(values):
    """``(id, turn)`` of the ticked boxes that can be read, each once."""
    pairs = [value.split("-", 1) for value in values[:MOST_AT_ONCE] if len(value) < 30]
    readable = [pair for pair in pairs if len(pair) == 2 and all(part.isascii() and part.isdigit() for part in pair)]
    return list(dict.fromkeys((int(pk), int(turn)) for pk, turn in readable if len(pk) < 19 and len(turn) < 10))
