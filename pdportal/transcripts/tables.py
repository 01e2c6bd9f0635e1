"""The ledger as tables for spreadsheets: one row a completion, words in the reader's language."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pdportal.people.calendar import period_of
from pdportal.transcripts.certificates import check_address

TRANSCRIPT_HEADER = [
    _("Title"), _("Kind"), _("Year"), _("Completed on"), _("Credit hours"), _("Status"), _("Valid until"),
    _("Recorded through"), _("Vouched for by"), _("Recorded on"), _("Note"), _("Certificate"), _("Check address"),
]  # fmt: skip


def transcript_rows(record):
    """Rows of a Transcript: what stands, then what was revoked (without hours, so that a column adds up)."""
    for completion in record.completions:
        yield _row(completion, hours=completion.credit_hours, note=completion.reason)
    for completion in record.revoked:
        yield _row(completion, hours=None, note=completion.revocation_reason)


def _row(completion, *, hours, note):
    certificate = getattr(completion, "certificate", None)
    return [
        completion.title,
        completion.get_activity_kind_display(),
        period_of(completion.completed_on),
        completion.completed_on.isoformat(),
        hours,
        completion.validity.label,
        completion.valid_until and completion.valid_until.isoformat(),
        completion.get_source_display(),
        completion.vouched_by and str(completion.vouched_by),
        timezone.localdate(completion.recorded_at).isoformat(),
        note,
        certificate and certificate.code,
        certificate and check_address(certificate),
    ]
