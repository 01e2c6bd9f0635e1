"""Whatever is posted, grading answers; whatever learners and authors do, progress stays between 0 and 100 per cent."""

import contextlib
from collections import Counter

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses import gates, grading, papers, progress, quizzes, reflections, scenarios
from courses.errors import CourseRefusal, UnreadableText
from courses.questions import Question
from courses.records import Enrollment, LessonProgress
from courses.trail import activity_for
from pdportal.demo import studying
from pdportal.transcripts.records import Completion
from tests import factories
from tests.courses.conftest import QUIZ, REFLECTION, SCENARIO, gate_in
from tests.courses.test_answers import posted

OPTIONS = [{"id": f"o{n}", "text": f"Option {n}", "correct": n % 2 == 0, "why": ""} for n in range(4)]
STEPS = [{"id": f"s{n}", "text": f"Step {n}"} for n in range(3)]
PAIRS = [{"id": f"p{n}", "left": f"L{n}", "right": f"R{n}"} for n in range(3)]
WORDS = {"text": "?", "explanation": "!"}
QUESTIONS = [
    Question("single", "single", {"en": {**WORDS, "options": OPTIONS[:2]}}),
    Question("multiple", "multiple", {"en": {**WORDS, "options": OPTIONS}}),
    Question("statement", "true_false", {"en": {**WORDS, "answer": True}}),
    Question("short", "short", {"en": {**WORDS, "accepted": ["credit"]}}),
    Question("ordering", "ordering", {"en": {**WORDS, "steps": STEPS}}),
    Question("matching", "matching", {"en": {**WORDS, "pairs": PAIRS, "extra": [{"id": "x", "text": "R9"}]}}),
    Question(
        "numeric", "numeric",
        {"en": {**WORDS, "answer": "12.5", "tolerance": "5", "tolerance_kind": "percent", "unit": "$"}},
    ),
]  # fmt: skip
FIELDS = [question.name for question in QUESTIONS]
FIELDS += [question.field(item) for question in QUESTIONS for item in question.ids("steps") + question.ids("pairs")]
VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.sampled_from(["o0", "true", "1", "99999", "s1", "p0", "x", "1e999", "NaN", "-0,0", "١", "\ud800"]),
)
FORMS = st.dictionaries(st.one_of(st.sampled_from(FIELDS), st.text(max_size=9)), st.lists(VALUES, max_size=4))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9) | st.sampled_from(["o0", "p1", "s2"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["s0", "p0", "number"]), inner),
    max_leaves=6,
)
FAST = settings(max_examples=60, deadline=None)
# One course for all examples: each example runs in a transaction of its own that is rolled back.
IN_TURN = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def form(data):
    query = QueryDict(mutable=True)
    for name, values in data.items():
        query.setlist(name, values)
    return query


@FAST
@given(FORMS)
def test_grading_is_total_for_any_form(data):
    try:
        answers = grading.read(QUESTIONS, form({name: values for name, values in data.items() if values}))
    except UnreadableText:
        assert any("\x00" in value or "\ud800" in value for values in data.values() for value in values)
        return
    grading.problems(QUESTIONS, answers)
    results = grading.grade(QUESTIONS, answers)
    assert 0 <= grading.percent(results) <= 100
    assert set(map(type, results.values())) == {bool}


@FAST
@given(st.dictionaries(st.sampled_from([question.id for question in QUESTIONS]), JSON))
def test_grading_is_total_for_any_answer_kept(answers):
    results = grading.grade(QUESTIONS, answers)
    assert 0 <= grading.percent(results) <= 100


@FAST
@given(st.integers(0, 8), st.integers(1, 12), st.booleans(), st.randoms(use_true_random=False))
def test_a_draw_asks_each_question_once_and_the_least_met_first(size, count, shuffled, random):
    pool = [Question(str(number), "true_false", {"en": {**WORDS, "answer": True}}) for number in range(size)]
    met = Counter({question.id: random.randrange(3) for question in pool})
    chosen = papers.drawn(pool, count=count, shuffled=shuffled, seed=str(random.random()), met=met)
    ids = [question.id for question in chosen]
    assert len(ids) == len(set(ids)) == min(size, count)
    left = [met[question.id] for question in pool if question.id not in ids]
    assert max((met[key] for key in ids), default=0) <= min(left, default=99)


