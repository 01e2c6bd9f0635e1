"""Requirements (rules, versioned), assignments (this person, this period), waivers and extensions."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from pdportal.common.dates import end_of_day
from pdportal.people.calendar import period_of
from pdportal.people.records import Leave
from pdportal.requirements.choices import DueAnchor, LateHires, Recurrence, RotateBy
from pdportal.requirements.request_records import GrantRequest


class Requirement(models.Model):
    """Something an audience must have done; what the rule says is kept in versions."""

    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    name_en = models.CharField(_("name in English"), max_length=120)
    name_es = models.CharField(_("name in Spanish"), max_length=120, blank=True)
    activity_key = models.UUIDField(_("activity"), db_index=True)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    active = models.BooleanField(_("in use"), default=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["position", "name_en"]

    def __str__(self):
        """The name in the reader's language."""
        spanish = (get_language() or "").startswith("es")
        return (self.name_es if spanish else "") or self.name_en

    def version_on(self, day):
        """The rule in force on ``day``: the latest version that had taken effect by then, or None."""
        return self.versions.filter(effective_on__lte=day).order_by("-effective_on", "-number").first()


class RequirementVersion(models.Model):
    """One wording of the rule. A changed rule is a new version; assignments keep the one they were made under."""

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    effective_on = models.DateField(_("in force from"))
    activity_key = models.UUIDField(_("activity"))
    audience = models.JSONField(_("audience"), default=dict, help_text=_("See people.audience for the shape."))
    recurrence = models.CharField(_("how often"), max_length=10, choices=Recurrence, default=Recurrence.ONCE)
    due_anchor = models.CharField(_("due counted from"), max_length=20, choices=DueAnchor, default=DueAnchor.START)
    due_working_days = models.PositiveSmallIntegerField(_("working days"), default=30)
    due_month = models.PositiveSmallIntegerField(_("month"), null=True, blank=True)
    due_day = models.PositiveSmallIntegerField(_("day"), null=True, blank=True)
    due_on = models.DateField(_("fixed date"), null=True, blank=True)
    due_after_key = models.UUIDField(_("counted from the day this is done"), null=True, blank=True)
    due_after_titles = models.JSONField(_("its titles then"), default=dict, blank=True)
    valid_months = models.PositiveSmallIntegerField(
        _("valid for months"), null=True, blank=True, help_text=_("Empty: a completion does not expire.")
    )
    warn_days = models.PositiveSmallIntegerField(_("due soon, days before"), default=14)
    opens_month = models.PositiveSmallIntegerField(_("month in which it opens"), null=True, blank=True)
    opens_day = models.PositiveSmallIntegerField(_("day on which it opens"), null=True, blank=True)
    late_hires = models.CharField(_("started late"), max_length=20, choices=LateHires, default=LateHires.WORKING_DAYS)
    exempt_after = models.DateField(
        _("exempt if started after"), null=True, blank=True, help_text=_("Of a yearly rule, day and month count.")
    )
    renew_days = models.PositiveSmallIntegerField(_("may be renewed, days before it expires"), default=30)
    rotation = models.JSONField(
        _("rotating set"),
        default=list,
        blank=True,
        help_text=_("Keys of activities, in order; empty: always the same."),
    )
    rotate_by = models.CharField(_("rotates"), max_length=10, choices=RotateBy, default=RotateBy.YEAR)
    created_at = models.DateTimeField(_("written at"), auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("rule version")
        verbose_name_plural = _("rule versions")
        ordering = ["requirement", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["requirement", "number"], name="requirements_version_numbers"),
        ]

    def __str__(self):
        """Requirement and number."""
        return f"{self.requirement} v{self.number}"

    @property
    def due_after_title(self):
        """The title, in the reader's language if there is one, of the activity that the date is counted from."""
        titles = self.due_after_titles
        return titles.get((get_language() or "en")[:2]) or next(iter(titles.values()), "")

    @property
    def activity_keys(self):
        """The keys of everything this wording may ask for: of a rotating set all, else the one activity."""
        return [uuid.UUID(text) for text in self.rotation] or [self.activity_key]


def again(period, consequence_id):
    """The name of the cycle in which something is done again within ``period``: “2026-27#7”."""
    return f"{period}#{consequence_id}"


