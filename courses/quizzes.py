"""Attempts at a quiz: kept as a draft, handed in, graded, tried again; in a lesson, or as the pre-check of a course."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from courses import gates, grading, locks, papers, progress, queries, testing_out
from courses.allowances import Allowance, allowance
from courses.choices import GateKind
from courses.errors import AlreadyPassed, AnswersIncomplete, AttemptStillOpen, CourseFinished
from courses.quiz_records import ExtraAttempt
from courses.records import QuizAttempt
from pdportal.common.dates import today
from pdportal.requirements.cycles import cycle_for


@transaction.atomic
def save_draft(learner, page, gate_id, data, *, number=None, at=None):
    """Keep the posted answers as a draft; returns the attempt.

    The first thing kept begins the attempt and freezes its questions. ``number`` says which attempt the page showed:
    answers to one that is handed in already change nothing. Raises NoSuchGate, UnreadableText, and where a first or
    next attempt is not allowed AttemptsUsedUp, MustWait, CourseFinished or StillLocked.
    """
    at = at or timezone.now()
    gate = gate_of(page, gate_id)
    enrollment = progress.lock(learner, page, at=at)
    attempt = _open_attempt(enrollment, page, gate, number, at)
    return _keep(attempt, grading.read(paper_of(attempt, page, gate).questions, data), at)


@transaction.atomic
def submit(learner, page, gate_id, data, *, number=None, at=None):
    """Hand in and grade the posted answers; a passed quiz satisfies its gate, or completes the course it pre-checks.

    Handing in the same attempt twice changes nothing. Raises AnswersIncomplete (the draft is kept by ``save_draft``,
    which the caller runs first), and what ``save_draft`` raises. Returns the attempt.
    """
    at = at or timezone.now()
    gate = gate_of(page, gate_id)
    enrollment = progress.lock(learner, page, at=at)
    attempt = _open_attempt(enrollment, page, gate, number, at)
    if attempt.submitted_at:
        return attempt
    paper = paper_of(attempt, page, gate)
    given = grading.read(paper.questions, data)
    if grading.problems(paper.questions, given):
        raise AnswersIncomplete
    _keep(attempt, given, at)
    attempt.results = grading.grade(paper.questions, given)
    attempt.score_percent = grading.percent(attempt.results)
    attempt.passed = grading.is_passed(attempt.results, paper.pass_mark)
    attempt.submitted_at = at
    attempt.save()
    if attempt.passed:
        _reward(enrollment, page, gate, attempt, at)
    return attempt


@transaction.atomic
def try_again(learner, page, gate_id, *, at=None):
    """Begin a new attempt after one that was not passed; the earlier ones stay. Returns the new attempt.

    Raises AttemptStillOpen where nothing has been handed in, AlreadyPassed, AttemptsUsedUp and MustWait.
    """
    at = at or timezone.now()
    gate = gate_of(page, gate_id)
    enrollment = progress.lock(learner, page, at=at)
    latest = _latest(enrollment, page, gate)
    if latest is None:
        raise AttemptStillOpen
    if latest.passed:
        raise AlreadyPassed
    return latest if latest.submitted_at is None else _begin(enrollment, page, gate, latest.number + 1, at)


def gate_of(page, gate_id):
    """The quiz with this id in a lesson, or the pre-check of a course; raises NoSuchGate."""
    if is_pre_check(page):
        return testing_out.pre_check(page, gate_id)
    return gates.gate_of(page, gate_id, GateKind.QUIZ)


def is_pre_check(page):
    """True where the quiz is not a lesson's."""
    return isinstance(page, queries.page_model("CoursePage"))


def attempts_by(learner, key):
    """All attempts of ``learner`` at the quizzes of a lesson or course, the newest first, whatever the cycle."""
    found = QuizAttempt.objects.filter(enrollment__learner=learner, lesson_key=key)
    return found.select_related("enrollment__learner").order_by("-started_at", "-pk")


