"""What editors write about mentoring: the front page of it, and programmes."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from mentoring import queries
from mentoring.blocks import ChecklistItemBlock
from mentoring.programme_rules import ProgrammeRules
from mentoring.records import Pairing
from pdportal.common.blocks import TEXT_BLOCKS
from pdportal.common.pages import BasePage
from pdportal.transcripts.choices import ActivityKind, CreditType
from pdportal.transcripts.pages import ActivityPage, credit_type_field


class MentoringIndexPage(BasePage):
    """What mentoring is here, with the programmes below it."""

    body = StreamField(TEXT_BLOCKS, blank=True, verbose_name=_("text"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["mentoring.MentoringProgramme"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("mentoring front page")

    def get_context(self, request, *args, **kwargs):
        """The programmes, and whether the reader is in a pairing."""
        context = super().get_context(request, *args, **kwargs)
        return context | {
            "programmes": MentoringProgramme.objects.child_of(self).live(),
            "in_a_pairing": _pairings(request).exists(),
        }


class MentoringProgramme(ProgrammeRules, ActivityPage):
    """A mentoring programme: whom it pairs and by which rules, its agreement and its checklist."""

    activity_kind = ActivityKind.MENTORING

    credit_type = credit_type_field(CreditType.MENTORING)
    body = StreamField(TEXT_BLOCKS, blank=True, verbose_name=_("text"))
    agreement = models.TextField(
        _("agreement"), blank=True, max_length=8000,
        help_text=_("Both of each pair sign it. A new wording asks everybody again; a translation does not."),
    )  # fmt: skip
    checklist = StreamField(
        [("item", ChecklistItemBlock())], blank=True, verbose_name=_("checklist by month"),
        help_text=_("For every pair. Steps of the mentee's path join by themselves in the month they are due."),
    )  # fmt: skip

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        *ProgrammeRules.rule_panels,
        MultiFieldPanel([FieldPanel("agreement"), FieldPanel("checklist")], heading=_("For every pair")),
        *ActivityPage.activity_panels,
    ]
    search_fields = [*ActivityPage.search_fields, index.SearchField("body")]
    parent_page_types = ["mentoring.MentoringIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("mentoring program")

    def in_reader_language(self):
        """This programme in the language in force, if it is published there, else itself."""
        return self if self.locale.language_code == get_language() else self.in_language(get_language())

    def get_context(self, request, *args, **kwargs):
        """The reader's own pairing in this programme, whichever language the page is read in."""
        own = _pairings(request).filter(programme__translation_key=self.translation_key).first()
        return super().get_context(request, *args, **kwargs) | {
            "own_pairing": own,
            "own_pairing_with": own and own.other_than(request.user),
        }


def _pairings(request):
    """The pairings the reader of a page may open; none in a preview or signed out."""
    person = getattr(request, "user", None)
    return queries.pairings_visible_to(person) if person and person.is_authenticated else Pairing.objects.none()
