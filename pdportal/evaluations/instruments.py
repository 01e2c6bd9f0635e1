"""The questions of each kind of survey. Codes are kept with the answers: words may change, codes and order may not."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pdportal.evaluations.choices import SCALES, QuestionKind, SurveyKind

LONGEST_TEXT = 1000


@dataclass(frozen=True)
class Question:
    """One question; ``needs_indicator`` for one that is asked only where an indicator was chosen beforehand."""

    code: str
    words: Promise
    kind: QuestionKind = QuestionKind.AGREE
    needs_indicator: bool = False

    @property
    def is_text(self):
        """True where it is answered in words."""
        return self.kind == QuestionKind.TEXT

    @property
    def scale(self):
        """``[(number, words)]`` one may choose from; empty for words."""
        return SCALES.get(self.kind, [])


END = [
    Question("useful", _("It was useful for my work.")),
    Question("clear", _("It was clear, and the pace was right.")),
    Question("learned", _("I learned something I did not know or could not do before.")),
    Question("sure_before", _("How sure of the topic were you before?"), QuestionKind.SURE),
    Question("sure_after", _("How sure of it are you now?"), QuestionKind.SURE),
    Question("will_try", _("What will you try first?"), QuestionKind.TEXT),
    Question("change", _("What should be different next time?"), QuestionKind.TEXT),
]
FOLLOW_UP = [
    Question("used", _("Have you used what you learned?"), QuestionKind.USE),
    Question("support", _("My building gives me the time and the means to use it.")),
    Question("indicator", _("What we hoped to see: has it changed?"), QuestionKind.CHANGE, needs_indicator=True),
    Question("helped", _("What helped you, or got in the way?"), QuestionKind.TEXT),
]
PULSE = [
    Question("meets", _("We meet as often as we planned.")),
    Question("open", _("I can say openly what is difficult.")),
    Question("helps", _("The meetings help me in my work.")),
    Question("wish", _("What would make the pairing better?"), QuestionKind.TEXT),
]
CLOSING = [
    Question("goals", _("We reached what we had set out to do.")),
    Question("helped_work", _("The pairing has made me better at my work.")),
    Question("stay", _("I see myself in this work in two years.")),
    Question("again", _("I would take part again.")),
    Question("advice", _("What should the next pairs know?"), QuestionKind.TEXT),
]
INSTRUMENTS = {
    SurveyKind.END: END,
    SurveyKind.FOLLOW_UP: FOLLOW_UP,
    SurveyKind.PULSE: PULSE,
    SurveyKind.CLOSING: CLOSING,
}


def questions_of(kind, *, indicator=""):
    """The questions of a survey of ``kind``, in order; that about the indicator only where there is one."""
    return [question for question in INSTRUMENTS[kind] if indicator or not question.needs_indicator]
