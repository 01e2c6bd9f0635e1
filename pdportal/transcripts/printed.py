"""What stands on a certificate, put into words once, when it is issued, and never again."""

import datetime as dt
import hashlib
import secrets

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from pdportal.common.dates import in_words, parse_date, today
from pdportal.transcripts.activities import in_language
from pdportal.transcripts.choices import ActivityKind
from pdportal.transcripts.wording import hours_text

DESIGN = "certificate-1"  # the file in templates/paper with which papers are set that are issued from now on


def frozen(facts, *, code, at):
    """``facts`` with everything that may change later made part of them: design, addresses and all words, in
    the language of the paper. What is printed, and what stands in the Open Badge, comes from here alone.
    """
    with translation.override(facts["language"]):
        address = facts["site"] + reverse("transcripts:certificate", args=[code])
        return facts | {"design": DESIGN, "printed": _paper(facts, address, code, at), "badge": _badge(facts)}


def recipient(email):
    """Who got it, for somebody who knows the e-mail address already: a salted fingerprint of it; None without one."""
    email = email.strip().lower()
    if not email:
        return None
    salt = secrets.token_hex(16)
    return {"salt": salt, "hash": f"sha256${hashlib.sha256(f'{email}{salt}'.encode()).hexdigest()}"}


def _paper(facts, address, code, at: dt.datetime):
    activity = in_language(facts["titles"], facts["language"])
    return {
        "language": facts["language"],
        "title": _("Certificate of completion"),
        "issuer": _("%(district)s · Library Services") % {"district": facts["provider"]},
        "name": facts["learner"],
        "activity": activity,
        "wording": facts["wording"],
        "facts": _row(facts),
        "provider": facts["provider"],
        "issued": _issued(facts, at),
        "address": address,
        "shown_address": address.split("://")[-1].rpartition(f"{code}/")[0],
        "code": code,
        "words": {
            "what": f"{facts['learner']}: {activity}",
            "certifies": _("This certifies that"),
            "completed": _("has completed"),
            "check": _("Check this certificate at"),
            "qr": _("Square code that opens the page on which this certificate can be checked"),
        },
    }


def _row(facts):
    row = [
        {"label": _("Completed on"), "value": in_words(parse_date(facts["completed_on"]))},
        {"label": _("Credit hours"), "value": hours_text(facts["credit_hours"])},
    ]
    valid_until = parse_date(facts["valid_until"])
    if valid_until:
        row.append({"label": _("Valid until"), "value": in_words(valid_until)})
    return row


def _issued(facts, at):
    lines = [_("Issued on %(date)s") % {"date": in_words(today(at))}]
    if facts["provider_number"]:
        lines.insert(0, _("Provider number %(number)s") % {"number": facts["provider_number"]})
    return lines


def _badge(facts):
    words = {
        "kind": ActivityKind(facts["kind"]).label,
        "title": in_language(facts["titles"], facts["language"]),
        "provider": facts["provider"],
    }
    return {
        "name": words["title"],
        "description": _("%(kind)s by %(provider)s: %(title)s") % words,
        "criteria": facts["wording"] or _("Completed everything that was asked, as %(provider)s recorded it.") % words,
        "hours": _("Credit hours"),
    }
