"""What a pair agrees on, on its own pages: agreement, goals, checklist and the building buddy. Others get 404."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from mentoring import agreements, buddies, checklist, goals
from mentoring.forms import GoalForm
from mentoring.pair_forms import BuddyForm, SignForm
from mentoring.pair_records import Goal
from mentoring.responses import act, done, own_pairing, pairing_page
from pdportal.common.dates import today


@login_required
@require_safe
def agreement(request, pk):
    """The agreement in the version that holds, and who has signed which."""
    return _agreement_page(request, own_pairing(request, pk))


@login_required
@require_POST
def sign_agreement(request, pk):
    """Sign the version that was shown."""
    pair = own_pairing(request, pk)
    form = SignForm(request.POST)
    if done(request, form, lambda data: agreements.sign(pair, by=request.user, **data), _("Signed. Thank you.")):
        return redirect("mentoring:pairing", pk=pair.pk)
    return _agreement_page(request, pair, form)


@sensitive_post_parameters("text")
@sensitive_variables()
@login_required
@require_POST
def add_goal(request, pk):
    """Set a goal."""
    pair = own_pairing(request, pk)
    form = GoalForm(request.POST)
    if done(request, form, lambda data: goals.add(pair, by=request.user, **data), _("The goal is set.")):
        return redirect("mentoring:pairing", pk=pair.pk)
    return pairing_page(request, pair, goal_form=form)


@login_required
@require_POST
def mark_goal(request, pk):
    """Say that a goal is reached, or take that back."""
    goal = _own_goal(request, pk)
    reached = request.POST.get("done") == "1"
    words = _("The goal is reached.") if reached else _("The goal is open again.")
    return act(request, lambda: goals.mark(goal, by=request.user, done=reached), words, goal.pairing_id)


@login_required
@require_POST
def remove_goal(request, pk):
    """Take a goal off the list."""
    goal = _own_goal(request, pk)
    words = _("The goal is taken off the list.")
    return act(request, lambda: goals.remove(goal, by=request.user), words, goal.pairing_id)


@login_required
@require_POST
def tick_item(request, pk):
    """Tick an item of the checklist, or take the tick back."""
    pair = own_pairing(request, pk)
    try:
        item = uuid.UUID(request.POST.get("item", ""))
    except ValueError:
        raise Http404 from None
    ticked = request.POST.get("done") == "1"
    words = _("Ticked.") if ticked else _("The tick is taken back.")
    return act(request, lambda: checklist.tick(pair, by=request.user, item=item, done=ticked), words, pair.pk)


@login_required
@require_POST
def name_buddy(request, pk):
    """Name the building buddy, or nobody; the mentee does."""
    pair = own_pairing(request, pk)
    form = BuddyForm(pair, today(), request.POST, auto_id="buddy_%s")
    words = _("Saved: the building buddy.")
    if done(request, form, lambda data: buddies.name(pair, data["buddy"], by=request.user), words):
        return redirect("mentoring:pairing", pk=pair.pk)
    return pairing_page(request, pair, buddy_form=form)


def _own_goal(request, pk):
    goal = get_object_or_404(Goal.objects.defer("sealed"), pk=pk)
    own_pairing(request, goal.pairing_id)
    return goal


def _agreement_page(request, pair, form=None):
    version = agreements.latest_of(pair.programme.translation_key)
    if version is None:
        raise Http404
    signatures = agreements.signatures_of(pair)
    unsigned = agreements.unsigned_by(pair, version, signatures)
    context = {
        "pairing": pair,
        "other": pair.other_than(request.user),
        "version": version,
        "signatures": signatures,
        "unsigned": unsigned,
        "to_sign": pair.is_active and request.user in unsigned,
        "form": form or SignForm(initial={"number": version.number}),
    }
    return render(request, "mentoring/agreement.html", context)
