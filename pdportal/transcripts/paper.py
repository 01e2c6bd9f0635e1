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

from pdportal.common.dates import in_words, parse_date, today
from pdportal.transcripts.activities import in_language
from pdportal.transcripts.certificates import check_address
from pdportal.transcripts.choices import Validity
from pdportal.transcripts.errors import CertificateRevoked
from pdportal.transcripts.paper_notes import notes_on
from pdportal.transcripts.wording import hours_text

TEMPLATES = settings.BASE_DIR / "templates" / "paper"
_one_at_a_time = threading.Lock()


def certificate_pdf(certificate):
    """The paper of ``certificate`` as bytes, in the language it was issued in. Raises CertificateRevoked.

    Everything printed is frozen in the certificate, the creation date is the date of issue: a reprint is the same file.
    """
    if certificate.completion.revoked_at:
        raise CertificateRevoked
    facts = certificate.facts
    with translation.override(facts["language"]):
        data = _certificate(certificate, facts)
    return typeset("certificate.typ", data, made_at=certificate.issued_at)


def transcript_pdf(transcript, *, at=None):
    """A Transcript as bytes, in the reader's language, as of the moment ``at`` (now)."""
    at = at or timezone.now()
    return typeset("transcript.typ", _transcript(transcript, at), made_at=at)


def _certificate(certificate, facts):
    address = check_address(certificate)
    valid_until = parse_date(facts["valid_until"])
    facts_row = [
        {"label": _("Completed on"), "value": in_words(parse_date(facts["completed_on"]))},
        {"label": _("Credit hours"), "value": hours_text(facts["credit_hours"])},
    ]
    if valid_until:
        facts_row.append({"label": _("Valid until"), "value": in_words(valid_until)})
    issued = [_("Issued on %(date)s") % {"date": in_words(today(certificate.issued_at))}]
    if facts["provider_number"]:
        issued.insert(0, _("Provider number %(number)s") % {"number": facts["provider_number"]})
    activity = in_language(facts["titles"], facts["language"])
    return {
        "language": facts["language"],
        "title": _("Certificate of completion"),
        "issuer": _("%(district)s · Library Services") % {"district": facts["provider"]},
        "name": facts["learner"],
        "activity": activity,
        "wording": facts["wording"],
        "facts": facts_row,
        "provider": facts["provider"],
        "issued": issued,
        "address": address,
        "shown_address": address.split("://")[-1].rpartition(f"{certificate.code}/")[0],
        "code": certificate.code,
        "qr": _qr(address),
        "words": {
            "what": f"{facts['learner']}: {activity}",
            "certifies": _("This certifies that"),
            "completed": _("has completed"),
            "check": _("Check this certificate at"),
            "qr": _("Square code that opens the page on which this certificate can be checked"),
        },
    }


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
    drawing = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawing, kind="svg", border=2, xmldecl=False, svgns=True)
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
