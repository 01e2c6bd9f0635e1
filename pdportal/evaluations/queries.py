"""Reusable querysets about surveys."""

from django.db.models import Count, Q

from pdportal.evaluations.records import Invitation, Survey


def invitations_of(person):
    """What ``person`` was asked, with the survey, the latest first."""
    return Invitation.objects.filter(person=person).select_related("survey").order_by("-survey__opened_at", "-pk")


def open_for(person, at):
    """What ``person`` can still answer."""
    return invitations_of(person).filter(answered=False, survey__closed_at=None, survey__closes_at__gt=at)


def holding(person, activity, cycle, at):
    """Open surveys that keep back the certificate of ``person`` for this activity and cycle."""
    held = open_for(person, at).filter(survey__holds_certificate=True)
    return held.filter(survey__activity=activity, survey__cycle=cycle)


def counted(surveys=None):
    """``surveys`` (all) with ``asked`` and ``answered``: how many people."""
    surveys = Survey.objects.all() if surveys is None else surveys
    return surveys.annotate(
        asked=Count("invitations"), answered=Count("invitations", filter=Q(invitations__answered=True))
    )
