"""Certificates and transcripts as PDF: tagged, titled, in the right language, and the same file every time."""

import datetime as dt
import io
import json
from decimal import Decimal

import pytest
from django.utils import translation
from pypdf import PdfReader

from pdportal.transcripts import paper, queries
from pdportal.transcripts.errors import CertificateRevoked
from pdportal.transcripts.ledger import revoke
from tests.transcripts import making

pytestmark = pytest.mark.django_db


def read(pdf):
    return PdfReader(io.BytesIO(pdf))


def words(pdf):
    return " ".join(" ".join(page.extract_text() for page in read(pdf).pages).split())


@pytest.fixture
def certificate(learner):
    what = making.activity(hours="2.50", certificate_wording="Counts towards clock hours.")
    done = making.completion(
        learner,
        what,
        completed_on=dt.date(2026, 3, 1),
        valid_until=dt.date(2029, 6, 30),
        at=making.moment("2026-03-02 23:30"),
    )
    return done.certificate


def test_a_certificate_says_the_facts(certificate, settings):
    text = words(paper.certificate_pdf(certificate))
    assert text == (
        "Maple Valley Unified · Library Services Certificate of completion This certifies that Nora Newell "
        "has completed Copyright refresher Counts towards clock hours. Completed on 1 March 2026 Credit hours 2.5 "
        "Valid until 30 June 2029 Maple Valley Unified Issued on 2 March 2026 Check this certificate at "
        f"testserver/certificates/ {certificate.code}"
    )


def test_a_certificate_is_tagged_titled_and_says_its_language(certificate):
    pdf = read(paper.certificate_pdf(certificate))
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712  a PDF boolean object, not Python's
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712  a PDF boolean object, not Python's
    assert (pdf.metadata.title, pdf.metadata.author) == ("Certificate of completion", "Maple Valley Unified")
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert len(pdf.pages) == 1


def test_a_reprint_is_the_same_file_whatever_happened_since(certificate, learner):
    first = paper.certificate_pdf(certificate)
    learner.last_name, learner.language = "Married", "es"
    learner.save()
    with translation.override("es"):
        again = paper.certificate_pdf(queries.certificate_with(certificate.code))
    assert again == first
    assert read(again).metadata.creation_date == certificate.issued_at


def test_a_spanish_reader_gets_spanish_paper(learner):
    learner.language = "es"
    learner.save()
    pdf = paper.certificate_pdf(making.completion(learner).certificate)
    assert read(pdf).trailer["/Root"]["/Lang"] == "es"
    assert "Repaso de derechos" in words(pdf)
    assert "testserver/es/certificates/" in words(pdf)


def test_a_revoked_certificate_is_not_printed(certificate, coordinator):
    revoke(certificate.completion, by=coordinator, reason="Wrong person")
    with pytest.raises(CertificateRevoked):
        paper.certificate_pdf(queries.certificate_with(certificate.code))


def test_text_is_never_read_as_markup(learner):
    title = '#panic("no") $x$ *bold* \\ <a> "quoted" // not a comment'
    pdf = paper.certificate_pdf(making.completion(learner, making.activity(title)).certificate)
    assert title in words(pdf)


@pytest.mark.parametrize("name", ["李小龙", "😀 Smiley", "Bell\x07 Ringer", "علي", "Nguyễn Thị Ánh"])
def test_any_name_can_be_printed(learner, name):
    learner.first_name, learner.last_name = name, ""
    learner.save()
    pdf = read(paper.certificate_pdf(making.completion(learner).certificate))
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712  a PDF boolean object, not Python's


def test_the_longest_words_still_fit_one_page(learner):
    learner.first_name, learner.last_name = "Maximiliana " * 12, "W" * 150
    learner.save()
    what = making.activity("A very long title of an activity " * 7, certificate_wording="Wording " * 37)
    assert len(read(paper.certificate_pdf(making.completion(learner, what).certificate)).pages) == 1


def test_a_transcript_lists_years_totals_and_what_was_revoked(learner, coordinator):
    learner.staff_id = "S-1043"
    making.completion(learner, completed_on=dt.date(2026, 3, 1), vouched_by=coordinator)
    making.completion(learner, making.activity("Databases", hours="1.25"), completed_on=dt.date(2024, 9, 1))
    wrong = making.completion(learner, making.activity("Not mine"), completed_on=dt.date(2024, 9, 2))
    revoke(wrong, by=coordinator, reason="Entered for the wrong person")
    text = words(paper.transcript_pdf(queries.transcript_of(learner), at=making.moment("2026-11-23 12:00")))
    assert text.startswith(
        "Transcript Nora Newell Staff number S-1043 Maple Valley Unified · Library Services As of 23 November 2026 "
        "Credit hours in all: 3.25 2025-26 Completed On Hours Recorded through "
        "Copyright refresher Course 1 March 2026 2 All lessons done Vouched for by Carla Coordinator"
    )
    assert "Total of the year 1.25" in text
    assert "Not mine, 2 September 2024: Entered for the wrong person" in text
    assert "Page 1 of 1" in text


def test_an_empty_transcript_can_be_printed(learner):
    pdf = paper.transcript_pdf(queries.transcript_of(learner))
    assert "Nothing completed yet." in words(pdf)
    assert read(pdf).trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712  a PDF boolean object, not Python's


def test_a_long_transcript_runs_over_pages_with_numbers(learner):
    activities = [making.activity(f"Refresher {number}", hours="0.50") for number in range(60)]
    for what in activities:
        making.completion(learner, what, completed_on=dt.date(2026, 3, 1))
    pdf = paper.transcript_pdf(queries.transcript_of(learner))
    pages = len(read(pdf).pages)
    assert pages > 1
    assert f"Page {pages} of {pages}" in words(pdf)
    assert sum((year.hours for year in queries.transcript_of(learner).years), Decimal()) == 30


def test_facts_are_plain_json(certificate):
    assert json.loads(json.dumps(certificate.facts)) == certificate.facts
