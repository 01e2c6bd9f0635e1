"""Warnings: every date that comes near or passes is told, once, and anew when it moves."""

import datetime as dt
import threading

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pdportal.common.dates import start_of_day
from pdportal.notices.records import Notice, OutgoingMail
from pdportal.requirements import assigning, status
from pdportal.requirements.choices import StatusCode
from pdportal.requirements.records import Assignment, RequirementVersion
from pdportal.requirements.waiving import extend, waive
from pdportal.requirements.warning import warn_all
from pdportal.requirements.warning_records import DeadlineWarning
from tests.factories import days_ago
from tests.requirements.makers import complete


@pytest.fixture
def assignment(requirement, learner):
    assigning.assign_all()
    return learner.assignments.get()


def on(day):
    """Six in the morning, when the nightly run is over."""
    return start_of_day(day) + dt.timedelta(hours=6)


def told(person):
    return list(
        Notice.objects.filter(recipient=person, kind="deadlines").order_by("pk").values_list("subject", flat=True)
    )


def test_nothing_is_said_while_there_is_time(assignment, learner):
    assert warn_all(at=on(assignment.due_on - dt.timedelta(days=15))) == 0
    assert told(learner) == []


def test_due_soon_is_told_once_and_overdue_once(assignment, learner):
    for days in range(-20, 10):
        warn_all(at=on(assignment.due_on + dt.timedelta(days=days)))
    assert told(learner) == ["Due soon: Library orientation", "Overdue: Library orientation"]
    first, second = DeadlineWarning.objects.all()
    assert first.told_at == on(assignment.due_on - dt.timedelta(days=14))
    assert second.told_at == on(assignment.due_on + dt.timedelta(days=1))
    assert OutgoingMail.objects.filter(recipient=learner).count() == 2


def test_the_words_say_what_by_when_and_why(assignment, learner):
    day = assignment.due_on - dt.timedelta(days=10)
    warn_all(at=on(day))
    (found,) = status.of_person(learner, as_of=day)
    notice = Notice.objects.get(recipient=learner)
    assert (notice.body, notice.url) == (f"• Library orientation: Due soon. {found.why}", "/my/requirements/")


def test_in_the_learners_language(assignment, learner):
    learner.language = "es"
    learner.save()
    warn_all(at=on(assignment.due_on))
    assert told(learner) == ["Vence pronto: Library orientation"]


def test_several_dates_are_one_notice(assignment, yearly, learner):
    assigning.assign_all()
    RequirementVersion.objects.update(warn_days=400)
    assert warn_all() == 1
    assert told(learner) == ["2 dates to keep in mind"]
    assert DeadlineWarning.objects.count() == 2


def test_a_later_date_is_warned_of_anew(assignment, learner, coordinator):
    warn_all(at=on(assignment.due_on))
    later = extend(assignment, due_on=assignment.due_on + dt.timedelta(days=40), by=coordinator, reason="Ill").due_on
    warn_all(at=on(later - dt.timedelta(days=3)))
    assert list(DeadlineWarning.objects.values_list("kind", "date")) == [
        ("due_soon", assignment.due_on), ("due_soon", later),
    ]  # fmt: skip


def test_what_is_waived_or_done_is_left_in_peace(assignment, course, learner, teacher, coordinator):
    waive(assignment, by=coordinator, reason="Has a licence")
    assigning.assign_all()
    complete(teacher, course, days_ago(0))
    assert warn_all(at=on(assignment.due_on + dt.timedelta(days=30))) == 0


def test_what_expires_is_told_before_and_after(assignment, course, learner):
    RequirementVersion.objects.update(valid_months=1)
    complete(learner, course, days_ago(0))
    (found,) = status.of_person(learner)
    warn_all()
    warn_all(at=on(found.expires_on + dt.timedelta(days=1)))
    assert told(learner) == ["Expiring: Library orientation", "Expired: Library orientation"]


def test_who_has_left_is_not_written_to(assignment, learner):
    learner.is_active = False
    learner.save()
    assert warn_all(at=on(assignment.due_on)) == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    until_due=st.integers(min_value=0, max_value=12),
    warn_days=st.integers(min_value=0, max_value=12),
    missed=st.sets(st.integers(min_value=0, max_value=14)),
)
def test_no_date_passes_unannounced(requirement, learner, until_due, warn_days, missed):
    """Whenever it is assigned and however many nights are missed, it is told the first night that is not too early."""
    Assignment.objects.all().delete()
    Notice.objects.all().delete()
    RequirementVersion.objects.update(warn_days=warn_days)
    begins = days_ago(0)
    due_on = begins + dt.timedelta(days=until_due)
    Assignment.objects.create(
        requirement=requirement, version=requirement.versions.get(), learner=learner,
        activity_key=requirement.activity_key, counted_from=begins, due_on=due_on, assigned_on=begins,
    )  # fmt: skip
    nights = [begins + dt.timedelta(days=days) for days in range(16) if days not in missed]
    first = next(night for night in nights if night >= due_on - dt.timedelta(days=warn_days))
    for night in nights:
        warn_all(at=on(night))
    warned = DeadlineWarning.objects.filter(assignment__learner=learner).order_by("told_at")
    assert warned[0].told_at == on(first)
    assert warned[0].kind == (StatusCode.DUE_SOON if first <= due_on else StatusCode.OVERDUE)
    assert warned.filter(kind="overdue").count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_tell_once(assignment, learner):
    barrier, results = threading.Barrier(2), []

    def run():
        barrier.wait(timeout=10)
        try:
            results.append(warn_all(at=on(assignment.due_on)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(results) == [0, 1]
    assert told(learner) == ["Due soon: Library orientation"]
