"""Opens surveys, asks people, reminds them once, and closes surveys; every verb is idempotent."""

import datetime as dt
import uuid

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pdportal.common.dates import in_words, today
from pdportal.evaluations import settling
from pdportal.evaluations.records import Invitation, Survey
from pdportal.notices.telling import tell

FEWEST = 5  # answers that are shown together
DAYS_OPEN = 14
REMIND_AFTER = dt.timedelta(days=7)


@transaction.atomic
def ask(people, *, kind, occasion, at=None, **facts):
    """Ask ``people`` about ``occasion`` (one survey for each kind and occasion); returns the Survey.

    ``facts`` are the fields of Survey that describe it. Whoever was asked already is not asked again, and nobody is
    asked once the survey is closed.
    """
    at = at or timezone.now()
    survey, _is_new = Survey.objects.get_or_create(
        kind=kind, occasion=occasion,
        defaults=facts | {"opened_at": at, "closes_at": at + dt.timedelta(days=DAYS_OPEN)},
    )  # fmt: skip
    survey = Survey.objects.select_for_update().get(pk=survey.pk)
    if survey.closed_at or survey.closes_at <= at:
        return survey
    known = set(survey.invitations.values_list("person", flat=True))
    for person in people:
        if person.pk not in known and person.is_active:
            known.add(person.pk)
            _invite(survey, person, at)
    return survey


def _invite(survey, person, at):
    invitation = Invitation.objects.create(survey=survey, person=person)
    _tell(
        invitation,
        lambda: _("How was it? %(title)s") % {"title": survey.title},
        lambda: f"{_('It takes two minutes. Your name is not kept with your answers.')} {_until(survey)}",
        at,
    )


def _until(survey):
    """Until when, and what waits for it, in the language in force."""
    day = {"day": in_words(today(survey.closes_at))}
    if survey.holds_certificate:
        return _("The certificate follows once you have answered, or on %(day)s.") % day
    return _("You can answer until %(day)s.") % day


def _tell(invitation, subject, body, at):
    url = reverse("evaluations:answer", args=[invitation.pk])
    tell(invitation.person, "evaluation", subject=subject, body=body, url=url, at=at)


def tend(*, at=None):
    """Open what is due, remind once, close what is over: ``(opened, reminded, closed)``; twice changes nothing."""
    at = at or timezone.now()
    opened = settling.open_due(at)
    running = Survey.objects.filter(closed_at=None)
    late = running.filter(reminded_at=None, opened_at__lte=at - REMIND_AFTER, closes_at__gt=at).order_by("pk")
    reminded = sum(_remind(survey.pk, at) for survey in late)
    over = running.filter(closes_at__lte=at).order_by("pk")
    return opened, reminded, sum(_close(survey.pk, at) for survey in over)


@transaction.atomic
def _remind(pk, at):
    survey = Survey.objects.select_for_update().get(pk=pk)
    if survey.reminded_at or survey.closed_at:
        return False
    survey.reminded_at = at
    survey.save(update_fields=["reminded_at"])
    silent = survey.invitations.filter(answered=False, person__is_active=True).select_related("person")
    for invitation in silent:
        _tell(
            invitation,
            lambda: _("Two minutes, please: %(title)s") % {"title": survey.title},
            lambda: _until(survey),
            at,
        )
    return bool(silent)


@transaction.atomic
def _close(pk, at):
    """Close a survey and put it into a unit of at least FEWEST answers, for good: later ones never change it.

    Too small a survey waits for others about the same, which are then shown together only. So no two results differ
    by fewer than FEWEST answers, whenever they are looked at.
    """
    asked = Survey.objects.get(pk=pk)
    same = Survey.objects.select_for_update().filter(kind=asked.kind, activity=asked.activity).order_by("pk")
    alike = {survey.pk: survey for survey in same}
    survey = alike[pk]
    if survey.closed_at:
        return False
    survey.closed_at = at
    survey.save(update_fields=["closed_at"])
    waiting = [each for each in alike.values() if each.closed_at and each.unit is None]
    group = [survey] if survey.sheets.count() >= FEWEST else waiting
    if sum(each.sheets.count() for each in group) >= FEWEST:
        unit = uuid.uuid4()
        Survey.objects.filter(pk__in=[each.pk for each in group]).update(unit=unit)
    for invitation in survey.invitations.filter(answered=False).select_related("person"):
        settling.settle(survey, invitation.person, at)
    return True
