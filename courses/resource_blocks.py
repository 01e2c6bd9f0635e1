"""The block that shows a shared list of resources in a lesson."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock


class ResourcesBlock(blocks.StructBlock):
    """A shared list of links."""

    resources = SnippetChooserBlock("courses.ResourceList", label=_("Resource list"))

    class Meta:
        icon = "link"
        label = _("Resource list")
        description = _("Links that several lessons share; kept in one place.")
        template = "courses/blocks/resources.html"
        preview_template = "courses/blocks/resources_preview.html"


RESOURCES = [("resources", ResourcesBlock())]
