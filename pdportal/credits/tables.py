"""Hours under a pack as tables for spreadsheets: a row a completion, or a row an activity on offer."""

from django.utils.translation import gettext_lazy as _

from pdportal.credits.wording import reasons

HEADER = [
    _("Title"), _("Type of credit"), _("Completed on"), _("Credit hours"), _("Counted"), _("Over a cap"),
    _("Counted already"), _("More than needed"), _("Why"),
]  # fmt: skip
OFFER_HEADER = [_("Title"), _("Offered from"), _("Credit hours")]


def rows(found):
    """The completions of a PackHours with their parts, oldest first."""
    for line in found.count.lines:
        done = line.completion
        yield [done.title, done.get_credit_type_display(), done.completed_on, done.credit_hours, line.counted,
               line.capped, line.repeated, line.surplus, " ".join(reasons(line, found.count))]  # fmt: skip


def offer_rows(found):
    """What was on offer."""
    for offer in found.offers:
        yield [offer.title, offer.on, offer.credit_hours]
