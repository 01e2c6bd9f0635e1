"""How the views of a pair answer: find what the reader may open, run one verb, show one of the two pages."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_variables

from mentoring import agreements, cards, concerns, goals, notes, queries
from mentoring.choices import MeetingAnswer
from mentoring.errors import MentoringRefusal
from mentoring.forms import DisputeForm, EditForm, GoalForm, HoldForm, LengthForm, LogForm, MoveForm, NoteForm, PlanForm
from mentoring.pair_forms import BuddyForm
from pdportal.common.dates import today
from pdportal.common.pagination import page_of

MEETINGS_A_PAGE = 10


def own_pairing(request, pk):
    """The pairing of the reader, or 404."""
    return get_object_or_404(queries.pairings_visible_to(request.user), pk=pk)


def own_meeting(request, pk):
    """The meeting of the reader's pairing, or 404."""
    return get_object_or_404(queries.meetings_visible_to(request.user), pk=pk)


@sensitive_variables()
def done(request, form, verb, words):
    """Run ``verb`` with what the form holds; True where it worked, else the refusal stands in the form."""
    if not form.is_valid():
        return False
    try:
        verb(form.cleaned_data)
    except MentoringRefusal as refusal:
        form.add_error(None, str(refusal))
        form.asks = getattr(refusal, "asks", "")
        return False
    messages.success(request, words)
    return True


def act(request, verb, words, pairing_id):
    """Run ``verb``, which needs nothing typed, and go back to the pairing; what is refused is said there."""
    try:
        verb()
    except MentoringRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect("mentoring:pairing", pk=pairing_id)


@sensitive_variables()
def pairing_page(request, pair, **forms):
    """The page of one pairing; ``forms`` are those that were posted with mistakes."""
    card, paths, months = cards.card_of(pair, request.user)
    page = page_of(card.meetings, request, per_page=MEETINGS_A_PAGE)
    written = notes.notes_of(page.object_list, request.user)
    last = next((found for found in card.meetings if found.is_held and found.logged_by_id == request.user.pk), None)
    context = {
        "card": card,
        "pairing": pair,
        "paths": paths,
        "meetings": page,
        "entries": [(found, written[found.pk]) for found in page.object_list],
        "to_answer": [found for found in card.meetings if _waits_for(found, request.user)],
        "goals": goals.goals_of(pair, request.user),
        "months": months,
        "concerns": concerns.of_pairing(pair, request.user),
        **_agreement_of(pair, request.user),
    }
    fresh = {
        "log_form": LogForm(initial={"kind": last.kind} if last else {}, auto_id="log_%s"),
        "plan_form": PlanForm(auto_id="plan_%s"),
        "goal_form": GoalForm(auto_id="goal_%s"),
    }
    if pair.is_active and not card.is_mentor:
        fresh["buddy_form"] = BuddyForm(pair, today(), auto_id="buddy_%s")
    return render(request, "mentoring/pairing.html", context | fresh | forms)


@sensitive_variables()
def meeting_page(request, found, **forms):
    """The page of one meeting; ``forms`` are those that were posted with mistakes."""
    written = notes.notes_of([found], request.user)[found.pk]
    own = next((note for note in written if note.author_id == request.user.pk), None)
    mine = {"note": own.text or "", "private": own.is_private} if own else {}
    fresh = {"note_form": NoteForm(initial=mine, auto_id="note_%s")}
    fresh |= _planned_forms(found) if found.is_planned else _held_forms(found, request.user, mine)
    context = {
        "meeting": found,
        "pairing": found.pairing,
        "other": found.pairing.other_than(request.user),
        "notes": [note for note in written if note.author_id != request.user.pk],
        "may_confirm": _may_answer(found, request.user) and found.answer != MeetingAnswer.CONFIRMED,
    }
    return render(request, "mentoring/meeting.html", context | fresh | forms)


def _agreement_of(pair, reader):
    version = agreements.latest_of(pair.programme.translation_key)
    signatures = agreements.signatures_of(pair) if version else []
    unsigned = agreements.unsigned_by(pair, version, signatures)
    earlier = any(signature.person_id == reader.pk for signature in signatures)
    return {"version": version, "unsigned": unsigned, "to_sign": reader in unsigned, "signed_earlier": earlier}


def _planned_forms(found):
    details = _details(found)
    when = {"held_on": found.held_on, "start_time": found.start_time}
    forms = {"move_form": MoveForm(initial=details | when, auto_id="move_%s")}
    if found.held_on <= today():
        forms["hold_form"] = HoldForm(initial=details, auto_id="hold_%s")
    return forms


def _held_forms(found, reader, mine):
    if _may_answer(found, reader):
        return {"dispute_form": DisputeForm(initial=mine | {"reason": found.dispute_reason}, auto_id="dispute_%s")}
    if found.is_held and found.logged_by_id == reader.pk and found.pairing.is_active:
        return {"edit_form": EditForm(initial=_details(found) | {"held_on": found.held_on}, auto_id="edit_%s")}
    return {}


def _details(found):
    return {**LengthForm.initial_for(found.minutes), "kind": found.kind, "topics": found.topics}


def _may_answer(found, reader):
    is_open = found.is_held and not found.pairing.completed_at and found.answer != MeetingAnswer.DISMISSED
    return is_open and found.logged_by_id != reader.pk


def _waits_for(found, reader):
    return _may_answer(found, reader) and found.answer == MeetingAnswer.OPEN
