"""A table of 100,000 past completions: checked, written, checked again, with the memory it takes; then taken back."""

import resource

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import transaction

from pdportal.transcripts import importing
from tests.benchmarks.timing import Row, seconds

ROWS = 100_000
HEAD = "person,outside_title,completed_on,credit_hours,credit_type,note"


def import_rows():
    """Dry run and import; nothing of it stays in the measured database."""
    by = get_user_model().objects.get(username="coordinator")
    table = ContentFile(_table(), name="old.csv")
    before, held = _megabytes(), []
    with transaction.atomic():
        check = seconds(lambda: held.append(importing.check_in(table, name="old.csv", by=by)), 1)
        write = seconds(lambda: importing.write(held[0], by=by), 1)
        again = seconds(lambda: importing.plan_of(held[0]), 1)
        more = _megabytes() - before
        held[0].file.delete(save=False)
        transaction.set_rollback(True)
    yield Row(f"CSV import, {ROWS:,} rows: dry run", f"{check:.1f} s", "", None)
    yield Row(f"CSV import, {ROWS:,} rows: all or nothing", f"{write:.1f} s", "", None)
    yield Row(f"CSV import, {ROWS:,} rows: the same again", f"{again:.1f} s", "", None)
    yield Row(f"CSV import, {ROWS:,} rows: memory on top", f"{more:.0f} MB", "", None)


def _table():
    people = list(get_user_model().objects.order_by("pk").values_list("username", flat=True))
    rows = (
        f"{people[number % len(people)]},Conference {number // len(people)},2012-05-{1 + number % 28:02d},3.5,,Sheets"
        for number in range(ROWS)
    )
    return "\n".join([HEAD, *rows, ""]).encode()


def _megabytes():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
