"""Item statistics of a quiz for its author: every first attempt of a cycle counts once, whatever the language."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from courses import papers
from courses.choices import QuestionKind
from courses.gates import Gate, gate_from
from courses.item_analysis import item, responses_in
from courses.questions import Question
from courses.quiz_records import FrozenQuestion
from courses.records import QuizAttempt


@dataclass(frozen=True)
class QuizStatistics:
    """A quiz with its Items; ``attempts`` are all handed in, ``first`` only the first of each person and cycle."""

    gate: Gate
    attempts: int = 0
    first: int = 0
    passed: int = 0
    items: list = field(default_factory=list)

    @property
    def passed_share(self):
        """How many per cent passed at the first attempt; None before anybody tried."""
        return round(100 * self.passed / self.first) if self.first else None


def statistics_of(page):
    """The QuizStatistics of every quiz on ``page``, in order."""
    return [_statistics(page, gate_from(block)) for block in page.quiz_blocks]


def table(page):
    """Header and rows of all quizzes of ``page``, for export."""
    header = [
        _("Quiz"), _("Question"), _("Kind"), _("Asked now"), _("Answers"), _("Right"), _("Right in per cent"),
        _("Discrimination"), _("What that means"), _("Most chosen wrong answers"), _("Wordings"),
    ]  # fmt: skip
    rows = [
        [
            quiz.gate.title, each.question.content["text"], QuestionKind(each.question.kind).label,
            _("yes") if each.is_asked else _("no"), each.answered, each.right, each.share, each.discrimination,
            each.verdict, "; ".join(f"{text} ({count})" for text, count in each.wrong), each.wordings,
        ]
        for quiz in statistics_of(page)
        for each in quiz.items
    ]  # fmt: skip
    return header, rows


def _statistics(page, gate):
    responses, seen, passed, number = defaultdict(list), set(), 0, 0
    for enrollment, cycle, answers, results, is_passed in _handed_in(page, gate):
        number += 1
        if (enrollment, cycle) in seen:
            continue
        seen.add((enrollment, cycle))
        passed += is_passed
        for question_id, response in responses_in(answers, results).items():
            responses[question_id].append(response)
    live = papers.pool_of(page, gate)
    asked_now = {question.id for question in live}
    wordings = _wordings(asked_now | set(responses))
    gone = [wordings[question_id][-1] for question_id in responses if question_id in wordings.keys() - asked_now]
    items = [
        item(
            question, responses[question.id], is_asked=question.id in asked_now,
            wordings=max(len(wordings[question.id]), 1),
        )
        for question in [*live, *gone]
    ]  # fmt: skip
    return QuizStatistics(gate, number, len(seen), passed, items)


def _handed_in(page, gate):
    found = QuizAttempt.objects.filter(
        lesson_key=page.translation_key, gate_id=gate.id, submitted_at__isnull=False
    ).order_by("enrollment", "number")
    for enrollment, paper, *rest in found.values_list("enrollment", "paper", "answers", "results", "passed").iterator():
        yield enrollment, paper.get("cycle", ""), *rest


def _wordings(question_ids):
    """The wordings each question was asked in, the latest last."""
    found = defaultdict(list)
    for row in FrozenQuestion.objects.filter(question_id__in=question_ids).order_by("frozen_at", "pk"):
        found[row.question_id].append(Question(row.question_id, row.kind, row.contents))
    return found
