"""Words of rule packs: whose duty, when a cycle starts, what a topic rule limits, what converts into hours."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Duty(models.TextChoices):
    """Whose duty the hours are. An offer is often misread as a duty to earn."""

    EARN = "earn", _("The person earns the hours")
    OFFER = "offer", _("The district offers the hours")


class CycleStart(models.TextChoices):
    """What a cycle is counted from."""

    PERSON = "person", _("The date on the person's certificate")
    SCHOOL_YEAR = "school_year", _("Each school year, July to June")


class TopicLimit(models.TextChoices):
    """What a topic rule says."""

    AT_LEAST = "at_least", _("At least so much must be on this topic")
    ASK_AT_MOST = "ask_at_most", _("No more than this may be required on it; more still counts")


class Unit(models.TextChoices):
    """What clock hours are converted from."""

    SEMESTER_HOUR = "semester_hour", _("semester credit hour")
