"""Sets certificates and transcripts as tagged PDF (PDF/UA-1) with typst; the same facts give the same bytes."""

import functools
import io
import json
import threading
import unicodedata

import segno
import typst
from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from pdportal.common.dates import in_words, today
from pdportal.transcripts.choices import Validity
from pdportal.transcripts.errors import CertificateRevoked
from pdportal.transcripts.paper_notes import notes_on
from pdportal.transcripts.wording import hours_text

TEMPLATES = settings.BASE_DIR / "templates" / "paper"
_one_at_a_time = threading.Lock()


def certificate_pdf(certificate):
    """The paper of ``certificate`` as bytes, in the language it was issued in. Raises CertificateRevoked.

    Every word and the design are frozen in the certificate, the creation date is the date of issue: a reprint is the
    same file, whatever was translated, renamed or set otherwise since.
    """
    if certificate.completion.revoked_at:
        raise CertificateRevoked
    facts = certificate.facts
    data = facts["printed"] | {"qr": _qr(facts["printed"]["address"])}
    return typeset(f"{facts['design']}.typ", data, made_at=certificate.issued_at)


def transcript_pdf(transcript, *, at=None):
    """A Transcript as bytes, in the reader's language, as of the moment ``at`` (now)."""
    at = at or timezone.now()
    return typeset("transcript.typ", _transcript(transcript, at), made_at=at)


def _transcript(transcript, at):
    learner = transcript.learner
    return {
        "language": translation.get_language(),
        "title": _("Transcript"),
        "issuer": _("%(district)s · Library Services") % {"district": settings.DISTRICT_NAME},
        "provider": settings.DISTRICT_NAME,
        "name": str(learner),
        "detail": _("Staff number %(number)s") % {"number": learner.staff_id} if learner.staff_id else "",
        "years": [
            {"heading": year.name, "hours": hours_text(year.hours), "rows": [_row(done) for done in year.completions]}
            for year in transcript.shown
        ],
        "notes": [{"heading": note.heading, "text": " ".join(note.lines)} for note in notes_on(learner, today(at))],
        "revoked": [
            {"title": done.title, "date": in_words(done.completed_on), "reason": done.revocation_reason}
            for done in transcript.revoked
        ],
        "words": {
            "what": _("Completed professional development of %(name)s") % {"name": learner},
            "as_of": _("As of %(date)s") % {"date": in_words(today(at))},
            "total": _("Credit hours in all: %(hours)s") % {"hours": hours_text(transcript.hours)},
            "year_total": _("Total of the year"),
            "columns": [_("Completed"), _("On"), _("Hours"), _("Recorded through")],
            "empty": _("Nothing completed yet."),
            "notes": _("What the hours count for"),
            "revoked": _("Revoked"),
            "page": _("Page {page} of {pages}"),
            "check": _("Certificates can be checked by their code at %(address)s") % {"address": _check_form()},
        },
    }


def _row(done):
    certificate = getattr(done, "certificate", None)
    kind = done.get_activity_kind_display()
    if done.validity == Validity.EXPIRED:
        kind = _("%(kind)s, expired on %(date)s") % {"kind": kind, "date": in_words(done.valid_until)}
    return {
        "title": done.title,
        "kind": kind,
        "date": in_words(done.completed_on),
        "hours": hours_text(done.credit_hours),
        "source": done.get_source_display(),
        "vouched": _("Vouched for by %(name)s") % {"name": done.vouched_by} if done.vouched_by else "",
        "code": certificate.code if certificate else "",
    }


def _check_form():
    return (settings.WAGTAILADMIN_BASE_URL + reverse("transcripts:check")).split("://")[-1]


def _qr(address):
    # The mask is set, not searched for: that is most of the work, and the drawing is the same in every version.
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=3).save(drawing, kind="svg", border=2, xmldecl=False, svgns=True)
    return drawing.getvalue().decode()


@functools.cache
def _compiler():
    """One compiler, kept: it remembers fonts and templates. Only typst's own fonts, the same on every machine."""
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(root=TEMPLATES, font_paths=fonts, ignore_system_fonts=True)


def typeset(template, data, *, made_at):
    """``template`` set with ``data`` as a tagged PDF, made at the aware moment ``made_at``.

    Text that the fonts cannot show forbids the standard, so it is then set as tagged PDF without it.
    """
    inputs = {"data": json.dumps(_printable(data))}
    made = int(made_at.timestamp())
    with _one_at_a_time:
        options = {"input": TEMPLATES / template, "format": "pdf", "sys_inputs": inputs, "timestamp": made}
        try:
            return _compiler().compile(**options, pdf_standards=["ua-1"])
        except typst.TypstError as trouble:
            if "could not be displayed" not in trouble.message:
                raise
            return _compiler().compile(**options)


def _printable(data):
    """``data`` without control characters, which no paper can show."""
    if isinstance(data, dict):
        return {key: _printable(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_printable(value) for value in data]
    if isinstance(data, str):
        return "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in data)
    return data
