"""Job descriptions in versions, duties that outlive a rewording, and what is linked to them."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from pdportal.common.dates import in_words

PERSON = settings.AUTH_USER_MODEL
LONGEST_TEXT = 1000
LONGEST_HEADING = 200
LONGEST_SOURCE = 100_000


def in_reading_language(english, spanish):
    """The one of two texts that is in the reader's language, or the other where it is empty."""
    return (spanish or english) if (get_language() or "").startswith("es") else (english or spanish)


class JobDescription(models.Model):
    """A job description by its number in the district, and whose it is: people with these roles at these levels."""

    number = models.CharField(_("number"), max_length=10, unique=True)
    title_en = models.CharField(_("title in English"), max_length=120)
    title_es = models.CharField(_("title in Spanish"), max_length=120)
    roles = models.JSONField(_("roles"), default=list)
    levels = models.JSONField(_("school levels"), default=list, blank=True, help_text=_("None: all."))
    active = models.BooleanField(_("in use"), default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("job description")
        verbose_name_plural = _("job descriptions")
        ordering = ["number"]

    def __str__(self):
        """Number and title in the reader's language."""
        return f"{self.number} {self.title}"

    @property
    def title(self):
        """The title in the reader's language."""
        return in_reading_language(self.title_en, self.title_es)

    def is_for(self, role, level):
        """True where an appointment with this role at a school of this level is under this description."""
        return role in self.roles and (not self.levels or level in self.levels)


class DescriptionVersion(models.Model):
    """The wording of a job description from a day on, with the text it was made from. Written once, never edited."""

    description = models.ForeignKey(JobDescription, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    effective_on = models.DateField(_("in force from"))
    language = models.CharField(_("written in"), max_length=5, choices=settings.LANGUAGES, default="en")
    source_text = models.TextField(_("text it was made from"), max_length=LONGEST_SOURCE, blank=True)
    source_name = models.CharField(_("file"), max_length=100, blank=True)
    published_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("published by"))
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("version of a job description")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["description", "number"], name="duties_versions_are_numbered"),
        ]

    def __str__(self):
        """Its number and the day."""
        words = {"number": self.number, "date": in_words(self.effective_on)}
        return gettext("Version %(number)s, in force from %(date)s") % words


class Duty(models.Model):
    """One duty, whatever its wording: versions say it in their lines, links and evidence hold on to it."""

    description = models.ForeignKey(JobDescription, models.PROTECT, related_name="duties")

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["pk"]

    def __str__(self):
        """Its key only; the words are in the lines."""
        return str(self.pk)


class DutyLine(models.Model):
    """A duty as one version words it, in one language or both."""

    version = models.ForeignKey(DescriptionVersion, models.PROTECT, related_name="lines")
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField(_("number"))
    heading_en = models.CharField(_("heading in English"), max_length=LONGEST_HEADING, blank=True)
    heading_es = models.CharField(_("heading in Spanish"), max_length=LONGEST_HEADING, blank=True)
    text_en = models.TextField(_("text in English"), max_length=LONGEST_TEXT, blank=True)
    text_es = models.TextField(_("text in Spanish"), max_length=LONGEST_TEXT, blank=True)

    class Meta:
        verbose_name = _("line of a job description")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="duties_lines_are_numbered"),
            models.UniqueConstraint(fields=["version", "duty"], name="duties_a_duty_stands_once"),
            models.CheckConstraint(
                condition=~models.Q(text_en="") | ~models.Q(text_es=""), name="duties_a_line_has_words"
            ),
        ]

    def __str__(self):
        """The words."""
        return self.text

    @property
    def text(self):
        """The words in the reader's language, where they are translated."""
        return in_reading_language(self.text_en, self.text_es)

    @property
    def heading(self):
        """The heading it stands under, in the reader's language."""
        return in_reading_language(self.heading_en, self.heading_es)


class LinkQuerySet(models.QuerySet):
    """Links and evidence by whether they stand."""

    def standing(self, known_at=None):
        """Those that stand now, or stood at the aware moment ``known_at``."""
        if known_at is None:
            return self.filter(removed_at=None)
        return self.filter(models.Q(removed_at=None) | models.Q(removed_at__gt=known_at), added_at__lte=known_at)


class Attachment(models.Model):
    """What is attached to a duty: by whom, when, and when it was taken off again. Never deleted."""

    title = models.CharField(_("title then"), max_length=255)
    added_by = models.ForeignKey(PERSON, models.PROTECT, related_name="+", verbose_name=_("added by"))
    added_at = models.DateTimeField(_("added at"))
    removed_by = models.ForeignKey(
        PERSON, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("removed by")
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["pk"]

    def __str__(self):
        """The title."""
        return self.title


class DutyLink(Attachment):
    """A lesson, course, path, event or mentoring program (by translation key) that trains for a duty."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="links")
    page_key = models.UUIDField(_("lesson or activity"), db_index=True)

    class Meta(Attachment.Meta):
        verbose_name = _("link of a duty")
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "page_key"], condition=models.Q(removed_at=None), name="duties_linked_once"
            ),
        ]


class DutyEvidence(Attachment):
    """Outside learning of one person (by the key the ledger knows it by) that speaks to a duty of hers."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="evidence")
    learner = models.ForeignKey(PERSON, models.PROTECT, related_name="duty_evidence", verbose_name=_("learner"))
    activity_key = models.UUIDField(_("outside learning"))

    class Meta(Attachment.Meta):
        verbose_name = _("evidence for a duty")
        constraints = [
            models.UniqueConstraint(
                fields=["duty", "learner", "activity_key"],
                condition=models.Q(removed_at=None),
                name="duties_evidence_counts_once",
            ),
        ]
