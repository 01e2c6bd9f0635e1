"""What is kept about feeds: versions of the public text; personal addresses, what goes in and who reads them."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.choices import Program


class CalendarBlock(models.Model):
    """Which version of a block of sessions is in force in the public feeds: a new random word at every change.

    A block is a run of keys, so it never holds more than ``SIZE`` sessions, however many there are on one day, and a
    session never leaves its block. The row of ``EVERY`` stands for changes that may concern all blocks. The row of
    ``ANY`` is renewed together with whichever other row: reading it alone tells a feed that nothing changed at all.
    """

    SIZE = 128
    ANY, EVERY = -1, -2

    number = models.BigIntegerField(unique=True)
    version = models.CharField(max_length=22)

    def __str__(self):
        """Number and version."""
        return f"{self.number} {self.version}"

    @classmethod
    def touch(cls, *keys):
        """Give the blocks of the sessions with these ``keys`` a new version; without any, every block."""
        numbers = {key // cls.SIZE for key in keys} or {cls.EVERY}
        rows = [cls(number=number, version=secrets.token_urlsafe(12)) for number in [cls.ANY, *sorted(numbers)]]
        cls.objects.bulk_create(rows, update_conflicts=True, unique_fields=["number"], update_fields=["version"])


class FeedState(models.Model):
    """What a feed held when it was last built, and since when: an honest Last-Modified, also for what was removed."""

    name = models.CharField(max_length=80, unique=True)
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField()

    def __str__(self):
        """Name and time."""
        return f"{self.name} {self.changed_at:%Y-%m-%d %H:%M}"


class CalendarChoice(models.Model):
    """What a person wants left out of the personal feed; nobody has to choose anything."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_choice")
    left_out = models.JSONField(default=list)

    def __str__(self):
        """The person and what is left out."""
        return f"{self.person}: {', '.join(self.left_out)}"


class CalendarToken(models.Model):
    """The secret of a personal calendar address: found by its public selector, checked by its hash."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_tokens")
    selector = models.CharField(_("selector"), max_length=24, unique=True)
    secret_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("created at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(revoked_at=None), name="events_one_live_token_a_person"
            ),
        ]

    def __str__(self):
        """The selector only."""
        return self.selector


class CalendarReader(models.Model):
    """A kind of program that read a personal address: when it last asked, and a digest of what it then knew."""

    token = models.ForeignKey(CalendarToken, models.CASCADE, related_name="readers")
    program = models.CharField(_("program"), max_length=20, choices=Program)
    fetched_at = models.DateTimeField(_("last fetched at"))
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("calendar program")
        ordering = ["-fetched_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["token", "program"], name="events_one_row_a_calendar_program"),
        ]

    def __str__(self):
        """Program and time."""
        return f"{self.get_program_display()} {self.fetched_at:%Y-%m-%d %H:%M}"
