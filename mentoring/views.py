"""The pages of a pair: my mentoring, one pairing, one meeting. Everybody else gets 404, whatever the role."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from mentoring import cards, meetings, notes, queries
from mentoring.errors import MentoringRefusal
from mentoring.forms import DetailsForm, HoldForm, LengthForm, LogForm, MoveForm, NoteForm, PlanForm
from pdportal.common.dates import today
from pdportal.common.pagination import page_of

MEETINGS_A_PAGE = 10


@login_required
@require_safe
def my_mentoring(request):
    """My mentees, my mentor, or both; a mentor's next click is one line of the table."""
    found = cards.cards_of(request.user)
    context = {
        "as_mentor": [card for card in found if card.is_mentor and card.pairing.is_active],
        "as_mentee": [card for card in found if not card.is_mentor and card.pairing.is_active],
        "ended": [card for card in found if not card.pairing.is_active],
    }
    return render(request, "mentoring/my_mentoring.html", context)


@login_required
@require_safe
def pairing(request, pk):
    """One pairing: where the mentee stands (for the mentor), meetings, hours, and the two forms."""
    return _pairing_page(request, _own_pairing(request, pk))


@sensitive_post_parameters("note")
@sensitive_variables()
@login_required
@require_POST
def log_meeting(request, pk):
    """Log a meeting that took place."""
    pair = _own_pairing(request, pk)
    form = LogForm(request.POST)
    if _done(request, form, lambda data: meetings.log(pair, by=request.user, **data), _("The meeting is logged.")):
        return redirect("mentoring:pairing", pk=pair.pk)
    return _pairing_page(request, pair, log_form=form)


@login_required
@require_POST
def plan_meeting(request, pk):
    """Plan a meeting."""
    pair = _own_pairing(request, pk)
    form = PlanForm(request.POST)
    words = _("The meeting is planned; it stands in both calendars.")
    if _done(request, form, lambda data: meetings.plan(pair, by=request.user, **data), words):
        return redirect("mentoring:pairing", pk=pair.pk)
    return _pairing_page(request, pair, plan_form=form)


@login_required
@require_safe
def meeting(request, pk):
    """One meeting, with what the reader may do about it."""
    return _meeting_page(request, _own_meeting(request, pk))


@sensitive_post_parameters("note")
@sensitive_variables()
@login_required
@require_POST
def hold_meeting(request, pk):
    """Mark a planned meeting as held."""
    found = _own_meeting(request, pk)
    form = HoldForm(request.POST)
    if _done(request, form, lambda data: meetings.hold(found, by=request.user, **data), _("The meeting is logged.")):
        return redirect("mentoring:pairing", pk=found.pairing_id)
    return _meeting_page(request, found, hold_form=form)


@login_required
@require_POST
def edit_meeting(request, pk):
    """Correct minutes, kind and topics of a meeting one has logged."""
    found = _own_meeting(request, pk)
    form = DetailsForm(request.POST)
    if _done(request, form, lambda data: meetings.edit(found, by=request.user, **data), _("The meeting is corrected.")):
        return redirect("mentoring:meeting", pk=found.pk)
    return _meeting_page(request, found, edit_form=form)


@login_required
@require_POST
def move_meeting(request, pk):
    """Move a planned meeting."""
    found = _own_meeting(request, pk)
    form = MoveForm(request.POST)
    words = _("The meeting is moved; both calendars follow.")
    if _done(request, form, lambda data: meetings.move(found, by=request.user, **data), words):
        return redirect("mentoring:pairing", pk=found.pairing_id)
    return _meeting_page(request, found, move_form=form)


@login_required
@require_POST
def cancel_meeting(request, pk):
    """Call off a planned meeting."""
    return _strike(request, pk, meetings.cancel, _("The meeting is cancelled; the other one has been told."))


@login_required
@require_POST
def withdraw_meeting(request, pk):
    """Take back a meeting logged by mistake."""
    return _strike(request, pk, meetings.withdraw, _("The entry is taken back and no longer counts."))


@sensitive_post_parameters("note")
@sensitive_variables()
@login_required
@require_POST
def write_note(request, pk):
    """Write, change or empty one's own note on a meeting."""
    found = _own_meeting(request, pk)
    form = NoteForm(request.POST)
    if _done(request, form, lambda data: notes.write(found, by=request.user, text=data["note"]), _("Note saved.")):
        return redirect("mentoring:meeting", pk=found.pk)
    return _meeting_page(request, found, note_form=form)


def _own_pairing(request, pk):
    return get_object_or_404(queries.pairings_visible_to(request.user), pk=pk)


def _own_meeting(request, pk):
    return get_object_or_404(queries.meetings_visible_to(request.user), pk=pk)


@sensitive_variables()
def _done(request, form, verb, words):
    """Run ``verb`` with what the form holds; True where it worked, else the refusal stands in the form."""
    if not form.is_valid():
        return False
    try:
        verb(form.cleaned_data)
    except MentoringRefusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, words)
    return True


def _strike(request, pk, verb, words):
    found = _own_meeting(request, pk)
    try:
        verb(found, by=request.user)
    except MentoringRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("mentoring:pairing", pk=found.pairing_id)


@sensitive_variables()
def _pairing_page(request, pair, *, log_form=None, plan_form=None):
    card, paths = cards.card_of(pair, request.user)
    page = page_of(card.meetings, request, per_page=MEETINGS_A_PAGE)
    written = notes.notes_of(page.object_list, request.user)
    context = {
        "card": card,
        "pairing": pair,
        "paths": paths,
        "meetings": page,
        "entries": [(found, written[found.pk]) for found in page.object_list],
        "log_form": log_form or LogForm(auto_id="log_%s"),
        "plan_form": plan_form or PlanForm(auto_id="plan_%s"),
    }
    return render(request, "mentoring/pairing.html", context)


@sensitive_variables()
def _meeting_page(request, found, **forms):
    """The page of one meeting; ``forms`` are those that were posted with mistakes."""
    details = {**LengthForm.initial_for(found.minutes), "kind": found.kind, "topics": found.topics}
    written = notes.notes_of([found], request.user)[found.pk]
    own = next((note.text for note in written if note.author_id == request.user.pk), "")
    fresh = {"note_form": NoteForm(initial={"note": own}, auto_id="note_%s")}
    if found.is_planned:
        when = {"held_on": found.held_on, "start_time": found.start_time}
        fresh["move_form"] = MoveForm(initial=details | when, auto_id="move_%s")
        if found.held_on <= today():
            fresh["hold_form"] = HoldForm(initial=details, auto_id="hold_%s")
    elif found.is_held and found.logged_by_id == request.user.pk and found.pairing.is_active:
        fresh["edit_form"] = DetailsForm(initial=details, auto_id="edit_%s")
    others = [note for note in written if note.author_id != request.user.pk]
    context = {"meeting": found, "pairing": found.pairing, "other": found.pairing.other_than(request.user)}
    return render(request, "mentoring/meeting.html", context | {"notes": others} | fresh | forms)
