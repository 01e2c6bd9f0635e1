"""What editors write about events; the dated sessions are records below them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from events.choices import EventKind
from pdportal.common.blocks import TEXT_BLOCKS
from pdportal.common.pages import BasePage
from pdportal.transcripts.choices import ActivityKind
from pdportal.transcripts.pages import ActivityPage


class EventIndexPage(BasePage):
    """The catalogue of events, as list and calendar."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("event catalogue")


class EventPage(ActivityPage):
    """One event; its sessions belong to the activity, whichever language of the page is read."""

    activity_kind = ActivityKind.EVENT

    kind = models.CharField(_("kind"), max_length=20, choices=EventKind, default=EventKind.WORKSHOP)
    presenter = models.CharField(_("presenter"), max_length=200, blank=True)
    what_you_get = models.TextField(_("what you get"), blank=True, help_text=_("One point a line."))
    bring = models.TextField(_("what to bring"), blank=True, help_text=_("One point a line."))
    body = StreamField(TEXT_BLOCKS, blank=True, verbose_name=_("text"))

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("presenter"),
        FieldPanel("what_you_get"),
        FieldPanel("bring"),
        FieldPanel("body"),
        *ActivityPage.activity_panels,
    ]
    search_fields = [*ActivityPage.search_fields, index.SearchField("body"), index.SearchField("presenter")]
    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("event")
