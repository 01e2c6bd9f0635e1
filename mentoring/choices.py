"""States of pairings and meetings, kinds of meetings, meeting topics."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Cadence(models.IntegerChoices):
    """How often a pair meets, in days."""

    OPEN = 0, _("as often as it agrees")
    WEEKLY = 7, _("once a week")
    FORTNIGHTLY = 14, _("every two weeks")
    MONTHLY = 31, _("once a month")


class MenteeYear(models.IntegerChoices):
    """In which year after they were new a programme is for people."""

    ANY = 0, _("any year, as they ask for it")
    FIRST = 1, _("first year")
    SECOND = 2, _("second year")


class PairingStatus(models.TextChoices):
    """Where a pairing stands."""

    PROPOSED = "proposed", pgettext_lazy("pairing", "Proposed")
    ACTIVE = "active", pgettext_lazy("pairing", "Active")
    ENDED = "ended", pgettext_lazy("pairing", "Ended")


class MeetingStatus(models.TextChoices):
    """Where a meeting stands; only held meetings count as contact hours."""

    PLANNED = "planned", pgettext_lazy("meeting", "Planned")
    HELD = "held", pgettext_lazy("meeting", "Held")
    CANCELLED = "cancelled", pgettext_lazy("meeting", "Cancelled")


class EndCode(models.TextChoices):
    """Why a pairing ended; none of them blames anybody."""

    COMPLETED = "completed", _("The program is completed")
    MOVED = "moved", _("One of the two moved to another school or job")
    LEFT = "left", _("One of the two left the district")
    TIME = "time", _("Too little common time")
    OTHER_MATCH = "other_match", _("Another match fits better")
    OTHER = "other", _("Another reason")


class MeetingAnswer(models.TextChoices):
    """What the other one of the pair says of a meeting that was logged."""

    OPEN = "open", _("Not confirmed yet")
    CONFIRMED = "confirmed", _("Confirmed")
    DISPUTED = "disputed", _("Disputed")
    DISMISSED = "dismissed", _("Does not count")


class DisputeReason(models.TextChoices):
    """In what the two differ; the coordinator sees this and nothing else."""

    NOT_HELD = "not_held", _("It did not take place")
    MINUTES = "minutes", _("The length was different")
    DAY = "day", _("The day was different")
    OTHER = "other", _("Something else is different")


class MeetingKind(models.TextChoices):
    """What mentor and mentee did."""

    TALK = "talk", _("Talk")
    VISIT = "visit", _("Visit")
    OBSERVATION = "observation", _("Observation")
    CO_TEACHING = "co_teaching", _("Co-teaching")


class MeetingTopic(models.TextChoices):
    """What a meeting was about; several may be ticked."""

    ORIENTATION = "orientation", _("Orientation path")
    COLLECTION = "collection", _("Collection")
    TEACHING = "teaching", _("Teaching together")
    ROOM = "room", _("Running the room")
    PEOPLE = "people", _("People and community")
    POLICY = "policy", _("Policy and law")
    TECHNOLOGY = "technology", _("Systems and devices")
    GROWTH = "growth", _("Growth and goals")


QUICK_MINUTES = (15, 30, 45, 60)
LEAST_MINUTES, MOST_MINUTES = 5, 480


class ConcernOutcome(models.TextChoices):
    """How a concern was closed; both of the pair read it."""

    TALKED = "talked", _("Talked about and settled")
    AGREED = "agreed", _("Something was agreed")
    ENDS = "ends", _("The pairing ends")
    NOTHING = "nothing", _("Nothing follows")
