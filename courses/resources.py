"""Lists of resources that several lessons share: written once, in both languages, with the day they were checked."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.models import Orderable
from wagtail.search import index


def _in_language(thing, name):
    """The text ``name`` of ``thing`` in the reader's language, else in the other one."""
    spanish, english = getattr(thing, f"{name}_es"), getattr(thing, f"{name}_en")
    return (spanish or english) if get_language() == "es" else (english or spanish)


class ResourceList(index.Indexed, ClusterableModel):
    """A list of links that lessons show; changing it changes every lesson that has it."""

    title_en = models.CharField(_("title in English"), max_length=120)
    title_es = models.CharField(_("title in Spanish"), max_length=120)
    checked_on = models.DateField(_("last checked on"), help_text=_("The day somebody opened every link."))

    panels = [
        FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_es")]),
        FieldPanel("checked_on"),
        InlinePanel("links", heading=_("Links"), label=_("Link"), min_num=1, max_num=30),
    ]
    search_fields = [
        index.SearchField("title_en"),
        index.SearchField("title_es"),
        index.AutocompleteField("title_en"),
        index.AutocompleteField("title_es"),
        index.RelatedFields("links", [index.SearchField("title_en"), index.SearchField("title_es")]),
    ]

    class Meta:
        verbose_name = _("resource list")
        verbose_name_plural = _("resource lists")
        ordering = ["title_en", "pk"]

    def __str__(self):
        """The title in the reader's language."""
        return self.title

    @property
    def title(self):
        """The title in the reader's language."""
        return _in_language(self, "title")


class ResourceLink(Orderable):
    """One link of a list: where it leads, what it is called, why it is worth a look."""

    resource_list = ParentalKey(ResourceList, on_delete=models.CASCADE, related_name="links")
    address = models.URLField(_("address"), max_length=500)
    title_en = models.CharField(_("title in English"), max_length=150)
    title_es = models.CharField(_("title in Spanish"), max_length=150)
    note_en = models.CharField(_("note in English"), max_length=300, blank=True)
    note_es = models.CharField(_("note in Spanish"), max_length=300, blank=True)

    panels = [
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("title_en"), FieldPanel("title_es")]),
        FieldRowPanel([FieldPanel("note_en"), FieldPanel("note_es")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("link")

    def __str__(self):
        """The title in the reader's language."""
        return self.title

    @property
    def title(self):
        """What it is called, in the reader's language."""
        return _in_language(self, "title")

    @property
    def note(self):
        """Why it is worth a look, in the reader's language."""
        return _in_language(self, "note")
