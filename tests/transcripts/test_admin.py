"""The ledger in the admin: looked at, filtered and exported by coordinators; written only by verbs with a reason."""

import csv
import datetime as dt
import io
from decimal import Decimal
from urllib.parse import quote

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from pdportal.common.dates import in_words
from pdportal.notices.records import Notice
from pdportal.transcripts.choices import ActivityKind, Source
from pdportal.transcripts.ledger import revoke
from pdportal.transcripts.pages import Topic
from pdportal.transcripts.records import Completion
from tests import factories
from tests.factories import days_ago, days_ahead
from tests.transcripts import making

pytestmark = pytest.mark.django_db
LIST = "/admin/ledger/"


@pytest.fixture
def done(learner):
    return making.completion(learner, completed_on=dt.date(2026, 3, 1))


@pytest.fixture
def admin(client, coordinator):
    client.force_login(coordinator)
    return client


def listed(client, query=""):
    return [row.title for row in client.get(f"{LIST}?{query}").context["object_list"]]


def form_errors(response):
    return {name: [str(error) for error in errors] for name, errors in response.context["form"].errors.items()}


@pytest.mark.parametrize("reader", ["coordinator", "director", "superuser"])
def test_who_coordinates_sees_the_ledger(request, client, done, reader):
    client.force_login(request.getfixturevalue(reader))
    page = client.get(LIST).content.decode()
    for text in (
        "Nora Newell",
        "Copyright refresher",
        "All lessons done",
        "Enter by hand",
        f"/admin/ledger/{done.pk}/",
    ):
        assert text in page
    assert "Ledger" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("reader", ["editor", "principal", "learner", "outsider"])
@pytest.mark.parametrize(
    "end", ["", "results/", "?export=csv", "enter/", "{pk}/", "{pk}/revoke/", "{pk}/correct/", "{pk}/proofs/"]
)
def test_nobody_else_does(request, client, done, reader, end):
    client.force_login(request.getfixturevalue(reader))
    response = client.get(LIST + end.format(pk=done.pk))
    assert response.status_code == 302
    way_out = f"/accounts/login/?next={quote(response.wsgi_request.get_full_path())}"
    assert response.url == ("/admin/" if reader == "editor" else way_out)
    assert b"Copyright refresher" not in response.content


def test_there_is_no_page_to_edit_or_delete_a_row(client, superuser, done):
    client.force_login(superuser)
    for verb in ("edit", "delete", "copy", "history", "usage"):
        assert client.get(f"{LIST}{verb}/{done.pk}/").status_code == 404
        with pytest.raises(NoReverseMatch):
            reverse(f"ledger:{verb}", args=[done.pk])
    assert client.get(f"{LIST}new/").status_code == 404


def test_one_line_shows_everything_known(admin, coordinator, done):
    revoke(done, by=coordinator, reason="Wrong person")
    page = admin.get(f"{LIST}{done.pk}/").content.decode()
    for text in ("Nora Newell", "Copyright refresher", "Wrong person", "Carla Coordinator", done.certificate.code):
        assert text in page
    assert f"{LIST}{done.pk}/revoke/" not in page


@pytest.mark.parametrize("pk", ["99999", "9" * 30])
@pytest.mark.parametrize("end", ["", "revoke/", "correct/"])
def test_lines_that_do_not_exist_are_not_found(admin, pk, end):
    assert admin.get(f"{LIST}{pk}/{end}").status_code == 404


def test_filters_and_search(admin, learner, teacher, coordinator):
    teacher.staff_id = "S-77"
    teacher.save()
    making.completion(learner, making.activity("Lessons", "Educación"), completed_on=dt.date(2026, 3, 1))
    event = making.activity("Workshop", kind=ActivityKind.EVENT)
    making.completion(teacher, event, source=Source.ATTENDANCE, completed_on=dt.date(2026, 4, 1))
    gone = making.completion(teacher, making.activity("Gone"), completed_on=dt.date(2025, 4, 1))
    revoke(gone, by=coordinator, reason="No")
    assert listed(admin) == ["Workshop", "Lessons", "Gone"]
    assert listed(admin, "source=attendance") == ["Workshop"]
    assert listed(admin, "activity_kind=course") == ["Lessons", "Gone"]
    assert listed(admin, "completed_on_from=2026-01-01&completed_on_to=2026-03-31") == ["Lessons"]
    assert (listed(admin, "revoked=yes"), listed(admin, "revoked=no")) == (["Gone"], ["Workshop", "Lessons"])
    assert listed(admin, "q=nora+newell") == ["Lessons"]
    assert listed(admin, "q=s-77") == ["Workshop", "Gone"]
    assert listed(admin, "q=educaci%C3%B3n") == ["Lessons"]
    assert listed(admin, f"q={gone.certificate.code.lower()}") == ["Gone"]
    assert listed(admin, "q=nora+tom") == []


