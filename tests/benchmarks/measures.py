"""What is measured, in the order of the table; budgets are those of the design."""

import io
import resource
import statistics
import uuid
from dataclasses import replace
from datetime import timedelta
from functools import partial

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook

from courses.pages import CoursePage, LessonPage
from events.pages import EventPage
from events.queries import public_sessions
from events.records import EventSession
from events.scheduling import store_ical
from pdportal.common.dates import today
from pdportal.common.exports import xlsx_response
from pdportal.people.records import Appointment
from pdportal.requirements import assigning
from pdportal.requirements.records import Assignment, Requirement
from pdportal.transcripts import certificates, paper, printed, printing
from pdportal.transcripts.choices import ActivityKind, Source
from pdportal.transcripts.print_records import PrintRun
from pdportal.transcripts.records import Certificate, Completion
from tests.benchmarks.imports import import_rows
from tests.benchmarks.matching_run import run_of_500
from tests.benchmarks.processes import process_rows
from tests.benchmarks.races import race_rows
from tests.benchmarks.timing import Handlers, Row, cookie_of, ratio, seconds

site = Handlers()


def _ratio_row(work, path, budget, *, cookie="", before=None, **options):
    headers = {"cookie": cookie} if cookie else {}
    site.call(path, **headers)
    times, milliseconds = ratio(lambda: site.call(path, **headers), site.call_bare, before=before, **options)
    figure = f"{times:.1f} L ({milliseconds:.1f} ms)"
    return Row(work, figure, f"<= {budget} L" if budget else "", times <= budget if budget else None)


def bare():
    """The measure itself."""
    site.call_bare()
    seconds(site.call_bare, 200)
    yield Row("Bare view, one indexed query (L)", f"{seconds(site.call_bare, 200) * 1000:.2f} ms", "", None)


def pages():
    """Public pages cold and warm, lesson and My page signed in, the district matrix."""
    course = CoursePage.objects.filter(locale__language_code="en").order_by("path").first()
    lesson = LessonPage.objects.child_of(course).order_by("path").last()
    event = EventPage.objects.filter(locale__language_code="en").order_by("path").first()
    yield _ratio_row("Public course page, cold cache", course.url, 5, before=cache.clear)
    yield _ratio_row("Public course page, warm", course.url, 0.6)
    yield _ratio_row("Public event page, cold cache", event.url, 5, before=cache.clear)
    yield _ratio_row("Public event page, warm", event.url, 0.6)
    yield _ratio_row("Lesson page, signed in", lesson.url, 5, cookie=cookie_of("newlibrarian"))
    yield _ratio_row("My page, 40 courses, 10,000 staff", "/my/", 3.5, cookie=cookie_of("newlibrarian"))
    coordinator = cookie_of("coordinator")
    matrix, options = "/reports/matrix/", {"cookie": coordinator, "rounds": 3}
    yield _ratio_row("District matrix, 10,000 x 40, counted anew", matrix, 10, before=cache.clear, **options)
    yield _ratio_row("District matrix, 10,000 x 40, unchanged", matrix, 10, **options)


def _fill_sessions(count):
    """Sessions on every day of the coming year, until there are ``count``; the keys of the new ones."""
    event = EventPage.objects.filter(locale__language_code="en").order_by("path").first()
    missing = count - public_sessions().count()
    tomorrow, nine = timezone.localdate() + timezone.timedelta(days=1), timezone.datetime.min.time().replace(hour=9)
    rows = (
        EventSession(
            event=event, held_on=tomorrow + timezone.timedelta(days=number % 365), start_time=nine,
            end_time=nine.replace(hour=10), changed_at=timezone.now(), place=f"Room {number}",
        )
        for number in range(missing)
    )  # fmt: skip
    return [row.pk for row in EventSession.objects.bulk_create(rows, batch_size=1000)] if missing > 0 else []


def feeds():
    """The feed of all sessions: built in full, unchanged, and after one change."""
    made = []
    for count in (100, 1000, 10_000):
        made += _fill_sessions(count)
        store_ical(EventSession.objects.filter(pk__in=made, ical=""))
        client = Client()
        answer = client.get("/calendar/all.ics")
        etag, events = answer["ETag"], answer.content.count(b"BEGIN:VEVENT")

        def build():
            cache.clear()
            site.call("/calendar/all.ics")

        build()
        took = min(seconds(build) for _ in range(5)) * 1000
        yield Row(
            f"Feed of {events:,} sessions, full build",
            f"{took / events:.4f} ms an event",
            "<= 0.04 ms",
            took / events <= 0.04,
        )
        times, _ms = ratio(
            lambda etag=etag: site.call("/calendar/all.ics", **{"if-none-match": etag}), site.call_bare, inner=5
        )
        yield Row(f"Feed of {events:,} sessions, unchanged (304)", f"{times:.1f} L", "<= 1.2 L", times <= 1.2)
    session = EventSession.objects.get(pk=made[0])

    def one_change():
        session.sequence, session.changed_at = session.sequence + 1, timezone.now()
        session.save()

    times, _ms = ratio(lambda: site.call("/calendar/all.ics"), site.call_bare, before=one_change, rounds=7)
    yield Row("Feed of 10,000 sessions, one change", f"{times:.1f} L", "<= 5 L", times <= 5)
    EventSession.objects.filter(pk__in=made).delete()


