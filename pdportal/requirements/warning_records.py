"""Which deadlines people were warned of, so that each warning is given once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pdportal.requirements.choices import WarningKind


class DeadlineWarning(models.Model):
    """The learner of an assignment was told that a date comes near, or has passed; a later date is told anew."""

    assignment = models.ForeignKey("requirements.Assignment", models.CASCADE, related_name="warnings")
    kind = models.CharField(_("kind"), max_length=10, choices=WarningKind)
    date = models.DateField(_("date"))
    told_at = models.DateTimeField(_("told at"))

    class Meta:
        verbose_name = _("deadline warning")
        verbose_name_plural = _("deadline warnings")
        ordering = ["told_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "kind", "date"], name="requirements_warned_once"),
        ]

    def __str__(self):
        """Kind and date."""
        return f"{self.get_kind_display()} {self.date}"
