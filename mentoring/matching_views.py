"""What coordinators do about matching in the admin: weigh, run, argue, compare, publish, or choose by hand."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mentoring import clock, match_desk, matching
from mentoring import pairing as pairings
from mentoring.admin_views import coordinators_only
from mentoring.errors import MentoringRefusal
from mentoring.matching_choices import Answer
from mentoring.matching_forms import (
    TAKE_BACK,
    MenteeForm,
    OverrideForm,
    PairForm,
    PublishForm,
    ShowForm,
    WeightsForm,
)
from mentoring.matching_records import MatchingRun, Offer
from mentoring.queries import programmes
from pdportal.common.dates import today
from pdportal.common.exports import table_response
from pdportal.common.pagination import page_of


@coordinators_only
@require_safe
def index(request):
    """Who waits for a mentor and until when, the runs there are, and the form for a new one."""
    return _index(request)


@coordinators_only
@require_POST
def make(request):
    """Make a run with the weights typed."""
    form = WeightsForm(request.POST)
    if form.is_valid():
        try:
            run = matching.make_run(form.cleaned_data["programme"], form.weights(), by=request.user)
        except MentoringRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("matching:run", run.pk)
    return _index(request, form)


@coordinators_only
@require_safe
def run(request, pk):
    """One run: who with whom and why, who stays without and why, what can be decided now."""
    return _run_page(request, _run(pk))


@coordinators_only
@require_safe
def run_table(request, pk, kind):
    """A run as CSV or XLSX: each pair with the points of every rule."""
    answer = table_response(kind, f"matching-run-{pk}", *match_desk.RunPage(_run(pk)).table())
    if answer is None:
        raise Http404
    return answer


@coordinators_only
@require_POST
def again(request, pk):
    """Solve again with the same weights, the people of today and what has been decided; then compare."""
    old = _run(pk)
    try:
        new = matching.make_run(old.programme, old.weights, by=request.user)
    except MentoringRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("matching:run", pk)
    return redirect("matching:compare", old.pk, new.pk)


@coordinators_only
@require_POST
def decide(request, programme_pk):
    """Lock a pair, rule it out, or take either back."""
    programme = get_object_or_404(programmes(), pk=programme_pk)
    form = PairForm(request.POST)
    if not form.is_valid():
        raise Http404
    mentor, mentee, what = (form.cleaned_data[name] for name in ("mentor", "mentee", "what"))
    words = {"mentor": mentor, "mentee": mentee}
    try:
        if what == TAKE_BACK:
            matching.undecide(programme, mentor, mentee)
            messages.success(request, _("%(mentor)s with %(mentee)s: the decision is taken back.") % words)
        else:
            decision = matching.decide(programme, mentor, mentee, what, by=request.user)
            words["decision"] = decision.get_kind_display()
            messages.success(request, _("%(mentor)s with %(mentee)s: %(decision)s. Solve again to see it.") % words)
    except MentoringRefusal as refusal:
        messages.error(request, f"{mentor} – {mentee}: {refusal}")
    latest = MatchingRun.objects.filter(programme=programme).first()
    if "by_hand" in request.POST or latest is None:
        return redirect("matching:candidates", programme.pk, mentee.pk)
    return redirect("matching:run", latest.pk)


@coordinators_only
@require_POST
def override(request, pk):
    """Let a mentor begin before the training is complete."""
    found = _run(pk)
    form = OverrideForm(request.POST, people=match_desk.untrained(found))
    if form.is_valid():
        try:
            matching.override_training(found.programme, by=request.user, **form.cleaned_data)
        except MentoringRefusal as refusal:
            form.add_error("reason", str(refusal))
        else:
            messages.success(request, _("The reason is on record. Solve again to see it."))
            return redirect("matching:run", pk)
    return _run_page(request, found, override_form=form)


@coordinators_only
@require_POST
def publish(request, pk):
    """Ask the mentors of a run."""
    found = _run(pk)
    form = PublishForm(request.POST)
    if form.is_valid():
        try:
            offers, refused = matching.publish(found, by=request.user, **form.cleaned_data)
        except MentoringRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            words = ngettext("%(count)s mentor is asked.", "%(count)s mentors are asked.", len(offers))
            messages.success(request, words % {"count": len(offers)})
            for proposal, sentence in refused:
                messages.warning(request, f"{proposal.mentor} – {proposal.mentee}: {sentence}")
            return redirect("matching:run", pk)
    return _run_page(request, found, publish_form=form)


@coordinators_only
@require_safe
def compare(request, old_pk, new_pk):
    """Two runs of one programme side by side: totals, weights, and every mentee whose mentor changed."""
    new = _run(new_pk)
    old = get_object_or_404(MatchingRun, pk=old_pk, programme=new.programme)
    context = {
        "old": old,
        "new": new,
        "totals": [(each, match_desk.tidy_points(each.points)) for each in (old, new)],
        "weights": match_desk.weights_changed(old, new),
        "changed": match_desk.compare(old, new),
    }
    return render(request, "mentoring/admin/compare.html", context)


@coordinators_only
@require_safe
def find(request):
    """Lead from the form “one mentee” to that mentee's candidates."""
    form = MenteeForm(request.GET)
    if form.is_valid():
        return redirect("matching:candidates", form.cleaned_data["programme"].pk, form.cleaned_data["mentee"].pk)
    messages.error(request, _("Please choose a person."))
    return redirect("matching:index")


