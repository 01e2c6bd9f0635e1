"""Why an event verb says no; every text is meant for the person who asked."""

from django.utils.translation import gettext_lazy as _

from pdportal.common.errors import Refusal


class EventRefusal(Refusal):
    """Any refusal about sessions, registrations, attendance or calendar addresses."""


class SessionHasStarted(EventRefusal):
    """Seats are taken and given back before a session starts."""

    sentence = _("This session has already started.")


class SessionIsOver(SessionHasStarted):
    """The session has ended."""

    sentence = _("This session is over.")


class SessionCancelled(EventRefusal):
    """The session does not take place."""

    sentence = _("This session has been cancelled.")


class SessionNotStarted(EventRefusal):
    """Nobody can have attended what has not begun."""

    sentence = _("Attendance can be marked once the session has started.")


class AccountClosed(EventRefusal):
    """A closed account takes no seats."""

    sentence = _("This account is closed.")


class SignUpNotOpen(EventRefusal):
    """The registration window lies ahead."""

    sentence = _("Sign-up for this session is not open yet.")


class SignUpClosed(EventRefusal):
    """The registration window is over."""

    sentence = _("Sign-up for this session is closed.")


class NotForYou(EventRefusal):
    """The event is for others; the sentence says for whom."""

    sentence = _("This event is meant for other roles.")


class NotYourColleague(EventRefusal):
    """Building librarians sign up people of their own school only."""

    sentence = _("You can sign up only people who work at your school.")


class ReasonNeeded(EventRefusal):
    """Late cancellations and seats above capacity say why."""

    sentence = _("Please give a reason.")


class NoOffer(EventRefusal):
    """The offer is over, or there never was one."""

    sentence = _("This offer is over. You can sign up again.")


class NothingToConfirm(EventRefusal):
    """Only who has a seat can confirm it."""

    sentence = _("You have no seat to confirm. You can sign up again.")


class NothingToApprove(EventRefusal):
    """The person withdrew, or the event asks for no approval."""

    sentence = _("There is nothing to approve any more.")


class NotSignedUp(EventRefusal):
    """The person has no registration for this session."""

    sentence = _("There is no sign-up to cancel.")


class NotRegistered(EventRefusal):
    """Attendance is marked for those with a seat only."""

    sentence = _("Attendance can be marked only for people who had a seat.")


class MarkedMeanwhile(EventRefusal):
    """A colleague has marked some of the same people otherwise; ``registrations`` are those, as they stand now."""

    sentence = _("Somebody else has marked some of these people since you opened the page.")

    def __init__(self, registrations):
        super().__init__()
        self.registrations = registrations


class CheckInClosed(EventRefusal):
    """Checking in is possible around the session only."""

    sentence = _("Check-in is open from shortly before the session starts until it ends.")


class CodeOver(EventRefusal):
    """The scan is too old, or was none."""

    sentence = _("This code is over. Please scan the one that is on the screen now.")


class NoSeatLeft(EventRefusal):
    """Whoever is not on the list comes in while there are seats."""

    sentence = _("You are not on the list, and every seat is taken. Please speak to the presenter.")


class AskThePresenter(EventRefusal):
    """Events that need the principal's approval let nobody in by a code."""

    sentence = _("You are not on the list, and this event needs an approval. Please speak to the presenter.")


class NotCheckedIn(EventRefusal):
    """Only who came can leave."""

    sentence = _("You have not checked in to this session.")


class AlreadyLeft(EventRefusal):
    """Leaving is noted once."""

    sentence = _("You have checked out already. If that was a mistake, please tell the presenter.")


class NothingToSay(EventRefusal):
    """“I was there” is for people with a seat whom the roster does not show as present, after the session."""

    sentence = _("The roster shows you as present already, or you had no seat.")


class TooLateToSay(EventRefusal):
    """“I was there” has its time."""

    sentence = _("The time to say so is over. Please speak to the coordinator.")


class ClaimAnswered(EventRefusal):
    """An answer is given once."""

    sentence = _("This has been answered already.")


class CapacityTooSmall(EventRefusal):
    """Nobody loses a seat because a room is changed on paper."""

    sentence = _("More people than that already have a seat.")


class MinutesOutOfRange(EventRefusal):
    """Minutes attended lie between nothing and the whole session."""

    sentence = _("Minutes must lie between 0 and the length of the session.")


class BadTimes(EventRefusal):
    """The session would end before it starts, or start in an hour that the clocks skip."""

    sentence = _("These times are not possible.")


class RoomTaken(EventRefusal):
    """One session at a time takes place in a room."""

    sentence = _("The room is taken at that time.")


class RoomTooSmall(EventRefusal):
    """There are no more seats than the room holds."""

    sentence = _("The room holds fewer people than there are seats.")


class WhoPresents(EventRefusal):
    """A presenter is a person of the district or a name, not both."""

    sentence = _("Choose a person, or write a name; one of the two.")


class PresentsAlready(EventRefusal):
    """Nobody presents a session twice."""

    sentence = _("This person presents the session already.")


class FileOrLink(EventRefusal):
    """A material is a file or a link, not both."""

    sentence = _("Choose a file, or write a link; one of the two.")


class AddressExists(EventRefusal):
    """One live calendar address a person."""

    sentence = _("You already have a calendar address. Replace it if you need to see it again.")


class NoAddress(EventRefusal):
    """There is no live calendar address."""

    sentence = _("You have no calendar address yet.")


class NoDates(EventRefusal):
    """A series has at least one date."""

    sentence = _("No date is left. Choose other days, or tick at least one.")


class TooManyDates(EventRefusal):
    """A series is looked through before it is saved; more dates than fit a page are not."""

    sentence = _("These are more than 60 dates. Choose a shorter time, or plan it in two parts.")


class NotWritable(EventRefusal):
    """A proposal that was sent is changed only after it was taken back or sent back."""

    sentence = _("This proposal has been sent or answered. It cannot be changed now.")


class NobodyToAsk(EventRefusal):
    """The catalogue has no workflow, so nobody would be asked."""

    sentence = _("Nobody is set up to answer proposals. Your draft is kept; please write to the coordinator.")


class ProposalIncomplete(EventRefusal):
    """Something is missing or wrong; ``problems`` is ``{field: sentence}``."""

    sentence = _("Something is missing. Your draft is kept.")

    def __init__(self, problems):
        self.problems = problems
        super().__init__()
