"""The queue as rows for CSV and XLSX."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

CLAIMS_HEADER = [
    _("Staff number"), _("Last name"), _("First name"), _("Title"), _("Provider"), _("Kind"), _("First day"),
    _("Last day"), _("Hours asked for"), _("Hours approved"), _("State"), _("Waits for"), _("Handed in"),
    _("To be decided by"), _("Decided"),
]  # fmt: skip


def claim_rows(claims):
    """The cells of ``claims`` (learner loaded), row by row."""
    for claim in claims.iterator(chunk_size=500):
        person = claim.learner
        yield [
            person.staff_id, person.last_name, person.first_name, claim.title, claim.provider, claim.get_kind_display(),
            claim.starts_on, claim.ends_on, claim.hours, claim.granted_hours, claim.get_state_display(),
            claim.get_waits_for_display(), _day(claim.handed_in_at), claim.decide_by, _day(claim.decided_at),
        ]  # fmt: skip


def _day(moment):
    return moment and localdate(moment)
