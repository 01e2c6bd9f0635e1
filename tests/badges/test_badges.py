"""A badge holds for a stranger's verifier, offline; one that was touched, forged, outlived or revoked does not."""

import base64
import copy
import datetime as dt
import hashlib
import json

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from openvc import VerificationPolicy
from openvc.multibase import decode_multibase
from openvc.proof.di_jcs import EddsaJcsProofSuite
from openvc.proof.errors import CredentialExpired, SignatureInvalid
from openvc.status import CredentialRevoked
from openvc.verify import IssuerBindingError

from pdportal.badges import keys
from pdportal.badges.signing import signed
from pdportal.transcripts.choices import ActivityKind
from pdportal.transcripts.ledger import correct, revoke
from tests.badges.verifying import POLICY, saved
from tests.factories import days_ago
from tests.transcripts import making

pytestmark = pytest.mark.django_db
W3C = {
    "public": "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
    "secret": "z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq",
    "signature": "z2HnFSSPPBzR36zdDgK8PbEHeXbR56YF24jwMpt3R1eHXQzJDMWS93FCzpvJpwTWd3GAVFuUfjoJdcnTMuVor51aX",
    "at": dt.datetime(2023, 2, 24, 23, 36, 38, tzinfo=dt.UTC),
    "document": {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://www.w3.org/ns/credentials/examples/v2"],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "AlumniCredential"],
        "name": "Alumni Credential",
        "description": "A minimum viable example of an Alumni Credential.",
        "issuer": "https://vc.example/issuers/5678",
        "validFrom": "2023-01-01T00:00:00Z",
        "credentialSubject": {"id": "did:example:abcdefgh", "alumniOf": "The School of Examples"},
    },
}
OTHER_KEY = "b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktMDE="


@pytest.fixture
def certificate(learner):
    done = making.completion(
        learner,
        making.activity(certificate_wording="Counts towards clock hours."),
        completed_on=dt.date(2026, 3, 1),
        at=making.moment("2026-03-02 23:30"),
    )
    return done.certificate


def badge_of(client, certificate):
    client.force_login(certificate.completion.learner)
    badge = json.loads(client.get(f"/badges/{certificate.code}.json").content)
    client.logout()
    return badge


def test_a_badge_holds_for_a_stranger_without_network(client, certificate):
    badge, files = badge_of(client, certificate), saved(client)
    result = files.verify(badge)
    assert (result.format, result.issuer, result.status.revoked) == (
        "data-integrity:eddsa-jcs-2022", "did:web:testserver:badges", False,
    )  # fmt: skip


def test_a_badge_says_what_the_certificate_says(client, certificate):
    badge = badge_of(client, certificate)
    subject = badge["credentialSubject"]
    assert badge["issuer"] == {
        "id": "did:web:testserver:badges", "type": ["Profile"], "name": "Maple Valley Unified",
        "url": "http://testserver/",
    }  # fmt: skip
    assert (badge["id"], badge["name"], badge["description"]) == (
        f"http://testserver/certificates/{certificate.code}/", "Copyright refresher",
        "Course by Maple Valley Unified: Copyright refresher",
    )  # fmt: skip
    assert (badge["validFrom"], badge["awardedDate"], "validUntil" in badge) == (
        "2026-03-03T05:30:00Z", "2026-03-01T06:00:00Z", False,
    )  # fmt: skip
    assert [each["identityType"] for each in subject["identifier"]] == ["name", "emailAddress"]
    assert subject["identifier"][0]["identityHash"] == "Nora Newell"
    assert (subject["achievement"]["achievementType"], subject["achievement"]["criteria"]) == (
        "Course", {"narrative": "Counts towards clock hours."},
    )  # fmt: skip
    assert subject["result"][0]["value"] == "2.00"
    assert certificate.completion.learner.email not in json.dumps(badge)


def test_the_fingerprint_is_that_of_the_address(client, certificate):
    identity = badge_of(client, certificate)["credentialSubject"]["identifier"][1]
    email = certificate.completion.learner.email
    digest = hashlib.sha256(f"{email}{identity['salt']}".encode()).hexdigest()
    assert identity["identityHash"] == f"sha256${digest}"


TOUCHES = {
    "name": lambda badge: badge["credentialSubject"]["identifier"][0].update(identityHash="Somebody Else"),
    "hours": lambda badge: badge["credentialSubject"]["result"][0].update(value="20.00"),
    "title": lambda badge: badge["credentialSubject"]["achievement"].update(name="Neurosurgery"),
    "date": lambda badge: badge.update(awardedDate="2020-01-01T00:00:00Z"),
    "place": lambda badge: badge["credentialStatus"].update(statusListIndex="7"),
    "no status": lambda badge: badge.pop("credentialStatus"),
    "proof": lambda badge: badge["proof"].update(created="2030-01-01T00:00:00Z"),
    "more": lambda badge: badge.update(evidence=[{"type": ["Evidence"], "narrative": "Believe me"}]),
}


