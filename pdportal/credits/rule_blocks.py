"""The blocks in which coordinators write the rules of a pack, each with its source and whether it is confirmed."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError

from pdportal.credits.choices import TopicLimit, Unit
from pdportal.transcripts.choices import CreditType

MOST_CAPS = 6


class TermBlock(blocks.StructBlock):
    """What every rule has."""

    confirmed = blocks.BooleanBlock(
        required=False, label=_("Confirmed"),
        help_text=_("Tick it once the text of the rule was read. Until then the rule is shown, but not applied."),
    )  # fmt: skip
    source = blocks.URLBlock(required=False, label=_("Address of the source"))
    note_en = blocks.CharBlock(required=False, max_length=400, label=_("Remark in English"))
    note_es = blocks.CharBlock(required=False, max_length=400, label=_("Remark in Spanish"))


def _types():
    return blocks.MultipleChoiceBlock(
        choices=CreditType.choices, widget=forms.CheckboxSelectMultiple, label=_("Types of credit, together")
    )


def _percent():
    return blocks.IntegerBlock(required=False, min_value=0, max_value=100, label=_("Percent of the hours needed"))


def _hours():
    return blocks.DecimalBlock(
        required=False, min_value=0, max_value=9999, max_digits=6, decimal_places=2, label=_("Hours")
    )


class CapBlock(TermBlock):
    """At most so much of some types of credit counts."""

    types = _types()
    percent = _percent()
    hours = _hours()

    class Meta:
        icon = "order-down"
        label = _("Cap")
        label_format = _("Cap: {types}")

    def clean(self, value):
        """A share or a number, not both."""
        cleaned = super().clean(value)
        if (cleaned["percent"] is None) == (cleaned["hours"] is None):
            trouble = ValidationError(_("Give either a percentage or a number of hours."))
            raise StructBlockValidationError(block_errors={"percent": trouble})
        return cleaned


class TopicBlock(TermBlock):
    """What the hours must be about."""

    topic = blocks.CharBlock(
        required=False, max_length=40, label=_("Slug of the topic"), help_text=_("As in the list of topics.")
    )
    name_en = blocks.CharBlock(max_length=120, label=_("Name in English"))
    name_es = blocks.CharBlock(required=False, max_length=120, label=_("Name in Spanish"))
    limit = blocks.ChoiceBlock(choices=TopicLimit.choices, label=_("Rule"))
    percent = _percent()
    hours = _hours()

    class Meta:
        icon = "tag"
        label = _("Topic")
        label_format = _("Topic: {name_en}")


class ConversionBlock(TermBlock):
    """Other units in clock hours."""

    unit = blocks.ChoiceBlock(choices=Unit.choices, label=_("Unit"))
    clock_hours = blocks.DecimalBlock(
        min_value=0, max_value=999, max_digits=6, decimal_places=2, label=_("Clock hours for one")
    )

    class Meta:
        icon = "resubmit"
        label = _("Conversion")


class ApprovalBlock(TermBlock):
    """What needs a yes first."""

    types = _types()

    class Meta:
        icon = "check"
        label = _("Pre-approval")


class RulesBlock(blocks.StreamBlock):
    """All rules of a version."""

    cap = CapBlock()
    topic = TopicBlock()
    conversion = ConversionBlock()
    approval = ApprovalBlock()

    class Meta:
        required = False

    def clean(self, value):
        """No type of credit stands under two caps, so that it is plain which one cut an hour."""
        cleaned = super().clean(value)
        caps = [block.value for block in cleaned if block.block_type == "cap"]
        types = [name for cap in caps for name in cap["types"]]
        if len(types) != len(set(types)):
            raise _trouble(_("A type of credit can stand under one cap only."))
        if len(caps) > MOST_CAPS:
            raise _trouble(_("A pack has at most %(number)s caps.") % {"number": MOST_CAPS})
        return cleaned


def _trouble(sentence):
    return StreamBlockValidationError(non_block_errors=forms.utils.ErrorList([sentence]))
