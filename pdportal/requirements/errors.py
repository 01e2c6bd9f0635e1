"""Why requirements refuse."""

from django.utils.translation import gettext_lazy as _

from pdportal.common.errors import Refusal


class RequirementRefusal(Refusal):
    """Any refusal about requirements."""


class ReasonMissing(RequirementRefusal):
    """Waivers and later dates need a reason that a reader years later understands."""

    sentence = _("Please give the reason in a few words.")


class NotLater(RequirementRefusal):
    """An extension moves a due date on, never back."""

    sentence = _("The new date must be later than the present due date.")


class AlreadyWaived(RequirementRefusal):
    """What is waived needs no later date."""

    sentence = _("This requirement has been waived for this person; it needs no later date.")


class AssignmentEnded(RequirementRefusal):
    """The person is no longer in the audience."""

    sentence = _("This is no longer required of this person.")


class AlreadyDecided(RequirementRefusal):
    """What a change means is decided once; people rely on it from then on."""

    sentence = _("It has been decided already what this change means.")


class DueDateMissing(RequirementRefusal):
    """A top-up, or doing it again, needs a date that is still ahead."""

    sentence = _("Give the date by which it must be done; it cannot lie in the past.")


class TopUpMissing(RequirementRefusal):
    """A top-up is an activity."""

    sentence = _("Choose the activity that serves as the top-up; it cannot be the one that was completed.")


class RuleStartsTooEarly(RequirementRefusal):
    """A rule version cannot take effect before the one it follows."""

    sentence = _("The new rule cannot take effect before the present one.")


class AlreadyAsked(RequirementRefusal):
    """One open request of a kind is enough; it can be withdrawn and asked anew."""

    sentence = _("You have asked for this already. Withdraw that request first if you want to change it.")


class NothingToAsk(RequirementRefusal):
    """What is done or waived needs no grace."""

    sentence = _("This is settled; there is nothing to ask for.")


class DateTooFar(RequirementRefusal):
    """More time is a date that calendars know and a reader can check."""

    sentence = _("Please check the year.")


class RequestClosed(RequirementRefusal):
    """A request is answered once."""

    sentence = _("This request has been answered or withdrawn meanwhile.")


class OwnRequest(RequirementRefusal):
    """Nobody answers for themselves."""

    sentence = _("Somebody else must answer your own request.")