STEPS_OF_A_LIFE = st.lists(
    st.tuples(st.deferred(lambda: st.sampled_from(sorted(_EVENTS))), st.integers(0, 3)), min_size=4, max_size=14
)


class _Undo(Exception):
    """Rolls an example back."""


@pytest.fixture
def four_lessons(db):
    course = factories.make_course("Four", lessons=["Plain"])
    for title, block in (("Quiz", QUIZ), ("Scenario", SCENARIO), ("Reflection", REFLECTION)):
        factories.make_lesson(course, title, body=[block])
    return course


@pytest.mark.django_db
@IN_TURN
@given(STEPS_OF_A_LIFE)
def test_progress_never_turns_back_nor_leaves_its_bounds(learner, four_lessons, events):
    try:
        with transaction.atomic():
            _live(learner, four_lessons, events)
            raise _Undo
    except _Undo:
        pass


def _live(learner, course, events):
    done, share, lines = set(), 0, 0
    for name, number in events:
        lesson = course.get_children().order_by("path")[number].specific
        with contextlib.suppress(CourseRefusal):
            _EVENTS[name](learner, course, lesson)
        step = activity_for(learner, course)
        now = 100 * step.lessons_done / step.lessons_total if step.lessons_total else 100
        assert 0 <= now <= 100
        assert now >= share or (name in AUTHORS and not step.is_done)
        assert set(LessonProgress.objects.exclude(completed_at=None).values_list("lesson_key", flat=True)) >= done
        assert Completion.objects.count() >= lines
        assert not step.is_done or now == 100
        done = set(LessonProgress.objects.exclude(completed_at=None).values_list("lesson_key", flat=True))
        share, lines = now, Completion.objects.count()
    assert Enrollment.objects.filter(completed_at__isnull=False).count() == Completion.objects.count() <= 1


def _quiz(learner, lesson, *, right):
    gate = gate_in(lesson, "quiz")
    earlier = list(quizzes.attempts_by(learner, lesson.translation_key))
    data = studying.right_answers(papers.draw(lesson, gate, learner, earlier).questions)
    if not right:
        data = posted({name: data[name] for name in list(data)[:2]})
    quizzes.submit(learner, lesson, gate.id, data, number=len(earlier) + 1)


def _in(kind, act):
    """Do it where the lesson has such a gate."""
    return lambda learner, course, lesson: [act(learner, lesson, g) for g in gates.gates_of(lesson) if g.kind == kind]


def _reflect(learner, lesson, gate):
    reflections.save(learner, lesson, gate.id, "A reflection that is long enough to count.")
    reflections.finish(learner, lesson, gate.id)


def _add_gate(learner, course, lesson):
    lesson.body = [*[(block.block_type, block.value) for block in lesson.body], REFLECTION]
    lesson.save_revision().publish()


AUTHORS = {"add", "withdraw", "republish", "gate"}
_EVENTS = {
    "open": lambda learner, course, lesson: progress.open_lesson(learner, lesson),
    "done": lambda learner, course, lesson: progress.complete_lesson(learner, lesson),
    "pass": _in("quiz", lambda learner, lesson, gate: _quiz(learner, lesson, right=True)),
    "fail": _in("quiz", lambda learner, lesson, gate: _quiz(learner, lesson, right=False)),
    "scenario": _in(
        "scenario", lambda who, lesson, gate: scenarios.answer(who, lesson, gate.id, scenarios.choices_of(gate)[0][0])
    ),
    "reflect": _in("reflection", _reflect),
    "add": lambda learner, course, lesson: factories.make_lesson(course, "Added"),
    "withdraw": lambda learner, course, lesson: lesson.unpublish(),
    "republish": lambda learner, course, lesson: lesson.save_revision().publish(),
    "gate": _add_gate,
}
