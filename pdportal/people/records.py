"""What is kept about people: accounts, schools, dated appointments, and the district's school calendar."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from pdportal.common.dates import today
from pdportal.people.choices import Level, NewTo, Role

LONGEST_LEAVE = 5 * 366


class StaffManager(UserManager):
    """Finds people by user name without regard to case."""

    def get_by_natural_key(self, username):
        """The account with this user name, in any case."""
        return self.get(username__iexact=username)


class User(AbstractUser):
    """A person of the district. ``staff_id`` stays the same when a name or address changes."""

    staff_id = models.CharField(_("staff number"), max_length=32, unique=True, null=True, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    hired_on = models.DateField(
        _("hired on"), null=True, blank=True, help_text=_("Empty: the first day of the first appointment.")
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged_accounts"
    )

    objects = StaffManager()
    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="people_one_account_per_email",
                condition=~models.Q(email=""),
                violation_error_message=_("Another account uses this e-mail address."),
            ),
        ]

    def __str__(self):
        """The name people know this person by."""
        return self.get_full_name() or self.username

    @property
    def initials(self):
        """One or two capital letters to stand for a picture."""
        return (self.first_name[:1] + self.last_name[:1] or self.username[:1]).upper()


class StaffMember(User):
    """A person as the coordinator edits them: no password, no groups, and never a superuser.

    A proxy has permissions of its own, so that whoever may correct a name cannot hand out rights.
    """

    class Meta:
        proxy = True
        verbose_name = _("person")
        verbose_name_plural = _("people")


class MergeQuerySet(models.QuerySet):
    """Merges by whether they hold."""

    def standing(self):
        """Those that were not undone."""
        return self.filter(undone_at=None)


class Merge(models.Model):
    """Two accounts of one person made one: ``retired`` was closed, and what belonged to it handed to ``kept``.

    ``taken`` holds what the kept account lacked and got, and whether the retired one was open; ``rows`` every row that
    was handed over or had to stay, so that undoing gives back exactly those.
    """

    kept = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="merges_into", verbose_name=_("account that stays")
    )
    retired = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="merges_away", verbose_name=_("account that was closed")
    )
    reason = models.CharField(_("reason"), max_length=300)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged at"))
    taken = models.JSONField(default=dict)
    undo_reason = models.CharField(_("reason for undoing"), max_length=300, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-merged_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["retired"], condition=models.Q(undone_at=None), name="people_an_account_is_closed_by_one_merge"
            ),
            models.CheckConstraint(condition=~models.Q(kept=models.F("retired")), name="people_merge_of_two_accounts"),
        ]

    def __str__(self):
        """Both user names."""
        return f"{self.retired.get_username()} → {self.kept.get_username()}"


class MergedRow(models.Model):
    """One row that belonged to the retired account: handed over, or left there because the kept one has its like."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="rows")
    model = models.CharField(max_length=100)
    field = models.CharField(max_length=100)
    row_id = models.BigIntegerField()
    moved = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["merge", "model", "field", "row_id"], name="people_a_row_once_a_merge"),
        ]

    def __str__(self):
        """Table, column and key."""
        return f"{self.model}.{self.field} {self.row_id}"


class School(models.Model):
    """A building of the district; the district office is one too."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    code = models.SlugField(_("code"), max_length=20, unique=True)
    level = models.CharField(_("level"), max_length=20, choices=Level)

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")
        ordering = ["name"]

    def __str__(self):
        """The school's name."""
        return self.name


class Appointment(models.Model):
    """A person in a role at a school, from a date until a date (inclusive; open where ``ends_on`` is empty)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="appointments")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    school = models.ForeignKey(School, models.PROTECT, related_name="appointments")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    new_to = models.CharField(_("new to"), max_length=20, choices=NewTo, default=NewTo.NOTHING, blank=True)

    history = HistoricalRecords(cascade_delete_history=False)

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-starts_on", "pk"]
        indexes = [models.Index(fields=["school", "role", "starts_on"], name="people_appointment_scope")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="people_appointment_ends_after_start",
                violation_error_message=_("An appointment cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["person", "role", "school", "starts_on"], name="people_appointment_once_a_day"
            ),
        ]

    def __str__(self):
        """Role and school, for example “Librarian, Cedar Elementary”."""
        return f"{self.get_role_display()}, {self.school}"


class Leave(models.Model):
    """Days on which a person is away for long; due dates stand still meanwhile. Why is nobody's business here."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="leaves")
    first_day = models.DateField(_("first day of leave"))
    last_day = models.DateField(
        _("last day of leave"), null=True, blank=True, help_text=_("Empty: the day of return is not known yet.")
    )

    history = HistoricalRecords(cascade_delete_history=False)

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        ordering = ["-first_day", "pk"]
        indexes = [models.Index(fields=["person", "first_day"], name="people_leave_of_person")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__isnull=True) | models.Q(last_day__gte=models.F("first_day")),
                name="people_leave_ends_after_start",
                violation_error_message=_("A leave cannot end before it starts."),
            ),
        ]

    def __str__(self):
        """The person, and the days where they are known."""
        return f"{self.person}: {self.first_day} – {self.last_day or '…'}"

    def clean(self):
        """Refuse a slip of the pen in the year: dates are moved day by day."""
        for name in ("first_day", "last_day"):
            day = getattr(self, name)
            if day and abs((day - today()).days) > LONGEST_LEAVE:
                raise ValidationError({name: _("Please check the year.")})


class SchoolYear(models.Model):
    """One school year: the dates from which semester-end due dates follow."""

    name = models.CharField(_("name"), max_length=9, unique=True, help_text=_("For example 2026-27"))
    starts_on = models.DateField(_("first day"), unique=True)
    semester_1_ends_on = models.DateField(_("end of semester 1"))
    ends_on = models.DateField(_("last day of school"))

    class Meta:
        verbose_name = _("school year")
        verbose_name_plural = _("school years")
        ordering = ["-starts_on"]

    def __str__(self):
        """The year's name."""
        return self.name

    def clean(self):
        """Refuse dates out of order."""
        dates = [self.starts_on, self.semester_1_ends_on, self.ends_on]
        if None not in dates and dates != sorted(dates):
            raise ValidationError(_("The dates of a school year must follow one another."))


class Closure(models.Model):
    """Days on which schools are closed; due dates and meeting series skip them."""

    name = models.CharField(_("name"), max_length=80)
    name_es = models.CharField(_("name in Spanish"), max_length=80, blank=True)
    starts_on = models.DateField(_("first closed day"))
    ends_on = models.DateField(_("last closed day"))

    class Meta:
        verbose_name = _("closure")
        verbose_name_plural = _("closures")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="people_closure_ends_after_start",
                violation_error_message=_("A closure cannot end before it starts."),
            ),
        ]

    @property
    def label(self):
        """The name in the language in force, where there is one."""
        spanish = (get_language() or "").startswith("es")
        return (self.name_es if spanish else "") or self.name

    def __str__(self):
        """Name and first day."""
        return f"{self.name} ({self.starts_on:%Y-%m-%d})"
