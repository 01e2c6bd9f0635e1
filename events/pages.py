"""What editors write about events; the dated sessions are records below them."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from events import materials, offers, proposal_queries, queries, seat_queries
from events.choices import EventKind, Source
from events.evaluation_rules import EvaluationRules
from events.forms import CatalogueFilter
from events.proposal_panels import ProposalPanel
from events.sign_up_rules import SignUpRules
from pdportal.common.blocks import TEXT_BLOCKS
from pdportal.common.dates import add_months, today
from pdportal.common.pages import BasePage
from pdportal.common.pagination import page_of
from pdportal.transcripts.choices import ActivityKind
from pdportal.transcripts.pages import ActivityPage

MONTHS_OF_PARTNERS, MOST_OF_PARTNERS = 12, 5
RESERVED_SLUGS = {"calendar", "check-in", "sessions"}


class EventIndexPage(BasePage):
    """The catalogue of events, as list and calendar."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["events.EventPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("event catalogue")

    def get_context(self, request, *args, **kwargs):
        """The next sessions that pass the filters, and on the first page the events without a date."""
        now = timezone.now()
        filters = CatalogueFilter(request.GET)
        sessions = page_of(filters.apply(queries.upcoming(now), request.user, at=now), request, per_page=20)
        sessions.object_list = queries.localized(sessions.object_list)
        unfiltered = not filters.chosen() and sessions.number == 1
        elsewhere = filters.of_partners(today(now), add_months(today(now), MONTHS_OF_PARTNERS))
        only_partners = filters.chosen().get("source") == Source.PARTNERS
        return super().get_context(request, *args, **kwargs) | {
            "filters": filters,
            "chosen": filters.chosen(),
            "sessions": sessions,
            "offers": offers.offers(sessions.object_list, request.user, at=now),
            "without_date": queries.without_date(at=now) if unfiltered else [],
            "may_propose": proposal_queries.may_propose(request.user, today(now)),
            "only_partners": only_partners,
            "elsewhere": page_of(elsewhere, request, per_page=20) if only_partners else elsewhere[:MOST_OF_PARTNERS],
        }


class EventPage(EvaluationRules, SignUpRules, ActivityPage):
    """One event; its sessions belong to the activity, whichever language of the page is read."""

    activity_kind = ActivityKind.EVENT

    kind = models.CharField(_("kind"), max_length=20, choices=EventKind, default=EventKind.WORKSHOP)
    presenter = models.CharField(_("presenter"), max_length=200, blank=True)
    sessions_needed = models.PositiveSmallIntegerField(
        _("sessions that make the whole"),
        default=1,
        validators=[MaxValueValidator(20)],
        help_text=_(
            "1: the hours count once in a school year, however many sessions somebody goes to. 2 or more: so many "
            "sessions together give the hours once. 0: every session gives the hours again, as for meetings."
        ),
    )
    what_you_get = models.TextField(_("what you get"), blank=True, help_text=_("One point a line."))
    bring = models.TextField(_("what to bring"), blank=True, help_text=_("One point a line."))
    body = StreamField(TEXT_BLOCKS, blank=True, verbose_name=_("text"))

    content_panels = [
        ProposalPanel(),
        *BasePage.content_panels,
        FieldPanel("kind"),
        FieldPanel("presenter"),
        FieldPanel("what_you_get"),
        FieldPanel("bring"),
        FieldPanel("body"),
        *ActivityPage.activity_panels,
        FieldPanel("sessions_needed"),
        *SignUpRules.sign_up_panels,
        *EvaluationRules.evaluation_panels,
    ]
    search_fields = [*ActivityPage.search_fields, index.SearchField("body"), index.SearchField("presenter")]
    parent_page_types = ["events.EventIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("event")

    def clean(self):
        """Refuse slugs that stand for something else below ``/events/``."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("This word is taken by another page; choose another slug.")})

    def get_context(self, request, *args, **kwargs):
        """The sessions as they stand for this visitor: one to feature, the others, and past ones."""
        coming, earlier = offers.of_event(self, request.user)
        featured = offers.featured(coming)
        known = {offer.session.pk: offer for offer in [*coming, *earlier]}
        sessions = [offer.session for offer in known.values()]
        presented = seat_queries.presented_by(request.user, sessions)
        mine = {key: offer.registration for key, offer in known.items()}
        for key, shelf in materials.shelves(sessions, request.user, mine=mine, presented=presented).items():
            known[key].session.shelf = shelf
        parent = self.get_parent()
        models.prefetch_related_objects([self], "topics")
        return super().get_context(request, *args, **kwargs) | {
            "crumbs": [{"url": parent.url, "label": parent.title}, {"label": self.title}],
            "featured": featured,
            "others": [offer for offer in coming if offer is not featured],
            "earlier": earlier[:10],
            "presents_featured": bool(featured) and featured.session.pk in presented,
            "whole_series": offers.whole_series(featured, coming),
            "benefits": self.what_you_get.splitlines(),
            "things_to_bring": self.bring.splitlines(),
            "may_sign_up_others": seat_queries.may_sign_up_others(request.user),
            "now": timezone.now(),
        }
