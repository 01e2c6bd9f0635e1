"""States of practice steps and audiences of reflections, and the name of the admin's menu."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LEARNING_MENU = "register_learning_menu_item"  # the hook of the admin's menu “Learning”


class PracticeStatus(models.TextChoices):
    """Where a practice step stands between learner and mentor."""

    DRAFT = "draft", pgettext_lazy("practice step", "Not handed in yet")
    HANDED_IN = "handed_in", pgettext_lazy("practice step", "Waiting for sign-off")
    RETURNED = "returned", pgettext_lazy("practice step", "Returned with a comment")
    SIGNED_OFF = "signed_off", pgettext_lazy("practice step", "Signed off")


class RoundOutcome(models.TextChoices):
    """What became of a practice step that was handed in."""

    WAITING = "waiting", pgettext_lazy("practice step", "Waiting for sign-off")
    TAKEN_BACK = "taken_back", pgettext_lazy("practice step", "Taken back")
    RETURNED = "returned", pgettext_lazy("practice step", "Returned with a comment")
    SIGNED_OFF = "signed_off", pgettext_lazy("practice step", "Signed off")


class AskForFiles(models.TextChoices):
    """Whether a practice step takes photos and papers."""

    NO = "no", _("No files")
    MAY = "may", _("Files may be attached")
    MUST = "must", _("At least one photo or file")


class SetRule(models.TextChoices):
    """Whether a step of a path begins a set, and how many steps of the set must be done."""

    SAME = "", _("Goes on with the step before it")
    ALL = "all", _("Begins a set: all of its steps")
    ANY = "any", _("Begins a set: any one of its steps")
    SOME = "some", _("Begins a set: so many of its steps")


class RequestState(models.TextChoices):
    """What became of asking somebody to acknowledge a policy again."""

    OPEN = "open", _("Still asked")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    REPLACED = "replaced", _("Asked again later")


class SharedWith(models.TextChoices):
    """Who may read a reflection besides the one who wrote it."""

    NOBODY = "nobody", _("Only me")
    MENTOR = "mentor", _("My mentor")
    COORDINATOR = "coordinator", _("The coordinator")


class GateKind(models.TextChoices):
    """What a lesson may ask for before it is complete; the values are the names of the blocks."""

    QUIZ = "quiz", _("Quiz")
    SCENARIO = "scenario", _("Scenario")
    ACKNOWLEDGEMENT = "acknowledgement", _("Policy")
    PRACTICE = "practice", _("Practice")
    REFLECTION = "reflection", _("Reflection")
    SCORM = "scorm", _("Module")


class ScormRule(models.TextChoices):
    """What a SCORM module has to report before its gate is satisfied."""

    COMPLETED = "completed", _("It reports that it is completed or passed")
    PASSED = "passed", _("It reports that it is passed")
    SCORE = "score", _("It reports at least the score given below")


class ScormFinish(models.TextChoices):
    """How a SCORM package is finished: as was found when it was uploaded, or as the author knows better."""

    FOUND = "found", _("As found when it was uploaded")
    REPORTS = "reports", _("It reports by itself")
    CONFIRM = "confirm", _("It does not report: learners confirm that they have finished")


class QuestionKind(models.TextChoices):
    """What a quiz may ask; the values are the names of the blocks."""

    SINGLE = "single", _("One right answer")
    MULTIPLE = "multiple", _("Several right answers")
    TRUE_FALSE = "true_false", _("True or false")
    SHORT = "short", _("Short answer")
    NUMERIC = "numeric", _("Number")
    ORDERING = "ordering", _("Put in order")
    MATCHING = "matching", _("Match pairs")
