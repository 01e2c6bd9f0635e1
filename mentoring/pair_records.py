"""What a pair agrees on: the agreement's versions and who signed them, goals, and what is ticked on the checklist."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mentoring.records import Pairing


class AgreementVersion(models.Model):
    """One wording of a programme's agreement, as it was published; it stays, whatever becomes of the page.

    ``texts`` by language: a translation that is published later joins the version it translates.
    """

    programme_key = models.UUIDField(_("program"))
    number = models.PositiveSmallIntegerField(_("version"))
    texts = models.JSONField(_("text"), default=dict)
    published_at = models.DateTimeField(_("published at"))

    class Meta:
        verbose_name = _("version of a mentoring agreement")
        verbose_name_plural = _("versions of mentoring agreements")
        ordering = ["programme_key", "number"]
        constraints = [
            models.UniqueConstraint(fields=["programme_key", "number"], name="mentoring_agreement_versions_count"),
        ]

    def __str__(self):
        """“Version 2”."""
        return gettext("Version %(number)s") % {"number": self.number}

    @property
    def language(self):
        """The language the reader is shown: the one in force where it was translated, else the first there is."""
        return get_language() if get_language() in self.texts else next(iter(self.texts), "")

    @property
    def text(self):
        """The agreement in that language."""
        return self.texts.get(self.language, "")


class Signature(models.Model):
    """One of a pair signed one version of the agreement, in the language it was read in."""

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="signatures", verbose_name=_("pairing"))
    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="+", verbose_name=_("version"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    language = models.CharField(_("language"), max_length=10)
    signed_at = models.DateTimeField(_("signed at"))

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pairing", "version", "person"], name="mentoring_signed_once_a_version"),
        ]

    def __str__(self):
        """Who signed what."""
        return f"{self.person}: {self.version}"


class Goal(models.Model):
    """Something the mentee wants to reach; the text is sealed like a note and belongs to the pair.

    Read and written through ``mentoring.goals`` only.
    """

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="goals")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    form_key = models.UUIDField(unique=True, editable=False)

    class Meta:
        ordering = [models.F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self):
        """Nothing of the text."""
        return gettext("Goal")


class ChecklistTick(models.Model):
    """One of a pair ticked an item of the programme's checklist; ``item`` is the key of the item on the page."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="ticks")
    item = models.UUIDField()
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pairing", "item"], name="mentoring_ticked_once")]

    def __str__(self):
        """The key of the item."""
        return str(self.item)
