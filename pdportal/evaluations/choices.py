"""Kinds of surveys and of questions, and the words of their scales."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SurveyKind(models.TextChoices):
    """When somebody is asked, and so what."""

    END = "end", pgettext_lazy("survey", "At the end")
    FOLLOW_UP = "follow_up", pgettext_lazy("survey", "Some weeks later")
    PULSE = "pulse", pgettext_lazy("survey", "Mentoring: half-way")
    CLOSING = "closing", pgettext_lazy("survey", "Mentoring: at the end")


class QuestionKind(models.TextChoices):
    """How a question is answered."""

    AGREE = "agree", _("how far something is true")
    SURE = "sure", _("how sure somebody is")
    USE = "use", _("how often something was used")
    CHANGE = "change", _("what has changed")
    TEXT = "text", _("in words")


AGREE = [(1, _("Not at all")), (2, _("A little")), (3, _("Partly")), (4, _("Mostly")), (5, _("Fully"))]
SURE = [
    (1, _("Not sure at all")),
    (2, _("A little sure")),
    (3, _("Fairly sure")),
    (4, _("Sure")),
    (5, _("Very sure")),
]
USE = [
    (1, _("Not yet, and I do not plan to")),
    (2, _("Not yet, but I plan to")),
    (3, _("Once")),
    (4, _("Several times")),
]
CHANGE = [(1, _("Nothing has changed")), (2, _("Too early to say")), (3, _("A little")), (4, _("Clearly"))]
SCALES = {
    QuestionKind.AGREE: AGREE,
    QuestionKind.SURE: SURE,
    QuestionKind.USE: USE,
    QuestionKind.CHANGE: CHANGE,
}
