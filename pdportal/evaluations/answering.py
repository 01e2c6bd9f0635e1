"""Takes answers: notes that somebody answered, and keeps what was said apart from it."""

import secrets

from django.db import transaction
from django.utils import timezone

from pdportal.evaluations import settling
from pdportal.evaluations.errors import AlreadyAnswered, SurveyClosed
from pdportal.evaluations.instruments import questions_of
from pdportal.evaluations.records import Invitation, Sheet, Survey


@transaction.atomic
def answer(invitation, answers, *, at=None):
    """Keep ``answers``, ``{code: number or text}``, without a name; empty ones are left out.

    Raises AlreadyAnswered and SurveyClosed.
    """
    at = at or timezone.now()
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("survey", "person").get(pk=invitation.pk)
    )
    survey = invitation.survey
    if invitation.answered:
        raise AlreadyAnswered
    if survey.closed_at or survey.closes_at <= at:
        raise SurveyClosed
    Survey.objects.select_for_update().get(pk=survey.pk)
    codes = [question.code for question in questions_of(survey.kind, indicator=survey.indicator)]
    _lay_down(survey, {code: answers[code] for code in codes if answers.get(code)})
    invitation.answered = True
    invitation.save(update_fields=["answered"])
    settling.settle(survey, invitation.person, at)


def _lay_down(survey, answers):
    """Keep one more sheet, and all of the survey in a new order.

    Databases keep rows in the order they came in, and web servers log who sent a form when; laid side by side, the two
    would name everybody. So the order is drawn anew with each sheet.
    """
    kept = [*survey.sheets.values_list("answers", flat=True), answers]
    survey.sheets.all().delete()
    secrets.SystemRandom().shuffle(kept)
    Sheet.objects.bulk_create([Sheet(survey=survey, answers=each) for each in kept])
