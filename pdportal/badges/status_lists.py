"""Which badges are revoked: one bit each in a published, signed list (Bitstring Status List).

The place of a certificate follows from its id, which the database never gives twice: nothing is kept beside the ledger,
and a certificate that is revoked flips its bit by being revoked. Places are scattered over the list, so that a place
does not tell who got a certificate after whom.
"""

import base64
import gzip

from django.conf import settings

from pdportal.badges.issuer import did_of
from pdportal.badges.signing import CREDENTIALS, signed, stamp
from pdportal.transcripts.records import Certificate

SIZE = 1 << 17  # bits of a list, the least that the standard allows
MOST_LISTS = (1 << 62) // SIZE  # as many as ids the database can give
SCATTER = 60_589  # odd, so that each place of a list is given exactly once


def place_of(certificate_id):
    """The number of the list and the place in it, both from 0, for a certificate's id."""
    number, offset = divmod(certificate_id - 1, SIZE)
    return number, offset * SCATTER % SIZE


def entry_of(certificate):
    """Where a verifier finds whether ``certificate`` has been revoked."""
    number, place = place_of(certificate.pk)
    address = address_of(certificate.facts["site"], number)
    return {
        "id": f"{address}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": address,
    }


def address_of(site, number):
    """The address of the list ``number`` on the portal at ``site``."""
    return f"{site}/badges/status/{number}.json"


def status_list(number):
    """The signed list ``number``, or None where no certificate has its place in it; two queries.

    It stays the same file until another certificate in it is revoked.
    """
    if number >= MOST_LISTS:
        return None
    held = Certificate.objects.filter(pk__gt=number * SIZE, pk__lte=(number + 1) * SIZE)
    first = held.order_by("pk").values_list("issued_at", flat=True).first()
    if first is None:
        return None
    revoked = dict(held.exclude(completion__revoked_at=None).values_list("pk", "completion__revoked_at"))
    changed_at = max(revoked.values(), default=first)
    site = settings.WAGTAILADMIN_BASE_URL
    address, issuer = address_of(site, number), did_of(site)
    document = {
        "@context": [CREDENTIALS],
        "id": address,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": issuer,
        "validFrom": stamp(changed_at),
        "credentialSubject": {
            "id": f"{address}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": _encoded(place_of(pk)[1] for pk in revoked),
        },
    }
    return signed(document, issuer=issuer, at=changed_at)


def _encoded(places):
    """A bit for each place, the first bit being the leftmost; compressed without a date, so that equals stay equal."""
    bits = bytearray(SIZE // 8)
    for place in places:
        bits[place // 8] |= 0x80 >> place % 8
    return "u" + base64.urlsafe_b64encode(gzip.compress(bytes(bits), mtime=0)).decode().rstrip("=")
