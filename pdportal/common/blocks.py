"""Blocks that any page of text may hold; the gates of a lesson are in ``courses.blocks``."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageBlock

from pdportal.common.media_blocks import PLAIN_MEDIA

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "hr"]


class CalloutBlock(blocks.StructBlock):
    """A short aside in one of four tones; the tone is said in a word too, never by colour alone."""

    tone = blocks.ChoiceBlock(
        label=_("Tone"),
        choices=[
            ("tip", _("Tip")),
            ("note", _("Good to know")),
            ("caution", _("Take care")),
            ("local", _("Local decision")),
        ],
        default="note",
    )
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "ol", "ul", "link"])

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _("A short aside: a tip, good to know, take care, or a local decision.")
        template = "common/blocks/callout.html"

    def get_preview_value(self):
        """An example for the block picker."""
        return self.to_python({"tone": "tip", "text": gettext("<p>Tape the four questions beside the copier.</p>")})


class FigureBlock(blocks.StructBlock):
    """An image with its description and, if wanted, a caption."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=200)

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture with its description for those who cannot see it.")
        template = "common/blocks/figure.html"
        preview_template = "common/blocks/figure_preview.html"


class TextBlock(blocks.RichTextBlock):
    """Plain running text."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _("Running text with headings, lists and links.")
        template = "common/blocks/text.html"

    def get_preview_value(self):
        """An example for the block picker."""
        return self.to_python(gettext("<h2>Five steps</h2><p>Teachers will ask you: <b>can I copy this?</b></p>"))


TEXT_BLOCKS = [
    ("text", TextBlock(features=RICH_TEXT_FEATURES)),
    ("callout", CalloutBlock()),
    ("figure", FigureBlock()),
    ("table", TableBlock(icon="table", label=_("Table"), template="common/blocks/table.html")),
    *PLAIN_MEDIA,
]
