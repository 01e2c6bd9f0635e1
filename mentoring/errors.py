"""Why mentoring refuses; each sentence is meant for the person who asked."""

from django.utils.translation import gettext_lazy as _

from pdportal.common.errors import Refusal


class MentoringRefusal(Refusal):
    """Any refusal in mentoring."""


class OwnMentor(MentoringRefusal):
    """A pairing needs two people."""

    sentence = _("Nobody can be their own mentor.")


class PersonHasLeft(MentoringRefusal):
    """Closed accounts are not paired."""

    sentence = _("One of the two has no active account any more.")


class DateOutOfRange(MentoringRefusal):
    """Pairings begin within five years of today, meetings are planned at most a year ahead: the rest is a typo."""

    sentence = _("This date is too far away; please check the year.")


class MenteeHasMentor(MentoringRefusal):
    """One mentor at a time in a programme; proposals count."""

    sentence = _("This mentee already has a mentor, or a proposal, in this program.")


class MentorIsFull(MentoringRefusal):
    """The caseload of the programme is reached."""

    sentence = _("This mentor already has as many mentees as the program allows.")


class MentorEvaluatesMentee(MentoringRefusal):
    """Whoever evaluates somebody cannot be that person's mentor."""

    sentence = _("A mentor cannot be the mentee's principal or supervisor.")


class PairingHasEnded(MentoringRefusal):
    """Nothing is added to an ended pairing."""

    sentence = _("This pairing has ended; what was logged stays.")


class PairingHasNotBegun(MentoringRefusal):
    """A proposal has no meetings yet."""

    sentence = _("This pairing has not been activated yet.")


class ReasonMissing(MentoringRefusal):
    """Ending a pairing needs a reason."""

    sentence = _("Please give the reason in a few words.")


class EndsBeforeStart(MentoringRefusal):
    """A pairing cannot end before it began."""

    sentence = _("The pairing cannot end before it began.")


class EndsInFuture(MentoringRefusal):
    """A pairing is ended when the day has come."""

    sentence = _("A pairing is ended on its last day, not ahead of it.")


class MeetingsAfterEnd(MentoringRefusal):
    """Hours that were logged are not cut off."""

    sentence = _("There are meetings logged after that day; choose a later one.")


class NotOfThePair(MentoringRefusal):
    """Meetings belong to the two of a pair."""

    sentence = _("Only the mentor and the mentee can do this.")


class NotTheAuthor(MentoringRefusal):
    """What somebody wrote, only that person changes."""

    sentence = _("Only the person who wrote this can change it.")


class MeetingInFuture(MentoringRefusal):
    """What has not happened is planned, not logged."""

    sentence = _("This day has not come yet. Plan the meeting instead, and mark it as held afterwards.")


class MeetingInPast(MentoringRefusal):
    """What has happened is logged, not planned."""

    sentence = _("This moment has passed. Log the meeting instead.")


class MeetingBeforePairing(MentoringRefusal):
    """Contact hours begin with the pairing."""

    sentence = _("The pairing began later than that day.")


class MinutesOutOfRange(MentoringRefusal):
    """Between five minutes and eight hours."""

    sentence = _("A meeting lasts between 5 and 480 minutes.")


class UnknownKind(MentoringRefusal):
    """Kinds and topics come from the lists."""

    sentence = _("Please choose kind and topics from the lists.")


class ClockSkipsHour(MentoringRefusal):
    """In spring one local hour does not exist."""

    sentence = _("On this day the clocks skip that hour; choose another time.")


class FormUsedBefore(MentoringRefusal):
    """The key of a form belongs to another entry."""

    sentence = _("This form was used for another entry. Please open the page again.")


class MeetingNotPlanned(MentoringRefusal):
    """Only what lies ahead can be held, moved or cancelled."""

    sentence = _("This meeting is no longer planned.")


class MeetingNotHeld(MentoringRefusal):
    """Only what took place can be corrected."""

    sentence = _("This meeting did not take place.")


class HoursAreAwarded(MentoringRefusal):
    """After the programme's end the ledger holds the hours."""

    sentence = _("The hours of this pairing stand on both transcripts; ask the coordinator for a correction.")


class NoteTooLong(MentoringRefusal):
    """Notes are notes."""

    sentence = _("A note may hold 4,000 characters at most.")


class NoContactHours(MentoringRefusal):
    """There is nothing to award."""

    sentence = _("This pairing has no contact hours to award.")


class MeetingOnThatDay(MentoringRefusal):
    """Two who log the same meeting must not count it twice; ``asks`` names the field that says it is another one."""

    asks = "another"
    sentence = _("A meeting on this day stands here already. If you met twice, tick the box below.")


class MeetingOverlaps(MentoringRefusal):
    """Nobody is in two meetings at once."""

    sentence = _("One of you has a mentoring meeting at that time already; please choose another time.")


class OwnEntry(MentoringRefusal):
    """What somebody logged is confirmed by the other one."""

    sentence = _("You logged this meeting yourself; the other one of the pair confirms or disputes it.")


class NotDisputed(MentoringRefusal):
    """Only a dispute can be settled."""

    sentence = _("This meeting is not disputed.")


class AlreadySettled(MentoringRefusal):
    """The coordinator has decided."""

    sentence = _("The coordinator has settled this: the meeting does not count.")


class HoursAreDisputed(MentoringRefusal):
    """Hours are awarded when both agree on them, or the coordinator has settled what they do not agree on."""

    sentence = _("Some meetings are disputed. Please settle them first, so that no hours are lost.")


class NoAgreement(MentoringRefusal):
    """The programme has no agreement."""

    sentence = _("This program has no agreement to sign.")


class AgreementChanged(MentoringRefusal):
    """What is signed is what was read."""

    sentence = _("The agreement was changed while you read it. Please read the new version, then sign.")


class GoalEmpty(MentoringRefusal):
    """A goal has words."""

    sentence = _("Please say in a few words what you want to reach.")


class GoalTooLong(MentoringRefusal):
    """A goal is one sentence."""

    sentence = _("A goal may hold 300 characters at most.")


class TooManyGoals(MentoringRefusal):
    """A list one can follow."""

    sentence = _("There are 30 goals already; please remove one first.")


class NoSuchItem(MentoringRefusal):
    """The checklist was changed meanwhile, or the item ticks itself."""

    sentence = _("This item is no longer on the checklist, or the portal ticks it by itself.")


class NotYourChoice(MentoringRefusal):
    """The building buddy is the mentee's, or the coordinator's, choice."""

    sentence = _("The building buddy is named by the mentee or the coordinator.")


class NotAColleague(MentoringRefusal):
    """A buddy is close by."""

    sentence = _("A building buddy works at the mentee's school and is not one of the pair.")


class ConcernOpen(MentoringRefusal):
    """One matter at a time."""

    sentence = _("You have raised a concern that is still open. Wait for its answer, or talk to the coordinator.")


class ConcernClosed(MentoringRefusal):
    """What is closed stays as it was told."""

    sentence = _("This concern has been closed already.")


class ConcernEmpty(MentoringRefusal):
    """There has to be something to read."""

    sentence = _("Please say in a few sentences what concerns you.")


class ConcernTooLong(MentoringRefusal):
    """The place for more is a talk."""

    sentence = _("A concern may hold 2,000 characters at most.")
