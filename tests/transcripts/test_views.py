"""Transcript pages: whose they are, what they show, and that nobody else's is found."""

import csv
import datetime as dt
import io

import pytest
from pypdf import PdfReader

from pdportal.transcripts.ledger import correct, revoke
from tests.transcripts import making

pytestmark = pytest.mark.django_db

OWN = ["/my/transcript/", "/my/transcript.csv", "/my/transcript.pdf"]


def of(person):
    return [f"/people/{person.pk}/transcript{end}" for end in ("/", ".csv", ".pdf")]


def table(response):
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def done(learner, mentor):
    return making.completion(learner, vouched_by=mentor, completed_on=dt.date(2026, 3, 1))


@pytest.mark.parametrize("address", OWN)
def test_transcripts_are_for_people_who_signed_in(client, address):
    response = client.get(address)
    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("address", OWN)
def test_transcripts_are_only_read(client, learner, address):
    client.force_login(learner)
    assert client.post(address).status_code == 405


def test_the_page_shows_what_was_done_by_year(client, learner, done):
    making.completion(learner, making.activity("Databases", hours="1.25"), completed_on=dt.date(2024, 9, 1))
    client.force_login(learner)
    response = client.get("/my/transcript/")
    page = response.content.decode()
    assert [year.name for year in response.context["record"].shown] == ["2025-26", "2024-25"]
    assert "Credit hours: <strong>3.25</strong>, from 2 completions." in page
    assert f'href="/certificates/{done.certificate.code}/"' in page
    assert "Vouched for by Mona Mentor" in page
    assert response["Cache-Control"] == "private, no-store"


def test_the_page_can_be_narrowed_to_a_year(client, learner, done):
    making.completion(learner, making.activity("Databases"), completed_on=dt.date(2024, 9, 1))
    client.force_login(learner)
    page = client.get("/my/transcript/?year=2024-25").content.decode()
    assert ("Databases" in page, "Copyright refresher" in page) == (True, False)
    assert "/my/transcript.pdf?year=2024-25" in page


@pytest.mark.parametrize("year", ["", "2024", "%F0%9F%98%80", "'", "1" * 5000, "2025-26&year=x"])
def test_any_garbage_for_a_year_shows_all(client, learner, done, year):
    client.force_login(learner)
    for address in OWN:
        assert client.get(f"{address}?year={year}").status_code == 200


def test_a_null_byte_is_refused(client, learner):
    client.force_login(learner)
    assert client.get("/my/transcript/?year=%00").status_code == 400


def test_revoked_lines_are_folded_away_with_their_reason(client, learner, coordinator, done):
    revoke(done, by=coordinator, reason="Entered for the <wrong> person")
    client.force_login(learner)
    page = client.get("/my/transcript/").content.decode()
    assert "1 revoked line" in page
    assert "<s>Copyright refresher</s>" in page
    assert "Entered for the &lt;wrong&gt; person" in page


def test_an_empty_transcript_says_what_will_be_here(client, learner):
    client.force_login(learner)
    page = client.get("/my/transcript/").content.decode()
    assert "Your transcript starts with the first thing you complete" in page
    assert "transcript.pdf" not in page


def test_the_page_speaks_spanish(client, learner, done):
    client.force_login(learner)
    response = client.get("/es/my/transcript/")
    assert response.headers["Content-Language"] == "es"
    assert "Repaso de derechos" in response.content.decode()


def test_the_table_has_a_row_a_completion(client, learner, coordinator, done):
    wrong = making.completion(learner, making.activity("Not mine"), completed_on=dt.date(2024, 9, 1))
    revoke(wrong, by=coordinator, reason="Wrong person")
    client.force_login(learner)
    response = client.get("/my/transcript.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "transcript-nora.newell-" in response["Content-Disposition"]
    rows = table(response)
    assert [list(row.values())[:6] for row in rows] == [
        ["Copyright refresher", "Course", "2025-26", "2026-03-01", "2.00", "Valid"],
        ["Not mine", "Course", "2024-25", "2024-09-01", "", "Revoked"],
    ]
    assert rows[0]["Check address"] == f"http://testserver/certificates/{done.certificate.code}/"
    assert rows[1]["Note"] == "Wrong person"


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_formulas_in_the_table_are_harmless(client, learner, title):
    making.completion(learner, making.activity(title))
    client.force_login(learner)
    assert table(client.get("/my/transcript.csv"))[0]["Title"] == "'" + title


def test_the_paper_is_a_pdf_with_the_readers_name(client, learner, done):
    client.force_login(learner)
    response = client.get("/my/transcript.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert "Nora Newell" in PdfReader(io.BytesIO(response.content)).pages[0].extract_text()


@pytest.mark.parametrize("reader", ["principal", "coordinator", "director", "superuser", "learner"])
def test_who_oversees_somebody_reads_the_transcript(request, client, learner, done, reader):
    client.force_login(request.getfixturevalue(reader))
    page, rows, pdf = (client.get(address) for address in of(learner))
    assert (page.status_code, pdf.status_code) == (200, 200)
    assert page.context["record"].completions == [done]
    assert table(rows)[0]["Title"] == "Copyright refresher"


@pytest.mark.parametrize("reader", ["other_principal", "teacher", "colleague", "outsider", "editor"])
def test_nobody_else_finds_it(request, client, learner, done, reader):
    client.force_login(request.getfixturevalue(reader))
    assert [client.get(address).status_code for address in of(learner)] == [404, 404, 404]


@pytest.mark.parametrize("pk", ["0", "99999999", str(2**63), "9" * 400])
def test_people_who_do_not_exist_are_not_found(client, coordinator, pk):
    client.force_login(coordinator)
    assert client.get(f"/people/{pk}/transcript/").status_code == 404


def test_corrections_say_why(client, learner, coordinator, done):
    correct(done, by=coordinator, reason="Signed sheet says two days later", completed_on=dt.date(2026, 3, 3))
    client.force_login(learner)
    page = client.get("/my/transcript/").content.decode()
    assert "3 March 2026" in page
    assert "Vouched for by Mona Mentor" in page
    assert "Signed sheet says two days later" in page


def test_query_count_is_the_same_for_one_row_and_for_three(client, learner, mentor, django_assert_num_queries):
    client.force_login(learner)
    for row in range(3):
        making.completion(learner, vouched_by=mentor)
        if row in (0, 2):
            # session, person, completions, revoked, proofs, corrections; header: notices, roles, admin rights (2)
            with django_assert_num_queries(11):
                client.get("/my/transcript/")
