"""The ledger: awards once, keeps what it was told, and writes corrections beside what was wrong."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from pdportal.notices.records import Notice, OutgoingMail
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import CreditType, Source, Validity
from pdportal.transcripts.errors import (
    AlreadyRevoked,
    DateInFuture,
    HoursNegative,
    LedgerIsAppendOnly,
    NothingCorrected,
    ReasonMissing,
)
from pdportal.transcripts.ledger import award, correct, revoke, start
from pdportal.transcripts.pages import Topic
from pdportal.transcripts.records import ActivityStart, Certificate, Completion
from tests import factories
from tests.factories import days_ago, days_ahead
from tests.transcripts import making

pytestmark = pytest.mark.django_db
NOON = making.moment("2026-03-02 12:00")


def test_an_award_freezes_the_activity_and_issues_a_certificate(learner, mentor, activity):
    done = award(learner, activity, source=Source.LESSONS, vouched_by=mentor, completed_on=dt.date(2026, 3, 1), at=NOON)
    assert (done.title, done.credit_hours, done.completed_on) == ("Copyright refresher", 2, dt.date(2026, 3, 1))
    assert (done.recorded_at, done.source, done.vouched_by) == (NOON, "lessons", mentor)
    facts = dict(done.certificate.facts)
    words = {name: facts.pop(name) for name in ("site", "recipient", "design", "printed", "badge")}
    assert (words["site"], words["design"], words["printed"]["name"], words["badge"]["name"]) == (
        "http://testserver", "certificate-1", "Nora Newell", "Copyright refresher",
    )  # fmt: skip
    assert facts == {
        "learner": "Nora Newell",
        "titles": {"en": "Copyright refresher", "es": "Repaso de derechos"},
        "kind": "course",
        "credit_hours": "2.00",
        "completed_on": "2026-03-01",
        "valid_until": None,
        "wording": "",
        "provider": "Maple Valley Unified",
        "provider_number": "",
        "language": "en",
    }
    assert ActivityStart.objects.get(learner=learner).started_at == NOON


def test_awarding_again_returns_the_row_that_stands(learner, activity):
    first = award(learner, activity, source=Source.LESSONS)
    again = award(learner, activity, source=Source.MANUAL, credit_hours=Decimal(9))
    assert (again.pk, again.credit_hours, again.source) == (first.pk, 2, "lessons")
    assert (Completion.objects.count(), Certificate.objects.count()) == (1, 1)


def test_each_cycle_has_its_own_completion_and_certificate(learner, activity):
    for cycle in ("2025-26", "2026-27", "2026-27"):
        award(learner, activity, source=Source.LESSONS, cycle=cycle)
    assert sorted(Completion.objects.values_list("cycle", flat=True)) == ["2025-26", "2026-27"]
    assert Certificate.objects.count() == 2


def test_an_activity_without_certificate_awards_none(learner):
    done = award(learner, making.activity(awards_certificate=False), source=Source.LESSONS)
    assert not Certificate.objects.filter(completion=done).exists()


def test_the_date_is_that_of_the_district_at_half_past_eleven_at_night(learner, activity):
    late = making.moment("2026-03-02 23:30")
    assert award(learner, activity, source=Source.LESSONS, at=late).completed_on == dt.date(2026, 3, 2)


def test_the_future_and_negative_hours_are_refused(learner, activity):
    with pytest.raises(DateInFuture):
        award(learner, activity, source=Source.MANUAL, completed_on=days_ahead(1))
    with pytest.raises(HoursNegative):
        award(learner, activity, source=Source.MANUAL, credit_hours=Decimal(-1))
    assert not Completion.objects.exists()


def test_the_learner_finds_one_notice_in_the_portal_and_no_mail(learner, activity):
    done = award(learner, activity, source=Source.MANUAL, tell=True)
    award(learner, activity, source=Source.MANUAL, tell=True)
    notice = Notice.objects.get(recipient=learner)
    assert notice.subject == "You completed “Copyright refresher”"
    assert notice.body == "It is on your transcript. Credit hours: 2"
    assert notice.url == f"/certificates/{done.certificate.code}/"
    assert not OutgoingMail.objects.exists()


def test_an_award_is_quiet_unless_asked_to_tell(completion):
    assert not Notice.objects.exists()


def test_the_first_start_of_a_cycle_counts(learner, activity):
    start(learner, activity.key, at=NOON)
    start(learner, activity.key)
    assert ActivityStart.objects.get().started_at == NOON


def test_a_revoked_completion_stays_with_who_when_and_why(learner, coordinator, completion):
    revoked = revoke(completion, by=coordinator, reason="  Wrong person ", at=NOON)
    assert (revoked.revoked_by, revoked.revoked_at, revoked.revocation_reason) == (coordinator, NOON, "Wrong person")
    assert revoked.validity == Validity.REVOKED
    assert list(Completion.objects.all()) == [revoked]
    assert OutgoingMail.objects.get().recipient == learner


def test_a_completion_is_revoked_once(coordinator, completion):
    revoke(completion, by=coordinator, reason="Wrong person")
    with pytest.raises(AlreadyRevoked):
        revoke(completion, by=coordinator, reason="Again")
    assert Completion.objects.get().revocation_reason == "Wrong person"


def test_revoking_needs_a_reason(coordinator, completion):
    with pytest.raises(ReasonMissing):
        revoke(completion, by=coordinator, reason="  ")
    assert Completion.objects.standing().count() == 1


def test_a_revoked_row_allows_a_new_award(learner, coordinator, activity, completion):
    revoke(completion, by=coordinator, reason="Wrong date")
    again = award(learner, activity, source=Source.MANUAL)
    assert again.pk != completion.pk
    assert again.certificate.code != completion.certificate.code
    assert Completion.objects.count() == 2


def test_a_correction_is_a_new_row_that_names_the_old_one(coordinator, completion):
    new = correct(completion, by=coordinator, reason="The sheet says 3 hours", credit_hours=Decimal("3.00"))
    old = Completion.objects.get(pk=completion.pk)
    assert (new.corrects, new.credit_hours, new.completed_on) == (old, 3, completion.completed_on)
    assert (new.source, new.recorded_by, new.reason) == ("correction", coordinator, "The sheet says 3 hours")
    assert (old.revocation_reason, old.credit_hours) == ("The sheet says 3 hours", 2)
    assert (old.certificate.facts["credit_hours"], new.certificate.facts["credit_hours"]) == ("2.00", "3.00")


def test_the_type_of_credit_is_frozen_at_the_award_and_kept_by_a_correction(learner, coordinator, site):
    course = factories.make_course(credit_type=CreditType.INDEPENDENT)
    done = award(learner, Activity.of(course), source=Source.LESSONS, completed_on=days_ago(3))
    course.credit_type = CreditType.PRESENTING
    course.save_revision().publish()
    assert Completion.objects.get(pk=done.pk).credit_type == "independent"
    assert correct(done, by=coordinator, reason="Two hours", credit_hours=2).credit_type == "independent"
    stated = award(learner, Activity.of(course), source=Source.MANUAL, cycle="2", credit_type=CreditType.COLLEGE)
    assert stated.credit_type == "college"


def test_the_topics_are_frozen_at_the_award_and_kept_by_a_correction(learner, coordinator, site):
    course = factories.make_course()
    course.topics = [Topic.objects.create(slug=slug, name_en=slug, name_es=slug) for slug in ("reading", "law")]
    course.save()
    done = award(learner, Activity.of(course), source=Source.LESSONS, completed_on=days_ago(3))
    assert done.topics == ["law", "reading"]
    assert correct(done, by=coordinator, reason="Two hours", credit_hours=2).topics == ["law", "reading"]


def test_pages_start_with_the_type_of_credit_of_their_kind(learner, site):
    course, event = factories.make_course(), factories.make_event()
    assert (course.credit_type, event.credit_type) == ("online", "attended")
    assert making.completion(learner).credit_type == "attended"


def test_corrections_form_a_chain(coordinator, completion):
    second = correct(completion, by=coordinator, reason="Other date", completed_on=days_ago(20))
    third = correct(second, by=coordinator, reason="Other hours", credit_hours=Decimal("1.50"))
    assert (third.corrects, third.corrects.corrects, third.corrects.corrects.corrects) == (second, completion, None)
    assert (third.completed_on, third.credit_hours) == (days_ago(20), Decimal("1.50"))
    assert list(Completion.objects.standing()) == [third]
    with pytest.raises(AlreadyRevoked):
        correct(second, by=coordinator, reason="Late", credit_hours=Decimal(9))


def test_a_correction_that_changes_nothing_or_lies_ahead_is_refused(coordinator, completion):
    with pytest.raises(NothingCorrected):
        correct(completion, by=coordinator, reason="Hm", completed_on=completion.completed_on)
    with pytest.raises(DateInFuture):
        correct(completion, by=coordinator, reason="Hm", completed_on=days_ahead(2))
    with pytest.raises(HoursNegative):
        correct(completion, by=coordinator, reason="Hm", credit_hours=Decimal(-2))
    assert list(Completion.objects.standing()) == [completion]


def test_titles_are_those_that_are_published(learner):
    course = factories.make_course("Copyright")
    assert Activity.of(course).titles == {"en": "Copyright"}
    spanish = course.copy_for_translation(course.locale.__class__.objects.get(language_code="es"), copy_parents=True)
    assert Activity.of(course).titles == {"en": "Copyright"}
    spanish.title = "Derechos de autor"
    spanish.save_revision().publish()
    both = {"en": "Copyright", "es": "Derechos de autor"}
    assert (Activity.of(course).titles, Activity.of(spanish).titles) == (both, both)
    assert Activity.of(course).key == Activity.of(spanish).key


def test_a_deleted_page_leaves_the_record_readable(learner):
    course = factories.make_course("Copyright", credit_hours="1.25")
    done = award(learner, Activity.of(course), source=Source.LESSONS)
    course.delete()
    done.refresh_from_db()
    assert (done.title, done.credit_hours, done.certificate.title) == ("Copyright", Decimal("1.25"), "Copyright")


def test_a_new_name_does_not_touch_the_certificate(learner, completion):
    learner.last_name = "Married"
    learner.save()
    assert Certificate.objects.get().facts["learner"] == "Nora Newell"


REWRITES = {
    "save": lambda row: row.save(),
    "save some fields": lambda row: row.save(update_fields=["credit_hours"]),
    "save a revocation": lambda row: row.save(update_fields=["revoked_at"]),
    "delete": lambda row: row.delete(),
    "update": lambda row: type(row).objects.filter(pk=row.pk).update(pk=row.pk),
    "un-revoke": lambda row: type(row).objects.update(revoked_at=None),
    "delete many": lambda row: type(row).objects.all().delete(),
    "bulk update": lambda row: type(row).objects.bulk_update([row], ["id"]),
    "upsert": lambda row: type(row).objects.bulk_create(
        [row], update_conflicts=True, update_fields=["id"], unique_fields=["id"]
    ),
    "update or create": lambda row: type(row).objects.update_or_create(pk=row.pk, defaults={}),
}


@pytest.mark.parametrize("way", REWRITES)
@pytest.mark.parametrize("model", [Completion, Certificate])
def test_no_way_rewrites_a_row(way, model, completion):
    row = model.objects.get()
    before = model.objects.values().get()
    with pytest.raises(LedgerIsAppendOnly):
        REWRITES[way](row)
    assert model.objects.values().get() == before


def test_no_rewriting_from_the_side_of_the_person(learner, completion):
    with pytest.raises(LedgerIsAppendOnly):
        learner.completions.update(credit_hours=9)


@pytest.mark.parametrize("model", [Completion, Certificate])
def test_a_row_with_a_key_set_by_hand_cannot_replace_another(model, completion):
    row = model.objects.values().get()
    for insert in (model(**row).save, lambda: model.objects.bulk_create([model(**row)])):
        with pytest.raises(IntegrityError), transaction.atomic():
            insert()


def test_the_database_itself_refuses_a_second_standing_row(learner, completion):
    fields = Completion.objects.values().get() | {"id": None}
    with pytest.raises(IntegrityError), transaction.atomic():
        Completion.objects.bulk_create([Completion(**fields)])


def test_a_person_with_completions_cannot_be_deleted(learner, completion):
    with pytest.raises(ProtectedError):
        learner.delete()


def test_what_was_true_and_what_was_known_on_a_past_date(learner, coordinator):
    monday, tuesday, friday = (making.moment(f"2026-03-0{day} 12:00") for day in (2, 3, 6))
    early = making.completion(learner, completed_on=dt.date(2026, 2, 20), at=monday)
    wrong = making.completion(learner, completed_on=dt.date(2026, 2, 25), at=tuesday)
    right = correct(wrong, by=coordinator, reason="Date", completed_on=dt.date(2026, 3, 1), at=friday)
    completions = Completion.objects
    assert set(completions.true_on(dt.date(2026, 2, 19))) == set()
    assert set(completions.true_on(dt.date(2026, 2, 28))) == {early}
    assert set(completions.true_on(dt.date(2026, 3, 1))) == {early, right}
    second = dt.timedelta(seconds=1)
    assert set(completions.known_at(monday - second)) == set()
    assert set(completions.known_at(monday)) == {early}
    assert set(completions.known_at(friday - second)) == {early, wrong}
    assert set(completions.known_at(friday)) == {early, right}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_eight_awards_at_once_leave_one_row_and_one_certificate(site, learner, activity):
    barrier, found, trouble = threading.Barrier(8), [], []

    def run():
        try:
            barrier.wait(10)
            found.append(award(learner, activity, source=Source.LESSONS).pk)
        except Exception as error:  # noqa: BLE001  whatever went wrong in a thread is the finding
            trouble.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert trouble == []
    assert (len(found), len(set(found))) == (8, 1)
    assert (Completion.objects.count(), Certificate.objects.count()) == (1, 1)
