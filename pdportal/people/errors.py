"""Why two accounts are not merged, or a merge is not undone."""

from django.utils.translation import gettext_lazy as _

from pdportal.common.errors import Refusal


class MergeRefusal(Refusal):
    """Any refusal to merge or to undo a merge."""


class SameAccount(MergeRefusal):
    """An account cannot be merged with itself."""

    sentence = _("This is one and the same account. Choose the other one.")


class NotMergeable(MergeRefusal):
    """The accounts of those who run the portal are left alone."""

    sentence = _("The account of an administrator of the portal cannot be merged.")


class MergedAlready(MergeRefusal):
    """An account that was closed by a merge takes part in no other."""

    sentence = _(
        "One of the two was closed by a merge before. Undo that merge first, or choose the account that was kept."
    )


class KeptIsClosed(MergeRefusal):
    """What is handed over must be found again."""

    sentence = _("The account to keep is closed. Open it first, or swap the two.")


class MergeReasonMissing(MergeRefusal):
    """Merging and undoing need a reason that a reader years later understands."""

    sentence = _("Please give the reason in a few words.")


class LaterMerge(MergeRefusal):
    """Merges that build on one another are undone last first."""

    sentence = _("The kept account was itself merged into another later. Undo that merge first.")


class CannotGoBack(MergeRefusal):
    """A merge is undone as a whole or not at all."""

    sentence = _("This merge cannot be undone as a whole any more, so nothing was changed.")
