"""What the page of a mentoring programme is made of, beside text."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

MOST_MONTHS = 24


class ChecklistItemBlock(blocks.StructBlock):
    """One line of the checklist: in which month of a pairing, what, and the activity that ticks it by itself."""

    month = blocks.IntegerBlock(label=_("Month"), min_value=1, max_value=MOST_MONTHS, default=1)
    text = blocks.CharBlock(label=_("What"), max_length=200)
    activity = blocks.PageChooserBlock(
        label=_("Activity"),
        required=False,
        page_type=["courses.CoursePage", "courses.LearningPath", "events.EventPage"],
        help_text=_("Ticked by itself when the mentee has completed it. Empty: one of the two ticks it."),
    )

    class Meta:
        label = _("Item")
        icon = "tick"
