"""What is kept about events: dated sessions and registrations."""

import datetime as dt
import zoneinfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from events.choices import RegistrationStatus, SessionStatus
from events.feed_records import CalendarBlock
from events.mark_records import MarkFacts
from events.seat_records import SeatFacts, SignUpWindow
from pdportal.people.records import School

MOST_DAYS = 31
IN_NO_CALENDAR = {"capacity", "warned_at", "kept_at"}


def district_zone():
    """The IANA name of the district's zone, frozen into each session when it is made."""
    return settings.TIME_ZONE


class SessionQuerySet(models.QuerySet):
    """Reads freely; writes that pass by ``save`` still tell the feeds."""

    def update(self, **values):
        """Update, and let the blocks of the calendar that are concerned be read anew."""
        with transaction.atomic():
            keys = list(self.order_by().values_list("pk", flat=True))
            changed = super().update(**values)
            if keys:
                CalendarBlock.touch(*keys)
        return changed

    def bulk_create(self, objs, *args, **kwargs):
        """Create many, and let their blocks of the calendar be read anew."""
        objs = list(objs)  # an iterator would be used up before it is saved
        for session in objs:
            session.compute_moments()
        made = super().bulk_create(objs, *args, **kwargs)
        CalendarBlock.touch(*[session.pk for session in made])
        return made


