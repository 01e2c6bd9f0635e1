"""The ledger as tables for spreadsheets: one row a completion, words in the reader's language."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pdportal.people.calendar import period_of
from pdportal.transcripts.activities import in_language
from pdportal.transcripts.certificates import check_address
from pdportal.transcripts.choices import ActivityKind, CreditType, Source
from pdportal.transcripts.retention import PROOFS

TRANSCRIPT_HEADER = [
    _("Title"), _("Kind"), _("Year"), _("Completed on"), _("Credit hours"), _("Status"), _("Valid until"),
    _("Recorded through"), _("Vouched for by"), _("Recorded on"), _("Note"), _("Certificate"), _("Check address"),
    _("Type of credit"),
]  # fmt: skip

LEDGER_HEADER = [
    _("Staff number"), _("Last name"), _("First name"), _("Title"), _("Kind"), _("Completed on"), _("Credit hours"),
    _("Year or session"), _("Recorded through"), _("Recorded on"), _("Valid until"), _("Certificate"), _("Note"),
    _("Revoked on"), _("Reason"), _("Type of credit"),
]  # fmt: skip
LEDGER_FIELDS = [
    "learner__staff_id", "learner__last_name", "learner__first_name", "titles", "activity_kind", "completed_on",
    "credit_hours", "cycle", "source", "recorded_at", "valid_until", "certificate__code", "reason", "revoked_at",
    "revocation_reason", "credit_type",
]  # fmt: skip
IMPORTS_HEADER = [
    _("File"), _("SHA-256"), _("Uploaded by"), _("Uploaded at"), _("Rows"), _("New"), _("There already"), _("Error"),
    _("Written by"), _("Written at"),
]  # fmt: skip
PROOFS_HEADER = [
    _("File"), _("SHA-256"), _("Person"), _("Staff number"), _("Activity"), _("Completed on"), _("To be kept until"),
]  # fmt: skip
CHUNK = 2000  # rows fetched at a time, so that memory stays flat


def transcript_rows(record):
    """Rows of a Transcript: what stands, then what was revoked (without hours, so that a column adds up)."""
    for completion in record.completions:
        yield _row(completion, hours=completion.credit_hours, note=completion.reason)
    for completion in record.revoked:
        yield _row(completion, hours=None, note=completion.revocation_reason)


def ledger_rows(completions):
    """Rows of the ledger for a queryset of completions, fetched as they are written: plain values, no objects."""
    kinds, types, sources = dict(ActivityKind.choices), dict(CreditType.choices), dict(Source.choices)
    for values in completions.values_list(*LEDGER_FIELDS).iterator(chunk_size=CHUNK):
        row = list(values)
        row[3], row[4], row[8] = in_language(row[3]), str(kinds.get(row[4], row[4])), str(sources.get(row[8], row[8]))
        row[9], row[13] = _day(row[9]), _day(row[13])
        row[15] = str(types.get(row[15], row[15]))
        yield row


def import_rows(imports):
    """Rows of the list of imports."""
    for run in imports:
        yield [
            run.name, run.sha256, str(run.uploaded_by), timezone.localtime(run.uploaded_at),
            run.rows, run.new, run.known, run.wrong,
            str(run.written_by or ""), run.written_at and timezone.localtime(run.written_at),
        ]  # fmt: skip


def proof_rows(proofs):
    """Rows of proofs that are due for disposal."""
    for proof in proofs:
        done = proof.completion
        yield [
            proof.name, proof.sha256, str(done.learner), done.learner.staff_id, done.title, done.completed_on,
            PROOFS.keep_until(done.completed_on, done.valid_until),
        ]  # fmt: skip


def _day(moment):
    return moment and timezone.localdate(moment)


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
        completion.get_credit_type_display(),
    ]
