"""What librarians propose: a session in their building, and every step of what became of it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.choices import ProposalState, ProposalStepKind
from pdportal.people.records import School

WRITABLE = {ProposalState.DRAFT, ProposalState.CHANGES}
WAITING = {ProposalState.SENT, ProposalState.CHANGES}


class SessionProposal(models.Model):
    """A session somebody proposes; from the first sending on, ``page`` is the event it would be.

    A draft may be incomplete: ``proposing.send`` says what is missing. ``session`` is what an acceptance put on the
    calendar.
    """

    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="session_proposals")
    title = models.CharField(_("title"), max_length=120, help_text=_("What is it about? It is what people see first."))
    summary = models.TextField(_("in one or two sentences"), max_length=300, blank=True)
    what_you_get = models.TextField(
        _("what people take away"), max_length=1000, blank=True, help_text=_("One point a line.")
    )
    school = models.ForeignKey(School, models.PROTECT, null=True, blank=True, verbose_name=_("building"))
    place = models.CharField(_("place"), max_length=200, blank=True, help_text=_("For example: Library, back table."))
    held_on = models.DateField(_("date"), null=True, blank=True)
    start_time = models.TimeField(_("from"), null=True, blank=True)
    end_time = models.TimeField(_("until"), null=True, blank=True)
    capacity = models.PositiveIntegerField(
        _("seats"), default=20, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    message = models.TextField(
        _("a word to the coordinator"), max_length=1000, blank=True, help_text=_("Nobody else reads it.")
    )
    language = models.CharField(max_length=10, editable=False)
    state = models.CharField(_("state"), max_length=20, choices=ProposalState, default=ProposalState.DRAFT)
    saved_at = models.DateTimeField(_("last saved"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    page = models.OneToOneField("events.EventPage", models.SET_NULL, null=True, blank=True, related_name="proposal")
    session = models.OneToOneField("events.EventSession", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-saved_at", "-pk"]

    def __str__(self):
        """The title."""
        return self.title

    @property
    def is_writable(self):
        """True while its proposer may change and send it."""
        return self.state in WRITABLE


class ProposalStep(models.Model):
    """One thing that happened to a proposal: who did what, when, and in which words. Never changed."""

    proposal = models.ForeignKey(SessionProposal, models.CASCADE, related_name="steps")
    kind = models.CharField(_("step"), max_length=20, choices=ProposalStepKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("at"))
    comment = models.TextField(_("comment"), blank=True)

    class Meta:
        verbose_name = _("step of a proposal")
        verbose_name_plural = _("steps of proposals")
        ordering = ["at", "pk"]

    def __str__(self):
        """What happened."""
        return self.get_kind_display()
