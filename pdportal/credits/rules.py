"""Writes rule packs: a changed rule is a new version, the old one is never edited, and hours earned never change."""

from django.db import transaction

from pdportal.common.dates import today
from pdportal.credits.errors import VersionStartsTooEarly
from pdportal.credits.records import RulePack, RulePackVersion
from pdportal.people import audience as audiences

VERSION_FIELDS = (
    "valid_until", "audience", "cycle_start", "cycle_years", "hours_needed", "rules", "authority", "source",
    "checked_on", "confirmed", "note_en", "note_es",
)  # fmt: skip


@transaction.atomic
def publish_version(pack, *, by, valid_from=None, **fields):
    """Put new rules of ``pack`` in force from ``valid_from`` (today); returns the RulePackVersion.

    ``fields`` names fields of RulePackVersion; those not named are taken over from the present version. Where nothing
    differs, the present version is returned. Raises ValidationError for a malformed audience or value,
    VersionStartsTooEarly where the present version starts later.
    """
    pack = RulePack.objects.select_for_update().get(pk=pack.pk)
    latest = pack.versions.order_by("-number").first()
    valid_from = valid_from or today()
    present = {name: getattr(latest, name) for name in VERSION_FIELDS} if latest else {}
    version = RulePackVersion(
        pack=pack, number=latest.number + 1 if latest else 1, valid_from=valid_from, created_by=by,
        **(present | fields),
    )  # fmt: skip
    audiences.validate(version.audience)
    version.clean_fields(exclude=["audience"])
    if latest and _saying(version) == _saying(latest):
        return latest
    if latest and valid_from < latest.valid_from:
        raise VersionStartsTooEarly
    version.validate_constraints()
    version.save()
    return version


def _saying(version):
    """What a version says, comparable: the rules without the ids of their blocks."""
    said = {name: getattr(version, name) for name in VERSION_FIELDS if name != "rules"}
    return said, [(block.block_type, dict(block.value)) for block in version.rules]
