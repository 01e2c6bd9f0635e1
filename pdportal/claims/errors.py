"""Why a claim cannot go on."""

from django.utils.translation import gettext_lazy as _

from pdportal.common.errors import Refusal


class ClaimRefusal(Refusal):
    """Any refusal about a claim."""


class NotEditable(ClaimRefusal):
    """What is handed in or decided is not written to."""

    sentence = _("This claim is handed in. Take it back first to change it.")


class AlreadyDecided(ClaimRefusal):
    """A decision was made; it is not taken back here."""

    sentence = _("This claim has been decided already.")


class ChangedMeanwhile(ClaimRefusal):
    """The claim moved on after the page was opened."""

    sentence = _("This claim has changed since you opened it. Nothing was decided; please look at it again.")


class Incomplete(ClaimRefusal):
    """Something is missing before the claim can be handed in; ``problems`` maps fields to sentences."""

    sentence = _("Something is still missing. Your draft is saved.")

    def __init__(self, problems):
        self.problems = problems
        super().__init__()


class MayNotDecide(ClaimRefusal):
    """The claim waits for somebody else."""

    sentence = _("This claim does not wait for your decision.")


class OwnClaim(ClaimRefusal):
    """Nobody decides her own claim."""

    sentence = _("Nobody decides on a claim of their own. Somebody else will.")


class SamePersonTwice(ClaimRefusal):
    """Two approvals come from two people."""

    sentence = _("You gave the first approval. The second one has to come from somebody else.")


class CommentMissing(ClaimRefusal):
    """Returning, denying and approving in part say why."""

    sentence = _("Please say why in a few words; the learner reads it.")


class HoursNotPossible(ClaimRefusal):
    """Approved are quarter hours, more than none and not more than were asked."""

    sentence = _("Approve quarter hours: at least 0.25, and not more than were asked for.")


class TooManyFiles(ClaimRefusal):
    """A claim holds only so many files."""

    sentence = _("A claim takes at most ten files. Remove one first.")


class NotDiscardable(ClaimRefusal):
    """Only what nobody has seen can be thrown away."""

    sentence = _("Only a draft that was never handed in can be thrown away.")