class AssignmentQuerySet(models.QuerySet):
    """Assignments as they stood on a date."""

    def asking_for(self, keys):
        """Those that ask for one of the activities ``keys``, as such or as a top-up."""
        keys = list(keys)
        return self.filter(models.Q(activity_key__in=keys) | models.Q(top_up_key__in=keys))

    def in_force(self, day):
        """Those that applied on ``day``: assigned by then, not ended before it, not inside a gap."""
        away = Gap.objects.filter(assignment=models.OuterRef("pk"), first_day__lte=day, last_day__gte=day)
        return self.filter(
            models.Q(ended_on=None) | models.Q(ended_on__gte=day), ~models.Exists(away), assigned_on__lte=day
        )

    def current(self, day):
        """Those in force on ``day`` that belong to the year of ``day``, or to no year."""
        return self.in_force(day).filter(period__in=["", period_of(day)])

    def with_grants(self, day):
        """Each with what was granted by ``day``: ``waived_on``, ``extended_to`` and ``extended_on``, or None.

        ``has_leave`` says whether the learner's leaves need to be read at all; ``asked`` whether a request for more
        time or a waiver waited for its answer at the end of ``day``.
        """
        granted = {"assignment": models.OuterRef("pk"), "granted_on__lte": day}
        waivers = Waiver.objects.filter(**granted).order_by("granted_on")
        extensions = Extension.objects.filter(**granted).order_by("-granted_on", "-pk")
        return self.annotate(
            waived_on=models.Subquery(waivers.values("granted_on")[:1]),
            extended_to=models.Subquery(extensions.values("due_on")[:1]),
            extended_on=models.Subquery(extensions.values("granted_on")[:1]),
            asked=models.Exists(GrantRequest.objects.open_at(end_of_day(day)).filter(assignment=models.OuterRef("pk"))),
            has_leave=models.Exists(Leave.objects.filter(person=models.OuterRef("learner"))),
        )


class Assignment(models.Model):
    """One person must meet one requirement in one period, by a date, for a stated reason.

    ``period`` is empty for a requirement met once, else the year's name (2026-27). ``assigned_on`` is the first day on
    which it applied (``recorded_at``: when we noticed), ``ended_on`` the last one, if the person left the audience; a
    return opens it again and leaves a Gap. Achievements are elsewhere and stay.

    ``activity_key`` is what this person does in this period: of a rotating set, the one whose turn it was. ``through``
    is why the person was in the audience when this was made: role, school and first day of the appointment, or empty
    for people chosen one by one. With a ``consequence`` it follows one that was done: done again, in a cycle of its
    own, or with a top-up (``top_up_key``) beside what was completed.
    """

    requirement = models.ForeignKey(Requirement, models.CASCADE, related_name="assignments")
    version = models.ForeignKey(RequirementVersion, models.PROTECT, related_name="+")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="assignments")
    period = models.CharField(_("period"), max_length=40, blank=True)
    activity_key = models.UUIDField(_("activity"), db_index=True)
    through = models.JSONField(_("in the audience as"), default=dict, blank=True)
    consequence = models.ForeignKey(
        "requirements.Consequence", models.PROTECT, null=True, blank=True, related_name="assignments", db_index=False
    )
    top_up_key = models.UUIDField(_("top-up"), null=True, blank=True)
    counted_from = models.DateField(_("counted from"))
    due_on = models.DateField(_("due on"))
    by_start = models.BooleanField(
        _("due date follows the start"), default=True, help_text=_("False where a fixed day of the rule decided it.")
    )
    assigned_on = models.DateField(_("assigned on"))
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    objects = AssignmentQuerySet.as_manager()

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["due_on", "pk"]
        indexes = [models.Index(fields=["learner", "due_on"], name="requirements_by_learner")]
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "learner", "period"], name="requirements_one_assignment_a_period",
                condition=models.Q(consequence=None),
            ),
            models.UniqueConstraint(
                fields=["consequence", "requirement", "learner"], name="requirements_one_assignment_a_consequence"
            ),
        ]  # fmt: skip

    def __str__(self):
        """Requirement and learner."""
        return f"{self.requirement}: {self.learner}"

    def cycle_of(self, activity_key):
        """The cycle in which ``activity_key`` is done for this assignment; "" where the first completion counts."""
        renews = self.consequence_id and (self.top_up_key is None or activity_key == self.top_up_key)
        return again(self.period, self.consequence_id) if renews else self.period


class Gap(models.Model):
    """Days, both included, on which somebody who came back was outside the audience; keeps the past as it was."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="gaps")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    class Meta:
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        ordering = ["first_day"]

    def __str__(self):
        """Both dates."""
        return f"{self.first_day} – {self.last_day}"


class Waiver(models.Model):
    """A person need not meet a requirement in a period; recorded with who allowed it and why."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="waivers")
    granted_on = models.DateField(_("granted on"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("waiver")
        verbose_name_plural = _("waivers")
        ordering = ["-granted_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["assignment"], name="requirements_waived_once")]

    def __str__(self):
        """The reason."""
        return self.reason


class Extension(models.Model):
    """A later due date for one assignment; recorded with who allowed it and why."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="extensions")
    due_on = models.DateField(_("new due date"))
    granted_on = models.DateField(_("granted on"))
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["-granted_on", "-pk"]

    def __str__(self):
        """The reason."""
        return self.reason
