"""How learners get on in a course: enroll, open a lesson, complete it, finish the course. Progress never turns back."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import gates, locks, outline, queries
from courses.errors import GatesOpen
from courses.records import Enrollment, LessonProgress
from pdportal.common.dates import today
from pdportal.notices.telling import tell
from pdportal.requirements.cycles import cycle_for
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from pdportal.transcripts.wording import hours_text


@transaction.atomic
def enroll(learner, activity, *, at=None):
    """Enroll ``learner`` in a course or path, in the cycle a completion would count for now.

    Asking twice changes nothing. An enrollment of an earlier cycle that was never finished goes along into the new
    one, so that nothing done is lost. Returns the Enrollment.
    """
    at = at or timezone.now()
    key = activity.translation_key
    cycle = cycle_for(learner, key, on=today(at))
    enrollment = _of_cycle(learner, key, cycle)
    if enrollment is None:
        enrollment, _created = Enrollment.objects.get_or_create(
            learner=learner, activity_key=key, cycle=cycle, defaults={"started_at": at}
        )
        _begin_paths(learner, key, at)
    elif enrollment.cycle != cycle:
        enrollment.cycle = cycle
        enrollment.save(update_fields=["cycle"])
    ledger.start(learner, key, cycle=cycle, at=at)
    return enrollment


def _begin_paths(learner, key, at):
    """Note that the paths required of ``learner`` have begun, where this is the first of their steps."""
    for path_key in queries.required_paths_with(learner, key, today(at)):
        ledger.start(learner, path_key, cycle=cycle_for(learner, path_key, on=today(at)), at=at)


def _of_cycle(learner, key, cycle):
    """The enrollment for ``cycle``, else the latest unfinished one, which is carried over, else None."""
    found = list(Enrollment.objects.filter(learner=learner, activity_key=key).order_by("-started_at", "-pk"))
    for enrollment in found:
        if enrollment.cycle == cycle:
            return enrollment
    return next((enrollment for enrollment in found if enrollment.completed_at is None), None)


def current(learner, key, *, on=None):
    """The enrollment in which ``learner`` is working, or has finished for the cycle of ``on`` (today); else None."""
    found = list(Enrollment.objects.filter(learner=learner, activity_key=key).order_by("-started_at", "-pk"))
    for enrollment in found:
        if enrollment.completed_at is None:
            return enrollment
    if found and queries.is_renewed(learner, key, on or today()):
        cycle = cycle_for(learner, key, on=on)
        return next((enrollment for enrollment in found if enrollment.cycle == cycle), None)
    return found[0] if found else None


def open_lesson(learner, lesson, *, at=None):
    """Remember that ``learner`` opened ``lesson``, so that she can resume there; returns the Enrollment or None.

    Looking around enrolls nobody: somebody who neither started the course nor is asked to take it gets None. Opening
    a lesson also finishes a course whose missing lessons have been withdrawn meanwhile.
    """
    at = at or timezone.now()
    course = queries.course_of(lesson)
    key = course.translation_key
    enrollment = current(learner, key, on=today(at))
    if enrollment is None and not queries.is_asked_of(learner, [key, *queries.path_keys_with(key)], today(at)):
        return None
    if enrollment and enrollment.last_lesson_key == lesson.translation_key:
        return enrollment
    return _remember(learner, course, lesson, at)


@transaction.atomic
def _remember(learner, course, lesson, at):
    enrollment = _locked(enroll(learner, course, at=at))
    enrollment.last_lesson_key = lesson.translation_key
    enrollment.last_opened_at = at
    enrollment.save(update_fields=["last_lesson_key", "last_opened_at"])
    _progress(enrollment, lesson, at)
    _finish_if_done(enrollment, course, at)
    return enrollment


@transaction.atomic
def complete_lesson(learner, lesson, *, at=None):
    """Note that ``learner`` completed ``lesson``; the last one of a course completes the course, exactly once.

    The enrollment is locked meanwhile, and a second click changes nothing. Raises GatesOpen naming what is missing,
    StillLocked where a path keeps it locked. Returns the LessonProgress.
    """
    at = at or timezone.now()
    course = queries.course_of(lesson)
    enrollment = _locked(enroll(learner, course, at=at))
    missing = gates.open_gates(enrollment, lesson)
    progress = _progress(enrollment, lesson, at)
    if progress.completed_at is None:
        locks.refuse_locked(learner, course, lesson, at=at)
        if missing:
            raise GatesOpen([gate.title for gate in missing])
        progress.completed_at = at
        progress.save(update_fields=["completed_at"])
    _finish_if_done(enrollment, course, at)
    return progress


@transaction.atomic
def pass_gate(enrollment, lesson, gate, *, at, detail=None):
    """Note that ``gate`` is satisfied, and complete the lesson where it was the last one. Returns the GatePass.

    Works for a lesson completed before the gate was written: what is complete stays so. Raises StillLocked.
    """
    enrollment = _locked(enrollment)
    if gate.id not in gates.passes_of(enrollment, lesson.translation_key):
        locks.refuse_locked(enrollment.learner, queries.course_of(lesson), lesson, at=at)
    passed = gates.let_through(enrollment, lesson, gate, at=at, detail=detail)
    if not gates.open_gates(enrollment, lesson):
        progress = _progress(enrollment, lesson, at)
        if progress.completed_at is None:
            progress.completed_at = at
            progress.save(update_fields=["completed_at"])
        _finish_if_done(enrollment, queries.course_of(lesson), at)
    return passed


def lock(learner, lesson, *, at):
    """The learner's enrollment in the lesson's course, locked until the transaction ends; enrolls where needed."""
    return _locked(enroll(learner, queries.course_of(lesson), at=at))


def _locked(enrollment):
    return Enrollment.objects.select_for_update().get(pk=enrollment.pk)


def _progress(enrollment, lesson, at):
    progress, _created = LessonProgress.objects.get_or_create(
        enrollment=enrollment, lesson_key=lesson.translation_key, defaults={"opened_at": at}
    )
    return progress


def _finish_if_done(enrollment, course, at):
    """Award the course where every published lesson is complete; lessons added later change nothing."""
    if enrollment.completed_at:
        return
    line = outline.course(course.translation_key)
    done = set(enrollment.lessonprogress_set.exclude(completed_at=None).values_list("lesson_key", flat=True))
    if line is None or not line.lessons or not done.issuperset(lesson.key for lesson in line.lessons):
        return
    enrollment.completed_at = at
    enrollment.save(update_fields=["completed_at"])
    activity = Activity.of(course.specific)
    ledger.award(enrollment.learner, activity, source=Source.LESSONS, cycle=enrollment.cycle, at=at)
    tell_completed(enrollment.learner, activity, at=at)


def tell_completed(learner, activity, *, at):
    """Tell ``learner`` that an activity is complete and where its hours are."""
    titles = activity.titles

    def title():
        return titles.get(learner.language) or next(iter(titles.values()))

    tell(
        learner,
        "completed",
        subject=lambda: _("Completed: %(title)s") % {"title": title()},
        body=lambda: (
            _("You have completed “%(title)s”. Its %(hours)s credit hours are on your transcript.")
            % {"title": title(), "hours": hours_text(activity.credit_hours)}
        ),
        url=lambda: reverse("transcripts:transcript"),
        at=at,
    )