@coordinators_only
@require_safe
def candidates(request, programme_pk, person_pk):
    """All mentors for one mentee, the possible ones first, to propose or lock one by hand."""
    programme, mentee = _programme_and_person(programme_pk, person_pk)
    context = {
        "programme": programme,
        "mentee": mentee,
        "rows": page_of(match_desk.candidates(programme, mentee), request),
        "due": next((each for each in clock.waiting() if each.person.pk == mentee.pk), None),
    }
    return render(request, "mentoring/admin/candidates.html", context)


@coordinators_only
@require_POST
def propose(request, programme_pk, person_pk):
    """Propose one of the candidates."""
    programme, mentee = _programme_and_person(programme_pk, person_pk)
    form = PairForm({**request.POST.dict(), "mentee": mentee.pk, "what": TAKE_BACK})
    if not form.is_valid():
        raise Http404
    try:
        pairing = pairings.propose(programme, form.cleaned_data["mentor"], mentee, by=request.user, starts_on=today())
    except MentoringRefusal as refusal:
        messages.error(request, str(refusal))
        return redirect("matching:candidates", programme.pk, mentee.pk)
    messages.success(request, _("The pairing is proposed. Nobody else sees it until you activate it."))
    return redirect("pairings:inspect", pairing.pk)


def _programme_and_person(programme_pk, person_pk):
    person = get_object_or_404(get_user_model(), pk=person_pk, is_active=True)
    return get_object_or_404(programmes(), pk=programme_pk), person


def _run(pk):
    return get_object_or_404(MatchingRun.objects.select_related("programme", "made_by"), pk=pk)


def _index(request, form=None):
    first = programmes().first()
    initial = {"programme": first, **match_desk.latest_weights(first)} if first else {}
    runs = MatchingRun.objects.select_related("programme", "made_by").defer("inputs", "sealed_pairs")
    waiting = clock.waiting()
    context = {
        "form": form or WeightsForm(initial=initial),
        "mentee_form": MenteeForm(initial={"programme": first}, auto_id="find_%s"),
        "has_programme": first is not None,
        "runs": page_of(runs, request),
        "waiting": waiting,
        "timed": {each.programme.pk: each.programme for each in waiting}.values(),
    }
    return render(request, "mentoring/admin/matching.html", context)


def _run_page(request, found, *, publish_form=None, override_form=None):
    show = ShowForm(request.GET)
    page = match_desk.RunPage(found)
    listed = page_of(page.listed(show.chosen()), request)
    untrained = match_desk.untrained(found)
    offers = Offer.objects.filter(run=found).with_people()
    before = MatchingRun.objects.filter(programme=found.programme, pk__lt=found.pk).only("pk").first()
    context = {
        "run": found,
        "points": match_desk.tidy_points(found.points),
        "show": show,
        "page": listed,
        "rows": page.rows(listed),
        "before": before,
        "is_latest": not MatchingRun.objects.filter(programme=found.programme, pk__gt=found.pk).exists(),
        "offers": offers,
        "waiting_offers": sum(offer.answer == Answer.WAITING for offer in offers),
        "publish_form": publish_form or PublishForm(auto_id="publish_%s"),
        "override_form": override_form or OverrideForm(people=untrained, auto_id="override_%s"),
        "untrained": untrained,
        "query": "&".join(part for part in request.GET.urlencode().split("&") if not part.startswith("page=")),
    }
    return render(request, "mentoring/admin/run.html", context)
