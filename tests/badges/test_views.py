"""Badges are for their holders; keys and lists are for everybody, and answer nonsense calmly."""

import itertools
import json

import pytest

from pdportal.badges.status_lists import SIZE, place_of
from pdportal.transcripts.ledger import revoke
from tests.transcripts import making

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(learner):
    return making.completion(learner).certificate


def address(certificate):
    return f"/badges/{certificate.code}.json"


@pytest.mark.parametrize("reader", ["learner", "principal", "coordinator", "superuser"])
def test_the_holder_and_overseers_take_it(request, client, certificate, reader):
    client.force_login(request.getfixturevalue(reader))
    assert f'href="{address(certificate)}"' in client.get(f"/certificates/{certificate.code}/").content.decode()
    response = client.get(address(certificate))
    assert (response["Content-Type"], response["Cache-Control"]) == ("application/vc", "private, no-store")
    assert response["Content-Disposition"] == f'attachment; filename="badge-{certificate.code}.json"'
    assert json.loads(response.content)["name"] == "Copyright refresher"


@pytest.mark.parametrize("reader", ["other_principal", "teacher", "outsider"])
def test_nobody_else_takes_it(request, client, certificate, reader):
    client.force_login(request.getfixturevalue(reader))
    assert client.get(address(certificate)).status_code == 404
    assert "/badges/" not in client.get(f"/certificates/{certificate.code}/").content.decode()


def test_whoever_is_signed_out_is_asked_to_sign_in(client, certificate):
    assert client.get(address(certificate)).url == f"/accounts/login/?next={address(certificate)}"
    assert "/badges/" not in client.get(f"/certificates/{certificate.code}/").content.decode()


def test_a_revoked_badge_is_not_handed_out(client, learner, coordinator, certificate):
    revoke(certificate.completion, by=coordinator, reason="Wrong person")
    client.force_login(learner)
    response = client.get(address(certificate), follow=True)
    assert response.redirect_chain == [(f"/certificates/{certificate.code}/", 302)]
    page = response.content.decode()
    assert "This certificate has been revoked, so its badge is no longer handed out." in page
    assert "/badges/" not in page


@pytest.mark.parametrize("path", ["/badges/did.json", "/badges/status/0.json", "/badges/7KQD-2MXA-98RT.json"])
def test_badges_are_only_read(client, learner, path):
    client.force_login(learner)
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("code", ["x", "%F0%9F%98%80", "a" * 3000, "..", "%20", "7KQD-2MXA-98RT"])
def test_garbage_is_not_found(client, learner, code):
    client.force_login(learner)
    assert client.get(f"/badges/{code}.json").status_code == 404


@pytest.mark.parametrize("number", ["1", "999999999999999999", "9999999999999999999999", "-1", "x"])
def test_lists_that_hold_nothing_are_not_found(client, certificate, number):
    assert client.get("/badges/status/0.json").status_code == 200
    assert client.get(f"/badges/status/{number}.json").status_code == 404


def test_without_a_certificate_there_is_no_list(client):
    assert client.get("/badges/status/0.json").status_code == 404


def test_keys_and_lists_are_for_programs_anywhere(client, certificate):
    for path, kind in (("/badges/did.json", "application/did+json"), ("/badges/status/0.json", "application/vc")):
        response = client.get(path)
        assert (response["Content-Type"], response["Access-Control-Allow-Origin"]) == (kind, "*")
        assert response["Cache-Control"] == "public, max-age=300"
        assert not response.cookies


def test_the_issuer_says_who_it_is_and_what_it_signs_with(client, settings):
    settings.PROVIDER_NUMBER = "500123"
    document = client.get("/badges/did.json").json()
    assert (document["id"], document["name"]) == ("did:web:testserver:badges", "Maple Valley Unified")
    assert document["otherIdentifier"][0]["identifier"] == "500123"
    (method,) = document["verificationMethod"]
    assert document["assertionMethod"] == [method["id"]]
    assert method["id"] == f"did:web:testserver:badges#{method['publicKeyMultibase']}"


def test_a_list_stays_the_same_until_something_is_revoked(client, learner, coordinator, certificate):
    first = client.get("/badges/status/0.json").content
    other = making.completion(learner, making.activity("Another")).certificate
    assert client.get("/badges/status/0.json").content == first
    revoke(other.completion, by=coordinator, reason="Wrong person")
    assert client.get("/badges/status/0.json").content != first


def test_a_list_takes_two_queries_whatever_is_in_it(client, learner, coordinator, django_assert_num_queries):
    for number in range(4):
        done = making.completion(learner, making.activity(f"Refresher {number}"))
        if number:
            revoke(done, by=coordinator, reason="Wrong person")
        if number in {0, 3}:
            with django_assert_num_queries(2):  # the first certificate of the list, those revoked
                client.get("/badges/status/0.json")


def test_every_certificate_has_a_place_of_its_own():
    assert len({place_of(pk) for pk in range(1, SIZE + 1)}) == SIZE
    assert {place_of(1)[0], place_of(SIZE)[0], place_of(SIZE + 1)[0]} == {0, 1}
    neighbours = [place_of(pk)[1] for pk in range(100, 110)]
    assert min(abs(one - two) for one, two in itertools.pairwise(neighbours)) > 1000
