"""Writes requirement rules: a changed rule is a new version, the old one is never edited."""

from django.db import transaction

from pdportal.common.dates import today
from pdportal.people import audience as audiences
from pdportal.requirements.errors import RuleStartsTooEarly
from pdportal.requirements.records import Requirement, RequirementVersion

RULE_FIELDS = (
    "activity_key", "audience", "recurrence", "due_anchor", "due_working_days", "due_month", "due_day", "due_on",
    "due_after_key", "due_after_titles", "valid_months", "warn_days", "opens_month", "opens_day", "late_hires",
    "exempt_after", "renew_days", "rotation", "rotate_by",
)  # fmt: skip


def differs(version, rule):
    """True where ``rule`` (fields of RequirementVersion) says something else than ``version``."""
    return any(getattr(version, name) != value for name, value in rule.items())


@transaction.atomic
def publish_version(requirement, *, by, effective_on=None, **rule):
    """Put a new wording of the rule in force from ``effective_on`` (today); returns the RequirementVersion.

    ``rule`` names fields of RequirementVersion; those not named are taken over from the present version. Where nothing
    differs, the present version is returned. Existing assignments keep the version they were made under. Raises
    ValidationError for a malformed audience or value, RuleStartsTooEarly where the present version starts later.
    """
    requirement = Requirement.objects.select_for_update().get(pk=requirement.pk)
    latest = requirement.versions.order_by("-number").first()
    effective_on = effective_on or today()
    present = {name: getattr(latest, name) for name in RULE_FIELDS} if latest else {}
    rule = {"activity_key": requirement.activity_key} | rule
    if latest and not differs(latest, rule):
        return latest
    if latest and effective_on < latest.effective_on:
        raise RuleStartsTooEarly
    version = RequirementVersion(
        requirement=requirement, number=latest.number + 1 if latest else 1, effective_on=effective_on, created_by=by,
        **(present | rule),
    )  # fmt: skip
    audiences.validate(version.audience)
    version.clean_fields(exclude=["audience"])
    version.save()
    return version
