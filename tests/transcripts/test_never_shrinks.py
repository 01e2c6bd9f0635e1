"""Property: whatever the ledger is told, in whatever order, no row is ever removed and no fact of a row rewritten."""

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pdportal.transcripts import importing
from pdportal.transcripts.choices import Source
from pdportal.transcripts.errors import LedgerRefusal
from pdportal.transcripts.ledger import award, correct, revoke
from pdportal.transcripts.proofs import attach
from pdportal.transcripts.records import Certificate, Completion, Proof
from tests.transcripts import making

pytestmark = pytest.mark.django_db
REVOCATION = {"revoked_at", "revoked_by_id", "revocation_reason"}
START = making.moment("2026-01-05 12:00")
dates = st.dates(dt.date(2025, 1, 1), dt.date(2026, 3, 1))
hours = st.decimals(0, 9, places=2)
picks = st.integers(0, 9)
STEPS = st.one_of(
    st.tuples(st.just("award"), st.sampled_from(["", "2025-26"]), dates, hours),
    st.tuples(st.just("revoke"), picks, st.sampled_from(["Slip", " "])),
    st.tuples(st.just("correct"), picks, dates, hours),
    st.tuples(st.just("import"), st.lists(st.tuples(dates, hours), max_size=3)),
    st.tuples(st.just("attach"), picks, st.binary(min_size=1, max_size=2)),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=8))
def test_the_ledger_never_shrinks_and_never_changes(learner, coordinator, activity, steps):
    with transaction.atomic():
        before = {}
        for number, step in enumerate(steps):
            with suppress(LedgerRefusal), transaction.atomic():
                _do(step, learner, coordinator, activity, at=START + dt.timedelta(days=60 + number))
            after = _everything()
            for row, facts in before.items():
                assert _unchanged(facts, after[row])
            before = after
        assert _one_standing_a_cycle()
        transaction.set_rollback(True)


def _do(step, learner, by, activity, *, at):
    verb, *rest = step
    if verb == "award":
        cycle, day, credit = rest
        award(learner, activity, source=Source.MANUAL, cycle=cycle, completed_on=day, credit_hours=credit, at=at)
    elif verb == "import":
        rows = [f"nora.newell,,Conference,{day},{credit}" for day, credit in rest[0]]
        table = "\n".join(["person,activity,outside_title,completed_on,credit_hours", *rows]).encode()
        run = importing.check_in(ContentFile(table), name="old.csv", by=by, at=at)
        importing.write(run, by=by, at=at)
    elif Completion.objects.exists():
        some = list(Completion.objects.order_by("pk"))
        chosen = some[rest[0] % len(some)]
        if verb == "revoke":
            revoke(chosen, by=by, reason=rest[1], at=at)
        elif verb == "correct":
            correct(chosen, by=by, reason="Sheet", completed_on=rest[1], credit_hours=Decimal(rest[2]), at=at)
        else:
            attach(chosen, ContentFile(rest[1], name="a.pdf"), name="a.pdf", by=by, at=at)


def _everything():
    """Every fact of every row, by table and key."""
    return {(model, row["id"]): row for model in (Completion, Certificate, Proof) for row in model.objects.values()}


def _unchanged(before, after):
    """True where every fact is as it was; a revocation may be written to a row that had none."""
    if before.get("revoked_at") is None:
        before = {name: value for name, value in before.items() if name not in REVOCATION}
    return before == {name: after[name] for name in before}


def _one_standing_a_cycle():
    standing = list(Completion.objects.standing().values_list("learner", "activity_key", "cycle"))
    return len(standing) == len(set(standing))
