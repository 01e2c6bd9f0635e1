"""What the lesson page shows a learner: how each gate stands, the lessons of the course, what comes next."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any

from courses import (
    acknowledgements,
    gates,
    keeping,
    locks,
    outline,
    policies,
    queries,
    quiz_sheets,
    scenarios,
    scorm_sheets,
)
from courses import practice as practising
from courses.choices import AskForFiles, GateKind, PracticeStatus, RoundOutcome, SharedWith
from courses.quiz_records import ScenarioAnswer
from courses.quiz_sheets import QuizSheet
from courses.records import PracticeSubmission, Reflection


@dataclass
class GateView:
    """One gate as its template needs it; what is None has no meaning for this kind."""

    gate: gates.Gate
    passed_at: datetime | None = None
    sheet: QuizSheet | None = None
    submission: PracticeSubmission | None = None
    points: list = field(default_factory=list)
    reflection: Reflection | None = None
    case: scenarios.Case | None = None
    policy: Any = None
    acknowledged: Any = None
    module: scorm_sheets.ModuleSheet | None = None
    confirmed: bool = False
    is_asked_again: bool = False

    @property
    def id(self):
        """The gate's id."""
        return self.gate.id

    @property
    def status_code(self):
        """The code of the status badge."""
        if self.passed_at:
            return "done"
        return "in_progress" if self.is_begun else "not_started"

    @property
    def is_begun(self):
        """True where something has been saved."""
        drafted = (self.sheet and self.sheet.attempt) or (self.case and self.case.chosen)
        opened = self.module and self.module.sitting
        return bool(self.submission or self.reflection or opened or drafted)

    @property
    def template(self):
        """The template that shows this kind of gate."""
        return f"courses/blocks/{self.gate.kind.value}.html"

    @property
    def share_choices(self):
        """Who may read a reflection: value, label, chosen."""
        chosen = self.reflection.shared_with if self.reflection else SharedWith.NOBODY
        return [(value, label, value == chosen) for value, label in SharedWith.choices]

    @property
    def can_be_edited(self):
        """True while a practice step is the learner's to write on."""
        return self.submission is None or self.submission.status in practising.OPEN

    @property
    def takes_files(self):
        """True where photos and papers may be attached to a practice step."""
        return self.gate.value["ask_for_files"] != AskForFiles.NO

    @property
    def draft_files(self):
        """The files of the draft."""
        return [file for file in self.submission.files.all() if file.removed_at is None] if self.submission else []

    @property
    def rounds(self):
        """Every round of a practice step, the newest first."""
        return list(self.submission.rounds.all())[::-1] if self.submission else []

    @property
    def has_history(self):
        """True where a round has been decided or taken back that the page does not show by itself."""
        shown = {RoundOutcome.WAITING, RoundOutcome.SIGNED_OFF}
        return any(each.outcome not in shown for each in self.rounds)

    @property
    def is_waiting(self):
        """True while a practice step waits for sign-off."""
        return self.submission is not None and self.submission.status == PracticeStatus.HANDED_IN


@dataclass
class Desk:
    """Everything the lesson page shows; ``parts`` pairs each block with its GateView, or with None for text."""

    sentence: str
    parts: list
    course: outline.CourseLine | None
    enrollment: Any = None
    progress: Any = None
    done_keys: set = field(default_factory=set)
    lesson_key: Any = None
    mark: str = ""
    lock: locks.Lock | None = None

    @property
    def gates(self):
        """The GateViews in order."""
        return [view for _block, view in self.parts if view]

    @property
    def sections(self):
        """The blocks in order: ``(blocks, None)`` for running text, ``([block], GateView)`` for a gate."""
        for is_gate, run in groupby(self.parts, key=lambda part: part[1] is not None):
            if is_gate:
                yield from (([block], view) for block, view in run)
            else:
                yield [block for block, _view in run], None

    @property
    def lessons(self):
        """The lessons of the course as ``(line, state)``; state is done, now or later."""
        return [(line, self._state(line)) for line in self.course.lessons] if self.course else []

    def _state(self, line):
        if line.key == self.lesson_key:
            return "now"
        return "done" if line.key in self.done_keys else "later"

    @property
    def number(self):
        """Which lesson of the course this is, from 1; None for one that is not published."""
        keys = [line.key for line in self.course.lessons] if self.course else []
        return keys.index(self.lesson_key) + 1 if self.lesson_key in keys else None

    @property
    def previous(self):
        """The lesson before, or None."""
        return self.course.lessons[self.number - 2] if self.number and self.number > 1 else None

    @property
    def next(self):
        """The lesson after, or None."""
        return self.course.lessons[self.number] if self.number and self.number < len(self.course.lessons) else None

    @property
    def next_open(self):
        """The next lesson still to be done: after this one first, then from the start; None where all are done."""
        if not self.course:
            return None
        start = self.number or 0
        rest = [*self.course.lessons[start:], *self.course.lessons[: max(start - 1, 0)]]
        return next((line for line in rest if line.key not in self.done_keys), None)

    @property
    def lessons_done(self):
        """How many of the published lessons count as complete: all of a finished course, never more than there are."""
        lessons = self.course.lessons if self.course else ()
        if self.enrollment and self.enrollment.completed_at:
            return len(lessons)
        return sum(1 for line in lessons if line.key in self.done_keys)

    @property
    def completed_at(self):
        """When the learner completed this lesson, or None."""
        return self.progress.completed_at if self.progress else None

    @property
    def has_open_gates(self):
        """True while a gate is still to be satisfied."""
        return any(view.passed_at is None for view in self.gates)

    @property
    def is_unfinished_course(self):
        """True where every lesson is done and the course is not: a lesson was withdrawn meanwhile."""
        return bool(
            self.course
            and self.enrollment
            and not self.enrollment.completed_at
            and self.lessons_done == len(self.course.lessons) > 0
        )


