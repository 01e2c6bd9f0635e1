"""The pages of a pair: my mentoring, one pairing, one meeting. Everybody else gets 404, whatever the role."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from mentoring import cards, confirming, meetings, notes
from mentoring.forms import DisputeForm, EditForm, HoldForm, LogForm, MoveForm, NoteForm, PlanForm
from mentoring.responses import act, done, meeting_page, own_meeting, own_pairing, pairing_page
from pdportal.common.kept import own_page


@login_required
@require_safe
def my_mentoring(request):
    """My mentees, my mentor, or both; a mentor's next click is one line of the table."""
    around = cards.Around.of(request.user)
    return own_page(request, lambda: _my_page(request, around), about=around.partners)


def _my_page(request, around):
    found = cards.cards_of(around)
    context = {
        "offers": around.offers,
        "as_mentor": [card for card in found if card.is_mentor and card.pairing.is_active],
        "as_mentee": [card for card in found if not card.is_mentor and card.pairing.is_active],
        "ended": [card for card in found if not card.pairing.is_active],
        "buddy_of": around.buddy_of,
    }
    return render(request, "mentoring/my_mentoring.html", context)


@login_required
@require_safe
def pairing(request, pk):
    """One pairing: where the mentee stands (for the mentor), meetings, hours, and the two forms."""
    return pairing_page(request, own_pairing(request, pk))


@sensitive_post_parameters("note")
@sensitive_variables()
@login_required
@require_POST
def log_meeting(request, pk):
    """Log a meeting that took place."""
    pair = own_pairing(request, pk)
    form = LogForm(request.POST)
    if done(request, form, lambda data: meetings.log(pair, by=request.user, **data), _("The meeting is logged.")):
        return redirect("mentoring:pairing", pk=pair.pk)
    return pairing_page(request, pair, log_form=form)


@login_required
@require_POST
def plan_meeting(request, pk):
    """Plan a meeting."""
    pair = own_pairing(request, pk)
    form = PlanForm(request.POST)
    words = _("The meeting is planned; it stands in both calendars.")
    if done(request, form, lambda data: meetings.plan(pair, by=request.user, **data), words):
        return redirect("mentoring:pairing", pk=pair.pk)
    return pairing_page(request, pair, plan_form=form)


@login_required
@require_safe
def meeting(request, pk):
    """One meeting, with what the reader may do about it."""
    return meeting_page(request, own_meeting(request, pk))


@sensitive_post_parameters("note")
@sensitive_variables()
@login_required
@require_POST
def hold_meeting(request, pk):
    """Mark a planned meeting as held."""
    found = own_meeting(request, pk)
    form = HoldForm(request.POST)
    if done(request, form, lambda data: meetings.hold(found, by=request.user, **data), _("The meeting is logged.")):
        return redirect("mentoring:pairing", pk=found.pairing_id)
    return meeting_page(request, found, hold_form=form)


@login_required
@require_POST
def edit_meeting(request, pk):
    """Correct day, minutes, kind and topics of a meeting one has logged."""
    found = own_meeting(request, pk)
    form = EditForm(request.POST)
    if done(request, form, lambda data: meetings.edit(found, by=request.user, **data), _("The meeting is corrected.")):
        return redirect("mentoring:meeting", pk=found.pk)
    return meeting_page(request, found, edit_form=form)


@login_required
@require_POST
def move_meeting(request, pk):
    """Move a planned meeting."""
    found = own_meeting(request, pk)
    form = MoveForm(request.POST)
    words = _("The meeting is moved; both calendars follow.")
    if done(request, form, lambda data: meetings.move(found, by=request.user, **data), words):
        return redirect("mentoring:pairing", pk=found.pairing_id)
    return meeting_page(request, found, move_form=form)


@login_required
@require_POST
def cancel_meeting(request, pk):
    """Call off a planned meeting."""
    found = own_meeting(request, pk)
    words = _("The meeting is cancelled; the other one has been told.")
    return act(request, lambda: meetings.cancel(found, by=request.user), words, found.pairing_id)


@login_required
@require_POST
def withdraw_meeting(request, pk):
    """Take back a meeting logged by mistake."""
    found = own_meeting(request, pk)
    words = _("The entry is taken back and no longer counts.")
    return act(request, lambda: meetings.withdraw(found, by=request.user), words, found.pairing_id)


@login_required
@require_POST
def confirm_meeting(request, pk):
    """Agree with what the other one logged."""
    found = own_meeting(request, pk)
    return act(request, lambda: confirming.confirm(found, by=request.user), _("Confirmed."), found.pairing_id)


@sensitive_post_parameters("note")
@sensitive_variables()
@login_required
@require_POST
def dispute_meeting(request, pk):
    """Say in what what the other one logged is different."""
    found = own_meeting(request, pk)
    form = DisputeForm(request.POST)
    words = _("The other one is told. Until this is settled, the minutes are counted apart.")
    if done(request, form, lambda data: confirming.dispute(found, by=request.user, **data), words):
        return redirect("mentoring:pairing", pk=found.pairing_id)
    return meeting_page(request, found, dispute_form=form)


@sensitive_post_parameters("note")
@sensitive_variables()
@login_required
@require_POST
def write_note(request, pk):
    """Write, change or empty one's own note on a meeting."""
    found = own_meeting(request, pk)
    form = NoteForm(request.POST)
    if done(
        request,
        form,
        lambda data: notes.write(found, by=request.user, text=data["note"], private=data["private"]),
        _("Note saved."),
    ):
        return redirect("mentoring:meeting", pk=found.pk)
    return meeting_page(request, found, note_form=form)
