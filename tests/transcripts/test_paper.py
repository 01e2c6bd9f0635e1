"""Certificates and transcripts as PDF: tagged, titled, in the right language, and the same file every time."""

import datetime as dt
import hashlib
import io
import json
from decimal import Decimal
from importlib import import_module

import pypdfium2
import pytest
import time_machine
import zxingcpp
from django.apps import apps
from django.db import models
from django.db.migrations.state import ProjectState
from django.utils import translation
from pypdf import PdfReader

from pdportal.transcripts import paper, printed, queries
from pdportal.transcripts.certificates import check_address
from pdportal.transcripts.errors import CertificateRevoked
from pdportal.transcripts.ledger import revoke
from pdportal.transcripts.records import Certificate, Completion
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
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert len(pdf.pages) == 1


def tags(node):
    """The kinds of structure elements below ``node``, with the alternative text of pictures, in reading order."""
    node = node.get_object()
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        kid = kid.get_object() if hasattr(kid, "get_object") else kid
        if isinstance(kid, dict) and "/S" in kid:
            yield kid["/S"], kid.get("/Alt")
            yield from tags(kid)


def test_a_certificate_is_read_aloud_in_order(certificate):
    """What PDF/UA asks and a program can see: one heading, words for the picture, fonts inside, tabs in order."""
    pdf = read(paper.certificate_pdf(certificate))
    found = list(tags(pdf.trailer["/Root"]["/StructTreeRoot"]))
    assert found[0] == ("/Document", None)
    assert [kind for kind, _alt in found if kind.startswith("/H")] == ["/H1"]
    assert [alt for kind, alt in found if kind == "/Figure"] == [
        "Square code that opens the page on which this certificate can be checked"
    ]
    page = pdf.pages[0]
    assert page["/Tabs"] == "/S"
    fonts = [font.get_object() for font in page["/Resources"]["/Font"].values()]
    descriptors = [font["/DescendantFonts"][0]["/FontDescriptor"] for font in fonts]
    assert all("/FontFile3" in each or "/FontFile2" in each for each in descriptors)
    assert all("/ToUnicode" in font for font in fonts)


def test_the_square_code_opens_the_check(certificate):
    """As a phone reads it from the printed page; the address beside it is a link to the same page."""
    address = f"http://testserver/certificates/{certificate.code}/"
    assert certificate.facts["printed"]["address"] == address
    assert check_address(certificate) == address
    page = pypdfium2.PdfDocument(paper.certificate_pdf(certificate))[0].render(scale=2).to_pil()
    assert [found.text for found in zxingcpp.read_barcodes(page)] == [address]
    links = [note.get_object()["/A"]["/URI"] for note in read(paper.certificate_pdf(certificate)).pages[0]["/Annots"]]
    assert links == [address]


def test_a_certificate_names_the_provider_and_its_number(learner, settings):
    settings.DISTRICT_NAME, settings.PROVIDER_NUMBER = "Cedar County Schools", "500123"
    certificate = making.completion(learner).certificate
    text = words(paper.certificate_pdf(certificate))
    assert ("Cedar County Schools Provider number 500123 Issued on" in text, certificate.facts["provider_number"]) == (
        True, "500123",
    )  # fmt: skip


def test_a_reprint_is_the_same_file_whatever_happened_since(certificate, learner):
    first = paper.certificate_pdf(certificate)
    learner.last_name, learner.language = "Married", "es"
    learner.save()
    with translation.override("es"):
        again = paper.certificate_pdf(queries.certificate_with(certificate.code))
    assert again == first
    assert read(again).metadata.creation_date == certificate.issued_at


def test_a_reprint_years_later_is_the_same_file_whatever_became_of_everything(certificate, settings, monkeypatch):
    """Another district name, number, address, zone of the reader, translation of a word, and design of the paper."""
    first = paper.certificate_pdf(certificate)
    settings.DISTRICT_NAME, settings.PROVIDER_NUMBER = "Maple Valley United", "999"
    settings.WAGTAILADMIN_BASE_URL = "https://elsewhere.example"
    monkeypatch.setattr(printed, "DESIGN", "certificate-2")
    monkeypatch.setattr(printed, "_", lambda _text: "Reworded")
    with time_machine.travel(dt.datetime(2036, 1, 1, tzinfo=dt.UTC)), translation.override("es"):
        assert paper.certificate_pdf(queries.certificate_with(certificate.code)) == first


def test_the_design_of_papers_that_were_issued_never_changes(learner):
    """A change of the design, its picture, the fonts or the typesetter changes this fingerprint: see decision 0017."""
    at = making.moment("2026-03-02 12:00")
    facts = {
        "learner": "Nora Newell", "titles": {"en": "Copyright refresher"}, "kind": "course", "credit_hours": "2.50",
        "completed_on": "2026-03-01", "valid_until": "2029-06-30", "wording": "Counts towards clock hours.",
        "provider": "Maple Valley Unified", "provider_number": "500123", "language": "en",
        "site": "https://pd.example", "recipient": None,
    }  # fmt: skip
    facts = printed.frozen(facts, code="7KQD-2MXA-98RT", at=at)
    assert facts["design"] == "certificate-1"
    pdf = paper.certificate_pdf(Certificate(facts=facts, issued_at=at, completion=Completion(learner=learner)))
    assert hashlib.sha256(pdf).hexdigest() == "a435c39f0b5bfd5a8f4cb23d75008dc65ce2db256bf73d8c4b44b2afd759656b"


def test_certificates_of_before_keep_the_words_of_the_day_they_were_frozen(certificate, settings):
    """The data migration, run on a certificate as it used to be stored; twice, and nothing changes any more."""
    migration = import_module("pdportal.transcripts.migrations.0010_freeze_words_of_certificates")
    first, old = paper.certificate_pdf(certificate), dict(certificate.facts)
    mail = {key: old.pop(key) for key in ("site", "recipient", "design", "printed", "badge")}["recipient"]
    models.QuerySet.update(Certificate.objects.all(), facts=old)
    _as_migrating(migration.freeze)
    frozen = Certificate.objects.get().facts
    assert paper.certificate_pdf(queries.certificate_with(certificate.code)) == first
    assert {key: frozen[key] for key in old} == old
    assert (frozen["recipient"]["hash"] != mail["hash"], set(frozen)) == (True, set(certificate.facts))
    settings.DISTRICT_NAME = "Elsewhere"
    _as_migrating(migration.freeze)
    assert Certificate.objects.get().facts == frozen


def _as_migrating(step):
    """Run ``step`` with models as migrations see them: with plain managers, which may write."""
    step(ProjectState.from_apps(apps).apps, None)


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
