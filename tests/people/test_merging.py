"""Two accounts of one person become one: everything is handed over, recorded, and can be given back."""

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model

from events.registration import register
from pdportal.people import merging, oversight
from pdportal.people.belongings import registered
from pdportal.people.choices import Role
from pdportal.people.errors import (
    CannotGoBack,
    KeptIsClosed,
    LaterMerge,
    MergedAlready,
    MergeReasonMissing,
    NotMergeable,
    SameAccount,
)
from pdportal.people.queries import former_names
from pdportal.people.records import Appointment, Merge
from pdportal.transcripts.choices import Source
from pdportal.transcripts.ledger import award, correct
from pdportal.transcripts.lookups import People
from pdportal.transcripts.records import Completion
from tests import factories
from tests.transcripts import making

pytestmark = pytest.mark.django_db
WHY = "Two accounts after a change of name"
# Who did something stays with the account it was done with; keys and passwords stay with theirs.
NOT_HANDED_OVER = {
    "notices.DigestChoice.person", "notices.MailChoice.person",
    "account.EmailAddress.user", "claims.Claim.first_approved_by", "claims.ClaimStep.by",
    "courses.EarlyOpening.opened_by",
    "courses.ExtraAttempt.granted_by", "courses.PracticeRound.decided_by", "courses.PracticeSubmission.decided_by",
    "courses.ScormVersion.uploaded_by", "credits.RulePackVersion.created_by",
    "events.PresenceClaim.answered_by",
    "events.ProposalStep.by", "events.Registration.answered_by", "events.Registration.marked_by",
    "events.Registration.registered_by", "events.SessionSeries.created_by", "events.Material.added_by",
    "mentoring.ChecklistTick.ticked_by", "mentoring.Goal.author",
    "mentoring.Concern.about", "mentoring.Concern.closed_by",
    "mentoring.Concern.raised_by",  # sealed with the account it was raised with
    "mentoring.Meeting.answered_by", "mentoring.Meeting.logged_by", "mentoring.Pairing.proposed_by",
    "mentoring.MatchingRun.made_by", "mentoring.PairDecision.decided_by", "mentoring.TrainingOverride.decided_by",
    "mentoring.Proposal.mentor", "mentoring.Proposal.mentee",  # a run stays as it came out
    "mentoring.PrivateRule.writer",  # sealed with the writer's id: read for whichever account stays
    "mentoring.MeetingNote.author",  # sealed with the author's id: opened for the pair under whichever account
    "duties.DescriptionVersion.published_by", "duties.DutyEvidence.added_by", "duties.DutyEvidence.removed_by",
    "duties.DutyLink.added_by", "duties.DutyLink.removed_by",
    "mfa.Authenticator.user", "notices.OutgoingMail.recipient", "people.Merge.kept", "people.Merge.merged_by",
    "people.Merge.retired", "people.Merge.undone_by", "people.User.merged_into", "people.User_groups.user",
    "people.User_user_permissions.user", "requirements.Consequence.decided_by", "requirements.Extension.granted_by",
    "requirements.GrantRequest.decided_by",
    "requirements.RequirementVersion.created_by", "requirements.Waiver.granted_by",
    "transcripts.Completion.recorded_by",
    "transcripts.Completion.revoked_by", "transcripts.Completion.vouched_by",
    "transcripts.Disposal.disposed_by", "transcripts.LedgerImport.uploaded_by",
    "transcripts.LedgerImport.written_by", "transcripts.PrintRun.asked_by", "transcripts.Proof.added_by",
}  # fmt: skip


@pytest.fixture
def activity():
    return making.activity()


@pytest.fixture
def maiden(school):
    """The learner's older account, under another name."""
    return factories.make_person(
        "Nora Nowak", Role.LIBRARIAN, school, starts_on=factories.days_ago(900), staff_id="S-17"
    )


@pytest.fixture
def merged(maiden, learner, coordinator):
    return merging.merge(maiden, into=learner, by=coordinator, reason=WHY)


def test_every_key_to_a_person_is_handed_over_or_said_not_to_be():
    person = get_user_model()
    keys = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model is person
        and not hasattr(model, "instance_type")
        and not model._meta.app_label.startswith(("wagtail", "admin"))
    }
    assert keys == {f"{model}.{field}" for model, field in registered()} | NOT_HANDED_OVER


def test_completions_of_both_stand_on_one_transcript(maiden, learner, coordinator):
    mine, hers = making.completion(learner), making.completion(maiden)
    facts = Completion.objects.filter(pk=hers.pk).values().get()
    merging.merge(maiden, into=learner, by=coordinator, reason=WHY)
    assert list(learner.completions.order_by("pk")) == [mine, hers]
    assert Completion.objects.filter(pk=hers.pk).values().get() == facts | {"learner_id": learner.pk}


def test_the_certificate_keeps_its_name_and_can_be_checked(client, site, maiden, learner, merged, coordinator):
    merging.undo(merged, by=coordinator, reason="To begin with")
    paper = making.completion(maiden).certificate
    merging.merge(maiden, into=learner, by=coordinator, reason=WHY)
    page = client.get(f"/certificates/{paper.code}/").content.decode()
    assert ("Nora Nowak" in page, "Nora Newell" in page) == (True, False)
    client.force_login(learner)
    assert client.get(f"/certificates/{paper.code}.pdf").status_code == 200


