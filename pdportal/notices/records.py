"""What is kept about telling people."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pdportal.notices.choices import MailState, Rhythm


class Notice(models.Model):
    """One thing a person was told in the portal, in the language they had chosen then.

    ``about`` names the thing it is about and ``change`` what happened to it, where both are known: told once.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.SlugField(_("kind"), max_length=40)
    about = models.CharField(max_length=60, blank=True, editable=False)
    change = models.CharField(max_length=60, blank=True, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"), blank=True)
    url = models.CharField(_("address"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("told at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["recipient", "read_at"], name="notices_unread")]
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "about", "change"], condition=~models.Q(about=""), name="notices_told_once"
            )
        ]

    def __str__(self):
        """The subject."""
        return self.subject


class OutgoingMail(models.Model):
    """A mail on its way or sent; one that failed stays here, visible to the coordinator, and is tried again.

    ``due_at`` is when it may be tried next; empty once it has left or was given up. ``replaced`` says that it was given
    up and a later mail about the same thing has left, so that it must not be sent any more.
    """

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mails")
    about = models.CharField(max_length=60, blank=True, editable=False)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    calendar_text = models.TextField(_("invitation"), blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(_("written at"))
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    tried_at = models.DateTimeField(_("last tried at"), null=True, blank=True)
    due_at = models.DateTimeField(_("next try"), null=True, blank=True)
    replaced = models.BooleanField(default=False, editable=False)
    last_error = models.CharField(_("last error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="notices_mail_due"),
            models.Index(fields=["recipient"], condition=models.Q(due_at__isnull=False), name="notices_mail_in_line"),
        ]

    def __str__(self):
        """Recipient and subject."""
        return f"{self.recipient}: {self.subject}"

    @property
    def state(self):
        """Whether it is sent, still waiting, was refused the last time, was given up, or replaced by a later one."""
        if self.sent_at:
            return MailState.SENT
        if self.replaced:
            return MailState.REPLACED
        if self.due_at is None:
            return MailState.GIVEN_UP
        return MailState.FAILED if self.last_error else MailState.WAITING


class DigestChoice(models.Model):
    """How often a person wants the digest, and the Monday for which it was last sent."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest")
    rhythm = models.CharField(_("how often"), max_length=12, choices=Rhythm, default=Rhythm.WEEKLY)
    sent_for = models.DateField(_("last sent for"), null=True, blank=True)
    sample_at = models.DateTimeField(_("last sample"), null=True, blank=True)

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")

    def __str__(self):
        """The rhythm."""
        return self.get_rhythm_display()


class MailChoice(models.Model):
    """What a person wants by mail beside what must reach them; without a row, everything."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choice")
    reminders = models.BooleanField(_("reminders"), default=True)

    class Meta:
        verbose_name = _("choice of mail")
        verbose_name_plural = _("choices of mail")

    def __str__(self):
        """Whether reminders come by mail."""
        return f"{self.person}: {self.reminders}"
