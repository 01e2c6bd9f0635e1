"""Where learners stand: the next step, and each path with its steps. Reads only, for any number in a fixed few queries.

Whether something required is done is said by ``requirements.status`` alone, so that a mentor, a report and the learner
read the same thing; what nobody requires is done when it stands in the ledger.
"""

from courses import locks, outline, plans
from courses.standing import Standing, id_of
from courses.steps import LessonState, NextStep, PathProgress, SetProgress, StepProgress
from pdportal.common.dates import today
from pdportal.requirements.choices import StatusCode

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


def starting_place(learner, key):
    """The address at which ``learner`` goes on in a course or path: the lesson to do, else the step; None: nothing."""
    mine = Trail([learner], extra_keys=[key])
    path = plans.lines([key]).get(key)
    step = mine.path(learner, path).current if path else mine.step(learner, key, now=True)
    if step is None:
        return None
    return next((lesson.lesson.url for lesson in step.lessons if lesson.state == "now"), step.activity.url)


def path_for(reader, key):
    """The PathProgress of ``reader`` (None: nobody in particular) on one path; None where it is not published."""
    return all_paths(reader, [key]).get(key)


def all_paths(reader, keys=None):
    """The PathProgress of ``reader`` (or None) by key, on all published paths or on those asked for."""
    found = plans.lines(keys)
    steps = {key for path in found.values() for key in path.step_keys}
    mine = Trail([reader] if reader else [], extra_keys=steps)
    return {key: mine.path(reader, path) for key, path in found.items()}


