"""The audit packet: everything that proves what somebody completed, in one ZIP that is the same every time."""

import csv
import io
import re
import zipfile

import pytest
from django.core.files.base import ContentFile

from pdportal.common.packets import Packet, safe, safe_file
from pdportal.transcripts.ledger import revoke
from pdportal.transcripts.packets import packet_of
from pdportal.transcripts.proofs import attach
from tests.transcripts import making

pytestmark = pytest.mark.django_db
AT = making.moment("2026-06-01 12:00")


def opened(response):
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def prove(completion, by, name="Signed sheet.pdf", content=b"%PDF-1.7 sheet"):
    return attach(completion, ContentFile(content), name=name, by=by)


@pytest.fixture
def record(learner, coordinator):
    """A standing completion with two proofs of one name, and an older one that was revoked."""
    done = making.completion(learner, completed_on=making.moment("2026-03-01 12:00").date())
    prove(done, coordinator)
    prove(done, coordinator, content=b"%PDF-1.7 other sheet")
    gone = making.completion(
        learner, making.activity("=Gone/../"), completed_on=making.moment("2025-03-01 12:00").date()
    )
    prove(gone, coordinator, "Brief «á».pdf")
    revoke(gone, by=coordinator, reason="Wrong person")
    return done, gone


def test_what_is_in_it(learner, record):
    done, _gone = record
    packet = opened(packet_of(learner, at=AT).response("x"))
    assert packet.namelist() == [
        "transcript.pdf",
        "proofs/2025-03-01-gone/brief-a.pdf",
        f"certificates/2026-03-01-copyright-refresher-{done.certificate.code}.pdf",
        "proofs/2026-03-01-copyright-refresher/signed-sheet.pdf",
        "proofs/2026-03-01-copyright-refresher/signed-sheet-2.pdf",
        "index.csv",
        "index.css",
        "index.html",
    ]
    assert packet.read("proofs/2026-03-01-copyright-refresher/signed-sheet-2.pdf") == b"%PDF-1.7 other sheet"
    assert packet.read(packet.namelist()[2])[:5] == b"%PDF-"
    assert packet.testzip() is None


def test_the_index_marks_what_was_revoked_and_until_when_papers_are_kept(learner, record):
    packet = opened(packet_of(learner, at=AT).response("x"))
    rows = list(csv.DictReader(io.StringIO(packet.read("index.csv").decode("utf-8-sig"))))
    assert [(row["Title"], row["Status"], row["Credit hours"], row["Note"], row["Keep until"]) for row in rows] == [
        ("'=Gone/../", "Revoked", "", "Wrong person", "2032-03-01"),
        ("Copyright refresher", "Valid", "2.00", "", "2033-03-01"),
    ]
    page = packet.read("index.html").decode()
    assert "revoked, not printed" in page
    assert "19 TAC §232.21(b)–(c)</a>" in page
    links = re.findall(r'href="(?!https?:)([^"]+)"', page)
    assert sorted(set(links) - set(packet.namelist())) == []


def test_the_same_record_gives_the_same_file(learner, record):
    one, other = (b"".join(packet_of(learner, at=AT).response("x").streaming_content) for _ in range(2))
    assert one == other


def test_an_empty_record_has_a_packet_too(learner):
    assert opened(packet_of(learner, at=AT).response("x")).namelist() == [
        "transcript.pdf", "index.csv", "index.css", "index.html",
    ]  # fmt: skip


@pytest.mark.parametrize("reader", ["learner", "coordinator", "director", "superuser"])
def test_who_may_have_it(request, client, learner, record, reader):
    client.force_login(request.getfixturevalue(reader))
    response = client.get(f"/people/{learner.pk}/transcript.zip")
    assert "transcript.pdf" in opened(response).namelist()
    assert response["Content-Disposition"].startswith('attachment; filename="audit-packet-noranewell-')
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("reader", ["principal", "other_principal", "mentor", "teacher", "editor", "outsider"])
def test_who_may_not(request, client, learner, record, reader):
    client.force_login(request.getfixturevalue(reader))
    assert client.get(f"/people/{learner.pk}/transcript.zip").status_code == 404


def test_ones_own_from_the_transcript(client, learner, record):
    client.force_login(learner)
    assert 'href="/my/transcript.zip"' in client.get("/my/transcript/").content.decode()
    assert len(opened(client.get("/my/transcript.zip")).namelist()) == 8
    assert client.post("/my/transcript.zip").status_code == 405


def test_in_spanish(client, learner, record):
    client.force_login(learner)
    packet = opened(client.get("/es/my/transcript.zip"))
    assert "Repaso de derechos" in packet.read("index.html").decode()
    assert packet.read("index.csv").decode("utf-8-sig").startswith("Terminado el")


def test_the_number_of_questions_does_not_grow(learner, coordinator, django_assert_num_queries):
    for row in range(3):
        prove(making.completion(learner), coordinator)
        if row in (0, 2):
            with django_assert_num_queries(4):  # completions, revoked ones, proofs, rule packs
                packet_of(learner, at=AT)


def test_names_are_safe_and_unique():
    packet = Packet(at=AT)
    assert [packet.add(name, "x") for name in ("A.txt", "a.txt", "a.txt")] == ["A.txt", "a-2.txt", "a-3.txt"]
    assert (safe("../etc", "pásswd"), safe("漢字"), safe_file("../x.PDF"), safe_file("no ending")) == (
        "etc-passwd", "untitled", "x.pdf", "no-ending.bin",
    )  # fmt: skip
