"""The base of every page an editor writes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from pdportal.common import links


class BasePage(Page):
    """A page with a one-sentence summary, used in lists, search results and the page's own head."""

    summary = models.TextField(_("summary"), blank=True, max_length=400, help_text=_("One sentence, shown in lists."))

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.FilterField("locale_id")]

    class Meta:
        abstract = True

    def get_context(self, request, *args, **kwargs):
        """Gather the links in the text before it is drawn."""
        links.gather(getattr(self, "body", None))
        return super().get_context(request, *args, **kwargs)

    def in_language(self, language_code):
        """This page in the language asked for, if it is published there, else this page itself."""
        translation = self.get_translations().live().filter(locale__language_code=language_code).first()
        return translation.specific if translation else self

    def get_view_restrictions(self):
        """Restrictions of this page, those above it and what they copy: in one query, where Wagtail takes two."""
        paths = [self.path[:end] for end in range(self.steplen, len(self.path) + 1, self.steplen)]
        return PageViewRestriction.objects.filter(
            Q(page__alias_of=None, page__path__in=paths) | Q(page__aliases__path__in=paths)
        ).distinct()


def reader_of(request):
    """Who is signed in, or None."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None