@pytest.mark.parametrize("touch", TOUCHES)
def test_a_badge_that_was_touched_does_not_hold(client, certificate, touch):
    badge, files = badge_of(client, certificate), saved(client)
    TOUCHES[touch](badge)
    with pytest.raises(SignatureInvalid):
        files.verify(badge)


def test_a_badge_signed_with_another_key_does_not_hold(client, certificate, settings):
    files, badge = saved(client), badge_of(client, certificate)
    ours = settings.BADGE_SIGNING_KEY
    settings.BADGE_SIGNING_KEY = OTHER_KEY
    name = keys.ring().name
    forged = signed(_bare(badge), issuer="did:web:testserver:badges", at=certificate.issued_at)
    settings.BADGE_SIGNING_KEY = ours
    with pytest.raises(Exception, match=name):  # it names its key, which is not one of ours
        files.verify(forged)
    forged["proof"]["verificationMethod"] = f"did:web:testserver:badges#{keys.ring().name}"
    with pytest.raises(SignatureInvalid):
        files.verify(forged)


def test_a_badge_in_our_name_by_another_issuer_does_not_hold(client, certificate):
    badge = _bare(badge_of(client, certificate)) | {"issuer": {"id": "did:web:other.example:badges"}}
    forged = signed(badge, issuer="did:web:testserver:badges", at=certificate.issued_at)
    with pytest.raises(IssuerBindingError):
        saved(client).verify(forged)


def test_a_revoked_badge_does_not_hold_and_its_neighbours_do(client, learner, coordinator, certificate):
    others = [making.completion(learner, making.activity(f"Refresher {number}")).certificate for number in range(3)]
    badge, theirs = badge_of(client, certificate), [badge_of(client, other) for other in others]
    before = saved(client)
    revoke(certificate.completion, by=coordinator, reason="Wrong person")
    after = saved(client)
    assert before.verify(badge).status.revoked is False  # the list of yesterday knows no better
    with pytest.raises(CredentialRevoked):
        after.verify(badge)
    assert [after.verify(each).status.revoked for each in theirs] == [False, False, False]


def test_a_correction_has_a_badge_of_its_own(client, learner, coordinator, certificate):
    old = badge_of(client, certificate)
    new = correct(certificate.completion, by=coordinator, reason="The sheet says 27", completed_on=dt.date(2026, 2, 27))
    files = saved(client)
    with pytest.raises(CredentialRevoked):
        files.verify(old)
    assert files.verify(badge_of(client, new.certificate)).status.revoked is False


def test_a_badge_holds_through_its_last_valid_day(client, learner):
    issued = making.moment(f"{days_ago(400)} 12:00")
    done = making.completion(learner, completed_on=days_ago(400), valid_until=days_ago(30), at=issued)
    badge, files = badge_of(client, done.certificate), saved(client)
    assert files.verify(badge, policy=_on(making.moment(f"{days_ago(30)} 23:50"))).status.revoked is False
    with pytest.raises(CredentialExpired):
        files.verify(badge, policy=_on(making.moment(f"{days_ago(29)} 00:05")))


@pytest.mark.parametrize("kind", ActivityKind)
def test_every_kind_of_activity_has_a_badge(client, learner, kind):
    done = making.completion(learner, making.activity(kind=kind))
    assert saved(client).verify(badge_of(client, done.certificate)).status.revoked is False


def test_a_last_valid_day_at_the_end_of_time_is_no_trouble(client, learner):
    done = making.completion(learner, valid_until=dt.date(9999, 12, 31))
    assert badge_of(client, done.certificate)["validUntil"] == "9999-12-30T05:59:59Z"


@hypothesis(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.dictionaries(st.sampled_from("name text narrative".split()), st.text(), min_size=1))
def test_any_words_are_signed_as_the_standard_writes_them(words):
    document = {"@context": ["https://www.w3.org/ns/credentials/v2"], "issuer": "did:web:x.example", **words}
    at = making.moment("2026-03-02 23:30")
    public = keys.ring().private.public_key().public_bytes_raw()
    proved = signed(document, issuer="did:web:x.example", at=at)
    key = {"kty": "OKP", "crv": "Ed25519", "x": _base64url(public)}
    EddsaJcsProofSuite().verify(proved, public_key_jwk=key, check_temporal=False)


def test_signatures_are_those_of_the_w3c(settings):
    """The example of “Data Integrity EdDSA Cryptosuites v1.0”, appendix on eddsa-jcs-2022: same key, same signature."""
    settings.BADGE_SIGNING_KEY = base64.b64encode(decode_multibase(W3C["secret"])[2:]).decode()
    proof = signed(W3C["document"], issuer=f"did:key:{W3C['public']}", at=W3C["at"])["proof"]
    assert (proof["verificationMethod"], proof["proofValue"]) == (
        f"did:key:{W3C['public']}#{W3C['public']}", W3C["signature"],
    )  # fmt: skip


def _bare(badge):
    bare = copy.deepcopy(badge)
    bare.pop("proof")
    return bare


def _on(moment):
    return VerificationPolicy(expected_types=POLICY.expected_types, now=moment, leeway_s=0)


def _base64url(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