def test_what_one_person_has_once_stays_with_the_closed_account(maiden, learner, coordinator, activity):
    mine, hers = making.completion(learner, activity), making.completion(maiden, activity)
    plan = merging.plan(maiden, into=learner)
    assert sorted(plan.counts) == [("activity starts", 0, 1), ("appointments", 1, 0), ("completions", 0, 1)]
    assert [item.row for item in plan.staying if isinstance(item.row, Completion)] == [hers]
    merging.merge(maiden, into=learner, by=coordinator, reason=WHY)
    assert (list(learner.completions.all()), list(maiden.completions.all())) == ([mine], [hers])


def test_the_kept_account_takes_over_what_it_lacks(merged, maiden, learner):
    maiden.refresh_from_db()
    learner.refresh_from_db()
    assert (learner.staff_id, maiden.staff_id, maiden.is_active, maiden.merged_into) == ("S-17", None, False, learner)
    assert learner.appointments.count() == 2


def test_twice_is_once(merged, maiden, learner, coordinator):
    assert merging.merge(maiden, into=learner, by=coordinator, reason="Again") == merged
    assert Merge.objects.get().reason == WHY


def test_undoing_twice_is_undoing_once(merged, coordinator, director):
    merging.undo(merged, by=coordinator, reason="Sisters")
    merging.undo(merged, by=director, reason="Again")
    merged.refresh_from_db()
    assert (merged.undone_by, merged.undo_reason) == (coordinator, "Sisters")


def test_what_comes_late_for_the_closed_account_lands_on_the_one_that_stays(merged, maiden, learner, activity):
    done = award(maiden, activity, source=Source.ATTENDANCE)
    assert (done.learner, list(maiden.completions.all())) == (learner, [])


def test_a_table_may_name_either_account(merged, maiden, learner):
    found = People()
    assert [found.find(name) for name in ("s-17", maiden.email, learner.username)] == [learner.pk] * 3


def test_one_person_counts_once_in_reports(maiden, learner, principal, coordinator):
    Appointment.objects.filter(person=maiden).update(starts_on=learner.appointments.get().starts_on)
    merging.merge(maiden, into=learner, by=coordinator, reason=WHY)
    assert maiden.appointments.count() == 1  # the same role, school and day: it stays
    assert set(oversight.reportable_to(principal)) == {principal, learner}


def test_a_correction_made_since_goes_back_with_its_line(maiden, learner, coordinator):
    hers = making.completion(maiden)
    done = merging.merge(maiden, into=learner, by=coordinator, reason=WHY)
    hers.refresh_from_db()
    right = correct(hers, by=coordinator, reason="Sheet", completed_on=factories.days_ago(12))
    merging.undo(done, by=coordinator, reason="Sisters")
    assert (list(maiden.completions.order_by("pk")), list(learner.completions.all())) == ([hers, right], [])


def test_merges_that_build_on_one_another_are_undone_last_first(
    merged, maiden, learner, teacher, coordinator, activity
):
    later = merging.merge(learner, into=teacher, by=coordinator, reason="A third account")
    assert award(maiden, activity, source=Source.MANUAL).learner == teacher
    assert People().find(maiden.username) == teacher.pk
    with pytest.raises(LaterMerge):
        merging.undo(merged, by=coordinator, reason="Sisters")
    merging.undo(later, by=coordinator, reason="Sisters")
    merging.undo(merged, by=coordinator, reason="Sisters")
    maiden.refresh_from_db()
    assert (maiden.is_active, maiden.staff_id, maiden.appointments.count()) == (True, "S-17", 1)


def test_of_two_seats_at_one_session_one_is_given_back(maiden, learner, coordinator):
    session = factories.make_session()
    mine, hers = register(session, learner, by=learner), register(session, maiden, by=maiden)
    merging.merge(maiden, into=learner, by=coordinator, reason=WHY)
    mine.refresh_from_db()
    hers.refresh_from_db()
    assert (mine.has_seat, hers.has_seat, hers.learner) == (True, False, maiden)


def test_an_undoing_that_would_overwrite_something_changes_nothing(merged, maiden, learner, coordinator):
    learner.refresh_from_db()
    learner.staff_id = "S-99"
    learner.save()
    with pytest.raises(CannotGoBack):
        merging.undo(merged, by=coordinator, reason="Sisters")
    maiden.refresh_from_db()
    assert (maiden.is_active, learner.appointments.count()) == (False, 2)


def test_what_is_refused(maiden, learner, superuser, coordinator, merged):
    closed = factories.make_person("Cleo Closed", is_active=False)
    open_ = factories.make_person("Ona Open")
    for retired, into, refusal in [
        (learner, learner, SameAccount), (superuser, learner, NotMergeable), (open_, superuser, NotMergeable),
        (maiden, open_, MergedAlready), (open_, maiden, MergedAlready), (open_, closed, KeptIsClosed),
    ]:  # fmt: skip
        with pytest.raises(refusal):
            merging.merge(retired, into=into, by=coordinator, reason=WHY)
    with pytest.raises(MergeReasonMissing):
        merging.merge(open_, into=learner, by=coordinator, reason=" \t")
    with pytest.raises(MergeReasonMissing):
        merging.undo(merged, by=coordinator, reason=" ")


def test_the_history_says_who_is_who(merged, maiden, learner, coordinator):
    assert learner.history.first().history_change_reason == f"merge {merged.pk}"
    maiden.refresh_from_db()
    assert [former.staff_id for former in former_names(maiden)] == ["S-17"]
