"""Learners begin, write, add proofs, hand in and take back; nothing they wrote is lost."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from pdportal.claims import deciding, writing
from pdportal.claims.errors import AlreadyDecided, Incomplete, NotDiscardable, NotEditable, TooManyFiles
from pdportal.claims.records import Claim, ClaimFile
from pdportal.notices.records import Notice
from tests.claims.making import fields_of, make_claim, make_draft, make_shape, upload
from tests.credits.making import pack as make_pack
from tests.factories import days_ago, days_ahead


def kinds(claim):
    return list(claim.steps.values_list("kind", flat=True))


def test_beginning_twice_gives_one_draft(learner):
    assert writing.begin(learner) == writing.begin(learner)
    writing.save_draft(writing.begin(learner), fields={"title": "One"})
    writing.begin(learner)
    assert Claim.objects.count() == 2


def test_a_draft_takes_whatever_there_is(learner):
    claim = writing.save_draft(writing.begin(learner), fields={"title": "Half", "hours": None})
    claim.refresh_from_db()
    assert (claim.title, claim.hours, claim.state, claim.history.count()) == ("Half", None, "draft", 0)


def test_college_credits_become_hours_by_the_rule_packs(learner):
    fields = {"kind": "college", "college_credits": Decimal("1.5"), "hours": None}
    assert writing.save_draft(writing.begin(learner), fields=fields).hours is None
    make_pack("renewal", {"conversion": {"unit": "semester_hour", "clock_hours": "15", "confirmed": True}})
    claim = writing.save_draft(writing.begin(learner), fields=fields)
    assert claim.hours == Decimal("22.5")
    assert writing.save_draft(claim, fields={"hours": Decimal(20)}).hours == 20


def test_a_rule_pack_that_wants_to_be_asked_before_is_asked_before(shape, learner, principal):
    make_pack("renewal", {"approval": {"types": ["conference"], "confirmed": True}})
    claim = make_claim(learner, starts_on=days_ahead(3), ends_on=days_ahead(3), learned="", proof=False)
    assert (claim.stage, claim.waits_for) == ("beforehand", "principal")
    assert deciding.approve(claim, by=principal).state == "preapproved"


def test_where_nobody_was_asked_before_the_hours_are_not_automatic(learner, principal, coordinator):
    make_shape("Automatic", first_approver="")
    make_pack("renewal", {"approval": {"types": ["conference"], "confirmed": True}})
    claim = make_claim(learner)
    assert (claim.stage, claim.waits_for) == ("first", "coordinator")


def test_hand_in_says_what_is_missing(shape, learner):
    with pytest.raises(Incomplete) as caught:
        writing.hand_in(writing.begin(learner))
    assert list(caught.value.problems) == [
        "title", "provider", "kind", "starts_on", "ends_on", "hours", "learned", "files",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "problems"),
    [
        ({"hours": Decimal("1.10")}, ["hours"]),
        ({"ends_on": days_ago(9)}, ["ends_on"]),
        ({"ends_on": days_ahead(1)}, ["ends_on"]),
        ({"learned": "  "}, ["learned"]),
    ],
)
def test_hand_in_refuses_what_cannot_be(shape, learner, fields, problems):
    with pytest.raises(Incomplete) as caught:
        make_claim(learner, **fields)
    assert list(caught.value.problems) == problems


def test_handing_in_twice_is_one_step_and_one_notice(shape, learner, principal):
    claim = make_claim(learner)
    again = writing.hand_in(claim)
    assert (again.state, again.waits_for, kinds(again)) == ("handed_in", "principal", ["handed_in"])
    assert [notice.recipient for notice in Notice.objects.all()] == [principal]


def test_what_is_handed_in_is_not_written_to(waiting):
    with pytest.raises(NotEditable):
        writing.save_draft(waiting, fields={"title": "Other"})
    with pytest.raises(NotEditable):
        writing.add_file(waiting, upload(colour=9))
    with pytest.raises(NotEditable):
        writing.remove_file(waiting.files.get())


def test_taken_back_it_is_a_draft_with_everything_in_it(waiting):
    claim = writing.take_back(waiting)
    assert writing.take_back(claim).state == "draft"
    assert (claim.title, claim.files.count(), kinds(claim)) == (
        "State Library Conference", 1, ["handed_in", "withdrawn"],
    )  # fmt: skip
    assert kinds(writing.hand_in(claim)) == ["handed_in", "withdrawn", "handed_in"]


def test_what_is_decided_is_not_taken_back(waiting, principal):
    deciding.approve(waiting, by=principal)
    with pytest.raises(AlreadyDecided):
        writing.take_back(waiting)


def test_an_automatic_shape_puts_it_on_the_transcript(learner, site):
    make_shape("Short", first_approver="", most_hours=2)
    claim = make_claim(learner, hours=Decimal("1.50"))
    assert (claim.state, claim.completion.credit_hours, claim.completion.vouched_by) == (
        "approved", Decimal("1.50"), None,
    )  # fmt: skip
    assert kinds(claim) == ["handed_in", "approved"]
    assert writing.hand_in(claim).turn == 2


def test_the_first_shape_that_fits_counts(learner, principal, coordinator):
    make_shape("Online", position=1, kinds=["online"], first_approver="coordinator")
    make_shape("Aides", position=2, audience={"role": ["aide"]}, first_approver="director")
    make_shape("Short", position=3, most_hours=3, first_approver="coordinator")
    last = make_shape("Everything", position=4)
    assert make_claim(learner).shape == last


def test_without_a_shape_the_coordinator_decides(learner, coordinator):
    claim = make_claim(learner)
    assert (claim.shape, claim.waits_for) == (None, "coordinator")


def test_without_a_principal_it_goes_to_the_coordinator(shape, colleague, coordinator):
    assert make_claim(colleague).waits_for == "coordinator"


def test_a_coordinators_own_claim_goes_to_the_director(site, coordinator, director):
    assert make_claim(coordinator).waits_for == "director"


# Proofs


def test_the_same_file_twice_is_one_proof(learner):
    claim = make_draft(learner)
    assert writing.add_file(claim, upload("again.png")) == claim.files.get()


def test_replacing_one_leaves_the_others_and_the_text(learner, django_capture_on_commit_callbacks):
    claim = make_draft(learner)
    first = claim.files.get()
    second = writing.add_file(claim, upload("programme.png", colour=50))
    storage, old = first.file.storage, first.file.name
    with django_capture_on_commit_callbacks(execute=True):
        writing.replace_file(first, upload("right.png", colour=99))
    assert [(file.pk, file.name) for file in claim.files.all()] == [
        (first.pk, "right.png"), (second.pk, "programme.png"),
    ]  # fmt: skip
    assert not storage.exists(old)


def test_a_wrong_file_in_its_place_leaves_the_old_one(learner):
    file = make_draft(learner).files.get()
    with pytest.raises(ValidationError):
        writing.replace_file(file, SimpleUploadedFile("evil.pdf", b"<script>"))
    file.refresh_from_db()
    assert file.file.read()[1:4] == b"PNG"


def test_replacing_by_a_file_that_is_there_removes_the_double(learner):
    claim = make_draft(learner)
    second = writing.add_file(claim, upload("b.png", colour=5))
    assert writing.replace_file(claim.files.first(), upload("b.png", colour=5)) == second
    assert list(claim.files.all()) == [second]


def test_removing_twice_changes_nothing(learner):
    claim = make_draft(learner)
    file = claim.files.get()
    writing.remove_file(file)
    writing.remove_file(file)
    assert ClaimFile.objects.count() == 0


def test_ten_files_are_enough(learner):
    claim = make_draft(learner)
    for number in range(1, 10):
        writing.add_file(claim, upload(colour=number))
    with pytest.raises(TooManyFiles):
        writing.add_file(claim, upload(colour=200))


def test_a_draft_is_thrown_away_with_its_files(learner, django_capture_on_commit_callbacks):
    claim = make_draft(learner)
    storage, name = claim.files.get().file.storage, claim.files.get().file.name
    with django_capture_on_commit_callbacks(execute=True):
        writing.discard(claim)
        writing.discard(Claim(pk=claim.pk))
    assert (Claim.objects.count(), storage.exists(name)) == (0, False)


def test_what_somebody_has_seen_is_not_thrown_away(waiting):
    with pytest.raises(NotDiscardable):
        writing.discard(writing.take_back(waiting))


# Asked before the event


@pytest.fixture
def asked_first(site):
    return make_shape("Conferences", beforehand_by="principal", lead_days=10)


def ahead(days):
    return {"starts_on": days_ahead(days), "ends_on": days_ahead(days + 1), "learned": "", "proof": False}


def test_before_the_event_neither_proof_nor_words_are_needed(asked_first, learner, principal):
    claim = make_claim(learner, **ahead(20))
    assert (claim.stage, claim.state) == ("beforehand", "handed_in")
    claim = deciding.approve(claim, by=principal, hours=5, comment="Five count.")
    assert (claim.state, claim.preapproved_hours, claim.completion) == ("preapproved", 5, None)


def test_approved_beforehand_it_is_handed_in_again_when_it_is_over(asked_first, learner, principal):
    claim = deciding.approve(make_claim(learner, **ahead(20)), by=principal)
    with pytest.raises(Incomplete) as caught:
        writing.hand_in(claim)
    assert list(caught.value.problems) == ["ends_on", "learned", "files"]
    fields = {"title": "Another title", "learned": "Much.", "starts_on": days_ago(2), "ends_on": days_ago(1)}
    claim = writing.save_draft(claim, fields=fields)
    writing.add_file(claim, upload())
    claim = writing.hand_in(claim)
    assert (claim.title, claim.stage, claim.waits_for) == ("State Library Conference", "first", "principal")
    assert writing.take_back(claim).state == "preapproved"
    claim = deciding.approve(writing.hand_in(claim), by=principal)
    assert (claim.state, claim.completion.completed_on) == ("approved", days_ago(1))


def test_not_going_after_all_gives_the_approval_up(asked_first, learner, principal):
    claim = deciding.approve(make_claim(learner, **ahead(20)), by=principal)
    claim = writing.take_back(claim)
    assert (claim.state, claim.preapproved_at, claim.preapproved_hours) == ("draft", None, None)


def test_a_strict_shape_refuses_what_is_asked_too_late(asked_first, learner, principal):
    assert make_claim(learner, **ahead(3)).stage == "beforehand"
    asked_first.lead_is_strict = True
    asked_first.save()
    with pytest.raises(Incomplete) as caught:
        make_claim(learner, **ahead(9))
    assert list(caught.value.problems) == ["starts_on"]
    assert make_claim(learner, **ahead(10)).stage == "beforehand"


def test_never_asked_and_over_it_is_decided_by_a_person(asked_first, learner, principal):
    asked_first.first_approver = ""
    asked_first.save()
    claim = make_claim(learner)
    assert (claim.stage, claim.waits_for) == ("first", "principal")


def test_the_promise_counts_working_days(shape, learner, principal, school_year):
    claim = make_claim(learner)
    assert claim.decide_by > dt.date.today() + dt.timedelta(days=4)
    assert claim.decide_by.weekday() < 5


def test_every_field_is_known(learner):
    assert set(fields_of()) < set(writing.WRITTEN)
