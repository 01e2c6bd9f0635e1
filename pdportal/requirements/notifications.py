"""Tells people about requests (coordinators that one waits, learners what was answered) and about deadlines."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pdportal.common.dates import in_words
from pdportal.notices.telling import tell
from pdportal.requirements.choices import AskFor

SUBJECTS = {
    AskFor.TIME: lambda: _("%(learner)s asks for more time"),
    AskFor.WAIVER: lambda: _("%(learner)s asks for a waiver"),
}


def asked(request, coordinators, *, at):
    """A request waits for ``coordinators``. The reason stays in the portal: mail is read over shoulders."""
    words = {"learner": request.assignment.learner, "requirement": request.assignment.requirement}
    for person in coordinators:
        tell(
            person,
            "request-waiting",
            subject=lambda: SUBJECTS[request.kind]() % words,
            body=lambda: _("Requirement: %(requirement)s. The reason is in the portal.") % words,
            url=lambda: reverse("requirements:requests"),
            at=at,
        )  # fmt: skip


def granted(request, *, at):
    """More time, or a waiver, was granted."""
    _answered(request, "request-granted", lambda: _("Granted: %(requirement)s"), lambda: _granted_body(request), at=at)


def refused(request, *, at):
    """The request was refused, with the reason."""
    _answered(
        request,
        "request-refused",
        lambda: _("Not granted: %(requirement)s"),
        lambda: _("Your request was refused. Reason: %(answer)s") % {"answer": request.answer},
        at=at,
    )


def deadlines(learner, found, *, at):
    """What has come near or passed: one notice for all the Statuses in ``found``, the most urgent first."""
    tell(
        learner, "deadlines",
        subject=lambda: _deadlines_subject(found),
        body=lambda: "\n".join(f"• {each.requirement}: {each.label}. {each.why}" for each in found),
        url=lambda: reverse("requirements:mine"), at=at,
    )  # fmt: skip


def _deadlines_subject(found):
    if len(found) == 1:
        return f"{found[0].label}: {found[0].requirement}"
    return ngettext("%(count)s date to keep in mind", "%(count)s dates to keep in mind", len(found)) % {
        "count": len(found)
    }


def _answered(request, kind, subject, body, *, at):
    words = {"requirement": request.assignment.requirement}
    tell(
        request.assignment.learner, kind, subject=lambda: subject() % words, body=body,
        url=lambda: reverse("requirements:mine"), at=at,
    )  # fmt: skip


def _granted_body(request):
    if request.kind == AskFor.WAIVER:
        body = _("You need not do this; the waiver is on record.")
    else:
        body = _("You have time until %(date)s.") % {"date": in_words(request.granted_until)}
    return f"{body} {request.answer}".strip()