@pytest.mark.parametrize(
    "query",
    ["source=x", "completed_on_from=x", "revoked=1", "p=x", "p=-1", "ordering=x", "q=%25%27%22", "q=" + "x" * 5000],
)
def test_garbage_in_filters_does_no_harm(admin, done, query):
    assert admin.get(f"{LIST}?{query}").status_code == 200


def test_exports(admin, learner, done):
    learner.staff_id = "=S-1"
    learner.save()
    text = b"".join(admin.get(f"{LIST}?export=csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0].values())[:9] == [
        "'=S-1", "Newell", "Nora", "Copyright refresher", "Course", "2026-03-01", "2.00", "", "All lessons done",
    ]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(b"".join(admin.get(f"{LIST}?export=xlsx").streaming_content)))
    assert [cell.value for cell in book.active[2]][:3] == ["'=S-1", "Newell", "Nora"]


def test_exports_follow_the_filters(admin, learner, done):
    making.completion(learner, making.activity("Other"))
    text = b"".join(admin.get(f"{LIST}?export=csv&q=copyright").streaming_content).decode("utf-8-sig")
    assert [row["Title"] for row in csv.DictReader(io.StringIO(text))] == ["Copyright refresher"]


def test_query_counts_are_the_same_for_one_row_and_for_three(admin, learner, django_assert_num_queries):
    admin.get(LIST)  # content types and the like are remembered from here on
    counts = []
    for row in range(3):
        making.completion(learner)
        if row in (0, 2):
            with CaptureQueriesContext(connection) as listing:  # not a literal: the menus of all subjects ask too
                admin.get(LIST)
            counts.append(len(listing))
            with django_assert_num_queries(6):  # session, person, rights (2), profile of the admin, rows
                b"".join(admin.get(f"{LIST}?export=csv").streaming_content)
    assert counts[0] == counts[1]


def test_revoking_asks_for_a_reason_and_tells_the_learner(admin, learner, coordinator, done):
    page = f"{LIST}{done.pk}/revoke/"
    assert "Copyright refresher" in admin.get(page).content.decode()
    assert Completion.objects.standing().count() == 1
    assert form_errors(admin.post(page, {"reason": " "})) == {"reason": ["This field is required."]}
    response = admin.post(page, {"reason": "Entered for the wrong person"})
    assert response.url == f"{LIST}{done.pk}/"
    done.refresh_from_db()
    assert (done.revoked_by, done.revocation_reason) == (coordinator, "Entered for the wrong person")
    assert Notice.objects.get(recipient=learner).kind == "revocation"
    again = admin.post(page, {"reason": "Again"}, follow=True)
    assert "This completion has already been revoked." in again.content.decode()
    assert Completion.objects.get().revocation_reason == "Entered for the wrong person"


@pytest.mark.parametrize("reason", ["x" * 301, "null\x00byte"])
def test_reasons_nobody_can_keep_are_refused_in_the_form(admin, done, reason):
    response = admin.post(f"{LIST}{done.pk}/revoke/", {"reason": reason})
    assert (response.status_code, list(form_errors(response))) == (200, ["reason"])
    assert Completion.objects.standing().count() == 1


def test_correcting_writes_a_new_line(admin, coordinator, done):
    page = f"{LIST}{done.pk}/correct/"
    assert admin.get(page).context["form"].initial == {"completed_on": dt.date(2026, 3, 1), "credit_hours": Decimal(2)}
    response = admin.post(page, {"completed_on": "2026-03-03", "credit_hours": "3", "reason": "The signed sheet"})
    new = Completion.objects.standing().get()
    assert response.url == f"{LIST}{new.pk}/"
    assert (new.corrects, new.completed_on, new.credit_hours) == (done, dt.date(2026, 3, 3), 3)
    assert (new.recorded_by, new.reason) == (coordinator, "The signed sheet")
    assert f'href="{LIST}{new.pk}/"' in admin.get(f"{LIST}{done.pk}/").content.decode()
    assert f'href="{LIST}{done.pk}/"' in admin.get(f"{LIST}{new.pk}/").content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({}, "__all__"),
        ({"completed_on": days_ahead(3)}, "__all__"),
        ({"completed_on": "x"}, "completed_on"),
        ({"completed_on": "2026-02-30"}, "completed_on"),
        ({"credit_hours": "-1"}, "credit_hours"),
        ({"credit_hours": "1e9"}, "credit_hours"),
        ({"credit_hours": "NaN"}, "credit_hours"),
        ({"reason": ""}, "reason"),
    ],
)
def test_corrections_that_make_no_sense_are_refused_in_the_form(admin, done, change, field):
    data = {"completed_on": "2026-03-01", "credit_hours": "2.00", "reason": "Why"} | change
    response = admin.post(f"{LIST}{done.pk}/correct/", data)
    assert (response.status_code, list(form_errors(response))) == (200, [field])
    assert response.context["form"]["reason"].value() == data["reason"]
    assert list(Completion.objects.standing()) == [done]


