"""Why reports refuse."""

from django.utils.translation import gettext_lazy as _

from pdportal.common.errors import Refusal


class SampleTooSoon(Refusal):
    """A sample is for looking at; one in five minutes is enough."""

    sentence = _("A sample was sent a moment ago. Please look at your mail, or try again in five minutes.")