def handed_in_by(learner):
    """All attempts ``learner`` has handed in anywhere, the newest first."""
    found = QuizAttempt.objects.filter(enrollment__learner=learner, submitted_at__isnull=False)
    return found.select_related("enrollment__learner").order_by("-submitted_at", "-pk")


def title_of(page, gate_id):
    """The title of a quiz as its page has it now; empty where page or quiz are gone."""
    blocks = page.quiz_blocks if page else []
    return next((block.value["title"] for block in blocks if block.id == gate_id), "")


def address_of(page):
    """Where a quiz of ``page`` is answered: the lesson, or the pre-check of the course."""
    return reverse("courses:pre_check", args=[page.translation_key]) if is_pre_check(page) else page.url


def paper_of(attempt, page, gate):
    """The questions of ``attempt``; for one from before they were kept, those the quiz has now."""
    return papers.paper_or_none(attempt, page) or papers.draw(page, gate, attempt.enrollment.learner, [])


def allowance_of(page, gate, attempts, *, at, cycle=None):
    """Whether another attempt may begin after ``attempts`` (in one enrollment, newest first); an Allowance.

    Attempts count in the cycle they were begun in: ``cycle``, or the one a completion would count for now.
    """
    limit, wait = limit_of(page, gate), 0 if is_pre_check(page) else gate.value.get("wait_minutes") or 0
    if not attempts or not (limit or wait):
        return Allowance(limit)
    enrollment = attempts[0].enrollment
    if cycle is None:
        cycle = cycle_for(enrollment.learner, enrollment.activity_key, on=today(at))
    counted = [attempt for attempt in attempts if attempt.paper.get("cycle", cycle) == cycle]
    given = ExtraAttempt.objects.filter(
        enrollment=enrollment, lesson_key=page.translation_key, gate_id=gate.id, cycle=cycle
    )
    return allowance(limit, wait, counted, list(given), at=at)


def limit_of(page, gate):
    """How many attempts there are in one cycle; None for any number. A pre-check has one."""
    return testing_out.ATTEMPTS if is_pre_check(page) else gate.value.get("attempts")


def _latest(enrollment, page, gate):
    return _at(enrollment, page, gate).order_by("-number").first()


def _at(enrollment, page, gate):
    return QuizAttempt.objects.filter(enrollment=enrollment, lesson_key=page.translation_key, gate_id=gate.id)


def _open_attempt(enrollment, page, gate, number, at):
    """The attempt that ``number`` speaks of: an old one as it stands, the draft, or a new first one."""
    latest = _latest(enrollment, page, gate)
    if latest is None:
        return _begin(enrollment, page, gate, 1, at)
    if latest.submitted_at and not latest.passed and number == latest.number + 1:
        return _begin(enrollment, page, gate, number, at)
    if number is not None and number < latest.number:
        return _at(enrollment, page, gate).get(number=max(number, 1))
    return latest


def _begin(enrollment, page, gate, number, at):
    if is_pre_check(page):
        if enrollment.completed_at:
            raise CourseFinished
        locks.refuse_locked(enrollment.learner, page, page, at=at)
    earlier = list(attempts_by(enrollment.learner, page.translation_key).filter(gate_id=gate.id))
    own = [attempt for attempt in earlier if attempt.enrollment_id == enrollment.pk]
    allowance_of(page, gate, own, at=at, cycle=enrollment.cycle).check()
    paper = papers.draw(page, gate, enrollment.learner, earlier, all_languages=True)
    return QuizAttempt.objects.create(
        enrollment=enrollment, lesson_key=page.translation_key, gate_id=gate.id, number=number,
        paper=papers.freeze(paper, cycle=enrollment.cycle, at=at), started_at=at, saved_at=at,
    )  # fmt: skip


def _keep(attempt, given, at):
    if attempt.submitted_at is None:
        attempt.answers = given
        attempt.saved_at = at
        attempt.save(update_fields=["answers", "saved_at"])
    return attempt


def _reward(enrollment, page, gate, attempt, at):
    if is_pre_check(page):
        testing_out.complete(enrollment, page, at=at)
    else:
        progress.pass_gate(enrollment, page, gate, at=at, detail={"attempt": attempt.number})
