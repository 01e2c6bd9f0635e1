"""Practice steps between learner and mentor."""

import pytest

from courses import practice, queries
from courses.errors import ChecklistIncomplete, CommentMissing, MayNotVouch, UnreadableText, WrongState
from courses.records import GatePass, PracticeSubmission
from pdportal.notices.records import Notice
from pdportal.transcripts.records import Completion
from tests.courses.conftest import gate_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def gate(practice_lesson):
    return gate_in(practice_lesson, "practice")


@pytest.fixture
def handed_in(learner, practice_lesson, gate, principal):
    return hand_in(learner, practice_lesson, gate)


def hand_in(learner, lesson, gate, note="The printer."):
    checked = [point_id for point_id, _text in practice.points_of(gate)]
    practice.save_draft(learner, lesson, gate.id, checked=checked, note=note)
    return practice.hand_in(learner, lesson, gate.id)


def test_handing_in_tells_the_nearest_once(learner, practice_lesson, gate, handed_in, principal, coordinator):
    assert practice.hand_in(learner, practice_lesson, gate.id) == handed_in
    assert [(notice.recipient, notice.kind) for notice in Notice.objects.all()] == [(principal, "practice-handed-in")]
    assert handed_in.note not in Notice.objects.get().body


def test_every_point_must_be_ticked_and_what_is_ticked_is_kept(learner, practice_lesson, gate):
    first = practice.points_of(gate)[0][0]
    practice.save_draft(learner, practice_lesson, gate.id, checked=[first, "nonsense"], note="x")
    with pytest.raises(ChecklistIncomplete):
        practice.hand_in(learner, practice_lesson, gate.id)
    assert (PracticeSubmission.objects.get().checked, PracticeSubmission.objects.get().status) == ([first], "draft")


def test_signing_off_completes_the_lesson_once(learner, handed_in, principal):
    practice.sign_off(handed_in, by=principal)
    practice.sign_off(handed_in, by=principal)
    assert GatePass.objects.get().detail == {"signed_off_by": principal.pk}
    assert Completion.objects.get().learner == learner
    assert Notice.objects.filter(recipient=learner, kind="practice-signed-off").count() == 1


def test_returning_needs_a_comment_and_lets_the_learner_go_on(learner, practice_lesson, gate, handed_in, principal):
    with pytest.raises(CommentMissing):
        practice.send_back(handed_in, by=principal, comment="  ")
    practice.send_back(handed_in, by=principal, comment="The second point?")
    practice.send_back(handed_in, by=principal, comment="The second point?")
    assert Notice.objects.filter(recipient=learner, kind="practice-returned").count() == 1
    assert hand_in(learner, practice_lesson, gate, note="Done now.").status == "handed_in"
    assert practice.sign_off(handed_in, by=principal).status == "signed_off"


def test_what_is_handed_in_cannot_be_rewritten_but_taken_back(learner, practice_lesson, gate, handed_in, principal):
    kept = practice.save_draft(learner, practice_lesson, gate.id, checked=[], note="Something else")
    assert (kept.note, kept.status) == ("The printer.", "handed_in")
    assert practice.take_back(learner, practice_lesson, gate.id).status == "draft"
    assert practice.take_back(learner, practice_lesson, gate.id).status == "draft"
    with pytest.raises(WrongState):
        practice.sign_off(handed_in, by=principal)


def test_what_is_signed_off_stays(learner, practice_lesson, gate, handed_in, principal):
    practice.sign_off(handed_in, by=principal)
    with pytest.raises(WrongState):
        practice.take_back(learner, practice_lesson, gate.id)
    with pytest.raises(WrongState):
        practice.hand_in(learner, practice_lesson, gate.id)
    with pytest.raises(WrongState):
        practice.send_back(handed_in, by=principal, comment="No, wait")


def test_only_who_oversees_may_decide_and_nobody_on_oneself(learner, handed_in, other_principal, colleague):
    for person in (learner, other_principal, colleague):
        with pytest.raises(MayNotVouch):
            practice.sign_off(handed_in, by=person)
    handed_in.refresh_from_db()
    assert handed_in.status == "handed_in"


def test_a_step_taken_out_of_the_lesson_can_still_be_decided(learner, practice_lesson, handed_in, principal):
    practice_lesson.body = [("text", "<p>Nothing to do.</p>")]
    practice_lesson.save_revision().publish()
    assert practice.sign_off(handed_in, by=principal).status == "signed_off"
    assert GatePass.objects.count() == 0


def test_notes_stay_out_of_the_history(handed_in):
    fields = {field.name for field in PracticeSubmission.history.model._meta.fields}
    assert {"note", "comment"} & fields == set()
    assert [record.status for record in handed_in.history.all()] == ["handed_in", "draft"]


def test_a_null_character_is_refused(learner, practice_lesson, gate):
    with pytest.raises(UnreadableText):
        practice.save_draft(learner, practice_lesson, gate.id, checked=[], note="a\x00b")


def test_the_queue_holds_own_people_only(handed_in, principal, other_principal, coordinator, learner):
    assert list(queries.waiting_for(principal)) == [handed_in]
    assert list(queries.waiting_for(coordinator)) == [handed_in]
    assert list(queries.waiting_for(other_principal)) == []
    assert list(queries.waiting_for(learner)) == []
