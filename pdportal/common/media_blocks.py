"""Blocks with media: accordion, document and gallery for any page, video and sound for lessons.

Whatever is seen or heard has words beside it: the editor refuses a video without captions and transcript, sound without
a transcript, a picture without a description. No block here completes anything by being watched.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock

from pdportal.common import media, video_hosts
from pdportal.common.uploads import ending_of

PROSE = ["bold", "italic", "ol", "ul", "link"]
LENGTH = RegexValidator(r"^\d{1,3}:[0-5]\d$", _("Write minutes and seconds like 2:30."))


def _refuse_unless(document, kind, kinds):
    """The error for ``document`` where it is not of the ``kind``, else None."""
    if document and media.kind_of(ending_of(document.filename)) != kind:
        return ValidationError(gettext("Please choose a file of one of these kinds: %(kinds)s.") % {"kinds": kinds})
    return None


def _raise(errors):
    found = {name: error for name, error in errors.items() if error}
    if found:
        raise blocks.StructBlockValidationError(block_errors=found)


class FoldBlock(blocks.StructBlock):
    """One part of an accordion."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=150)
    text = blocks.RichTextBlock(label=_("Text"), features=PROSE)

    class Meta:
        icon = "pilcrow"
        label = _("Part")


class AccordionBlock(blocks.StructBlock):
    """Parts that open one by one; printed, all are open."""

    parts = blocks.ListBlock(FoldBlock(), label=_("Parts"), min_num=1, max_num=15)

    class Meta:
        icon = "collapse-down"
        label = _("Accordion")
        description = _("Parts that readers open one by one: questions and answers, examples.")
        template = "common/blocks/accordion.html"

    def get_preview_value(self):
        """An example for the block picker."""
        part = {
            "heading": gettext("What if the book is damaged?"),
            "text": gettext("<p>Set it aside and tell the office.</p>"),
        }
        return self.to_python({"parts": [part]})


class DocumentBlock(blocks.StructBlock):
    """A file to keep, with its kind and size."""

    document = DocumentChooserBlock(label=_("Document"))
    note = blocks.CharBlock(label=_("What it is for"), max_length=200, required=False)

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A file to keep, with its kind and size.")
        template = "common/blocks/document.html"
        preview_template = "common/blocks/document_preview.html"

    def clean(self, value):
        """Refuse a video, sound or captions, which have blocks of their own."""
        value = super().clean(value)
        _raise({"document": _refuse_unless(value["document"], "paper", "pdf, docx, odt, pptx, xlsx, txt")})
        return value


class PictureBlock(blocks.StructBlock):
    """One picture of a gallery, with its description and a caption."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=300)

    class Meta:
        icon = "image"
        label = _("Picture")


class GalleryBlock(blocks.StructBlock):
    """Pictures in order."""

    title = blocks.CharBlock(label=_("Title"), max_length=120, required=False)
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"), min_num=2, max_num=12)

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("Two to twelve pictures in order, each with its description.")
        template = "common/blocks/gallery.html"
        preview_template = "common/blocks/gallery_preview.html"


class VideoValue(blocks.StructValue):
    """A video; ``player`` is that of a video kept elsewhere."""

    @cached_property
    def player(self):
        """The Player of the address, or None for an uploaded file and for a host no longer allowed."""
        return video_hosts.player_of(self["address"]) if self.get("address") else None


class VideoBlock(blocks.StructBlock):
    """A video with captions and transcript: uploaded, or kept by a host the district allows."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    file = DocumentChooserBlock(label=_("Video file"), required=False, help_text=_("MP4 or WebM."))
    address = blocks.URLBlock(
        label=_("Or its address elsewhere"), required=False, help_text=_("The page of the video at an allowed host.")
    )
    captions = DocumentChooserBlock(
        label=_("Captions"), required=False, help_text=_("WebVTT (.vtt). Needed for an uploaded video.")
    )
    poster = ImageChooserBlock(label=_("Picture shown before it plays"), required=False)
    length = blocks.CharBlock(label=_("Length"), validators=[LENGTH], help_text=_("Minutes and seconds, like 2:30."))
    transcript = blocks.RichTextBlock(
        label=_("Transcript"), features=PROSE, help_text=_("What is said, and what is seen where it matters.")
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video with captions and transcript; watching it completes nothing.")
        template = "common/blocks/video.html"
        preview_template = "common/blocks/video_preview.html"
        value_class = VideoValue

    def clean(self, value):
        """Refuse a video from nowhere or two places, of the wrong kind, from a strange host, or without captions."""
        value = super().clean(value)
        file, address = value["file"], value["address"]
        errors = {
            "file": _refuse_unless(file, "video", "mp4, webm"),
            "captions": _refuse_unless(value["captions"], "captions", "vtt"),
        }
        if bool(file) == bool(address):
            errors["file"] = ValidationError(gettext("Please choose a file or give an address: one of the two."))
        elif file and not value["captions"]:
            errors["captions"] = ValidationError(gettext("Please choose captions, so that everybody can follow."))
        if address and video_hosts.player_of(address) is None:
            words = {"hosts": ", ".join(settings.VIDEO_HOSTS) or "–"}
            errors["address"] = ValidationError(
                gettext("No video can be shown from this address. Allowed players: %(hosts)s.") % words
            )
        _raise(errors)
        return value


class AudioBlock(blocks.StructBlock):
    """Sound with its transcript."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    file = DocumentChooserBlock(label=_("Sound file"), help_text=_("MP3, M4A, OGG or WAV."))
    length = blocks.CharBlock(label=_("Length"), validators=[LENGTH], help_text=_("Minutes and seconds, like 2:30."))
    transcript = blocks.RichTextBlock(label=_("Transcript"), features=PROSE)

    class Meta:
        icon = "media"
        label = _("Sound")
        description = _("A recording to listen to, with its transcript.")
        template = "common/blocks/audio.html"
        preview_template = "common/blocks/audio_preview.html"

    def clean(self, value):
        """Refuse what is no sound."""
        value = super().clean(value)
        _raise({"file": _refuse_unless(value["file"], "audio", "mp3, m4a, ogg, wav")})
        return value


PLAIN_MEDIA = [("accordion", AccordionBlock()), ("document", DocumentBlock()), ("gallery", GalleryBlock())]
PLAYED_MEDIA = [("video", VideoBlock()), ("audio", AudioBlock())]
