"""Why a mail is not tried again."""

from django.utils.translation import gettext_lazy as _

from pdportal.common.errors import Refusal


class NothingToTry(Refusal):
    """The mail has been sent meanwhile, or is being sent."""

    sentence = _("This mail has been sent already, or is being sent.")
