"""What profiles are made of, the rules of a matching run, and the answers of mentors."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Skill(models.TextChoices):
    """One list for both: what a mentor is strong in, and what a mentee would like help with."""

    BUDGET = "budget", _("Budget and purchase orders")
    SELECTION = "selection", _("Choosing books and other materials")
    CATALOGUING = "cataloguing", _("Cataloging")
    WEEDING = "weeding", _("Weeding and inventory")
    TEACHING = "teaching", _("Planning and teaching with classes")
    READING = "reading", _("Reading promotion and book talks")
    RESEARCH = "research", _("Research and source checking")
    TECHNOLOGY = "technology", _("Devices, makerspace and databases")
    ROOM = "room", _("Running the room and the schedule")
    PRINCIPALS = "principals", _("Working with principals and teachers")
    CHALLENGES = "challenges", _("Challenged materials and policy")
    FAMILIES = "families", _("Families and community")
    HELPERS = "helpers", _("Aides, volunteers and student helpers")


class Certification(models.TextChoices):
    """Where somebody stands with the school librarian certificate."""

    UNKNOWN = "", _("Not said")
    HELD = "held", _("School librarian certificate held")
    PREPARING = "preparing", _("Preparing for the certificate")
    TEACHER = "teacher", _("Teaching certificate only")
    NOT_NEEDED = "not_needed", _("No certificate needed for the position")


class Language(models.TextChoices):
    """Languages spoken in the district's homes and libraries."""

    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")
    VIETNAMESE = "vi", _("Vietnamese")
    CHINESE = "zh", _("Chinese")
    ARABIC = "ar", _("Arabic")
    FRENCH = "fr", _("French")
    HAITIAN = "ht", _("Haitian Creole")
    TAGALOG = "tl", _("Tagalog")
    KOREAN = "ko", _("Korean")
    SIGN = "ase", _("American Sign Language")


class Travel(models.TextChoices):
    """How readily somebody visits another school."""

    STAYS = "stays", _("Stays at the own school")
    SOMETIMES = "sometimes", _("Visits other schools now and then")
    OFTEN = "often", _("Visits other schools readily")


class MeetingWay(models.TextChoices):
    """How somebody would like to meet."""

    EITHER = "either", pgettext_lazy("way to meet", "Either")
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")


class SoftRule(models.TextChoices):
    """What makes a pair better; the coordinator gives each a weight."""

    SKILLS = "skills", _("Strengths meet needs")
    LEVEL = "level", _("Same school level")
    WISH = "wish", _("The mentee's wish")
    SYSTEM = "system", _("Same catalog system")
    CERTIFICATION = "certification", _("Mentor holds the certificate")
    LANGUAGES = "languages", _("Languages in common")
    MEETING = "meeting", _("Ways to meet fit")
    SCHOOL = "school", _("Same school")


class Block(models.TextChoices):
    """What makes a pair impossible, whatever its points."""

    SELF = "self", _("Nobody can be their own mentor")
    EVALUATES = "evaluates", _("Evaluates or supervises the mentee")
    FULL = "full", _("Has no place left")
    TRAINING = "training", _("Mentor training is not complete")
    PAUSED = "paused", _("Is taking a break from mentoring")
    PRIVATE = "private", _("A private rule")
    FORBIDDEN = "forbidden", _("Ruled out by the coordinator")
    DECLINED = "declined", _("Declined this mentee before")
    EARLIER = "earlier", _("Was a pair before")


DEFAULT_WEIGHTS = {
    SoftRule.SKILLS: 10,
    SoftRule.LEVEL: 6,
    SoftRule.WISH: 6,
    SoftRule.SYSTEM: 4,
    SoftRule.CERTIFICATION: 4,
    SoftRule.LANGUAGES: 3,
    SoftRule.MEETING: 3,
    SoftRule.SCHOOL: 2,
}
MOST_WEIGHT = 20
_PRACTICABLE = _("A model: Texas Education Code 21.458 asks, where practicable, for the same school, subject or grade.")
# Where a soft rule comes from; a rule without an entry is the district's own choice.
SOURCES = {SoftRule.SCHOOL: _PRACTICABLE, SoftRule.LEVEL: _PRACTICABLE}


class RuleKind(models.TextChoices):
    """What the coordinator decided about two people before the next run."""

    LOCK = "lock", pgettext_lazy("pair of people", "Locked")
    FORBID = "forbid", pgettext_lazy("pair of people", "Ruled out")


class Answer(models.TextChoices):
    """What became of an offer to a mentor."""

    WAITING = "waiting", pgettext_lazy("offer to a mentor", "Waiting for an answer")
    ACCEPTED = "accepted", pgettext_lazy("offer to a mentor", "Accepted")
    DECLINED = "declined", pgettext_lazy("offer to a mentor", "Declined")
    LAPSED = "lapsed", pgettext_lazy("offer to a mentor", "No answer in time")


class DeclineReason(models.TextChoices):
    """Why a mentor declines, without blame."""

    TIME = "time", _("No time for another mentee now")
    DISTANCE = "distance", _("Too far away")
    FIT = "fit", _("Somebody else fits better")
    OTHER = "other", _("Another reason")
