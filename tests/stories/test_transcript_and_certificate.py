"""What somebody learned stays provable: transcript, paper, public check; what was wrong is put right in the open."""

import csv
import datetime as dt
import io

import pytest
from pypdf import PdfReader

from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from pdportal.transcripts.ledger import award
from pdportal.transcripts.records import Completion
from tests import factories

pytestmark = pytest.mark.django_db


def text_of(response):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages).split())


@pytest.fixture
def course():
    return factories.make_course("Copyright, fair use and licences", credit_hours="1.50")


@pytest.fixture
def done(learner, course):
    return award(learner, Activity.of(course), source=Source.LESSONS, completed_on=dt.date(2026, 3, 1))


def test_a_learner_shows_an_auditor_what_she_did(client, learner, course, done):
    client.force_login(learner)
    page = client.get("/my/transcript/").content.decode()
    assert "Copyright, fair use and licences" in page
    rows = b"".join(client.get("/my/transcript.csv").streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(rows))
    assert (row["Title"], row["Credit hours"], row["Status"]) == ("Copyright, fair use and licences", "1.50", "Valid")
    paper = text_of(client.get(f"/certificates/{row['Certificate']}.pdf"))
    client.logout()  # from here on the auditor, who has nothing but the paper in hand
    assert row["Certificate"] in paper
    typed = row["Certificate"].lower().replace("-", " ")
    check = client.get("/certificates/", {"code": typed}, follow=True).content.decode()
    assert "Maple Valley Unified issued this certificate, and it is valid." in check
    assert "Nora Newell" in check


def test_years_later_the_paper_is_the_same_whatever_became_of_page_and_name(client, learner, course, done):
    client.force_login(learner)
    address = f"/certificates/{done.certificate.code}.pdf"
    first = client.get(address).content
    course.title, course.credit_hours = "Something else", 9
    course.save_revision().publish()
    learner.last_name = "Married"
    learner.save()
    assert client.get(address).content == first
    course.delete()
    assert client.get(address).content == first
    assert "Copyright, fair use and licences" in client.get("/my/transcript/").content.decode()


def test_every_year_has_its_own_line_and_its_own_certificate(client, learner, course):
    for year, day in (("2024-25", dt.date(2025, 1, 15)), ("2025-26", dt.date(2026, 1, 14))):
        award(learner, Activity.of(course), source=Source.LESSONS, cycle=year, completed_on=day)
    client.force_login(learner)
    record = client.get("/my/transcript/").context["record"]
    assert [(year.name, str(year.hours)) for year in record.shown] == [("2025-26", "1.50"), ("2024-25", "1.50")]
    assert len({done.certificate.code for done in record.completions}) == 2


def test_a_wrong_date_is_put_right_in_the_open(client, learner, coordinator, done):
    client.force_login(coordinator)
    data = {"completed_on": "2026-02-27", "credit_hours": "1.50", "reason": "The signed sheet says 27 February"}
    client.post(f"/admin/ledger/{done.pk}/correct/", data)
    new = Completion.objects.standing().get()
    client.force_login(learner)
    page = client.get("/my/transcript/").content.decode()
    assert ("27 February 2026" in page, "1 revoked line" in page) == (True, True)
    assert "A completion was corrected" in client.get("/my/notices/").content.decode()
    client.logout()
    assert client.get(f"/certificates/{done.certificate.code}.json").json()["status"] == "revoked"
    assert client.get(f"/certificates/{new.certificate.code}.json").json()["completed_on"] == "2026-02-27"


def test_a_principal_sees_the_record_of_her_building_and_of_nobody_else(
    client, principal, other_principal, learner, done
):
    client.force_login(principal)
    assert client.get(f"/people/{learner.pk}/transcript/").context["record"].completions == [done]
    client.force_login(other_principal)
    for end in ("/", ".csv", ".pdf"):
        assert client.get(f"/people/{learner.pk}/transcript{end}").status_code == 404


def test_what_was_known_then_can_still_be_asked(coordinator, learner, course):
    noon = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
    wrong = award(learner, Activity.of(course), source=Source.LESSONS, completed_on=dt.date(2026, 3, 1), at=noon)
    later = noon + dt.timedelta(days=30)
    assert list(Completion.objects.known_at(noon - dt.timedelta(minutes=1))) == []
    assert list(Completion.objects.known_at(later)) == [wrong]
    assert list(Completion.objects.true_on(dt.date(2026, 2, 28))) == []
