"""Tells learners what was written about them in the ledger."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pdportal.common.dates import in_words, today
from pdportal.notices.telling import tell
from pdportal.transcripts.wording import hours_text


def awarded(completion, certificate, *, at=None):
    """A new line on the transcript: told in the portal only, without a mail."""
    tell(
        completion.learner,
        "completion",
        subject=lambda: _("You completed “%(title)s”") % {"title": completion.title},
        body=lambda: (
            _("It is on your transcript. Credit hours: %(hours)s") % {"hours": hours_text(completion.credit_hours)}
        ),
        url=lambda: _address(certificate),
        mail=False,
        at=at,
    )


def revoked(completion, *, at=None):
    """A completion was withdrawn, with the reason."""
    tell(
        completion.learner,
        "revocation",
        subject=lambda: _("A completion was withdrawn: “%(title)s”") % {"title": completion.title},
        body=lambda: (
            _("Reason: %(reason)s It stays on your transcript as revoked. Ask your coordinator if this looks wrong.")
            % {"reason": _sentence(completion.revocation_reason)}
        ),
        url=lambda: _address(None),
        at=at,
    )


def corrected(completion, certificate, *, at=None):
    """A completion now has another date or other hours, with the reason."""
    tell(
        completion.learner,
        "correction",
        subject=lambda: _("A completion was corrected: “%(title)s”") % {"title": completion.title},
        body=lambda: (
            _("It now says %(hours)s credit hours, completed on %(date)s. Reason: %(reason)s")
            % {
                "hours": hours_text(completion.credit_hours),
                "date": in_words(completion.completed_on),
                "reason": _sentence(completion.reason),
            }
        ),
        url=lambda: _address(certificate),
        at=at,
    )


def printed(run, *, at=None):
    """The certificates somebody asked for are ready to be downloaded."""
    tell(
        run.asked_by,
        "print_run",
        subject=lambda: _("Your certificates are ready: %(what)s") % {"what": run},
        body=lambda: (
            _("%(number)s certificates in one ZIP. Download it by %(date)s; it is deleted then.")
            % {"number": run.total, "date": in_words(today(run.expires_at))}
        ),
        url=lambda: reverse("reports:prints"),
        at=at,
    )


def _address(certificate):
    if certificate:
        return reverse("transcripts:certificate", args=[certificate.code])
    return reverse("transcripts:transcript")


def _sentence(text):
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
