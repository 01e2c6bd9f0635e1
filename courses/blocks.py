"""The gates of a lesson: blocks a learner must satisfy before the lesson is complete.

A gate's identity is the id of its block in the stream. Translating a page copies the ids, so that a gate passed in
English is passed in Spanish.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.choices import AskForFiles
from courses.quiz_blocks import QuizBlock
from courses.resource_blocks import RESOURCES
from courses.scorm_blocks import ScormBlock
from pdportal.common.blocks import TEXT_BLOCKS
from pdportal.common.media_blocks import PLAYED_MEDIA


class NextChoiceBlock(blocks.StructBlock):
    """One thing a reader could do, and what comes of it."""

    text = blocks.TextBlock(label=_("What you could do"), rows=2)
    outcome = blocks.TextBlock(label=_("What happens then"), rows=2)
    good = blocks.BooleanBlock(label=_("A good way"), required=False)

    class Meta:
        icon = "arrow-right"
        label = _("Choice")


class ScenarioChoiceBlock(NextChoiceBlock):
    """A first choice; what comes of it may ask the next question."""

    next_question = blocks.TextBlock(
        label=_("Follow-up question"), rows=2, required=False,
        help_text=_("Asked only of those who chose this, once they have read what happens."),
    )  # fmt: skip
    next_choices = blocks.ListBlock(NextChoiceBlock(), label=_("Choices in the follow-up"), default=[], max_num=4)

    def clean(self, value):
        """Refuse a follow-up question without choices, and choices without a question."""
        value = super().clean(value)
        if bool(value["next_question"]) != bool(len(value["next_choices"])):
            words = gettext("A follow-up needs a question and at least one choice.")
            raise StructBlockValidationError(block_errors={"next_question": ValidationError(words)})
        return value


class ScenarioBlock(blocks.StructBlock):
    """A situation with choices; answering it is enough, since a scenario is for thinking, not for grading."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    situation = blocks.TextBlock(label=_("Situation"), rows=3)
    choices = blocks.ListBlock(ScenarioChoiceBlock(), label=_("Choices"), min_num=2, max_num=5)
    follow_up = blocks.TextBlock(label=_("Closing words"), rows=2, required=False)

    class Meta:
        icon = "comment"
        label = _("Scenario")
        description = _("A situation with choices; each shows what happens then.")
        template = "courses/blocks/scenario.html"

    def get_preview_value(self):
        """An example for the block picker."""
        choices = [gettext("Scan the whole workbook."), gettext("Ask the publisher today.")]
        return self.to_python(
            {
                "title": gettext("The workbook that has not arrived"),
                "situation": gettext("A teacher has one copy and asks you to scan all 96 pages."),
                "choices": [{"text": text, "outcome": "", "good": False} for text in choices],
                "follow_up": "",
            }
        )


class AcknowledgementBlock(blocks.StructBlock):
    """A policy to read and acknowledge; the revision that was read is recorded."""

    policy = blocks.PageChooserBlock(label=_("Policy"), page_type="courses.PolicyPage")
    statement = blocks.CharBlock(label=_("What the reader confirms"), max_length=300)

    class Meta:
        icon = "clipboard-list"
        label = _("Policy to acknowledge")
        description = _("A policy to read and acknowledge; the revision that was read is recorded.")
        template = "courses/blocks/acknowledgement.html"

    def get_preview_value(self):
        """An example for the block picker."""
        statement = gettext("I have read the acceptable use policy and will follow it.")
        return self.to_python({"policy": None, "statement": statement})


class PracticeBlock(blocks.StructBlock):
    """Something to do at work, with a checklist and a note, signed off by mentor, supervisor or coordinator."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    introduction = blocks.TextBlock(label=_("What to do"), rows=3)
    checklist = blocks.ListBlock(blocks.CharBlock(max_length=200), label=_("Checklist"), min_num=1, max_num=15)
    note_prompt = blocks.CharBlock(label=_("Question for the note"), max_length=200, required=False)
    ask_for_files = blocks.ChoiceBlock(
        label=_("Photos and files"), choices=AskForFiles.choices, default=AskForFiles.MAY
    )

    class Meta:
        icon = "tasks"
        label = _("Practice step")
        description = _("Something to do at work, signed off by the mentor, principal or coordinator.")
        template = "courses/blocks/practice.html"

    def get_preview_value(self):
        """An example for the block picker."""
        return self.to_python(
            {
                "title": gettext("First sign-in"),
                "introduction": gettext("Do each step yourself while your mentor watches."),
                "checklist": [gettext("I signed in to the catalog"), gettext("I renewed a loan")],
                "note_prompt": "",
                "ask_for_files": AskForFiles.NO,
            }
        )


class ReflectionBlock(blocks.StructBlock):
    """A question to write about; the writer decides who reads it."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    prompt = blocks.TextBlock(label=_("Question"), rows=3)

    class Meta:
        icon = "edit"
        label = _("Reflection")
        description = _("A question to write about; the writer decides who reads it.")
        template = "courses/blocks/reflection.html"

    def get_preview_value(self):
        """An example for the block picker."""
        return self.to_python({"title": gettext("Your starting point"), "prompt": gettext("What is new to you?")})


GATE_BLOCKS = [
    ("quiz", QuizBlock(group=_("What completes the lesson"))),
    ("scenario", ScenarioBlock(group=_("What completes the lesson"))),
    ("acknowledgement", AcknowledgementBlock(group=_("What completes the lesson"))),
    ("practice", PracticeBlock(group=_("What completes the lesson"))),
    ("reflection", ReflectionBlock(group=_("What completes the lesson"))),
    ("scorm", ScormBlock(group=_("What completes the lesson"))),
]
GATE_KINDS = [name for name, _block in GATE_BLOCKS]
LESSON_BLOCKS = [*TEXT_BLOCKS, *PLAYED_MEDIA, *RESOURCES, *GATE_BLOCKS]
