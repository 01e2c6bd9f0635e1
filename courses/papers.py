"""The paper of one attempt: which questions it asks, drawn and mixed by its seed, then frozen with the attempt."""

from collections import Counter
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import get_language

from courses import grading
from courses.gates import gate_from
from courses.queries import page_model
from courses.questions import Question, merged
from courses.quiz_records import FrozenQuestion


@dataclass(frozen=True)
class Paper:
    """The questions of one attempt in their order; ``seed`` decides every mix of what is inside a question."""

    questions: tuple
    pass_mark: int
    seed: str
    mixes_options: bool = False

    def options(self, question):
        """The options of a choice question, in the order shown."""
        options = question.items("options")
        return grading.mixed(options, f"{self.seed}:{question.id}") if self.mixes_options else options

    def stored(self, *, cycle):
        """What is kept of it with the attempt."""
        return {
            "questions": [[question.id, question.digest] for question in self.questions],
            "pass_mark": self.pass_mark,
            "seed": self.seed,
            "mixes_options": self.mixes_options,
            "cycle": cycle,
        }


def draw(page, gate, learner, earlier, *, all_languages=False):
    """The Paper of the next attempt at the quiz ``gate`` of ``page``; ``earlier`` are all attempts before it.

    The draw follows from the learner, the quiz and how often she has handed it in, so that it is the same in both
    languages and on every look. Questions she has met least come first: another attempt, or another year, brings
    others as long as there are any.
    """
    quiz, serial = gate.value, sum(1 for attempt in earlier if attempt.submitted_at)
    seed = f"{learner.pk}:{gate.id}:{serial}"
    pool = _pool(page, gate, all_languages=all_languages)
    met = Counter(question_id for attempt in earlier if attempt.submitted_at for question_id in asked_in(attempt))
    asked = drawn(pool, count=quiz.get("draw"), shuffled=quiz.get("shuffle_questions"), seed=seed, met=met)
    return Paper(tuple(asked), quiz["pass_mark"], seed, bool(quiz.get("shuffle_options")))


def drawn(pool, *, count, shuffled, seed, met):
    """``count`` questions of ``pool`` (None: all), those ``met`` least often first; mixed, or in the pool's order."""
    order = grading.mixed(sorted(pool, key=lambda question: question.id), seed)
    chosen = sorted(order, key=lambda question: met[question.id])[: count or len(pool)]
    if shuffled:
        return grading.mixed(chosen, f"{seed}:order")
    ids = {question.id for question in chosen}
    return [question for question in pool if question.id in ids]


def freeze(paper, *, cycle, at=None):
    """Keep the wordings of ``paper`` for good; returns what the attempt stores."""
    at = at or timezone.now()
    rows = [
        FrozenQuestion(
            digest=asked.digest, question_id=asked.id, kind=asked.kind, contents=asked.contents, frozen_at=at
        )
        for asked in paper.questions
    ]
    FrozenQuestion.objects.bulk_create(rows, ignore_conflicts=True)
    return paper.stored(cycle=cycle)


def papers_of(attempts):
    """The Papers of these attempts by id, in one query. Those from before papers were kept are left out."""
    attempts = [attempt for attempt in attempts if attempt.paper]
    wanted = {digest for attempt in attempts for _id, digest in attempt.paper["questions"]}
    rows = FrozenQuestion.objects.filter(digest__in=wanted) if wanted else []
    known = {row.digest: Question(row.question_id, row.kind, row.contents) for row in rows}
    return {attempt.pk: _restored(attempt.paper, known) for attempt in attempts}


def asked_in(attempt):
    """The ids of the questions an attempt asked."""
    return [question_id for question_id, _digest in attempt.paper["questions"]] if attempt.paper else attempt.results


def paper_or_none(attempt, page):
    """The Paper of an attempt handed in; for one from before papers were kept, what the quiz asks now, if it is there.

    ``page`` is the lesson or course as published, or None.
    """
    if attempt.paper:
        return papers_of([attempt])[attempt.pk]
    gates = [gate_from(block) for block in page.quiz_blocks if block.id == attempt.gate_id] if page else []
    return draw(page, gates[0], attempt.enrollment.learner, []) if gates else None


def pool_of(page, gate):
    """All questions the quiz ``gate`` can ask at present, in every language there is."""
    return _pool(page, gate, all_languages=True)


def _restored(stored, known):
    questions = tuple(known[digest] for _id, digest in stored["questions"])
    return Paper(questions, stored["pass_mark"], stored["seed"], stored["mixes_options"])


def _pool(page, gate, *, all_languages):
    # To be shown only, the language needs no name; asking the page for it would be a query on every lesson.
    language = page.locale.language_code if all_languages else get_language()
    editions = [(language, gate.value["questions"])]
    if all_languages:
        editions += _translations(page, gate.id)
    pool = merged(editions)
    if gate.value.get("bank"):
        pool += merged(_bank_editions(gate.value["bank"], language))
    return list({question.id: question for question in pool}.values())


def _translations(page, gate_id):
    others = type(page).objects.live().filter(translation_key=page.translation_key).exclude(pk=page.pk)
    for other in others.select_related("locale").order_by("locale__language_code"):
        for block in other.quiz_blocks:
            if block.id == gate_id:
                yield other.locale.language_code, block.value["questions"]


def _bank_editions(bank, language):
    """The bank in all its languages, the reader's first."""
    banks = page_model("QuestionBank").objects.filter(translation_key=bank.translation_key).select_related("locale")
    editions = [(found.locale.language_code, found.questions) for found in banks]
    return sorted(editions, key=lambda edition: (edition[0] != language, edition[0]))