class EventSession(SignUpWindow):
    """One dated session of an event. It is the row that is locked while seats are counted.

    What was agreed with people is a local date and time in a zone; ``starts_at`` and ``ends_at`` are computed from
    them by ``save`` for sorting and comparing. ``sequence`` and ``changed_at`` are what calendars go by (RFC 5546
    2.1.4): verbs in ``scheduling`` raise them, nothing else does. ``ical`` is the stored text of the session's VEVENT.
    """

    event = models.ForeignKey("events.EventPage", models.PROTECT, related_name="sessions", verbose_name=_("event"))
    held_on = models.DateField(_("date"))
    start_time = models.TimeField(_("from"))
    end_time = models.TimeField(_("until"))
    last_day = models.DateField(_("last day"), null=True, blank=True, help_text=_("Only for sessions of several days."))
    zone = models.CharField(_("time zone"), max_length=64, default=district_zone)
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, verbose_name=_("building"))
    place = models.CharField(
        _("place"),
        max_length=200,
        blank=True,
        help_text=_("Where no room is chosen: any other place, or empty when online."),
    )
    room = models.ForeignKey(
        "events.Room", models.PROTECT, null=True, blank=True, related_name="sessions", verbose_name=_("room"),
        help_text=_("A room is booked for one session at a time; it fills in building and place."),
    )  # fmt: skip
    online_url = models.URLField(_("online link"), blank=True, help_text=_("Shown only to those registered."))
    capacity = models.PositiveIntegerField(_("seats"), default=20, validators=[MinValueValidator(1)])
    note = models.CharField(_("note"), max_length=200, blank=True)
    presented_by = models.CharField(_("presenters"), max_length=500, blank=True, editable=False)
    series = models.ForeignKey(
        "events.SessionSeries", models.SET_NULL, null=True, blank=True, related_name="sessions", editable=False
    )
    status = models.CharField(_("status"), max_length=20, choices=SessionStatus, default=SessionStatus.SCHEDULED)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True, blank=True, editable=False)
    starts_at = models.DateTimeField(_("starts at"), editable=False, db_index=True)
    ends_at = models.DateTimeField(_("ends at"), editable=False)
    sequence = models.PositiveIntegerField(_("sequence"), default=0, editable=False)
    changed_at = models.DateTimeField(_("last change"), editable=False)
    ical = models.TextField(editable=False, blank=True)

    objects = SessionQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["ical"])

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="events_ends_after_start"
            ),
            models.CheckConstraint(condition=models.Q(sequence__lt=2**31 - 1), name="events_sequence_fits"),
        ]

    def __str__(self):
        """Title and local start."""
        return f"{self.event.title}, {self.held_on} {self.start_time:%H:%M}"

    @property
    def uid(self):
        """The iCalendar UID: from the key and a fixed host name, the same in every feed and mail."""
        return f"session-{self.pk}@{settings.CALENDAR_HOST}"

    @property
    def minutes(self):
        """Length in minutes, by the clock that runs (not by the one that is changed at night)."""
        return round((self.ends_at - self.starts_at).total_seconds() / 60)

    @property
    def rules(self):
        """What the event asks of those who sign up: the page it was made for, whichever language is shown."""
        return self.__dict__.get("_made_for") or self.event

    def show_in(self, page):
        """Show the event as ``page``, another language of it; the session's own key and rules stay as they are."""
        self._made_for = self.rules
        type(self).event.field.set_cached_value(self, page)

    @property
    def is_cancelled(self):
        """True where the session does not take place."""
        return self.status == SessionStatus.CANCELLED

    def compute_moments(self):
        """Fill ``starts_at`` and ``ends_at`` from local date, times and zone."""
        zone = zoneinfo.ZoneInfo(self.zone)
        self.starts_at = dt.datetime.combine(self.held_on, self.start_time, zone).astimezone(dt.UTC)
        self.ends_at = dt.datetime.combine(self.last_day or self.held_on, self.end_time, zone).astimezone(dt.UTC)

    def clean(self):
        """Refuse sessions that end before they start, in a skipped clock hour, in an unknown zone or a far year."""
        if None in (self.held_on, self.start_time, self.end_time):
            return
        for name in ("held_on", "last_day"):
            day = getattr(self, name)
            if day and not 2000 <= day.year <= 2100:
                raise ValidationError({name: _("Please give a year between 2000 and 2100.")})
        try:
            zone = zoneinfo.ZoneInfo(self.zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError) as trouble:
            raise ValidationError({"zone": _("This time zone is not known.")}) from trouble
        if self.last_day and self.last_day > self.held_on + dt.timedelta(days=MOST_DAYS - 1):
            raise ValidationError({"last_day": _("A session lasts at most 31 days. Plan several sessions instead.")})
        self.compute_moments()
        if self.ends_at <= self.starts_at:
            raise ValidationError({"end_time": _("The session must end after it starts.")})
        for name, moment in (("start_time", self.starts_at), ("end_time", self.ends_at)):
            if moment.astimezone(zone).time() != getattr(self, name):
                raise ValidationError({name: _("On this day the clocks skip that hour; choose another time.")})
        self.check_window()

    def save(self, *args, update_fields=None, **kwargs):
        """Keep the computed moments in step with date, times and zone, and tell the feeds."""
        self.compute_moments()
        super().save(*args, update_fields=update_fields, **kwargs)
        if update_fields is None or set(update_fields) - IN_NO_CALENDAR:
            CalendarBlock.touch(self.pk)


class Registration(SeatFacts, MarkFacts):
    """A person's place at a session, or in its waitlist; one row per person and session, whatever happens."""

    session = models.ForeignKey(EventSession, models.PROTECT, related_name="registrations")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="registrations")
    status = models.CharField(_("status"), max_length=20, choices=RegistrationStatus)
    requested_at = models.DateTimeField(_("asked at"))
    registered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField(_("sequence"), default=0, editable=False)
    changed_at = models.DateTimeField(_("last change"))

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ["requested_at", "pk"]
        indexes = [
            models.Index(fields=["session", "status", "requested_at"], name="events_queue"),
            models.Index(fields=["session"], condition=models.Q(hours_waiting=True), name="events_hours_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["session", "learner"], name="events_one_registration_a_person"),
            models.CheckConstraint(
                condition=~models.Q(status=RegistrationStatus.OFFERED) | models.Q(offered_until__isnull=False),
                name="events_offers_have_a_deadline",
            ),
        ]

    def __str__(self):
        """Learner and status."""
        return f"{self.learner}: {self.get_status_display()}"
