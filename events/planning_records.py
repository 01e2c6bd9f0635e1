"""What is kept about how a session is held: the room, who presents it, the materials."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from events.choices import MaterialTime
from pdportal.common.uploads import PrivateFileField, ending_of
from pdportal.people.records import School

MOST_SEATS = 10_000


class Room(models.Model):
    """A room of a building, in which one session takes place at a time. It is the row that is locked for booking it.

    Sessions keep building and name as text beside the key, so that lists, mails and feeds need no look at the room,
    and what took place stays where it took place.
    """

    school = models.ForeignKey(School, models.PROTECT, related_name="rooms", verbose_name=_("building"))
    name = models.CharField(_("name"), max_length=100)
    capacity = models.PositiveIntegerField(
        _("holds"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)],
        help_text=_("How many people it holds."),
    )
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Take the tick out where the room is not to be booked any more.")
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["school__name", "name"]
        constraints = [
            models.UniqueConstraint(
                "school",
                Lower("name"),
                name="events_one_room_of_a_name",
                violation_error_message=_("This building has a room of that name already."),
            ),
        ]

    def __str__(self):
        """Name and building."""
        return f"{self.name}, {self.school}"


class Presenter(models.Model):
    """Who presents a session: a person of the district, or somebody else by name.

    ``EventSession.presented_by`` holds all names as text; ``presenting`` keeps it in step.
    """

    session = models.ForeignKey("events.EventSession", models.CASCADE, related_name="presenters")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="presented_sessions"
    )
    name = models.CharField(_("name"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("presenter")
        verbose_name_plural = _("presenters")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person=None) ^ models.Q(name=""), name="events_presenter_is_person_or_name"
            ),
            models.UniqueConstraint(fields=["session", "person"], name="events_presents_once"),
        ]

    def __str__(self):
        """The name."""
        return self.name or str(self.person)


class Material(models.Model):
    """A file or a link for those who come (before) or came (after); a file is sent by a view only."""

    session = models.ForeignKey("events.EventSession", models.CASCADE, related_name="materials")
    time = models.CharField(_("for whom"), max_length=10, choices=MaterialTime, default=MaterialTime.BEFORE)
    title = models.CharField(_("title"), max_length=150)
    url = models.URLField(_("link"), max_length=500, blank=True)
    file = PrivateFileField(upload_to="materials", max_length=200, blank=True)
    name = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ["-time", "pk"]  # before comes first
        constraints = [
            models.CheckConstraint(
                condition=models.Q(url="") ^ models.Q(file=""), name="events_material_is_file_or_link"
            ),
        ]

    def __str__(self):
        """The title."""
        return self.title

    @property
    def kind(self):
        """What kind of file it is, in capitals: “PDF”; empty for a link."""
        return ending_of(self.name).upper()
