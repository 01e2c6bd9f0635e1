"""What editors write: policies, each publishing of which is a text somebody may have acknowledged."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from courses import acknowledgements, policies
from courses.policy_forms import PolicyForm
from pdportal.common.blocks import TEXT_BLOCKS
from pdportal.common.pages import BasePage, reader_of


class PolicyIndexPage(BasePage):
    """The list of policies."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["courses.PolicyPage"]
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("list of policies")

    def get_context(self, request, *args, **kwargs):
        """The published policies by title."""
        policies = PolicyPage.objects.live().child_of(self).order_by("title")
        return super().get_context(request, *args, **kwargs) | {"policies": policies}


class PolicyPage(BasePage):
    """A policy; what a reader acknowledges is one published revision of it."""

    office = models.CharField(_("office in charge"), max_length=120, blank=True)
    effective_on = models.DateField(_("in force since"), null=True, blank=True)
    body = StreamField(TEXT_BLOCKS, blank=True, verbose_name=_("text"))
    needs_acknowledgement = models.BooleanField(
        _("needs a new acknowledgement"),
        default=False,
        help_text=_(
            "Those who acknowledged the earlier text, and are still asked for it, are shown what is different."
        ),
    )
    what_changed = models.TextField(
        _("what changed"), blank=True, max_length=500, help_text=_("A sentence for those who are asked again.")
    )

    base_form_class = PolicyForm
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("office"),
        FieldPanel("effective_on"),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("needs_acknowledgement"), FieldPanel("what_changed")], heading=_("When this is published")
        ),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["courses.PolicyIndexPage"]
    subpage_types = []

    class Meta:
        verbose_name = _("policy")

    def get_context(self, request, *args, **kwargs):
        """When the reader acknowledged this policy last, and whether a new acknowledgement is asked for."""
        reader, key = reader_of(request), self.translation_key
        latest = acknowledgements.latest_of(reader, [key]).get(key) if reader else None
        asked = policies.open_requests(reader).filter(policy_key=key).exists() if latest else False
        return super().get_context(request, *args, **kwargs) | {"acknowledged": latest, "is_asked_again": asked}