def lay(lesson, learner=None, *, enrollment=None, check=None):
    """The Desk of ``lesson``: for a ``learner`` with everything done in ``enrollment``, else text and rule alone.

    ``check`` is the id of a quiz whose missing answers are to be pointed out.
    """
    blocks = [(block, gates.gate_from(block)) for block in lesson.body]
    found = [gate for _block, gate in blocks if gate]
    course = outline.course(queries.course_of(lesson).translation_key)
    desk = Desk(gates.sentence(found), [], course, enrollment, lesson_key=lesson.translation_key)
    views = {}
    if learner is not None:
        desk.mark = keeping.mark_of(learner)
        _load_progress(desk)
        if course and course.has_locks and not desk.completed_at:
            desk.lock = locks.lock_on(learner, [course.key, lesson.translation_key])
        views = _views(desk, lesson, learner, found, check)
    desk.parts = [(block, (views.get(gate.id) or GateView(gate)) if gate else None) for block, gate in blocks]
    return desk


def _load_progress(desk):
    rows = desk.enrollment.lessonprogress_set.all() if desk.enrollment else []
    for row in rows:
        if row.completed_at:
            desk.done_keys.add(row.lesson_key)
        if row.lesson_key == desk.lesson_key:
            desk.progress = row


def _views(desk, lesson, learner, found, check):
    """The GateViews of the lesson by gate id; one query for each kind of gate there is."""
    kinds = {gate.kind for gate in found}
    passes = gates.passes_of(desk.enrollment, lesson.translation_key) if found else {}
    place = {"enrollment": desk.enrollment, "lesson_key": lesson.translation_key}
    asked = [gate for gate in found if gate.kind is GateKind.QUIZ]
    sheets = quiz_sheets.sheets(lesson, asked, learner, desk.enrollment, check=check) if asked else {}
    submissions = _by_gate(queries.with_rounds(PracticeSubmission.objects.filter(**place)), kinds, "practice")
    undecided = any(scenarios.leads_on(gate) and gate.id not in passes for gate in found)
    ways = _by_gate(ScenarioAnswer.objects.filter(**place), kinds, "scenario") if undecided else {}
    written = _by_gate(Reflection.objects.filter(**place), kinds, "reflection")
    modules = scorm_sheets.sheets(**place, found=found)
    views = {}
    for gate in found:
        passed = passes.get(gate.id)
        view = GateView(gate, passed_at=passed.passed_at if passed else None)
        if gate.kind is GateKind.QUIZ:
            view.sheet = sheets[gate.id]
        elif gate.kind is GateKind.PRACTICE:
            view.submission = submissions.get(gate.id)
            ticked = view.submission.checked if view.submission else []
            view.points = [(key, text, key in ticked) for key, text in practising.points_of(gate)]
        elif gate.kind is GateKind.REFLECTION:
            view.reflection = written.get(gate.id)
        elif gate.kind is GateKind.SCENARIO:
            view.case = scenarios.case_of(gate, passed, ways.get(gate.id))
        elif gate.kind is GateKind.SCORM:
            view.module = modules[gate.id]
            view.confirmed = bool(passed and "confirmed_by" in passed.detail)
        views[gate.id] = view
    _load_policies(views, learner)
    return views


def _by_gate(rows, kinds, kind):
    return {row.gate_id: row for row in rows} if kind in kinds else {}


def _load_policies(views, learner):
    asked = [view for view in views.values() if view.gate.kind is GateKind.ACKNOWLEDGEMENT]
    if not asked:
        return
    keys = [view.gate.value["policy"].translation_key for view in asked]
    known, now = acknowledgements.latest_of(learner, keys), policies.current(keys)
    for view, key in zip(asked, keys, strict=True):
        if key not in now:
            continue
        view.policy = now[key].page
        view.acknowledged = known.get(key)
        view.is_asked_again = bool(view.acknowledged and view.acknowledged.edition < now[key].edition)
