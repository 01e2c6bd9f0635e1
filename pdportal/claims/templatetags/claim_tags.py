"""Filters that say the state and the way of a claim."""

from django import template

from pdportal.claims import wording
from pdportal.claims.choices import ClaimState, StepKind

register = template.Library()
register.filter("kinds", wording.kinds_text)
register.filter("route", wording.route_text)
register.filter("lead", wording.lead_text)
register.filter("role_in_words", wording.role_text)

# The portal's status shapes and colours (components/status_badge.html) that stand for states of a claim.
LOOKS = {
    ClaimState.DRAFT: "not_started",
    ClaimState.HANDED_IN: "in_progress",
    ClaimState.PREAPPROVED: "registered",
    ClaimState.RETURNED: "due_soon",
    ClaimState.APPROVED: "done",
    ClaimState.IN_PART: "done",
    ClaimState.DENIED: "expired",
}
ICONS = {
    StepKind.HANDED_IN: "arrow-right",
    StepKind.WITHDRAWN: "arrow-left",
    StepKind.RETURNED: "chat",
    StepKind.DENIED: "close",
}


@register.inclusion_tag("components/status_badge.html")
def claim_badge(claim):
    """The state of ``claim`` as word, shape and colour."""
    return {"code": LOOKS[claim.state], "label": claim.get_state_display()}


@register.filter
def step_icon(step):
    """The name of the icon for ``step``."""
    return ICONS.get(step.kind, "check")
