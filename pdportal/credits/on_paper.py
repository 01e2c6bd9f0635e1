"""What a printed transcript says about clock hours: each pack in a few sentences."""

from django.utils.translation import gettext as _

from pdportal.credits import hours, wording
from pdportal.transcripts.paper_notes import Note
from pdportal.transcripts.wording import hours_text


def notes(learner, day):
    """A Note for every pack whose hours ``learner`` earns, as of ``day``."""
    return [_note(found) for found in hours.of_person(learner, on=day) if not found.pack.is_offer]


def _note(found):
    sums = found.count.totals
    values = {"counted": hours_text(sums.counted), "required": hours_text(sums.needed)}
    lines = [_("%(counted)s of %(required)s hours count.") % values, wording.standing_text(found)]
    if sums.capped:
        lines.append(_("%(hours)s hours are over a cap and do not count.") % {"hours": hours_text(sums.capped)})
    if found.needs_dates:
        lines.append(_("These are the hours of the last years: the date of the certificate is missing."))
    lines.append(wording.doubt_text(found.count))
    lines.extend(wording.topic_gaps(found.count))
    if not found.version.confirmed:
        lines.append(_("This rule is still to be confirmed."))
    return Note(str(found.pack), tuple(filter(None, lines)))
