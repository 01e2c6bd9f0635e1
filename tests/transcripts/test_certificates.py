"""Anybody with the code can check a certificate and learns no more than the paper says; paper is for the holder."""

import datetime as dt
import io

import pytest
from django.core.cache import cache
from pypdf import PdfReader

from pdportal.transcripts.certificates import ALPHABET, new_code
from pdportal.transcripts.guessing import MOST_MISSES
from pdportal.transcripts.ledger import revoke
from tests.factories import days_ago, days_ahead
from tests.transcripts import making

pytestmark = pytest.mark.django_db
UNKNOWN = "7KQD-2MXA-98RT"


@pytest.fixture
def certificate(learner):
    return making.completion(learner, completed_on=dt.date(2026, 3, 1)).certificate


def address(certificate, end="/"):
    return f"/certificates/{certificate.code}{end}"


def test_codes_are_random_and_unambiguous():
    codes = {new_code() for _ in range(200)}
    assert len(codes) == 200
    assert {len(code) for code in codes} == {14}
    assert set("".join(codes)) <= set(ALPHABET) | {"-"}
    assert not set("01ILO") & set(ALPHABET)


def test_the_check_shows_the_facts_to_anybody(client, certificate):
    response = client.get(address(certificate))
    page = response.content.decode()
    for fact in ("Nora Newell", "Copyright refresher", "1 March 2026", "<dd>2</dd>", "Maple Valley Unified", "Valid"):
        assert fact in page
    assert "Maple Valley Unified issued this certificate, and it is valid." in page
    assert '<meta name="robots" content="noindex">' in page
    assert "no-store" in response["Cache-Control"]


def test_the_check_shows_nothing_else(client, learner, mentor, certificate):
    learner.staff_id = "S-1043"
    learner.save()
    page = client.get(address(certificate)).content.decode()
    for secret in ("S-1043", "@maplevalley", "nora.newell", "Cedar", ".pdf"):
        assert secret not in page


def test_the_check_for_programs(client, certificate):
    response = client.get(address(certificate, ".json"))
    assert response.json() == {
        "code": certificate.code,
        "status": "valid",
        "name": "Nora Newell",
        "titles": {"en": "Copyright refresher", "es": "Repaso de derechos"},
        "credit_hours": "2.00",
        "completed_on": "2026-03-01",
        "valid_until": None,
        "provider": "Maple Valley Unified",
        "provider_number": "",
    }


def test_an_expired_certificate_says_so(client, learner):
    expired = making.completion(learner, valid_until=days_ago(1)).certificate
    page = client.get(address(expired)).content.decode()
    assert "Maple Valley Unified issued this certificate. It was valid until" in page
    assert client.get(address(expired, ".json")).json()["status"] == "expired"


@pytest.mark.parametrize("days", [0, 1, 400])
def test_the_last_day_of_validity_counts(client, learner, days):
    good = making.completion(learner, valid_until=days_ahead(days)).certificate
    assert client.get(address(good, ".json")).json()["status"] == "valid"


def test_a_revoked_certificate_says_so_without_the_reason(client, coordinator, certificate):
    revoke(certificate.completion, by=coordinator, reason="Secret trouble", at=making.moment("2026-03-05 12:00"))
    page = client.get(address(certificate)).content.decode()
    assert "Maple Valley Unified revoked this certificate on 5 March 2026. It no longer counts." in page
    assert ("Secret trouble" in page, "Carla" in page) == (False, False)
    assert client.get(address(certificate, ".json")).json()["status"] == "revoked"


def test_the_check_speaks_spanish(client, certificate):
    assert "Repaso de derechos" in client.get(f"/es/certificates/{certificate.code}/").content.decode()


def test_the_form_forgives_sloppy_typing(client, certificate):
    sloppy = certificate.code.lower().replace("-", " ")
    response = client.get("/certificates/", {"code": f" {sloppy} "})
    assert (response.status_code, response.url) == (302, address(certificate))
    response = client.get(f"/certificates/{certificate.code.lower()}/")
    assert (response.status_code, response.url) == (302, address(certificate))


