"""Why something in a course is refused, in words for the person who asked."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from pdportal.common.errors import Refusal


class CourseRefusal(Refusal):
    """Any refusal by a course."""


class GatesOpen(CourseRefusal):
    """A lesson is complete only when all its gates are satisfied; names those that are not."""

    def __init__(self, titles):
        super().__init__(format_lazy(_("Not finished yet: {titles}."), titles=", ".join(titles)))


class NoSuchGate(CourseRefusal):
    """The lesson has no such gate (any more)."""

    sentence = _("This part of the lesson is no longer there. Please read the lesson again.")


class AnswersIncomplete(CourseRefusal):
    """A quiz is graded only when every question has a readable answer; what was answered is kept."""

    sentence = _("Some questions still need an answer. What you have answered so far is kept.")


class AttemptStillOpen(CourseRefusal):
    """A new attempt begins when the one before is handed in."""

    sentence = _("Please hand in the answers you have started first.")


class AlreadyPassed(CourseRefusal):
    """A quiz passed once is passed."""

    sentence = _("You have already passed this quiz.")


class AttemptsUsedUp(CourseRefusal):
    """A quiz may allow so many attempts and no more."""

    sentence = _("You have used all attempts. Please ask the coordinator for another one.")


class MustWait(CourseRefusal):
    """A quiz may ask for a pause between attempts; says until when."""

    def __init__(self, moment):
        super().__init__(format_lazy(_("You can try again from {moment} on."), moment=moment))


class CourseFinished(CourseRefusal):
    """A pre-check is for a course that is still to be done."""

    sentence = _("You have completed this course already, so there is nothing to check.")


class AttemptsLeft(CourseRefusal):
    """Another attempt is given to somebody who has none."""

    sentence = _("This person can try again already.")


class UnreadableText(CourseRefusal):
    """The text holds characters no database keeps."""

    sentence = _("The text holds characters that cannot be saved. Please type it again.")


class PolicyMissing(CourseRefusal):
    """Nothing can be acknowledged that is not published."""

    sentence = _("The policy is not published at the moment.")


class PolicyChanged(CourseRefusal):
    """The policy was revised between reading and acknowledging."""

    sentence = _("The policy has been revised meanwhile. Please read the new text, then acknowledge it.")


class NeverAcknowledged(CourseRefusal):
    """A first acknowledgement is made in the lesson that asks for it."""

    sentence = _("You have not acknowledged this policy before. The lesson that asks for it is the place to do so.")


class NotConfirmed(CourseRefusal):
    """An acknowledgement is a ticked box."""

    sentence = _("Please tick the box to acknowledge the policy.")


class ChoiceMissing(CourseRefusal):
    """A scenario is answered by choosing."""

    sentence = _("Please choose one of the answers.")


class ChecklistIncomplete(CourseRefusal):
    """A practice step is handed in when every point is ticked."""

    sentence = _("Please tick every point before you hand it in. What you have ticked and written is kept.")


class FileMissing(CourseRefusal):
    """Some practice steps are shown by a photo or paper."""

    sentence = _("Please attach a photo or file before you hand it in. What you have ticked and written is kept.")


class WrongState(CourseRefusal):
    """Somebody else was faster, or the page was old."""

    sentence = _("This practice step has changed meanwhile. Please look at it again.")


class MayNotVouch(CourseRefusal):
    """Only those who oversee a person sign off that person's work, and nobody their own."""

    sentence = _("You may not decide on this practice step.")


class CommentMissing(CourseRefusal):
    """A returned step says what is missing."""

    sentence = _("Please say in a few words what is still missing.")


class ReasonForAttemptMissing(CourseRefusal):
    """Another attempt is given with a reason."""

    sentence = _("Please say in a few words why another attempt is given.")


class MayNotGrant(CourseRefusal):
    """Coordinators give attempts."""

    sentence = _("Only coordinators may give another attempt.")


class ReflectionTooShort(CourseRefusal):
    """A reflection counts from twenty characters on."""

    sentence = _("Please write a little more: at least 20 characters. What you have written is kept.")


class StillLocked(CourseRefusal):
    """A path opens this step or lesson when others are done; the sentence says which."""


class NoSuchLock(CourseRefusal):
    """The path was changed meanwhile."""

    sentence = _("This is no longer locked.")


class ReasonMissing(CourseRefusal):
    """Somebody years later should understand why."""

    sentence = _("Please give the reason in a few words.")
