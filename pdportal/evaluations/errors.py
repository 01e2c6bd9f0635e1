"""Why a survey is not answered."""

from django.utils.translation import gettext_lazy as _

from pdportal.common.errors import Refusal


class SurveyClosed(Refusal):
    """The time to answer is over."""

    sentence = _("The time to answer is over. Thank you all the same.")


class AlreadyAnswered(Refusal):
    """Answers are sent once; nobody could find them again to change them."""

    sentence = _("You have answered already. Answers carry no name, so they cannot be found again to be changed.")
