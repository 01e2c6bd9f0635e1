"""Where learners stand: the next step, and each path with its steps. Reads only, for any number in a fixed few queries.

Whether something required is done is said by ``requirements.status`` alone, so that a mentor, a report and the learner
read the same thing; what nobody requires is done when it stands in the ledger.
"""

from collections import defaultdict

from courses import outline, paths
from courses.choices import PracticeStatus
from courses.records import Enrollment, LessonProgress, PracticeSubmission
from courses.steps import LessonState, NextStep, PathProgress, StepProgress
from pdportal.common.dates import end_of_day, today
from pdportal.requirements import status as requirement_status
from pdportal.requirements.choices import StatusCode
from pdportal.transcripts.records import Completion

PRESSING = {StatusCode.OVERDUE, StatusCode.EXPIRED}


def next_step(learner, *, at=None):
    """The NextStep of ``learner``, or None where nothing is to be done."""
    return Trail([learner], as_of=today(at)).next_step(learner)


def next_steps(learners, *, at=None):
    """The NextStep of each of ``learners`` by id; the same queries for any number. Who has none is left out."""
    trail = Trail(learners, as_of=today(at))
    found = {learner.pk: trail.next_step(learner) for learner in learners}
    return {pk: step for pk, step in found.items() if step}


def path_progress(learner, *, as_of=None):
    """The paths ``learner`` is in: enrolled, or required to do the path or one of its steps."""
    return Trail([learner], as_of=as_of).path_progress(learner)


def activity_for(reader, page):
    """The StepProgress of ``reader`` (None: nobody in particular) in the activity of ``page``; None if unpublished."""
    return Trail([reader] if reader else [], extra_keys=[page.translation_key]).step(
        reader, page.translation_key, now=True
    )


def path_for(reader, key):
    """The PathProgress of ``reader`` (None: nobody in particular) on one path; None where it is not published."""
    return all_paths(reader, [key]).get(key)


def all_paths(reader, keys=None):
    """The PathProgress of ``reader`` (or None) by key, on all published paths or on those asked for."""
    found = paths.lines(keys)
    steps = {key for path in found.values() for key in path.step_keys}
    mine = Trail([reader] if reader else [], extra_keys=steps)
    return {key: mine.path(reader, path) for key, path in found.items()}


