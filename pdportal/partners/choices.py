"""What may be wrong with a partner's calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trouble(models.TextChoices):
    """Why a calendar could not be read; what was read before stays."""

    ADDRESS = "address", _("The address cannot be read. It must begin with https:// and name one host.")
    HOST = "host", _("The host is not on the list of hosts that may be read.")
    UNKNOWN_HOST = "unknown_host", _("The host could not be found.")
    PRIVATE = "private", _("The address leads into a private network. Such addresses are never read.")
    REDIRECTS = "redirects", _("The address leads from one place to the next without end.")
    UNREACHABLE = "unreachable", _("The server could not be reached, or broke off.")
    INSECURE = "insecure", _("The server could not prove that it is the one it claims to be (certificate).")
    TOO_SLOW = "too_slow", _("The server took too long.")
    TOO_LARGE = "too_large", _("The calendar is too large.")
    REFUSED = "refused", _("The server answered with an error.")
    PACKED = "packed", _("The server sent a packed file, which is not read.")
    NOT_A_CALENDAR = "not_a_calendar", _("What is there is not a calendar. Use the address of its ICS file.")
    MALFORMED = "malformed", _("The calendar breaks off or breaks the format, so it could not be read.")
    TOO_MANY = "too_many", _("The calendar holds too many entries.")
