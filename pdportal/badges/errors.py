"""Why no badge is handed out."""

from django.utils.translation import gettext_lazy as _

from pdportal.common.errors import Refusal


class BadgeRevoked(Refusal):
    """The certificate was revoked: its badge is not handed out any more."""

    sentence = _("This certificate has been revoked, so its badge is no longer handed out.")
