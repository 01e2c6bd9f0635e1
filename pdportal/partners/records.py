"""What is kept about partners: where their calendars are, how reading went, and the entries read."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from pdportal.partners import addresses
from pdportal.partners.choices import Trouble
from pdportal.partners.errors import NotRead


class PartnerCalendar(models.Model):
    """A calendar somebody else keeps; ``etag`` and ``last_modified`` are what its server called the last version."""

    name = models.CharField(_("name"), max_length=80, unique=True, help_text=_("As readers know it: Public library."))
    address = models.URLField(
        _("address"), max_length=500, unique=True, help_text=_("The https:// address of the ICS file.")
    )
    active = models.BooleanField(_("shown and read"), default=True)
    tried_at = models.DateTimeField(_("last tried"), null=True, blank=True, editable=False)
    read_at = models.DateTimeField(_("last read"), null=True, blank=True, editable=False)
    trouble = models.CharField(_("trouble"), max_length=20, choices=Trouble, blank=True, editable=False)
    detail = models.CharField(max_length=200, blank=True, editable=False)
    left_out = models.PositiveIntegerField(_("entries left out"), default=0, editable=False)
    etag = models.CharField(max_length=200, blank=True, editable=False)
    last_modified = models.CharField(max_length=60, blank=True, editable=False)

    class Meta:
        verbose_name = _("partner calendar")
        verbose_name_plural = _("partner calendars")
        ordering = ["name"]

    def __str__(self):
        """The name."""
        return self.name

    def clean(self):
        """Refuse addresses that would never be read, and say which hosts may be."""
        try:
            addresses.check(self.address)
        except NotRead as refusal:
            hosts = ", ".join(addresses.allowed_hosts()) or "–"
            words = format_lazy(_("{why} Hosts that may be read: {hosts}"), why=refusal.sentence, hosts=hosts)
            raise ValidationError({"address": words}) from refusal

    @property
    def trouble_text(self):
        """What went wrong the last time, in the reader's language; empty where nothing did."""
        if not self.trouble:
            return ""
        label = str(self.get_trouble_display())
        return f"{label} ({self.detail})" if self.detail else label


class PartnerEntry(models.Model):
    """One occurrence in a partner's calendar; ``starts_at`` and ``ends_at`` are empty for what lasts all day.

    ``first_day`` and ``last_day`` are dates in the district, both inclusive.
    """

    calendar = models.ForeignKey(PartnerCalendar, models.CASCADE, related_name="entries")
    title = models.CharField(max_length=200)
    place = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=500, blank=True)
    first_day = models.DateField()
    last_day = models.DateField()
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("entry of a partner")
        verbose_name_plural = _("entries of partners")
        ordering = ["first_day", models.F("starts_at").asc(nulls_first=True), "pk"]
        indexes = [models.Index(fields=["first_day", "last_day"], name="partners_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")), name="partners_end_after_start"
            ),
        ]

    def __str__(self):
        """Title and first day."""
        return f"{self.title}, {self.first_day}"
