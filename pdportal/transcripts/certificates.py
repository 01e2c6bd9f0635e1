"""Issues certificates: the facts are frozen at issue, the code is what anybody can check."""

import secrets

from django.conf import settings
from django.utils import timezone

from pdportal.transcripts.records import Certificate

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # no letters or digits that are read for one another


def new_code():
    """A code of 12 characters in three groups, such as ``7KQD-2MXA-98RT`` (58 random bits)."""
    letters = [secrets.choice(ALPHABET) for _ in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def issue(completion, activity, *, at=None):
    """The certificate of ``completion``, issued now unless it exists."""
    return _issue(completion, activity.certificate_wording, at)


def reissue(old, new, *, at=None):
    """A certificate for the correction ``new``, where the completion it corrects had one; else None."""
    earlier = Certificate.objects.filter(completion=old).first()
    return _issue(new, earlier.facts["wording"], at) if earlier else None


def _issue(completion, wording, at):
    facts = {
        "learner": str(completion.learner),
        "titles": completion.titles,
        "kind": completion.activity_kind,
        "credit_hours": str(completion.credit_hours),
        "completed_on": completion.completed_on.isoformat(),
        "valid_until": completion.valid_until.isoformat() if completion.valid_until else None,
        "wording": wording,
        "provider": settings.DISTRICT_NAME,
        "provider_number": settings.PROVIDER_NUMBER,
        "language": completion.learner.language,
    }
    certificate, _ = Certificate.objects.get_or_create(
        completion=completion, defaults={"code": new_code(), "issued_at": at or timezone.now(), "facts": facts}
    )
    return certificate
