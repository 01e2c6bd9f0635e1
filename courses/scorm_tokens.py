"""Signed addresses of SCORM packages: who may read which version, at which part, for how long.

A package runs apart from the portal's session (docs/decisions/0011), so each address in it carries its own permission.
"""

from dataclasses import dataclass

from django.core import signing
from django.utils import timezone

SALT = "courses.scorm"
SECONDS = 12 * 3600
LONGEST = 400


@dataclass(frozen=True)
class Pass:
    """What an address permits. Without a sitting it is an author's trial, which records nothing."""

    person_id: int
    version_id: int
    part: int
    launch: int
    sitting_id: int | None = None


def issue(person, version, *, part=0, sitting=None, at=None):
    """The token for a launch now."""
    launch = int((at or timezone.now()).timestamp() * 1000)
    return signing.dumps([person.pk, version.pk, part, launch, sitting.pk if sitting else None], salt=SALT)


def read(token):
    """The Pass in ``token``, or None where it is forged, changed or older than twelve hours."""
    try:
        return Pass(*signing.loads(token[:LONGEST], salt=SALT, max_age=SECONDS))
    except signing.BadSignature:
        return None
