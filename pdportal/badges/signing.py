"""Signs a document with a Data Integrity proof (eddsa-jcs-2022): the proof stands inside the JSON it signs."""

import datetime as dt
import hashlib
import json

from pdportal.badges import keys

CREDENTIALS = "https://www.w3.org/ns/credentials/v2"


def signed(document, *, issuer, at):
    """``document`` with a proof by the present key of ``issuer`` (a DID), made at the aware moment ``at``.

    The signature has no chance in it: the same document, moment and key give the same proof.
    """
    ring = keys.ring()
    proof = {
        "@context": document["@context"],
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": stamp(at),
        "verificationMethod": f"{issuer}#{ring.name}",
        "proofPurpose": "assertionMethod",
    }
    value = keys.multibase(ring.private.sign(_digest(proof) + _digest(document)))
    return document | {"proof": proof | {"proofValue": value}}


def stamp(moment):
    """An aware moment as credentials write it: 2026-03-02T05:30:00Z."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _digest(value):
    """The SHA-256 of ``value`` in its canonical form (RFC 8785).

    Python writes that form by itself as long as keys are plain letters and values are text, lists, objects and true or
    false: there are no numbers in our documents.
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()
