"""Why a job description, a link or a piece of evidence is not taken."""

from django.utils.translation import gettext_lazy as _

from pdportal.common.errors import Refusal


class DutyRefusal(Refusal):
    """Any refusal about the duty map."""


class TextUnreadable(DutyRefusal):
    """A file is no text that can be read."""


class NoDuties(DutyRefusal):
    """A version without a single duty says nothing."""

    sentence = _("Tick at least one line that is a duty.")


class TooManyDuties(DutyRefusal):
    """More lines than one page can hold."""


class DutyTwice(DutyRefusal):
    """Two lines cannot be the same duty."""

    sentence = _("Two lines are joined to the same duty. Each duty can stand in the description once.")


class DutyOfAnother(DutyRefusal):
    """A duty belongs to one description."""

    sentence = _("One line is joined to a duty that is not in this job description.")


class EarlierThanLatest(DutyRefusal):
    """Versions come into force one after the other."""

    sentence = _("An earlier version is in force from a later day. Choose that day or one after it.")


class ChangedMeanwhile(DutyRefusal):
    """Somebody else published a version while this one was looked at."""

    sentence = _("Somebody has published another version meanwhile. Compare with it below, then publish again.")


class NotOutsideLearning(DutyRefusal):
    """Evidence is one's own standing line of the transcript, learned elsewhere."""

    sentence = _("Choose outside learning that is on this transcript.")
