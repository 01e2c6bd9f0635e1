"""Certificates in one ZIP: one request at a time, visible progress, begun again after a crash, gone after a week."""

import csv
import datetime as dt
import io
import threading
import zipfile
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone
from pypdf import PdfReader

from pdportal.notices.records import Notice
from pdportal.transcripts import paper, printing
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import PrintState
from pdportal.transcripts.errors import NothingToPrint, PrintRunNotStopped, PrintRunUnderWay, TooManyToPrint
from pdportal.transcripts.ledger import revoke
from pdportal.transcripts.print_records import PrintRun
from tests.courses.test_races import at_once
from tests.factories import days_ago, days_ahead
from tests.transcripts import making

pytestmark = pytest.mark.django_db
HERE = "/reports/certificates/"


@pytest.fixture
def refresher():
    return making.activity()


@pytest.fixture
def certificates(learner, teacher, mentor, refresher):
    """Three people completed the refresher; the learner something else long before."""
    people = [making.completion(person, refresher, completed_on=days_ago(10)) for person in (learner, teacher, mentor)]
    return [done.certificate for done in [*people, making.completion(learner, completed_on=days_ago(500))]]


@pytest.fixture
def ready(coordinator, certificates, django_capture_on_commit_callbacks):
    """All four, printed."""
    with django_capture_on_commit_callbacks(execute=True):
        run = printing.ask(printing.Choice(), by=coordinator)
    run.refresh_from_db()
    return run


