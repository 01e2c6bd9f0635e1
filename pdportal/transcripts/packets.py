"""The audit packet of a person: transcript, certificates, proofs, and an index that says what is what."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pdportal.common.packets import Packet, safe, safe_file
from pdportal.transcripts import paper, queries, retention
from pdportal.transcripts.records import Completion, Proof

STYLE = Path(settings.BASE_DIR) / "templates" / "transcripts" / "packet" / "index.css"
HEADER = [
    _("Completed on"), _("Title"), _("Kind"), _("Credit hours"), _("Status"), _("Valid until"), _("Recorded through"),
    _("Recorded on"), _("Vouched for by"), _("Note"), _("Certificate"), _("File of the certificate"), _("Proofs"),
    _("Keep until"),
]  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """A completion and the files that go with it: the name of its certificate's, and (Proof, name) of each proof."""

    completion: Completion
    paper: str
    proofs: list
    keep_until: object

    @property
    def certificate(self):
        """The certificate, or None."""
        return getattr(self.completion, "certificate", None)

    @property
    def note(self):
        """Why it was revoked, else what was noted with it."""
        return self.completion.revocation_reason or self.completion.reason

    def row(self):
        """Its cells in the table; what is revoked has no hours, so that the column adds up."""
        done = self.completion
        return [
            done.completed_on, done.title, done.get_activity_kind_display(),
            None if done.revoked_at else done.credit_hours, done.validity.label, done.valid_until,
            done.get_source_display(), timezone.localdate(done.recorded_at), done.vouched_by and str(done.vouched_by),
            self.note, self.certificate and self.certificate.code, self.paper,
            " ".join(name or proof.name for proof, name in self.proofs), self.keep_until,
        ]  # fmt: skip


def packet_of(learner, *, at=None):
    """The finished Packet of ``learner`` in the reader's language, oldest completion first; revoked ones are marked.

    A revoked completion keeps its proofs in the packet, but its certificate is not printed any more.
    """
    at = at or timezone.now()
    record = queries.transcript_of(learner)
    packet = Packet(at=at)
    packet.add("transcript.pdf", paper.transcript_pdf(record, at=at))
    proofs = _proofs_by_completion(learner)
    completions = sorted([*record.completions, *record.revoked], key=lambda done: (done.completed_on, done.pk))
    entries = [_entry(packet, done, proofs.get(done.pk, [])) for done in completions]
    packet.table("index.csv", HEADER, [entry.row() for entry in entries])
    packet.add("index.css", STYLE.read_bytes())
    context = {"learner": learner, "record": record, "entries": entries, "rules": retention.ALL, "made_at": at}
    packet.add("index.html", render_to_string("transcripts/packet/index.html", context | provider()))
    return packet


def _entry(packet, completion, proofs):
    folder = safe(str(completion.completed_on), completion.title)
    certificate = getattr(completion, "certificate", None)
    printed = ""
    if certificate and not completion.revoked_at:
        printed = packet.add(f"certificates/{folder}-{certificate.code}.pdf", paper.certificate_pdf(certificate))
    kept = []
    for proof in proofs:
        if proof.is_disposed:
            kept.append((proof, ""))
            continue
        with proof.file.open("rb") as file:
            kept.append((proof, packet.copy(f"proofs/{folder}/{safe_file(proof.name)}", file)))
    until = retention.PROOFS.keep_until(completion.completed_on, completion.valid_until)
    return Entry(completion, printed, kept, until)


def _proofs_by_completion(learner):
    found = {}
    for proof in Proof.objects.filter(completion__learner=learner).select_related("disposal__disposed_by"):
        found.setdefault(proof.completion_id, []).append(proof)
    return found


def provider():
    """Name and number of the provider, for the index of a packet."""
    return {"provider": settings.DISTRICT_NAME, "provider_number": settings.PROVIDER_NUMBER}
