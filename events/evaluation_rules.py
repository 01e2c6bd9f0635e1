"""What an event asks of those who were there, when, and whether the certificate waits for the answers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel


class EvaluationRules(models.Model):
    """The part of an event page that surveys go by; the page a session was made for counts, in every language."""

    asks_at_end = models.BooleanField(_("ask at the end"), default=False, help_text=_("Seven short questions."))
    asks_later = models.BooleanField(
        _("ask again later"), default=False, help_text=_("Six to ten weeks later: has it been used, and what helped?")
    )
    indicator = models.CharField(
        _("what we hope to see"),
        max_length=200,
        blank=True,
        help_text=_("Chosen before the event, asked about later: what one would see in the buildings if it worked."),
    )
    holds_certificate = models.BooleanField(
        _("the certificate waits for the answers"),
        default=False,
        help_text=_("For two weeks at most. The hours never wait."),
    )

    evaluation_panels = [
        MultiFieldPanel(
            [
                FieldPanel("asks_at_end"),
                FieldPanel("holds_certificate"),
                FieldPanel("asks_later"),
                FieldPanel("indicator"),
            ],
            heading=_("Evaluation"),
            help_text=_("What stands on the page in the portal's first language counts for all languages."),
            classname="collapsed",
        ),
    ]

    class Meta:
        abstract = True
