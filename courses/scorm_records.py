"""What is kept about SCORM packages: the package, its versions, and how far each learner is in one."""

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from courses.choices import ScormFinish
from courses.records import LessonRecord
from courses.scorm_manifest import SCORM_12, SCORM_2004, Part


class ScormPackage(index.Indexed, models.Model):
    """A module made elsewhere. What learners open is its newest version; those under way keep theirs."""

    title = models.CharField(_("title"), max_length=120)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="en")
    description = models.TextField(_("description"), blank=True, max_length=1000)
    finish = models.CharField(
        _("how it is finished"), max_length=20, choices=ScormFinish, default=ScormFinish.FOUND,
        help_text=_("Change this only where you have tried the module and know better."),
    )  # fmt: skip

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("description"),
        index.FilterField("language"),
        index.FilterField("finish"),
    ]

    class Meta:
        verbose_name = _("SCORM package")
        verbose_name_plural = _("SCORM packages")
        ordering = ["title", "pk"]

    def __str__(self):
        """The title."""
        return self.title

    @cached_property
    def latest(self):
        """The newest version, or None while the first one is being made."""
        return next(iter(self.versions.all()), None)


class ScormVersion(models.Model):
    """One upload of a package: what its manifest says, what was found in it, and the folder it was unpacked to."""

    package = models.ForeignKey(ScormPackage, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    file_name = models.CharField(_("file"), max_length=100)
    standard = models.CharField(
        _("standard"), max_length=10, choices=[(SCORM_12, "SCORM 1.2"), (SCORM_2004, "SCORM 2004")]
    )
    edition = models.CharField(_("edition"), max_length=40, blank=True)
    contents = models.JSONField(_("parts"), default=list)
    reports = models.BooleanField(_("reports completion"))
    inner_frames = models.BooleanField(_("uses inner frames"), default=False)
    folder = models.CharField(max_length=60, unique=True)
    file_count = models.PositiveIntegerField(_("files"))
    unpacked_bytes = models.PositiveBigIntegerField(_("size"))
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("version")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["package", "number"], name="courses_scorm_version_numbers"),
        ]

    def __str__(self):
        """Package and number."""
        return f"{self.package} v{self.number}"

    @cached_property
    def parts(self):
        """The parts in order."""
        return tuple(Part(**part) for part in self.contents)

    @cached_property
    def counted(self):
        """The parts that have to be finished: those that can report, or all of them where none can."""
        return tuple(part for part in self.parts if part.is_sco) or self.parts

    @property
    def is_confirmed_by_hand(self):
        """True where learners say themselves that they have finished."""
        finish = self.package.finish
        return finish == ScormFinish.CONFIRM or (finish == ScormFinish.FOUND and not self.reports)


class ScormSitting(LessonRecord):
    """A learner at work on one version of a package in a lesson. Starting anew begins another one; none is erased.

    ``data`` maps the id of a part to what it has sent. ``launch`` and ``commit`` say which window sent last.
    """

    gate_id = models.CharField(_("gate"), max_length=40)
    version = models.ForeignKey(ScormVersion, models.PROTECT, related_name="sittings")
    number = models.PositiveSmallIntegerField(_("sitting"))
    data = models.JSONField(default=dict, blank=True)
    launch = models.PositiveBigIntegerField(default=0)
    commit = models.PositiveIntegerField(default=0)
    score_percent = models.PositiveSmallIntegerField(_("score in per cent"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"))
    saved_at = models.DateTimeField(_("saved at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    class Meta:
        verbose_name = _("module under way")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "lesson_key", "gate_id", "number"], name="courses_scorm_sitting_numbers"
            ),
        ]

    def __str__(self):
        """Gate and number."""
        return f"{self.gate_id} #{self.number}"
