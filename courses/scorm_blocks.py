"""The gate of a lesson that is a SCORM module."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from courses.choices import ScormRule


class ScormBlock(blocks.StructBlock):
    """A SCORM package to work through, and what it has to report."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    package = SnippetChooserBlock("courses.ScormPackage", label=_("SCORM package"))
    rule = blocks.ChoiceBlock(label=_("Finished when"), choices=ScormRule.choices, default=ScormRule.COMPLETED)
    minimum_score = blocks.IntegerBlock(
        label=_("Score in per cent"), required=False, validators=[MinValueValidator(1), MaxValueValidator(100)],
    )  # fmt: skip

    class Meta:
        icon = "media"
        label = _("SCORM module")
        description = _("A module made elsewhere (SCORM 1.2 or 2004); its result completes the lesson.")
        template = "courses/blocks/scorm.html"

    def clean(self, value):
        """A score to reach needs a number."""
        cleaned = super().clean(value)
        if cleaned["rule"] == ScormRule.SCORE and not cleaned["minimum_score"]:
            trouble = ValidationError(_("Give the score to reach."))
            raise StructBlockValidationError(block_errors={"minimum_score": trouble})
        return cleaned

    def get_preview_value(self):
        """An example for the block picker."""
        return self.to_python({"title": gettext("A short privacy check"), "package": None, "rule": "completed"})
