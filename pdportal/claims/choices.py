"""States of a claim, the stages at which it waits, who decides, and the steps it has taken."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

QUARTER = Decimal("0.25")
MOST_HOURS = Decimal(400)
MOST_FILES = 10


class ClaimState(models.TextChoices):
    """Where a claim is."""

    DRAFT = "draft", pgettext_lazy("claim", "Draft")
    HANDED_IN = "handed_in", pgettext_lazy("claim", "Waiting for a decision")
    PREAPPROVED = "preapproved", pgettext_lazy("claim", "Approved beforehand")
    RETURNED = "returned", pgettext_lazy("claim", "Returned for correction")
    APPROVED = "approved", pgettext_lazy("claim", "Approved")
    IN_PART = "in_part", pgettext_lazy("claim", "Approved in part")
    DENIED = "denied", pgettext_lazy("claim", "Denied")


# The learner may write; nobody else reads what is being written.
EDITABLE = (ClaimState.DRAFT, ClaimState.RETURNED, ClaimState.PREAPPROVED)
APPROVED = (ClaimState.APPROVED, ClaimState.IN_PART)
DECIDED = (*APPROVED, ClaimState.DENIED)


class Stage(models.TextChoices):
    """What a claim that is handed in waits for."""

    BEFOREHAND = "beforehand", _("Approval before the event")
    FIRST = "first", _("Approval of the hours")
    SECOND = "second", _("Second approval of the hours")


class ApproverRole(models.TextChoices):
    """Who decides: found through appointments, so that reporting lines follow the roster."""

    PRINCIPAL = "principal", _("Principal of the school")
    COORDINATOR = "coordinator", _("Coordinator")
    DIRECTOR = "director", _("Director")


class StepKind(models.TextChoices):
    """One thing that happened to a claim."""

    HANDED_IN = "handed_in", pgettext_lazy("claim step", "Handed in")
    WITHDRAWN = "withdrawn", pgettext_lazy("claim step", "Taken back")
    PREAPPROVED = "preapproved", pgettext_lazy("claim step", "Approved beforehand")
    PASSED_ON = "passed_on", pgettext_lazy("claim step", "Approved and passed on")
    APPROVED = "approved", pgettext_lazy("claim step", "Approved")
    IN_PART = "in_part", pgettext_lazy("claim step", "Approved in part")
    RETURNED = "returned", pgettext_lazy("claim step", "Returned for correction")
    DENIED = "denied", pgettext_lazy("claim step", "Denied")


APPROVALS = (StepKind.PREAPPROVED, StepKind.PASSED_ON, StepKind.APPROVED, StepKind.IN_PART)