class Trail(Standing):
    """Everything about the courses and paths of ``learners``, loaded once and asked as often as needed.

    ``extra_keys`` are activities to load even if nobody is enrolled in them; ``statuses`` may be handed in by a caller
    who has them already (the answer of ``requirements.status.statuses``).
    """

    def __init__(self, learners, *, as_of=None, extra_keys=(), statuses=None):
        """Load it all."""
        super().__init__(learners, as_of=as_of, statuses=statuses)
        self._locks = {}
        self._paths = plans.lines() if self.learners else {}  # a visitor is on no path
        keys = self.keys.union(extra_keys)
        for path in self._paths.values():
            if path.key in keys or keys.intersection(path.step_keys):
                keys |= set(path.step_keys)
        self._activities = outline.activities(keys - set(self._paths))

    def locks_on(self, learner, path):
        """The closed Locks of one path for ``learner``, by the key of the step or lesson."""
        if not path.locks:
            return {}
        opened = self.opened[id_of(learner), path.key]
        return locks.closed(path, lambda key: self.is_done(learner, key), opened, self._activities.get)

    def _locks_of(self, learner):
        """The closed Locks of all paths that ``learner`` is on."""
        if learner is None:
            return {}
        if learner.pk not in self._locks:
            mine = [self.locks_on(learner, path) for path in self._paths.values() if self.is_on(learner, path)]
            self._locks[learner.pk] = {key: lock for shut in mine for key, lock in shut.items()}
        return self._locks[learner.pk]

    def step(self, learner, key, *, now=False, shut=None):
        """The StepProgress of ``learner`` in one activity (``now``: the current one); None if unpublished.

        ``shut`` are the closed Locks to respect: those of the paths she is on.
        """
        activity = self._activities.get(key)
        if activity is None:
            return None
        shut = self._locks_of(learner) if shut is None else shut
        lock = shut.get(key)
        enrollment = self.enrollment_of(learner, key)
        completed_on = self.completed_on(learner, key)
        is_done = self.is_done(learner, key)
        return StepProgress(
            activity=activity,
            state="done" if is_done else "locked" if lock else "now" if now else "later",
            status=self.status_of(learner, key),
            lessons=self._lesson_states(activity, enrollment, everything=bool(completed_on), shut=shut),
            enrollment=enrollment,
            completed_on=completed_on,
            lock=None if is_done else lock,
        )

    def _lesson_states(self, activity, enrollment, *, everything, shut):
        done = self.lessons_done[enrollment.pk] if enrollment else set()
        whole = shut.get(activity.key)
        upcoming = None if everything or whole else self._lesson_to_do(activity, enrollment, shut=shut)
        found = []
        for line in activity.lessons:
            lock = None if everything or line.key in done else whole or shut.get(line.key)
            state = "done" if line.key in done else "locked" if lock else "now" if line == upcoming else "later"
            found.append(LessonState(line, state, lock))
        return tuple(found)

    def _lesson_to_do(self, activity, enrollment, *, shut):
        """The lesson to do next: the last one opened, else the first, of those not done; what waits comes last.

        None where everything left is locked.
        """
        waiting = self.waiting[enrollment.pk] if enrollment else set()
        done = self.lessons_done[enrollment.pk] if enrollment else set()
        left = [line for line in activity.lessons if line.key not in done and line.key not in shut]
        free = [line for line in left if line.key not in waiting]
        last = next((line for line in free if enrollment and line.key == enrollment.last_lesson_key), None)
        return last or (free[0] if free else left[0] if left else None)

    def path_progress(self, learner):
        """The PathProgress of every path ``learner`` is in, by the order of the paths.

        A path she is in only because its steps are asked of her is left out where another one holds all of them.
        """
        mine = [path for path in self._paths.values() if self.is_on(learner, path)]
        own = [
            path for path in mine if path.key in self._statuses[learner.pk] or path.key in self._enrollments[learner.pk]
        ]
        larger = [set(path.step_keys) for path in own]
        return [
            self.path(learner, path)
            for path in mine
            if path in own or not any(keys.issuperset(path.step_keys) for keys in larger)
        ]

    def path_at(self, learner, key):
        """The PathProgress of ``learner`` on the path ``key``; None where no such path is published."""
        path = self._paths.get(key)
        return self.path(learner, path) if path else None

    def path(self, learner, path):
        """The PathProgress of ``learner`` on one path; the first step needed, open and not done is the current one."""
        shut = self.locks_on(learner, path) | self._locks_of(learner)
        sets, number, current_found = [], 0, False
        for plan in path.sets:
            enough = sum(self.is_done(learner, key) for key in plan.keys) >= plan.needed
            steps = []
            for key in plan.keys:
                step = self.step(learner, key, now=not (current_found or enough), shut=shut)
                if step:
                    number += 1
                    steps.append((number, step))
                    current_found = current_found or step.state == "now"
            sets.append(SetProgress(plan, tuple(steps)))
        asked = self.status_of(learner, path.key)
        return PathProgress(path, tuple(sets), asked, self.completed_on(learner, path.key))

    def _keys_to_do(self, learner, key):
        """``key`` itself, or where it is a path's the keys of its steps that are still needed, in order."""
        path = self._paths.get(key)
        if path is None:
            return [key]
        unfinished = [
            each for each in path.sets if sum(self.is_done(learner, step) for step in each.keys) < each.needed
        ]
        return [step for each in unfinished for step in each.keys]

    def next_step(self, learner):
        """The NextStep: overdue first, then by due date, then paths in order, then what was begun last."""
        waiting = None
        for key, asked in self._candidates(learner):
            step = self.step(learner, key)
            if step is None or step.is_done or not any(lesson.state == "now" for lesson in step.lessons):
                continue
            found = self._as_next(step, asked or step.status)
            if not found.waits:
                return found
            waiting = waiting or found
        return waiting

    def _as_next(self, step, asked):
        enrollment = step.enrollment
        line = next(lesson.lesson for lesson in step.lessons if lesson.state == "now")
        return NextStep(
            lesson=line,
            course=step.activity,
            status=asked,
            resumes=bool(enrollment and enrollment.last_lesson_key == line.key),
            waits=bool(enrollment and line.key in self.waiting[enrollment.pk]),
        )

    def _candidates(self, learner):
        """``(activity key, Status or None)`` of what could come next, the most pressing first; may repeat itself."""
        to_do = [found for found in self.statuses_of(learner) if not found.is_settled]
        for found in sorted(to_do, key=lambda s: (s.code not in PRESSING, s.due_on, s.requirement.position)):
            key = found.activity_key
            for step_key in self._keys_to_do(learner, key):
                yield step_key, self.status_of(learner, step_key) or found
        begun = [found[0] for found in self.enrollments_of(learner) if found[0].completed_at is None]
        for enrollment in sorted(begun, key=lambda e: (e.activity_key not in self._paths, -_seconds(e))):
            key = enrollment.activity_key
            for step_key in self._keys_to_do(learner, key):
                yield step_key, self.status_of(learner, step_key)


def _seconds(enrollment):
    return (enrollment.last_opened_at or enrollment.started_at).timestamp()
