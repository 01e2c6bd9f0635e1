"""The abstract base of every page that awards a completion, and the topics such pages carry."""

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.search import index

from pdportal.common.pages import BasePage
from pdportal.transcripts.choices import ActivityKind, CreditType


class Topic(models.Model):
    """A subject that courses and events are about; its slug names the calendar feed of that topic."""

    slug = models.SlugField(_("slug"), unique=True, max_length=40)
    name_en = models.CharField(_("name in English"), max_length=60)
    name_es = models.CharField(_("name in Spanish"), max_length=60)

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["name_en"]

    def __str__(self):
        """The name in the reader's language."""
        return self.name_es if (get_language() or "").startswith("es") else self.name_en


def credit_type_field(default):
    """The type of credit of a kind of page, which starts as ``default``."""
    return models.CharField(
        _("type of credit"),
        max_length=20,
        choices=CreditType,
        default=default,
        help_text=_("Clock-hour rules cap some types. Completions keep the type they were awarded with."),
    )


class ActivityPage(BasePage):
    """A page that awards a completion. Its identity is ``translation_key``: both languages are one activity."""

    activity_kind: ActivityKind

    credit_hours = models.DecimalField(
        _("credit hours"), max_digits=5, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    credit_type = credit_type_field(CreditType.ATTENDED)
    audience_note = models.CharField(_("who it is for"), max_length=200, blank=True)
    topics = ParentalManyToManyField(Topic, blank=True, verbose_name=_("topics"), related_name="+")
    standards = models.CharField(
        _("standards"), max_length=300, blank=True, help_text=_("Labels only, separated by commas.")
    )
    certificate_wording = models.CharField(_("wording on the certificate"), max_length=300, blank=True)
    awards_certificate = models.BooleanField(_("awards a certificate"), default=True)

    activity_panels = [
        MultiFieldPanel(
            [
                FieldPanel("credit_hours"),
                FieldPanel("credit_type"),
                FieldPanel("audience_note"),
                FieldPanel("topics"),
                FieldPanel("standards"),
                FieldPanel("awards_certificate"),
                FieldPanel("certificate_wording"),
            ],
            heading=_("What it awards and whom it is for"),
        ),
    ]
    content_panels = [*BasePage.content_panels, *activity_panels]
    search_fields = [*BasePage.search_fields, index.SearchField("audience_note"), index.SearchField("standards")]

    class Meta:
        abstract = True

    @classmethod
    def minutes_by_key(cls, keys):
        """By translation key, how many minutes each published page of this kind takes: its credit hours."""
        rows = (
            cls.objects.live()
            .filter(translation_key__in=keys)
            .order_by()
            .values_list("translation_key", "credit_hours")
        )
        return {key: round(hours * 60) for key, hours in rows}
