"""The quiz block and its kinds of questions, as authors write them in lessons, pre-checks and question banks."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

TOLERANCES = [("absolute", _("in the same unit")), ("percent", _("in per cent of the right number"))]
TEN_YEARS_OF_MINUTES = 5_256_000


class OptionBlock(blocks.StructBlock):
    """One option of a choice question, with the reason why it is right or wrong."""

    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    why = blocks.CharBlock(label=_("Why"), max_length=500, required=False)

    class Meta:
        icon = "list-ul"
        label = _("Option")


class QuestionBlock(blocks.StructBlock):
    """What every kind of question has."""

    text = blocks.TextBlock(label=_("Question"), rows=2)
    explanation = blocks.TextBlock(label=_("Explanation, shown after answering"), rows=2)


class MultipleQuestionBlock(QuestionBlock):
    """A question with one or more right options; all of them and no other must be ticked."""

    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2, max_num=8)

    class Meta:
        icon = "check"
        label = _("Several right answers")

    def clean(self, value):
        """Refuse a question nobody could answer."""
        value = super().clean(value)
        right = sum(1 for option in value["options"] if option["correct"])
        if trouble := self.trouble_with(right):
            raise StructBlockValidationError(block_errors={"options": ValidationError(trouble)})
        return value

    def trouble_with(self, right):
        """What is wrong with this number of right options, or nothing."""
        return "" if right else gettext("Mark at least one option as right.")


class ChoiceQuestionBlock(MultipleQuestionBlock):
    """A question with exactly one right option."""

    class Meta:
        icon = "radio-full"
        label = _("One right answer")

    def trouble_with(self, right):
        """Exactly one, no more and no less."""
        return "" if right == 1 else gettext("Mark exactly one option as right.")


class TrueFalseQuestionBlock(QuestionBlock):
    """A statement that is true or false."""

    answer = blocks.BooleanBlock(label=_("The statement is true"), required=False)

    class Meta:
        icon = "help"
        label = _("True or false")


class ShortQuestionBlock(QuestionBlock):
    """A short text; spelling is compared without regard to case, accents and outer spaces."""

    accepted = blocks.ListBlock(blocks.CharBlock(max_length=100), label=_("Accepted answers"), min_num=1)

    class Meta:
        icon = "edit"
        label = _("Short answer")


class NumericQuestionBlock(QuestionBlock):
    """A number, right within a tolerance."""

    answer = blocks.DecimalBlock(label=_("Right number"), max_digits=15, decimal_places=4)
    tolerance = blocks.DecimalBlock(
        label=_("May be off by"), default=Decimal(0), min_value=0, max_digits=15, decimal_places=4, required=False
    )
    tolerance_kind = blocks.ChoiceBlock(label=_("Off by, counted"), choices=TOLERANCES, default="absolute")
    unit = blocks.CharBlock(
        label=_("Unit"), max_length=20, required=False, help_text=_("Stands beside the field: $, %, minutes …")
    )

    class Meta:
        icon = "plus-inverse"
        label = _("Number")


class OrderingQuestionBlock(QuestionBlock):
    """Steps to put in order; written here in the right order and shuffled on the page."""

    steps = blocks.ListBlock(
        blocks.CharBlock(max_length=200), label=_("Steps in the right order"), min_num=3, max_num=7
    )

    class Meta:
        icon = "order"
        label = _("Put in order")


class PairBlock(blocks.StructBlock):
    """Two things that belong together."""

    left = blocks.CharBlock(label=_("This"), max_length=200)
    right = blocks.CharBlock(label=_("belongs to this"), max_length=200)

    class Meta:
        icon = "link"
        label = _("Pair")


class MatchingQuestionBlock(QuestionBlock):
    """Pairs to find: the right-hand sides are offered, mixed, beside each left-hand side."""

    pairs = blocks.ListBlock(PairBlock(), label=_("Pairs"), min_num=2, max_num=8)
    extra = blocks.ListBlock(
        blocks.CharBlock(max_length=200), label=_("Right-hand sides that belong to none"), default=[], max_num=4
    )

    class Meta:
        icon = "link"
        label = _("Match pairs")


QUESTION_BLOCKS = [
    ("single", ChoiceQuestionBlock()),
    ("multiple", MultipleQuestionBlock()),
    ("true_false", TrueFalseQuestionBlock()),
    ("short", ShortQuestionBlock()),
    ("numeric", NumericQuestionBlock()),
    ("ordering", OrderingQuestionBlock()),
    ("matching", MatchingQuestionBlock()),
]


class QuizValue(blocks.StructValue):
    """A quiz as templates read it."""

    @property
    def asked(self):
        """How many questions one attempt has."""
        pool = len(self["questions"]) + (len(self["bank"].questions) if self.get("bank") else 0)
        return min(self.get("draw") or pool, pool)


class QuizBlock(blocks.StructBlock):
    """Questions with a pass mark: its own, those of a bank, or some drawn from either."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    pass_mark = blocks.IntegerBlock(
        label=_("Pass mark in per cent"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    questions = blocks.StreamBlock(QUESTION_BLOCKS, label=_("Questions"), required=False)
    bank = SnippetChooserBlock("courses.QuestionBank", label=_("Question bank"), required=False)
    draw = blocks.IntegerBlock(
        label=_("Questions in one attempt"), min_value=1, max_value=50, required=False,
        help_text=_("Drawn from the questions above and the bank. Empty: all of them."),
    )  # fmt: skip
    shuffle_questions = blocks.BooleanBlock(label=_("Mix the questions"), required=False)
    shuffle_options = blocks.BooleanBlock(label=_("Mix the options of a question"), required=False)
    attempts = blocks.IntegerBlock(
        label=_("Attempts"), min_value=1, max_value=100, required=False, help_text=_("Empty: as many as needed.")
    )
    wait_minutes = blocks.IntegerBlock(
        label=_("Minutes to wait between attempts"), min_value=0, max_value=TEN_YEARS_OF_MINUTES, required=False
    )

    class Meta:
        icon = "help"
        label = _("Quiz")
        description = _("Questions with a pass mark; every answer is explained afterwards.")
        template = "courses/blocks/quiz.html"
        value_class = QuizValue

    def clean(self, value):
        """Refuse a quiz without questions, and one that draws more than there are."""
        value = super().clean(value)
        pool = len(value["questions"]) + (len(value["bank"].questions) if value.get("bank") else 0)
        if not pool:
            trouble = {"questions": ValidationError(gettext("Write a question, or choose a bank that has some."))}
            raise StructBlockValidationError(block_errors=trouble)
        if (value.get("draw") or 0) > pool:
            words = gettext("There are only %(number)s questions to draw from.") % {"number": pool}
            raise StructBlockValidationError(block_errors={"draw": ValidationError(words)})
        return value

    def get_preview_value(self):
        """An example for the block picker."""
        return self.to_python({"title": gettext("Check yourself"), "pass_mark": 80, "questions": []})
