"""Rule packs and their dated versions; the dates of people's certificates."""

from functools import cached_property

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords
from wagtail.fields import StreamField

from pdportal.credits.choices import CycleStart, Duty
from pdportal.credits.rule_blocks import RulesBlock
from pdportal.credits.terms import Terms


class RulePack(models.Model):
    """One set of clock-hour rules, of a state or of the district; what they say is kept in versions."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_es = models.CharField(_("name in Spanish"), max_length=120, blank=True)
    jurisdiction = models.CharField(
        _("state or district"), max_length=60, help_text=_("Who made the rule: a state, or this district.")
    )
    duty = models.CharField(_("whose duty"), max_length=10, choices=Duty, default=Duty.EARN)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    active = models.BooleanField(_("in use"), default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("rule pack")
        verbose_name_plural = _("rule packs")
        ordering = ["position", "name_en"]

    def __str__(self):
        """The name in the reader's language."""
        return (self.name_es if _spanish() else "") or self.name_en

    @property
    def is_offer(self):
        """True where the duty is the district's."""
        return self.duty == Duty.OFFER


class VersionQuerySet(models.QuerySet):
    """Versions by date."""

    def in_force(self, day):
        """The version of each pack that holds on ``day``: the latest one begun by then, unless it has run out."""
        latest = RulePackVersion.objects.filter(pack=models.OuterRef("pack"), valid_from__lte=day)
        latest = latest.order_by("-valid_from", "-number").values("pk")[:1]
        return self.filter(
            models.Q(valid_until=None) | models.Q(valid_until__gte=day), pk=models.Subquery(latest)
        ).order_by("pack__position", "pack__name_en")


class RulePackVersion(models.Model):
    """One wording of the rules, between two dates, with where it was read and when; written once, never edited."""

    pack = models.ForeignKey(RulePack, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    valid_from = models.DateField(_("in force from"))
    valid_until = models.DateField(_("in force until"), null=True, blank=True, help_text=_("Empty: until replaced."))
    audience = models.JSONField(_("audience"), default=dict, help_text=_("See people.audience for the shape."))
    cycle_start = models.CharField(
        _("cycle counted from"), max_length=20, choices=CycleStart, default=CycleStart.SCHOOL_YEAR
    )
    cycle_years = models.PositiveSmallIntegerField(
        _("years in a cycle"), default=1, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    hours_needed = models.DecimalField(
        _("hours needed"), max_digits=6, decimal_places=2, validators=[MinValueValidator(0)]
    )
    rules = StreamField(RulesBlock(), blank=True, verbose_name=_("rules"))
    authority = models.CharField(
        _("text of the rule"), max_length=120, blank=True, help_text=_("Its short name, for example 19 TAC 232.11.")
    )
    source = models.URLField(_("address of the source"), max_length=500, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    confirmed = models.BooleanField(
        _("confirmed"), default=False, help_text=_("Untick it to show the whole pack as “to be confirmed”.")
    )
    note_en = models.TextField(_("remark in English"), max_length=1000, blank=True)
    note_es = models.TextField(_("remark in Spanish"), max_length=1000, blank=True)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a rule pack")
        verbose_name_plural = _("versions of rule packs")
        ordering = ["pack", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "number"], name="credits_version_numbers"),
            models.CheckConstraint(
                condition=models.Q(valid_until=None) | models.Q(valid_until__gte=models.F("valid_from")),
                name="credits_version_ends_after_start",
                violation_error_message=_("A version cannot end before it starts."),
            ),
            models.CheckConstraint(condition=models.Q(hours_needed__gte=0), name="credits_needed_not_negative"),
        ]

    def __str__(self):
        """Pack and number."""
        return f"{self.pack} v{self.number}"

    @cached_property
    def terms(self):
        """The single rules as plain values."""
        return Terms.of(self.rules)

    @property
    def note(self):
        """The remark in the reader's language."""
        return (self.note_es if _spanish() else "") or self.note_en


class CertificateDates(models.Model):
    """When a person's certificate was issued or renewed, and when it expires: the cycle of a pack for that person."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="certificate_dates")
    pack = models.ForeignKey(RulePack, models.CASCADE, related_name="+")
    starts_on = models.DateField(_("issued or renewed on"))
    ends_on = models.DateField(_("expires on"), null=True, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("certificate dates")
        verbose_name_plural = _("certificate dates")
        constraints = [
            models.UniqueConstraint(fields=["person", "pack"], name="credits_one_certificate_a_pack"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gt=models.F("starts_on")),
                name="credits_certificate_ends_after_start",
            ),
        ]

    def __str__(self):
        """Person and pack."""
        return f"{self.person}: {self.pack}"


def _spanish():
    return (get_language() or "").startswith("es")
