"""What is kept about a seat beside who has it: deadlines, approval, override, substitute, how it ended.

Abstract parts of ``records.Registration`` (what is true of one person) and ``records.EventSession`` (what one date
asks for).
"""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.choices import Approval, Ending, RegistrationStatus

SCHOOL_ENDS = dt.time(15)


class SignUpWindow(models.Model):
    """Fewest people, and from when until when one may sign up."""

    minimum = models.PositiveIntegerField(
        _("minimum"),
        default=0,
        blank=True,
        help_text=_("The session takes place with at least so many people. 0: any number."),
    )
    opens_at = models.DateTimeField(
        _("sign-up opens"), null=True, blank=True, help_text=_("Empty: open from the day the session is published.")
    )
    closes_at = models.DateTimeField(
        _("sign-up closes"), null=True, blank=True, help_text=_("Empty: open until the session starts.")
    )

    warned_at = models.DateTimeField(_("few sign-ups told at"), null=True, blank=True, editable=False)
    kept_at = models.DateTimeField(_("takes place all the same since"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def in_school_hours(self):
        """True where somebody who teaches may need a substitute: it begins on a weekday before school ends."""
        return self.held_on.weekday() < 5 and self.start_time < SCHOOL_ENDS

    def check_window(self):
        """Raise ValidationError where more people are needed than fit, or the window closes before it opens."""
        if None not in (self.minimum, self.capacity) and self.minimum > self.capacity:
            raise ValidationError({"minimum": _("The minimum cannot be more than the number of seats.")})
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("Sign-up must close after it opens.")})
        if self.opens_at and self.opens_at >= self.starts_at:
            raise ValidationError({"opens_at": _("Sign-up must open before the session starts.")})


class SeatFacts(models.Model):
    """The promises around one seat, each with its deadline, and what became of them."""

    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    confirm_by = models.DateTimeField(_("confirm by"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    approval = models.CharField(_("approval"), max_length=20, choices=Approval, blank=True, default="")
    approve_by = models.DateTimeField(_("approve by"), null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    override_reason = models.CharField(
        _("seat above capacity because"), max_length=200, blank=True, help_text=_("Empty for an ordinary seat.")
    )
    needs_substitute = models.BooleanField(_("needs a substitute"), null=True, blank=True)
    ending = models.CharField(_("how it ended"), max_length=20, choices=Ending, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def is_holding(self):
        """True for a seat, an offer and a place in line; False once it has ended."""
        return self.status != RegistrationStatus.CANCELLED

    @property
    def has_seat(self):
        """True for a seat that waits for nobody's approval: it has an invitation and the online link."""
        return self.status == RegistrationStatus.REGISTERED and self.approval != Approval.ASKED

    @property
    def awaits_approval(self):
        """True where the principal has not answered yet."""
        return self.is_holding and self.approval == Approval.ASKED

    @property
    def awaits_confirmation(self):
        """True where the person has been asked whether they come, and has not said so."""
        return self.has_seat and self.confirm_by is not None and self.confirmed_at is None