class Trail:
    """Everything about the courses and paths of ``learners``, loaded once and asked as often as needed.

    ``extra_keys`` are activities to load even if nobody is enrolled in them; ``statuses`` may be handed in by a caller
    who has them already (the answer of ``requirements.status.statuses``).
    """

    def __init__(self, learners, *, as_of=None, extra_keys=(), statuses=None):
        """Load it all."""
        self.as_of = as_of or today()
        learners = list(learners)
        if statuses is None:
            statuses = requirement_status.statuses(learners, as_of=self.as_of) if learners else {}
        self._load_statuses(statuses)
        self._load_records(learners)
        self._paths = paths.lines()
        keys = {key for by_key in (*self._statuses.values(), *self._enrollments.values()) for key in by_key}
        keys |= set(extra_keys)
        for path in self._paths.values():
            if path.key in keys or keys.intersection(path.step_keys):
                keys |= set(path.step_keys)
        self._activities = outline.activities(keys - set(self._paths))

    def _load_statuses(self, statuses):
        self._statuses = defaultdict(dict)
        for (learner_id, _requirement), found in sorted(
            statuses.items(), key=lambda item: item[1].urgency, reverse=True
        ):
            self._statuses[learner_id][found.activity_key] = found

    def _load_records(self, learners):
        until = end_of_day(self.as_of)
        self._enrollments = defaultdict(lambda: defaultdict(list))
        for enrollment in Enrollment.objects.filter(learner__in=learners, started_at__lt=until).order_by("-started_at"):
            self._enrollments[enrollment.learner_id][enrollment.activity_key].append(enrollment)
        self._done = defaultdict(set)
        done = LessonProgress.objects.filter(enrollment__learner__in=learners, completed_at__lt=until)
        for enrollment_id, lesson_key in done.values_list("enrollment", "lesson_key"):
            self._done[enrollment_id].add(lesson_key)
        self._waiting = defaultdict(set)
        waiting = PracticeSubmission.objects.filter(enrollment__learner__in=learners, status=PracticeStatus.HANDED_IN)
        for enrollment_id, lesson_key in waiting.values_list("enrollment", "lesson_key"):
            self._waiting[enrollment_id].add(lesson_key)
        self._completed = defaultdict(dict)
        completions = Completion.objects.true_on(self.as_of).filter(learner__in=learners).order_by("completed_on", "pk")
        for learner_id, key, day in completions.values_list("learner", "activity_key", "completed_on"):
            self._completed[learner_id][key] = day

    def status_of(self, learner, key):
        """The requirement Status of this activity for ``learner``, or None."""
        return self._statuses[_id(learner)].get(key)

    def enrollment_of(self, learner, key):
        """The enrollment in which ``learner`` works, or finished what is still asked for; else None."""
        found = self._enrollments[_id(learner)].get(key, [])
        unfinished = next((enrollment for enrollment in found if enrollment.completed_at is None), None)
        if unfinished or not found:
            return unfinished
        asked = self.status_of(learner, key)
        cycle = asked.assignment.cycle_of(key) if asked else ""
        if cycle:
            return next((enrollment for enrollment in found if enrollment.cycle == cycle), None)
        return None if asked and asked.code == StatusCode.EXPIRED else found[0]

    def step(self, learner, key, *, now=False):
        """The StepProgress of ``learner`` in one activity (``now``: the current one); None if unpublished."""
        activity = self._activities.get(key)
        if activity is None:
            return None
        asked = self.status_of(learner, key)
        completed_on = self._completed[_id(learner)].get(key)
        if asked:
            completed_on = asked.completed_on if asked.code != StatusCode.EXPIRED else None
        is_done = asked.is_settled if asked else completed_on is not None
        enrollment = self.enrollment_of(learner, key)
        return StepProgress(
            activity=activity,
            state="done" if is_done else "now" if now else "later",
            status=asked,
            lessons=self._lesson_states(activity, enrollment, everything=bool(completed_on)),
            enrollment=enrollment,
            completed_on=completed_on,
        )

    def _lesson_states(self, activity, enrollment, *, everything):
        done = self._done[enrollment.pk] if enrollment else set()
        upcoming = None if everything else self._lesson_to_do(activity, enrollment)
        return tuple(
            LessonState(line, "done" if line.key in done else "now" if upcoming and line == upcoming else "later")
            for line in activity.lessons
        )

    def _lesson_to_do(self, activity, enrollment, *, skip_waiting=True):
        """The lesson to do next: the last one opened, else the first, of those not done; what waits comes last."""
        if enrollment is None:
            return activity.lessons[0] if activity.lessons else None
        waiting = self._waiting[enrollment.pk] if skip_waiting else set()
        left = [line for line in activity.lessons if line.key not in self._done[enrollment.pk]]
        free = [line for line in left if line.key not in waiting]
        last = next((line for line in free if line.key == enrollment.last_lesson_key), None)
        return last or (free[0] if free else left[0] if left else None)

    def path_progress(self, learner):
        """The PathProgress of every path ``learner`` is in, by the order of the paths."""
        asked = {*self._statuses[learner.pk], *self._enrollments[learner.pk]}
        required = set(self._statuses[learner.pk])
        return [
            self.path(learner, path)
            for path in self._paths.values()
            if path.key in asked or required.intersection(path.step_keys)
        ]

    def path(self, learner, path):
        """The PathProgress of ``learner`` on one path; the first step not done is the current one."""
        steps, current_found = [], False
        for key in path.step_keys:
            step = self.step(learner, key, now=not current_found)
            if step:
                steps.append(step)
                current_found = current_found or not step.is_done
        return PathProgress(path, tuple(steps), self.status_of(learner, path.key))

    def next_step(self, learner):
        """The NextStep: overdue first, then by due date, then paths in order, then what was begun last."""
        waiting = None
        for key, asked in self._candidates(learner):
            step = self.step(learner, key)
            if step is None or step.is_done or not step.lessons:
                continue
            found = self._as_next(step, asked or step.status)
            if not found.waits:
                return found
            waiting = waiting or found
        return waiting

    def _as_next(self, step, asked):
        enrollment = step.enrollment
        line = self._lesson_to_do(step.activity, enrollment) or step.activity.lessons[-1]
        return NextStep(
            lesson=line,
            course=step.activity,
            status=asked,
            resumes=bool(enrollment and enrollment.last_lesson_key == line.key),
            waits=bool(enrollment and line.key in self._waiting[enrollment.pk]),
        )

    def _candidates(self, learner):
        """``(activity key, Status or None)`` of what could come next, the most pressing first; may repeat itself."""
        to_do = [found for found in self._statuses[learner.pk].values() if not found.is_settled]
        for found in sorted(to_do, key=lambda s: (s.code not in PRESSING, s.due_on, s.requirement.position)):
            key = found.activity_key
            for step_key in self._paths[key].step_keys if key in self._paths else [key]:
                yield step_key, self.status_of(learner, step_key) or found
        begun = [found[0] for found in self._enrollments[learner.pk].values() if found[0].completed_at is None]
        for enrollment in sorted(begun, key=lambda e: (e.activity_key not in self._paths, -_seconds(e))):
            key = enrollment.activity_key
            for step_key in self._paths[key].step_keys if key in self._paths else [key]:
                yield step_key, self.status_of(learner, step_key)


def _seconds(enrollment):
    return (enrollment.last_opened_at or enrollment.started_at).timestamp()


def _id(learner):
    return learner.pk if learner else None
