"""What is decided about rules: what a change means for those who were done, and how much time rules may ask for."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pdportal.people.calendar import period_dates
from pdportal.people.choices import Role
from pdportal.requirements.choices import ConsequenceKind


class Consequence(models.Model):
    """What a changed rule (``version``) or course (``page_revision``) means for those who were done; decided once.

    A decision only ever adds assignments. Completions, and the dates in them, stay as they are.
    """

    activity_key = models.UUIDField(_("activity"), db_index=True)
    version = models.OneToOneField(
        "requirements.RequirementVersion", models.PROTECT, null=True, blank=True, related_name="consequence"
    )
    page_revision = models.PositiveBigIntegerField(_("revision of the page"), null=True, blank=True)
    kind = models.CharField(_("consequence"), max_length=10, choices=ConsequenceKind)
    top_up_key = models.UUIDField(_("top-up"), null=True, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    people = models.PositiveIntegerField(_("people concerned"), default=0)
    decided_at = models.DateTimeField(_("decided at"), default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("consequence of a change")
        verbose_name_plural = _("consequences of changes")
        ordering = ["-decided_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity_key", "page_revision"], name="requirements_one_consequence_a_revision"
            ),
        ]

    def __str__(self):
        """What was decided, in words."""
        return self.get_kind_display()


class TimeBudget(models.Model):
    """How many minutes a year of required training a role may be asked for; authors are warned beyond it."""

    role = models.CharField(_("role"), max_length=20, choices=Role)
    year = models.CharField(_("from the year"), max_length=7, help_text=_("For example 2026-27; later years keep it."))
    minutes = models.PositiveSmallIntegerField(_("minutes a year"))

    class Meta:
        verbose_name = _("time budget")
        verbose_name_plural = _("time budgets")
        ordering = ["-year", "role"]
        constraints = [models.UniqueConstraint(fields=["role", "year"], name="requirements_one_budget_a_role")]

    def __str__(self):
        """Role and year."""
        return f"{self.get_role_display()} {self.year}"

    def clean(self):
        """The year is one: budgets of later years take the place of earlier ones."""
        try:
            period_dates(self.year or "2026-27")  # an empty one is said to be missing already
        except (ValueError, OverflowError):
            raise ValidationError({"year": _("Write the school year like this: 2026-27.")}) from None