def exports():
    """CSV of completions per row, and XLSX against the bare writer."""
    missing = 100_000 - Completion.objects.count()
    if missing > 0:
        _more_completions(missing)
    coordinator = Client()
    coordinator.cookies.load(cookie_of("coordinator"))

    def export():
        answer = coordinator.get("/reports/completions.csv")
        rows = sum(part.count(b"\n") for part in answer.streaming_content)
        export.rows = rows - 1

    took = min(seconds(export) for _ in range(3)) * 1000
    each = took / export.rows
    yield Row(f"CSV of completions, {export.rows:,} rows", f"{each:.4f} ms a row", "<= 0.007 ms", each <= 0.007)


def workbooks():
    """XLSX of rows through our export beside openpyxl's own write-only workbook."""
    header, rows = ["a", "b", "c"], [["word", 1.5, "another word"]] * 5000

    def ours():
        b"".join(xlsx_response("rows", header, rows).streaming_content)

    def bare():
        book = Workbook(write_only=True)
        sheet = book.create_sheet("rows")
        for row in [header, *rows]:
            sheet.append(row)
        book.save(io.BytesIO())

    times = statistics.median(seconds(ours) / seconds(bare) for _ in range(5))
    yield Row("XLSX of 5,000 rows beside the bare writer", f"{times:.2f} times", "<= 1.2 times", times <= 1.2)


def _more_completions(count):
    first = Completion.objects.order_by("pk").first()
    fields = {
        "learner_id": first.learner_id, "activity_kind": ActivityKind.COURSE, "titles": first.titles, "credit_hours": 1,
        "completed_on": first.completed_on, "recorded_at": timezone.now(), "source": Source.IMPORT,
    }  # fmt: skip
    rows = (Completion(activity_key=uuid.uuid4(), cycle="bench", **fields) for _ in range(count))
    Completion.objects.bulk_create(rows, batch_size=2000)


def papers():
    """A certificate as PDF after the first, and many of them as one ZIP in one job."""
    missing = 5000 - Certificate.objects.count()
    if missing > 0:
        _more_certificates(missing)
    found = list(Certificate.objects.filter(completion__revoked_at=None).select_related("completion")[:201])
    paper.certificate_pdf(found[0])
    each = statistics.median(seconds(partial(paper.certificate_pdf, one)) for one in found[1:]) * 1000
    yield Row("Certificate as PDF, each after the first", f"{each:.1f} ms", "<= 20 ms", each <= 20)
    by = get_user_model().objects.get(username="coordinator")
    now = timezone.now()
    PrintRun.objects.filter(asked_by=by).delete()
    run = PrintRun.objects.create(asked_by=by, asked_at=now, seen_at=now, total=Certificate.objects.count())
    took = seconds(partial(printing.build.call, run.pk, run.turn))
    run.refresh_from_db()
    each = took / run.done * 1000
    yield Row(
        f"{run.done:,} certificates in one job", f"{took:.0f} s ({each:.1f} ms each)", "<= 20 ms each", each <= 20
    )
    printing.discard(run)


def _more_certificates(count):
    first = Certificate.objects.filter(completion__revoked_at=None).select_related("completion").first()
    done, at = first.completion, first.issued_at
    fields = {
        "learner_id": done.learner_id, "activity_kind": done.activity_kind, "titles": done.titles, "credit_hours": 1,
        "completed_on": done.completed_on, "recorded_at": at, "source": Source.IMPORT, "cycle": "papers",
    }  # fmt: skip
    rows = Completion.objects.bulk_create(Completion(activity_key=uuid.uuid4(), **fields) for _ in range(count))
    codes = [certificates.new_code() for _ in rows]
    Certificate.objects.bulk_create(
        Certificate(completion=row, code=code, issued_at=at, facts=printed.frozen(first.facts, code=code, at=at))
        for row, code in zip(rows, codes, strict=True)
    )


def recompute():
    """All rules over all people: where nothing changed, where everybody goes and comes back, and all made anew."""
    people, rules = Appointment.objects.values("person").distinct().count(), Requirement.objects.count()
    yield _recomputed(f"{people:,} x {rules}, nothing new")
    everybody = get_user_model().objects.filter(is_active=True)
    with transaction.atomic():
        ids = list(everybody.values_list("pk", flat=True))
        everybody.update(is_active=False)
        yield _recomputed(f"{Assignment.objects.in_force(today()).count():,} assignments end")
        get_user_model().objects.filter(pk__in=ids).update(is_active=True)
        yield _recomputed("all of them are reopened", on=today() + timedelta(days=2))
        transaction.set_rollback(True)
    with transaction.atomic():
        for rows in (Assignment.history.all(), Assignment.objects.all()):
            rows._raw_delete(rows.db)  # at once, without reading a million rows; it is rolled back anyway
        row = _recomputed("all made anew")
        yield replace(row, work=f"{row.work}, {Assignment.objects.count():,} assignments")
        transaction.set_rollback(True)


def _recomputed(what, *, on=None):
    statements = []

    def count(execute, sql, *rest):
        statements.append(1)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        took = seconds(partial(assigning.assign_all, on=on))
    figure = f"{took:.1f} s, {len(statements):,} queries"
    return Row(f"Recompute, {connection.vendor}: {what}", figure, "<= 60 s", took <= 60)


def memory():
    """The memory of this process at its height, after everything above."""
    height = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Row("Memory of this process at its height", f"{height:.0f} MB", "<= 120 MB", height <= 120)


ALL = [bare, pages, feeds, exports, workbooks, papers, race_rows, memory, recompute, import_rows, run_of_500]
ON_POSTGRESQL = [race_rows, process_rows, recompute]
