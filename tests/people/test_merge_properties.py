"""Property: whatever two accounts hold, a merge loses nothing, and undoing it gives back exactly what there was."""

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.records import Enrollment
from events.registration import register
from pdportal.notices.records import Notice
from pdportal.people import merging
from pdportal.people.appointments import appoint
from pdportal.people.belongings import registered
from pdportal.people.records import Leave
from pdportal.transcripts.choices import Source
from pdportal.transcripts.ledger import award, correct, revoke
from pdportal.transcripts.records import Certificate
from tests import factories
from tests.transcripts import making

pytestmark = pytest.mark.django_db
KINDS = ["award", "award", "revoked", "corrected", "enrolled", "registered", "told", "appointed", "away"]
HELD = st.lists(st.tuples(st.booleans(), st.sampled_from(KINDS), st.integers(0, 1)), max_size=10)


@pytest.fixture
def world(site, school, coordinator):
    """Two accounts, two of everything that can be held."""
    kept = factories.make_person("Nora Newell", staff_id="S-1")
    retired = factories.make_person("Nora Nowak")
    activities = [making.activity("First"), making.activity("Second")]
    sessions = [factories.make_session(), factories.make_session()]
    return kept, retired, activities, sessions, school, coordinator


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=HELD, number_with_retired=st.booleans())
def test_a_merge_loses_nothing_and_its_undoing_restores_everything(world, held, number_with_retired):
    kept, retired, *_rest, coordinator = world
    with transaction.atomic():
        if number_with_retired:
            get_user_model().objects.filter(pk=kept.pk).update(staff_id=None)
            get_user_model().objects.filter(pk=retired.pk).update(staff_id="S-1")
        for with_retired, kind, which in held:
            give(retired if with_retired else kept, kind, which, world)
        before = everything()
        done = merging.merge(retired, into=kept, by=coordinator, reason="One person")
        assert rows_without_owner(before) == rows_without_owner(everything())
        assert all(item.moves or not item.belonging.fits(item.row, kept) for item in merging.journal_of(done).items)
        merging.undo(done, by=coordinator, reason="Two persons after all")
        assert everything() == before
        transaction.set_rollback(True)


def give(person, kind, which, world):
    """Let ``person`` hold one more thing, unless they have it already."""
    _kept, _retired, activities, sessions, school, by = world
    activity, day = activities[which], factories.days_ago(30 + which)
    if kind in {"award", "revoked", "corrected"}:
        done = award(person, activity, source=Source.MANUAL, completed_on=day)
        if kind == "revoked":
            revoke(done, by=by, reason="Slip")
        elif kind == "corrected" and not done.corrects_id:
            correct(done, by=by, reason="Sheet", completed_on=day - dt.timedelta(days=1))
    elif kind == "enrolled":
        Enrollment.objects.get_or_create(
            learner=person, activity_key=activity.key, defaults={"started_at": timezone.now()}
        )
    elif kind == "registered":
        # Two seats at one session are not kept: see test_of_two_seats_at_one_session_one_is_given_back.
        if not sessions[which].registrations.exists():
            register(sessions[which], person, by=by)
    elif kind == "told":
        Notice.objects.create(recipient=person, kind="test", subject=str(which), created_at=timezone.now())
    elif kind == "appointed":
        appoint(person, "teacher", school, starts_on=day)
    else:
        Leave.objects.create(person=person, first_day=day)


def everything():
    """Every fact of every row that can belong to a person, of the certificates, and of the accounts."""
    found = {}
    for model in {belonging.rows.model for belonging in registered().values()} | {Certificate, get_user_model()}:
        found |= {(model, row["id"]): row for row in model._base_manager.values()}
    return found


def rows_without_owner(rows):
    """The same without whose they are, and without the accounts."""
    owners = {f"{field}_id" for _model, field in registered()}
    return {
        key: {name: value for name, value in facts.items() if name not in owners}
        for key, facts in rows.items()
        if key[0] is not get_user_model()
    }
