"""What is known about learners in courses and paths: loaded once for many, in a fixed few queries."""

from collections import defaultdict
from functools import cached_property

from django.db.models import F

from courses import locks, queries
from courses.choices import PracticeStatus
from courses.records import Enrollment, LessonProgress, PracticeSubmission
from pdportal.common.dates import end_of_day, today
from pdportal.requirements import status as requirement_status
from pdportal.requirements.choices import StatusCode
from pdportal.transcripts.records import Completion


class Standing:
    """What ``learners`` are asked for, have begun and have done by ``as_of`` (today).

    ``statuses`` may be handed in by a caller who has them already (the answer of ``requirements.status.statuses``).
    """

    def __init__(self, learners, *, as_of=None, statuses=None):
        """Load it all."""
        self.as_of = as_of or today()
        self.learners = list(learners)
        if statuses is None:
            statuses = requirement_status.statuses(self.learners, as_of=self.as_of) if self.learners else {}
        self._load_statuses(statuses)
        self._load_records(end_of_day(self.as_of))

    def _load_statuses(self, statuses):
        self._statuses = defaultdict(dict)
        for (learner_id, _requirement), found in sorted(
            statuses.items(), key=lambda item: item[1].urgency, reverse=True
        ):
            self._statuses[learner_id][found.activity_key] = found

    def _load_records(self, until):
        self._enrollments = defaultdict(lambda: defaultdict(list))
        self._completed = defaultdict(dict)
        self.lessons_done = self.waiting = defaultdict(set)
        self._handed_in = defaultdict(list)
        if not self.learners:
            return  # a visitor has begun nothing
        enrollments = Enrollment.objects.filter(learner__in=self.learners, started_at__lt=until)
        for enrollment in enrollments.order_by("-started_at"):
            self._enrollments[enrollment.learner_id][enrollment.activity_key].append(enrollment)
        done = LessonProgress.objects.filter(enrollment__learner__in=self.learners, completed_at__lt=until)
        self.lessons_done = defaultdict(set)
        for enrollment_id, lesson_key in done.values_list("enrollment", "lesson_key"):
            self.lessons_done[enrollment_id].add(lesson_key)
        self._load_handed_in()
        completions = Completion.objects.true_on(self.as_of).filter(learner__in=self.learners)
        rows = completions.order_by("completed_on", "pk").values_list("learner", "activity_key", "completed_on")
        for learner_id, key, day in rows:
            self._completed[learner_id][key] = day

    def _load_handed_in(self):
        rows = PracticeSubmission.objects.filter(enrollment__learner__in=self.learners, status=PracticeStatus.HANDED_IN)
        rows = rows.annotate(learner_id=F("enrollment__learner")).order_by("handed_in_at", "pk")
        self.waiting = defaultdict(set)
        for submission in rows.only("enrollment", "lesson_key", "title", "handed_in_at"):
            self.waiting[submission.enrollment_id].add(submission.lesson_key)
            self._handed_in[submission.learner_id].append(submission)

    def handed_in_by(self, learner):
        """The practice steps of ``learner`` that wait for a sign-off, the longest waiting first."""
        return tuple(self._handed_in[id_of(learner)])

    @cached_property
    def opened(self):
        """By learner id and path key, what was opened early; one query the first time."""
        found = defaultdict(set)
        rows = queries.openings_of(self.learners).values_list("learner", "path_key", "locked_key")
        for learner_id, path, key in rows:
            found[learner_id, path].add(key)
        return found

    @property
    def keys(self):
        """The keys of all activities that somebody is asked for or has begun."""
        return {key for by_key in (*self._statuses.values(), *self._enrollments.values()) for key in by_key}

    def statuses_of(self, learner):
        """The requirement Statuses of ``learner``, one for each activity."""
        return self._statuses[id_of(learner)].values()

    def enrollments_of(self, learner):
        """The enrollments of ``learner``: one list for each activity, the latest first."""
        return self._enrollments[id_of(learner)].values()

    def status_of(self, learner, key):
        """The requirement Status of this activity for ``learner``, or None."""
        return self._statuses[id_of(learner)].get(key)

    def enrollment_of(self, learner, key):
        """The enrollment in which ``learner`` works, or finished what is still asked for; else None."""
        found = self._enrollments[id_of(learner)].get(key, [])
        unfinished = next((enrollment for enrollment in found if enrollment.completed_at is None), None)
        if unfinished or not found:
            return unfinished
        asked = self.status_of(learner, key)
        cycle = asked.assignment.cycle_of(key) if asked else ""
        if cycle:
            return next((enrollment for enrollment in found if enrollment.cycle == cycle), None)
        return None if asked and asked.code == StatusCode.EXPIRED else found[0]

    def has_taken_up(self, learner, key):
        """True where ``learner`` is enrolled in this activity, or it is required."""
        return key in self._statuses[id_of(learner)] or key in self._enrollments[id_of(learner)]

    def is_on(self, learner, path):
        """True where ``learner`` is on ``path``: enrolled, or required to do it or one of its steps."""
        required = self._statuses[id_of(learner)].keys()
        return self.has_taken_up(learner, path.key) or not required.isdisjoint(path.step_keys)

    def completed_on(self, learner, key):
        """When ``learner`` completed what is asked for today; None where that must be done again."""
        asked = self.status_of(learner, key)
        if asked:
            return asked.completed_on if asked.code != StatusCode.EXPIRED else None
        return self._completed[id_of(learner)].get(key)

    def is_done(self, learner, key):
        """True where nothing is left to do in this activity."""
        return locks.is_done(self.status_of(learner, key), self.completed_on(learner, key))


def id_of(learner):
    """The id of ``learner``; None for nobody in particular."""
    return learner.pk if learner else None
