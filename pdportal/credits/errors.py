"""Why rule packs and certificate dates are refused."""

from django.utils.translation import gettext_lazy as _

from pdportal.common.errors import Refusal


class CreditsRefusal(Refusal):
    """Any refusal about clock-hour rules."""


class VersionStartsTooEarly(CreditsRefusal):
    """Versions follow one another; what counted on a past date stays explainable."""

    sentence = _("The new version cannot be in force before the present one.")


class DatesOutOfOrder(CreditsRefusal):
    """A certificate runs from its date until its end."""

    sentence = _("A certificate cannot expire before it is issued.")


class DatesUnlikely(CreditsRefusal):
    """A slip of the pen in the year would move every hour into another cycle."""

    sentence = _("Please check the years: a certificate is issued in the past and lasts at most ten years.")


class NoDatesNeeded(CreditsRefusal):
    """Packs by school year ask nobody for a date."""

    sentence = _("These hours are counted by school year; no certificate date is needed.")