@pytest.mark.parametrize("reader", ["editor", "principal", "learner"])
@pytest.mark.parametrize("verb", ["revoke", "correct"])
def test_only_coordinators_change_the_ledger(request, client, done, reader, verb):
    client.force_login(request.getfixturevalue(reader))
    data = {"completed_on": "2026-03-03", "credit_hours": "3", "reason": "Why"}
    assert client.post(f"{LIST}{done.pk}/{verb}/", data).status_code == 302
    assert list(Completion.objects.standing()) == [done]


@pytest.fixture
def entry(learner):
    course = factories.make_course("Copyright", credit_hours="1.25")
    return {"learner": learner.pk, "page": course.pk, "completed_on": str(days_ago(30)), "reason": "Signed sheet"}


def test_entering_by_hand(admin, learner, coordinator, entry):
    assert "Enter by hand" in admin.get(f"{LIST}enter/").content.decode()
    response = admin.post(f"{LIST}enter/", entry)
    done = Completion.objects.get()
    assert response.url == f"{LIST}{done.pk}/"
    assert (done.learner, done.title, done.credit_hours, done.completed_on) == (
        learner, "Copyright", Decimal("1.25"), days_ago(30),
    )  # fmt: skip
    assert (done.source, done.recorded_by, done.vouched_by, done.cycle) == ("manual", coordinator, coordinator, "")
    assert (done.reason, Notice.objects.get().recipient) == ("Signed sheet", learner)
    again = admin.post(f"{LIST}enter/", entry, follow=True)
    words = f"This was on the transcript already, completed on {in_words(days_ago(30))}; no line was written."
    assert words in again.content.decode()
    assert Completion.objects.count() == 1


def test_entering_other_hours_for_a_year(admin, entry):
    year = admin.get(f"{LIST}enter/").context["form"].fields["cycle"].choices[2][0]
    admin.post(f"{LIST}enter/", entry | {"credit_hours": "0.5", "cycle": year})
    done = Completion.objects.get()
    assert (done.credit_hours, done.cycle) == (Decimal("0.5"), year)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"learner": ""}, "learner"),
        ({"learner": "x"}, "learner"),
        ({"learner": "9" * 30}, "learner"),
        ({"page": "9" * 30}, "page"),
        ({"page": "1"}, "page"),
        ({"completed_on": str(days_ahead(2))}, "__all__"),
        ({"completed_on": "yesterday"}, "completed_on"),
        ({"credit_hours": "12345.678"}, "credit_hours"),
        ({"cycle": "1999-00"}, "cycle"),
        ({"reason": ""}, "reason"),
    ],
)
def test_entries_that_make_no_sense_are_refused_in_the_form(admin, entry, change, field):
    response = admin.post(f"{LIST}enter/", entry | change)
    assert (response.status_code, list(form_errors(response))) == (200, [field])
    assert not Completion.objects.exists()


def test_topics_are_kept_in_the_admin(admin):
    response = admin.post(
        "/admin/snippets/transcripts/topic/add/", {"name_en": "Copyright", "name_es": "Derechos", "slug": "copyright"}
    )
    assert response.status_code == 302
    assert Topic.objects.get().slug == "copyright"


def test_the_admin_says_whether_a_certificate_still_holds(admin, done, coordinator):
    link = f'<a href="/certificates/{done.certificate.code}/">{done.certificate.code}</a>'
    assert f"{link} (Valid)" in admin.get(f"{LIST}{done.pk}/").content.decode()
    revoke(done, by=coordinator, reason="Wrong person")
    assert f"{link} (Revoked)" in admin.get(f"{LIST}{done.pk}/").content.decode()
