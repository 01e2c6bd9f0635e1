"""Issues certificates: the facts are frozen at issue, the code is what anybody can check."""

import secrets

from django.conf import settings
from django.utils import timezone

from pdportal.common.dates import in_words, parse_date, today
from pdportal.transcripts import printed
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


def check_address(certificate):
    """Where anybody can check ``certificate``, as it is printed on it, with the host name."""
    return certificate.facts["printed"]["address"]


def public_facts(certificate, *, on=None):
    """What the check tells anybody who has the code: whose, what, when, by whom, and whether it holds; nothing else."""
    facts, completion = certificate.facts, certificate.completion
    validity = completion.validity_on(on) if on else completion.validity
    return {
        "code": certificate.code,
        "status": validity.value,
        "name": facts["learner"],
        "titles": facts["titles"],
        "credit_hours": facts["credit_hours"],
        "completed_on": facts["completed_on"],
        "valid_until": facts["valid_until"],
        "provider": facts["provider"],
        "provider_number": facts["provider_number"],
    }


def days_in_words(certificate):
    """The dates of the check in the reader's language; None where there is none."""
    completion = certificate.completion
    days = {name: parse_date(certificate.facts[name]) for name in ("completed_on", "valid_until")}
    days["revoked_on"] = today(completion.revoked_at) if completion.revoked_at else None
    return {name: day and in_words(day) for name, day in days.items()}


def _issue(completion, wording, at):
    at = at or timezone.now()
    code = new_code()
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
        "site": settings.WAGTAILADMIN_BASE_URL,
        "recipient": printed.recipient(completion.learner.email),
    }
    certificate, _ = Certificate.objects.get_or_create(
        completion=completion,
        defaults={"code": code, "issued_at": at, "facts": printed.frozen(facts, code=code, at=at)},
    )
    return certificate
