"""Tells people about claims: approvers what waits, learners what was decided, each in their language."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pdportal.claims.choices import Stage, StepKind
from pdportal.common.dates import in_words
from pdportal.notices.telling import tell
from pdportal.transcripts.wording import hours_text

SUBJECTS = {
    StepKind.PREAPPROVED: lambda: _("Approved beforehand: %(title)s"),
    StepKind.APPROVED: lambda: _("Approved: %(title)s"),
    StepKind.IN_PART: lambda: _("Approved in part: %(title)s"),
    StepKind.RETURNED: lambda: _("Returned for correction: %(title)s"),
    StepKind.DENIED: lambda: _("Denied: %(title)s"),
}
BODIES = {
    StepKind.PREAPPROVED: lambda: _(
        "%(name)s has approved up to %(hours)s hours beforehand. When it is over, add your proof and hand it in."
    ),
    StepKind.APPROVED: lambda: _("%(hours)s hours are on your transcript."),
    StepKind.IN_PART: lambda: _("%(name)s has approved %(hours)s of %(asked)s hours. They are on your transcript."),
    StepKind.RETURNED: lambda: _("%(name)s asks you to correct something. Everything you wrote is still there."),
    StepKind.DENIED: lambda: _("%(name)s has denied this claim."),
}


def waiting(claim, approvers, *, at):
    """A claim waits for ``approvers``."""
    for person in approvers:
        tell(
            person,
            "claim-waiting",
            subject=lambda: _("%(learner)s asks for your decision") % {"learner": claim.learner},
            body=lambda: _waiting_body(claim),
            url=lambda: reverse("claims:review", args=[claim.pk]),
            at=at,
        )


def late(claim, approvers, *, at):
    """A claim has waited longer than was promised."""
    for person in approvers:
        tell(
            person,
            "claim-late",
            subject=lambda: _("A decision is late: %(title)s") % {"title": claim.title},
            body=lambda: (
                _("%(learner)s was promised a decision by %(date)s.")
                % {"learner": claim.learner, "date": in_words(claim.decide_by)}
            ),
            url=lambda: reverse("claims:review", args=[claim.pk]),
            at=at,
        )


def over(claim, *, at):
    """Something approved beforehand is over; the learner may add the proof now."""
    tell(
        claim.learner,
        "claim-over",
        subject=lambda: _("Add your proof: %(title)s") % {"title": claim.title},
        body=lambda: (
            _("It ended on %(date)s. Add your proof and hand it in, so that the hours count.")
            % {"date": in_words(claim.ends_on)}
        ),
        url=lambda: reverse("claims:claim", args=[claim.pk]),
        at=at,
    )


def decided(claim, kind, *, by, comment, at):
    """Somebody decided, or nobody had to (``by`` None)."""
    tell(
        claim.learner,
        f"claim-{kind}".replace("_", "-"),
        subject=lambda: SUBJECTS[kind]() % {"title": claim.title},
        body=lambda: _decided_body(claim, kind, by, comment),
        url=lambda: reverse("claims:claim", args=[claim.pk]),
        at=at,
    )


def _waiting_body(claim):
    words = {"title": claim.title, "hours": hours_text(claim.hours), "date": in_words(claim.decide_by)}
    if claim.stage == Stage.BEFOREHAND:
        return _("“%(title)s”, %(hours)s hours, to be approved before it starts. Please decide by %(date)s.") % words
    return _("“%(title)s”, %(hours)s hours. Please decide by %(date)s.") % words


def _decided_body(claim, kind, by, comment):
    granted = claim.preapproved_hours if kind == StepKind.PREAPPROVED else claim.granted_hours
    words = {"name": by, "asked": hours_text(claim.hours), "hours": hours_text(granted or 0)}
    body = BODIES[kind]() % words
    return f"{body} {_('Comment: %(comment)s') % {'comment': comment}}" if comment else body
