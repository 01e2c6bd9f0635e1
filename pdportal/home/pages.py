"""The front page and plain pages such as About."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from pdportal.common.blocks import TEXT_BLOCKS
from pdportal.common.pages import BasePage
from pdportal.home import queries


class HomePage(BasePage):
    """The front page of one language tree; what stands on it is put together by ``home.queries``."""

    template = "home/home_page.html"
    max_count_per_parent = 1

    class Meta:
        verbose_name = _("front page")

    def get_context(self, request, *args, **kwargs):
        """The next workshops and the newest courses."""
        return super().get_context(request, *args, **kwargs) | queries.front_page(self)


class PlainPage(BasePage):
    """A page of text: About, accessibility, help."""

    body = StreamField(TEXT_BLOCKS, blank=True, verbose_name=_("text"))

    content_panels = [*BasePage.content_panels, FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types = []

    class Meta:
        verbose_name = _("plain page")