def test_the_form_asks_for_a_code(client):
    response = client.get("/certificates/")
    assert response.status_code == 200
    assert "Check a certificate" in response.content.decode()
    assert "There is no certificate with this code." not in response.content.decode()


def test_an_unknown_code_is_a_friendly_404_that_keeps_the_input(client):
    for response in (
        client.get(f"/certificates/{UNKNOWN}/"),
        client.get("/certificates/", {"code": UNKNOWN[:-2]}),
    ):
        assert response.status_code == 404
        assert "There is no certificate with this code." in response.content.decode()
        assert 'value="7KQD-2MXA-98' in response.content.decode()
    assert client.get(f"/certificates/{UNKNOWN}.json").json() == {"status": "unknown"}


@pytest.mark.parametrize(
    "garbage", ["x", "%F0%9F%98%80", "%22%3E%3Cscript%3E", "a" * 3000, "..", "%20", "7KQD-2MXA-98RT.pdf"]
)
def test_garbage_is_not_found(client, learner, garbage):
    client.force_login(learner)
    for end in ("/", ".json", ".pdf"):
        assert client.get(f"/certificates/{garbage}{end}").status_code == 404
    response = client.get(f"/certificates/?code={garbage}", follow=True)
    assert response.status_code in (200, 404)
    assert "<script>" not in response.content.decode()


def test_null_bytes_are_refused(client):
    assert client.get("/certificates/%00/").status_code == 400


@pytest.mark.parametrize("path", ["/certificates/", f"/certificates/{UNKNOWN}/", f"/certificates/{UNKNOWN}.json"])
def test_checking_is_only_reading(client, path):
    assert client.post(path).status_code == 405


def test_guessing_is_slowed_down_and_ends(client, certificate):
    for _ in range(MOST_MISSES):
        assert client.get(f"/certificates/{UNKNOWN}.json").status_code == 404
    for path in (f"/certificates/{UNKNOWN}/", address(certificate), address(certificate, ".json")):
        response = client.get(path)
        assert response.status_code == 429
    assert client.get(address(certificate))["Retry-After"] == "600"
    assert client.get(address(certificate), REMOTE_ADDR="10.9.8.7").status_code == 200
    cache.clear()  # ten minutes later
    assert client.get(address(certificate)).status_code == 200


@pytest.mark.parametrize("reader", ["learner", "principal", "coordinator", "superuser"])
def test_the_holder_and_overseers_print_it(request, client, certificate, reader):
    client.force_login(request.getfixturevalue(reader))
    assert address(certificate, ".pdf") in client.get(address(certificate)).content.decode()
    response = client.get(address(certificate, ".pdf"))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="certificate-{certificate.code}.pdf"'
    assert "Nora Newell" in PdfReader(io.BytesIO(response.content)).pages[0].extract_text()


@pytest.mark.parametrize("reader", ["other_principal", "teacher", "outsider"])
def test_nobody_else_prints_it(request, client, certificate, reader):
    client.force_login(request.getfixturevalue(reader))
    assert client.get(address(certificate, ".pdf")).status_code == 404
    assert ".pdf" not in client.get(address(certificate)).content.decode()


def test_whoever_is_signed_out_is_asked_to_sign_in_before_printing(client, certificate):
    path = address(certificate, ".pdf")
    assert client.get(path).url == f"/accounts/login/?next={path}"


def test_a_revoked_certificate_is_not_printed(client, learner, coordinator, certificate):
    revoke(certificate.completion, by=coordinator, reason="Wrong person")
    client.force_login(learner)
    response = client.get(address(certificate, ".pdf"), follow=True)
    assert response.redirect_chain == [(address(certificate), 302)]
    assert "This certificate has been revoked and is no longer printed." in response.content.decode()
    assert ".pdf" not in response.content.decode()


def test_checking_takes_few_queries(client, certificate, django_assert_num_queries):
    with django_assert_num_queries(1):  # the certificate with its completion
        client.get(address(certificate))