def inside(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def test_a_coordinator_asks_and_downloads(client, coordinator, certificates, django_capture_on_commit_callbacks):
    client.force_login(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{HERE}ask/", {}).url == HERE
    page = client.get(HERE)
    (run,) = page.context["ready"]
    assert (run.total, run.done, run.state, page.context["under_way"]) == (4, 4, PrintState.READY, None)
    response = client.get(f"/reports/certificates/{run.pk}.zip")
    assert (response["Cache-Control"], response["Content-Disposition"]) == (
        "private, no-store", 'attachment; filename="certificates-all-certificates.zip"',
    )  # fmt: skip
    found = inside(response)
    rows = list(csv.DictReader(io.StringIO(found.read("index.csv").decode("utf-8-sig"))))
    assert sorted(found.namelist()) == sorted([*(row["File"] for row in rows), "index.csv"])
    assert {row["Certificate"] for row in rows} == {certificate.code for certificate in certificates}
    for row in rows:
        pdf = found.read(row["File"])
        assert pdf == paper.certificate_pdf(next(each for each in certificates if each.code == row["Certificate"]))
        assert row["Name"] in PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    assert rows[0]["File"].split("/")[0] == "copyright-refresher"


def test_whoever_asked_is_told_in_her_language(coordinator, certificates, ready, mailoutbox):
    notice = Notice.objects.get(recipient=coordinator)
    assert (notice.subject, notice.url) == ("Your certificates are ready: All certificates", HERE)


@pytest.mark.parametrize(
    ("choice", "number"),
    [
        ({}, 4),
        ({"activity": "refresher"}, 3),
        ({"school": "cedar"}, 3),
        ({"first": str(days_ago(30))}, 3),
        ({"last": str(days_ago(30))}, 1),
        ({"activity": "refresher", "school": "cedar", "first": str(days_ago(10)), "last": str(days_ago(10))}, 2),
    ],
)
def test_what_is_chosen_is_printed(client, coordinator, learner, refresher, certificates, choice, number):
    school = learner.appointments.get().school
    words = {"refresher": str(refresher.key), "cedar": str(school.pk)}
    client.force_login(coordinator)
    client.post(f"{HERE}ask/", {name: words.get(value, value) for name, value in choice.items()})
    assert PrintRun.objects.get().total == number


def test_activities_that_award_certificates_are_offered_once_each(client, coordinator, learner, certificates):
    making.completion(learner, Activity.outside("A conference", Decimal(3)))  # it has a paper of its own, not ours
    making.completion(learner, making.activity("Databases", "Bases de datos"))
    client.force_login(coordinator)
    choices = client.get(HERE).context["form"].fields["activity"].choices
    assert [title for _key, title in choices] == [
        "All activities", "Copyright refresher", "Copyright refresher", "Databases",
    ]  # fmt: skip
    assert len({key for key, _title in choices}) == 4


def test_revoked_certificates_are_left_out(coordinator, certificates):
    revoke(certificates[0].completion, by=coordinator, reason="Wrong person")
    assert printing.ask(printing.Choice(), by=coordinator).total == 3


def test_one_revoked_after_asking_is_left_out_too(client, coordinator, certificates):
    run = printing.ask(printing.Choice(), by=coordinator)
    revoke(certificates[0].completion, by=coordinator, reason="Wrong person")
    printing.build.enqueue(run.pk, 1)
    client.force_login(coordinator)
    assert len(inside(client.get(f"/reports/certificates/{run.pk}.zip")).namelist()) == 4  # three and the index


def test_one_request_at_a_time(coordinator, superuser, certificates):
    run = printing.ask(printing.Choice(), by=coordinator)
    with pytest.raises(PrintRunUnderWay):
        printing.ask(printing.Choice(), by=coordinator)
    assert printing.ask(printing.Choice(), by=superuser).pk != run.pk
    printing.build.enqueue(run.pk, 1)
    assert printing.ask(printing.Choice(), by=coordinator).pk != run.pk


def test_nothing_and_too_much_are_refused_and_what_was_typed_stays(client, coordinator, certificates, monkeypatch):
    client.force_login(coordinator)
    for data in ({"first": str(days_ahead(3))}, {"first": "2026-02-31"}, {"first": "2026-03-02", "last": "2026-03-01"}):
        page = client.post(f"{HERE}ask/", data)
        assert (page.status_code, page.context["form"]["first"].value()) == (200, data["first"])
        assert len(page.context["form"].errors) == 1
    with pytest.raises(NothingToPrint):
        printing.ask(printing.Choice(first=days_ahead(3)), by=coordinator)
    monkeypatch.setattr(printing, "MOST", 3)
    with pytest.raises(TooManyToPrint, match="That would be 4 certificates; one ZIP holds at most 3"):
        printing.ask(printing.Choice(), by=coordinator)
    assert PrintRun.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [
        {"activity": "x"}, {"activity": "\x00"}, {"school": "9" * 40}, {"school": "x"}, {"first": "a" * 10_000},
        {"first": "0001-01-01", "last": "99999-01-01"}, {"activity": "é" * 10_000},
    ],
)  # fmt: skip
def test_nonsense_is_refused_calmly(client, coordinator, certificates, data):
    client.force_login(coordinator)
    assert client.post(f"{HERE}ask/", data).status_code in {200, 400}
    assert PrintRun.objects.count() == 0


def test_progress_is_seen_while_it_is_printed(client, coordinator, certificates, monkeypatch):
    """What a page shows in the middle of the work: asked from within, between two pieces."""
    client.force_login(coordinator)
    monkeypatch.setattr(printing, "PIECE", 2)
    run, seen = printing.ask(printing.Choice(), by=coordinator), []
    print_one = printing._print

    def watching(packet, certificate):
        page = client.get(HERE, headers={"hx-request": "true"})
        seen.append((page.context["under_way"].done, page.context["under_way"].state, b"hx-get" in page.content))
        return print_one(packet, certificate)

    monkeypatch.setattr(printing, "_print", watching)
    printing.build.enqueue(run.pk, 1)
    working = PrintState.WORKING
    assert seen == [(0, working, True), (0, working, True), (2, working, True), (2, working, True)]
    assert client.get(HERE, headers={"hx-request": "true"})["HX-Refresh"] == "true"


def test_what_stopped_is_begun_again_and_the_dead_stay_dead(client, coordinator, certificates):
    run = printing.ask(printing.Choice(), by=coordinator, at=timezone.now() - dt.timedelta(minutes=10))
    client.force_login(coordinator)
    page = client.get(HERE)
    assert (page.context["under_way"].state, b"Begin again" in page.content) == (PrintState.STOPPED, True)
    assert b"hx-get" not in page.content
    assert client.post(f"{HERE}{run.pk}/resume/").url == HERE
    assert client.get(HERE).context["under_way"].state == PrintState.WAITING
    printing.build.enqueue(run.pk, 1)  # the worker of the first turn wakes up
    assert PrintRun.objects.get().ready_at is None
    printing.build.enqueue(run.pk, 2)
    done = PrintRun.objects.get()
    assert (done.turn, done.done, done.ready_at is None) == (2, 4, False)
    printing.build.enqueue(run.pk, 2)  # delivered twice
    assert PrintRun.objects.get().file.name == done.file.name


def test_what_works_or_is_ready_is_not_begun_again(client, coordinator, certificates, ready):
    with pytest.raises(PrintRunNotStopped):
        printing.resume(ready)
    run = printing.ask(printing.Choice(), by=coordinator)
    with pytest.raises(PrintRunNotStopped):
        printing.resume(run)
    client.force_login(coordinator)
    page = client.post(f"{HERE}{run.pk}/resume/", follow=True)
    assert b"This is under way or ready, so there is nothing to begin again." in page.content


def test_a_crash_while_it_is_kept_leaves_no_stray_file(coordinator, certificates, ready):
    storage, name = ready.file.storage, ready.file.name
    an_hour_ago = timezone.now() - dt.timedelta(hours=1)
    PrintRun.objects.update(
        ready_at=None, expires_at=None, seen_at=an_hour_ago
    )  # the file is there, the row is not ready
    again = printing.resume(PrintRun.objects.get())
    assert storage.exists(name) is False
    printing.build.enqueue(again.pk, again.turn)
    assert storage.exists(PrintRun.objects.get().file.name) is True


def test_one_that_was_given_up_in_the_middle_stops(client, coordinator, certificates, monkeypatch):
    run = printing.ask(printing.Choice(), by=coordinator)
    print_one = printing._print

    def giving_up(packet, certificate):
        PrintRun.objects.all().delete()
        return print_one(packet, certificate)

    monkeypatch.setattr(printing, "_print", giving_up)
    printing.build.enqueue(run.pk, 1)
    assert (PrintRun.objects.count(), Notice.objects.filter(kind="print_run").count()) == (0, 0)


def test_it_is_deleted_on_request_and_after_a_week(client, coordinator, ready, django_capture_on_commit_callbacks):
    storage, name = ready.file.storage, ready.file.name
    with django_capture_on_commit_callbacks(execute=True):
        assert printing.forget_old(at=timezone.now() + dt.timedelta(days=6)) == 0
        assert printing.forget_old(at=timezone.now() + dt.timedelta(days=8)) == 1
    assert (PrintRun.objects.count(), storage.exists(name)) == (0, False)
    client.force_login(coordinator)
    assert client.get(f"{HERE}{ready.pk}.zip").status_code == 404
    assert client.post(f"{HERE}{ready.pk}/discard/").status_code == 404


def test_after_a_week_it_is_not_sent_even_before_it_is_deleted(client, coordinator, ready):
    PrintRun.objects.update(expires_at=timezone.now())
    client.force_login(coordinator)
    assert client.get(f"{HERE}{ready.pk}.zip").status_code == 404
    assert client.get(HERE).context["ready"] == []


def test_discarding_deletes_row_and_file(client, coordinator, ready, django_capture_on_commit_callbacks):
    storage, name = ready.file.storage, ready.file.name
    client.force_login(coordinator)
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{HERE}{ready.pk}/discard/").url == HERE
    assert (PrintRun.objects.count(), storage.exists(name)) == (0, False)


def test_nobody_else_opens_it(client, superuser, learner, principal, ready):
    for stranger in (superuser, learner, principal):
        client.force_login(stranger)
        assert client.get(f"{HERE}{ready.pk}.zip").status_code == 404
        assert client.post(f"{HERE}{ready.pk}/discard/").status_code == 404
        assert client.post(f"{HERE}{ready.pk}/resume/").status_code == 404
    assert PrintRun.objects.get() == ready


@pytest.mark.parametrize("reader", ["learner", "principal", "mentor", "outsider"])
def test_only_coordinators_ask(request, client, certificates, reader):
    client.force_login(request.getfixturevalue(reader))
    assert client.get(HERE).status_code == 404
    assert client.post(f"{HERE}ask/", {}).status_code == 404
    assert PrintRun.objects.count() == 0


def test_changes_are_posted(client, coordinator, ready):
    client.force_login(coordinator)
    for path in ("ask/", f"{ready.pk}/resume/", f"{ready.pk}/discard/"):
        assert client.get(f"{HERE}{path}").status_code == 405
    assert client.post(HERE).status_code == 405


def test_whoever_is_signed_out_is_asked_to_sign_in(client):
    assert client.get(HERE).url == f"/accounts/login/?next={HERE}"


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_takes_the_same_queries_for_any_number(
    client, coordinator, certificates, number, django_assert_num_queries
):
    for _ in range(number):
        run = printing.ask(printing.Choice(), by=coordinator)
        printing.build.enqueue(run.pk, 1)
    client.force_login(coordinator)
    client.get(HERE)
    # session, person, rights, header; what was asked for; activities with certificates and their titles; schools
    with django_assert_num_queries(11):
        assert len(client.get(HERE).context["ready"]) == number


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_requests_at_once_one_is_taken(site, coordinator, learner, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}  # no worker comes in between
    making.completion(learner)
    trouble = at_once(*[partial(printing.ask, printing.Choice(), by=coordinator)] * 4)
    assert [type(each) for each in trouble] == [PrintRunUnderWay] * 3
    assert PrintRun.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_workers_with_one_run_one_prints(site, coordinator, learner):
    making.completion(learner)
    now = timezone.now()
    run = PrintRun.objects.create(asked_by=coordinator, asked_at=now, seen_at=now, total=1)
    assert at_once(*[partial(printing.build.enqueue, run.pk, 1)] * 4) == []
    assert Notice.objects.filter(kind="print_run").count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_a_worker_a_thread_prints(site, coordinator, learner):
    making.completion(learner)
    now = timezone.now()
    run = PrintRun.objects.create(asked_by=coordinator, asked_at=now, seen_at=now, total=1)
    printing.build.using(backend="threads").enqueue(run.pk, 1)
    (thread,) = [each for each in threading.enumerate() if each.name == "long-task"]
    thread.join(timeout=20)
    assert PrintRun.objects.get().ready_at is not None
