"""Sets the sign-in sheet of a session as tagged PDF: a line and a code for everybody with a seat."""

import io

import segno
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events import queries, wording
from pdportal.common.dates import in_words, today
from pdportal.transcripts.paper import typeset

EMPTY_LINES = 6


def sheet_pdf(session, *, at):
    """The sheet of ``session`` as bytes, in the reader's language, as the roster stands at the moment ``at``."""
    seated = queries.roster(session).prefetch_related("learner__appointments__school")
    rows = [_row(number, found) for number, found in enumerate(seated, 1)]
    data = {
        "language": translation.get_language(),
        "title": _("Sign-in sheet"),
        "activity": session.event.title,
        "provider": settings.DISTRICT_NAME,
        "facts": [
            wording.when_text(session),
            wording.place_text(session),
            session.presented_by or session.event.presenter,
        ],
        "columns": [_("No."), _("Name and school"), _("From"), _("Until"), _("Signature"), _("Code")],
        "rows": rows,
        "empty": [str(len(rows) + number) for number in range(1, EMPTY_LINES + 1)],
        "advice": _(
            "Please sign, and write when you came and left if it was not the whole time. Not on the list? Use an "
            "empty line and print your name."
        ),
        "made": _("Made on %(date)s") % {"date": in_words(today(at))},
        "page": _("Page {page} of {pages}"),
    }
    return typeset("sign-in.typ", data, made_at=at)


def _row(number, registration):
    person = registration.learner
    path = reverse("events:sheet_row", args=[registration.session_id, registration.pk])
    drawing = io.BytesIO()
    segno.make(f"{settings.WAGTAILADMIN_BASE_URL}{path}", error="l", micro=False, mask=3).save(
        drawing, kind="svg", border=1, xmldecl=False, svgns=True
    )
    return {
        "number": str(number),
        "name": f"{person.last_name}, {person.first_name}",
        "detail": wording.schools_text(person),
        "qr": drawing.getvalue().decode(),
        "alt": _("Code to mark %(name)s") % {"name": person},
    }
