"""Past completions come in by table: shown first, then written as a whole, once; the same file again writes nothing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from pdportal.common.imports import TableUnreadable
from pdportal.transcripts import importing
from pdportal.transcripts.errors import ImportHasErrors, ImportWritten
from pdportal.transcripts.ledger import correct, revoke
from pdportal.transcripts.records import ActivityStart, Completion, LedgerImport
from tests import factories
from tests.reports.tables import read_csv
from tests.transcripts import making

pytestmark = pytest.mark.django_db
HEAD = "person,activity,outside_title,completed_on,credit_hours,credit_type,year,valid_until,note"
LIST = "/admin/imports/"
ELSEWHERE = "If it was learned elsewhere, use the column for that."


@pytest.fixture
def course(site):
    return factories.make_course("Copyright", credit_hours="1.25")


@pytest.fixture
def run(coordinator, learner, teacher, course):
    """Three new lines: a course by e-mail, the same by user name, and a conference."""
    return check(
        coordinator,
        f"{learner.email},Copyright,,2024-09-03,,,,,From the old system",
        f"{teacher.username},copyright,,2024-09-04,2,online,2023-24,2027-09-04,",
        f'{learner.email},,"Library conference, Austin",2023-04-20,6.5,conference,,,',
    )


def check(by, *rows, order=""):
    content = "\n".join([HEAD, *rows]).encode()
    return importing.check_in(ContentFile(content), name="old.csv", by=by, date_order=order)


def remarks(by, *rows):
    plan = importing.plan_of(check(by, *rows))
    return [(line.outcome.value, line.remark or "; ".join(map(str, line.troubles))) for line in plan.lines]


def test_a_check_writes_nothing(run):
    assert (run.rows, run.new, run.known, run.wrong, run.written_at) == (3, 3, 0, 0, None)
    assert not Completion.objects.exists()


def test_writing_it_makes_every_line(run, coordinator, learner, teacher, course):
    at = making.moment("2026-03-02 09:00")
    done = importing.write(run, by=coordinator, at=at)
    assert (done.new, done.written_by, done.written_at) == (3, coordinator, at)
    rows = Completion.objects.order_by("pk")
    columns = "learner", "titles__en", "completed_on", "credit_hours", "cycle", "credit_type", "reason"
    learner, teacher, kind = learner.pk, teacher.pk, course.credit_type
    assert list(rows.values_list(*columns)) == [
        (learner, "Copyright", dt.date(2024, 9, 3), Decimal("1.25"), "2024-25", kind, "From the old system"),
        (teacher, "Copyright", dt.date(2024, 9, 4), 2, "2023-24", "online", ""),
        (learner, "Library conference, Austin", dt.date(2023, 4, 20), Decimal("6.5"), "2023-04-20", "conference", ""),
    ]  # fmt: skip
    assert {(row.source, row.recorded_by, row.recorded_at, row.ledger_import) for row in rows} == {
        ("import", coordinator, at, run)
    }
    assert (rows[0].activity_key, rows[2].activity_kind) == (course.translation_key, "outside")
    assert rows[1].valid_until == dt.date(2027, 9, 4)
    assert ActivityStart.objects.count() == 3
    assert not any(hasattr(row, "certificate") for row in rows)


def test_the_same_again_changes_nothing(run, coordinator):
    importing.write(run, by=coordinator)
    importing.write(run, by=coordinator)
    again = importing.check_in(run.file.open(), name="old.csv", by=coordinator)
    assert (again.new, again.known, again.sha256) == (0, 3, run.sha256)
    importing.write(again, by=coordinator)
    assert Completion.objects.count() == 3


def test_one_error_stops_everything(coordinator, learner, course):
    run = check(coordinator, f"{learner.email},Copyright,,2024-09-03,,,,,", "nobody,Copyright,,2024-09-03,,,,,")
    assert (run.new, run.wrong) == (1, 1)
    with pytest.raises(ImportHasErrors):
        importing.write(run, by=coordinator)
    assert not Completion.objects.exists()


def test_an_error_that_came_up_after_the_check_stops_everything_too(run, coordinator, teacher, course):
    teacher.username = "renamed"
    teacher.save()
    with pytest.raises(ImportHasErrors):
        importing.write(run, by=coordinator)
    assert not Completion.objects.exists()


def test_what_the_ledger_holds_is_left_alone(coordinator, learner, course):
    key = importing.Activities().find("Copyright")
    making.completion(learner, key, completed_on=dt.date(2024, 9, 3))
    assert remarks(coordinator, f"{learner.email},Copyright,,2024-09-03,,,,,") == [("known", "")]


def test_what_was_revoked_or_corrected_does_not_come_back(run, coordinator, learner, course):
    importing.write(run, by=coordinator)
    first, _second, third = Completion.objects.order_by("pk")
    revoke(first, by=coordinator, reason="Wrong person")
    correct(third, by=coordinator, reason="Paper says so", completed_on=dt.date(2023, 4, 21))
    again = importing.check_in(run.file.open(), name="old.csv", by=coordinator)
    plan = importing.plan_of(again)
    assert [(line.outcome.value, line.remark) for line in plan.lines] == [
        ("known", "Revoked since; it is not written again."),
        ("known", ""),
        ("known", "Revoked since; it is not written again."),
    ]


def test_people_are_found_in_three_ways(coordinator, learner, course):
    learner.staff_id = "S-17"
    learner.save()
    for name in ("s-17", "NORA.NEWELL", "Nora.Newell@MapleValley.example"):
        assert remarks(coordinator, f"{name},Copyright,,2024-09-03,,,,,") == [("new", "")]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"person": "nobody"}, ", Person: Nobody has the staff number, user name or e-mail “nobody”."),
        ({"activity": "Copy"}, f", Activity: No activity is called “Copy”. {ELSEWHERE}"),
        ({"activity": ""}, ": Fill in one of the two: the activity, or what was learned elsewhere."),
        ({"outside_title": "TLA"}, ": Fill in one of the two: the activity, or what was learned elsewhere."),
        ({"activity": "", "outside_title": "TLA"}, ", Credit hours: What was learned elsewhere needs its hours."),
        ({"completed_on": "2199-09-03"}, ", Completed on: The completion date lies in the future."),
        (
            {"completed_on": "0206-09-03"},
            ", Completed on: The completion date lies before 1950. Please check the year.",
        ),
        ({"valid_until": "2024-09-02"}, ", Valid until: The last valid day lies before the day of completion."),
        ({"year": "2024"}, ", Year: “2024” is not a year like 2026-27."),
        ({"year": "2024-26"}, ", Year: “2024-26” is not a year like 2026-27."),
        ({"note": "x" * 301}, ", Note: 301 characters are too many; at most 300."),
    ],
)
def test_rows_that_make_no_sense(coordinator, learner, course, change, sentence):
    row = {"person": "nora.newell", "activity": "Copyright", "completed_on": "2024-09-03"} | change
    cells = ",".join(row.get(name, "") for name in HEAD.split(","))
    assert remarks(coordinator, cells) == [("wrong", f"Row 2{sentence}")]


def test_rows_that_contradict_one_another_or_the_ledger(coordinator, learner, course):
    making.completion(
        learner, importing.Activities().find("Copyright"), completed_on=dt.date(2022, 9, 1), cycle="2022-23"
    )
    found = remarks(
        coordinator,
        "nora.newell,Copyright,,2024-09-03,,,,,",
        "nora.newell,Copyright,,2024-09-03,3,,,,",
        "nora.newell,Copyright,,2024-10-03,,,,,",
        "nora.newell,Copyright,,2022-10-03,,,,,",
    )
    assert found == [
        ("new", ""),
        ("wrong", "Row 3: The same person, activity and date as in row 2."),
        ("wrong", "Row 4, Year: Row 2 is for 2024-25 too; say which year each counts for."),
        ("wrong", "Row 5, Completed on: The transcript has 1 September 2022 for 2022-23; correct that line."),
    ]


def test_workshops_of_one_year_are_told_apart_by_their_day(coordinator, learner, site):
    factories.make_event("Department meeting")
    rows = [f"nora.newell,Department meeting,,2024-{month:02}-03,,,,," for month in (9, 10, 11)]
    assert remarks(coordinator, *rows) == [("new", "")] * 3


def test_two_activities_of_one_name(coordinator, learner, course, site):
    factories.make_event("Copyright")
    [(_outcome, remark)] = remarks(coordinator, "nora.newell,Copyright,,2024-09-03,,,,,")
    assert remark == "Row 2, Activity: “Copyright” is the name of several activities; use the slug."
    assert remarks(coordinator, f"nora.newell,{course.translation_key},,2024-09-03,,,,,") == [("new", "")]


def test_slashed_dates_as_the_coordinator_says(coordinator, learner, course):
    row = "nora.newell,Copyright,,9/3/2024,,,,,"
    assert check(coordinator, row).wrong == 1
    days = [importing.plan_of(check(coordinator, row, order=order)).lines[0].completed_on for order in ("mdy", "dmy")]
    assert days == [dt.date(2024, 9, 3), dt.date(2024, 3, 9)]


def test_paths_are_settled_by_an_import(coordinator, learner, course):
    path = factories.make_path(steps=[course])
    importing.write(check(coordinator, "nora.newell,Copyright,,2024-09-03,,,,,"), by=coordinator)
    assert Completion.objects.get(activity_key=path.translation_key).completed_on == dt.date(2024, 9, 3)


def test_discarding(run, coordinator, django_capture_on_commit_callbacks):
    storage, name = run.file.storage, run.file.name
    with django_capture_on_commit_callbacks(execute=True):
        importing.discard(run)
    assert (LedgerImport.objects.count(), storage.exists(name)) == (0, False)


def test_what_was_written_is_not_discarded(run, coordinator):
    importing.write(run, by=coordinator)
    with pytest.raises(ImportWritten):
        importing.discard(run)


def test_the_number_of_questions_does_not_grow_with_the_rows(
    coordinator, learner, teacher, course, django_assert_num_queries
):
    for rows in (1, 3):
        run = check(coordinator, *[f"nora.newell,Copyright,,20{20 + row}-09-03,,,,," for row in range(rows)])
        with django_assert_num_queries(7):  # people, activities, the activity (4), what the ledger holds
            importing.plan_of(run)


@pytest.fixture
def admin(client, coordinator):
    client.force_login(coordinator)
    return client


def upload(client, content, **fields):
    return client.post(f"{LIST}upload/", {"file": SimpleUploadedFile("old.csv", content), **fields})


def test_the_road_in_the_admin(admin, learner, course):
    assert "Download the template" in admin.get(f"{LIST}upload/").content.decode()
    head = read_csv(admin.get(f"{LIST}template.csv"))[0]
    response = upload(admin, f"{','.join(head)}\nnora.newell,Copyright,,2024-09-03,,,,,\n".encode())
    run = LedgerImport.objects.get()
    assert response.url == f"{LIST}{run.pk}/"
    page = admin.get(response.url).content.decode()
    assert ("Nora Newell" in page, "Write 1 line to the ledger" in page, "new" in page.lower()) == (True, True, True)
    written = admin.post(f"{LIST}{run.pk}/write/", follow=True).content.decode()
    assert "Written to the ledger: 1 new lines." in written
    assert "1 line was written by Carla Coordinator" in written
    done = Completion.objects.get()
    assert f'href="{LIST}{run.pk}/"' in admin.get(f"/admin/ledger/{done.pk}/").content.decode()
    listed = admin.get(LIST).content.decode()
    assert ("old.csv" in listed, "Carla Coordinator" in listed) == (True, True)
    assert read_csv(admin.get(f"{LIST}?export=csv"))[1][4:8] == ["1", "1", "0", "0"]


def test_what_is_wrong_is_shown_and_cannot_be_written(admin, learner, course):
    upload(admin, f"{HEAD}\nnobody,Copyright,,2024-09-03,,,,,\nnora.newell,Copyright,,2024-09-03,,,,,".encode())
    run = LedgerImport.objects.get()
    page = admin.get(f"{LIST}{run.pk}/").content.decode()
    assert "There is 1 error, so nothing can be written." in page
    assert f"{LIST}{run.pk}/write/" not in page
    refused = admin.post(f"{LIST}{run.pk}/write/", follow=True).content.decode()
    assert "There are errors in the table, so nothing was written." in refused
    assert [row[0] for row in read_csv(admin.get(f"{LIST}{run.pk}/?show=wrong&export=csv"))[1:]] == ["2"]
    admin.post(f"{LIST}{run.pk}/discard/")
    assert not LedgerImport.objects.exists()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"<html>", b"\x00", b"a,b\n1,2", b'person,completed_on\n"x'])
def test_what_is_no_table_is_refused_in_the_form(admin, content):
    response = upload(admin, content)
    assert (response.status_code, list(response.context["form"].errors)) == (200, ["file"])
    assert not LedgerImport.objects.exists()


def test_errors_speak_spanish(coordinator, learner, course):
    with translation.override("es"):
        assert remarks(coordinator, "nadie,Copyright,,2024-09-03,,,,,") == [
            ("wrong", "Fila 2, Persona: Nadie tiene el número de empleado, el nombre de usuario o el correo «nadie».")
        ]


@pytest.mark.parametrize("reader", ["editor", "principal", "learner", "mentor", "outsider"])
@pytest.mark.parametrize("end", ["", "upload/", "template.csv", "{pk}/", "{pk}/write/", "{pk}/discard/"])
def test_nobody_else_imports(request, client, run, reader, end):
    client.force_login(request.getfixturevalue(reader))
    for ask in (client.get, client.post):
        assert ask(LIST + end.format(pk=run.pk)).status_code in {302, 405}
    assert (LedgerImport.objects.count(), Completion.objects.count()) == (1, 0)


@pytest.mark.parametrize("end", ["write/", "discard/"])
def test_changes_are_posted(admin, run, end):
    assert admin.get(f"{LIST}{run.pk}/{end}").status_code == 405


@pytest.mark.parametrize("pk", ["0", "9" * 30])
@pytest.mark.parametrize("end", ["", "write/", "discard/"])
def test_imports_that_do_not_exist(admin, pk, end):
    ask = admin.post if end else admin.get
    assert ask(f"{LIST}{pk}/{end}").status_code == 404


def test_whole_file_trouble_raises(coordinator):
    with pytest.raises(TableUnreadable):
        importing.check_in(ContentFile(b"a,b\n"), name="x.csv", by=coordinator)


NO_HEADINGS = "The first row does not hold the headings of the template: "
SAVE_AS = "Save it as “CSV UTF-8”."
LONG = "a" * 10_000
FORMULA = "“=1+1” starts like a formula. If it is meant as text, put an apostrophe before it."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 a workbook", "This is a workbook, not a CSV file."),
        (
            b"<!DOCTYPE html><table><tr><td>person</td></tr></table>",
            "This is a web page or a document, not a CSV file.",
        ),
        (
            f"{HEAD}\nnora.newell,Copyright,,2024-09-03,,,,,\0".encode(),
            f"There are NUL bytes in this file, so it is no text. {SAVE_AS}",
        ),
        (b"\x00\x01\x02\x03", f"There are NUL bytes in this file, so it is no text. {SAVE_AS}"),
        (b"\xff\xfeP\x00\x00", f"The letters of this file cannot be read. {SAVE_AS}"),
        (LONG.encode(), NO_HEADINGS),
    ],
)
def test_files_that_are_no_table_are_named(admin, content, sentence):
    """The form again, with a sentence; nothing is kept."""
    [error] = upload(admin, content).context["form"].errors["file"]
    assert (error[: len(sentence)], LedgerImport.objects.count()) == (sentence, 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", ",;\t")
def test_odd_but_readable_files_are_read(admin, learner, course, encoding, separator):
    table = f"{HEAD}\nnora.newell,Copyright,,2024-09-03,,,,,Año\n".replace(",", separator)
    upload(admin, table.encode(encoding))
    [line] = importing.plan_of(LedgerImport.objects.get()).lines
    assert (line.outcome.value, line.values["note"]) == ("new", "Año")


@pytest.mark.parametrize(
    ("row", "remark"),
    [
        ("nora.newell,Copyright,,2199-01-01,,,,,", "Row 2, Completed on: The completion date lies in the future."),
        (
            f"{LONG},Copyright,,2024-09-03,,,,,",
            f"Row 2, Person: Nobody has the staff number, user name or e-mail “{LONG[:30]}…”.",
        ),
        (f"nora.newell,Copyright,,2024-09-03,,,,,{LONG}", "Row 2, Note: 10000 characters are too many; at most 300."),
        (
            f"nora.newell,,{LONG},2024-09-03,1,,,,",
            "Row 2, Learned elsewhere: 10000 characters are too many; at most 200.",
        ),
        (
            "nora.newell,,=1+1,2024-09-03,1,,,,",
            f"Row 2, Learned elsewhere: {FORMULA}",
        ),
    ],
)
def test_odd_cells_are_named_by_row_and_column(coordinator, learner, course, row, remark):
    assert remarks(coordinator, row) == [("wrong", remark)]
