"""Reusable querysets about courses, paths and what learners have done in them."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Prefetch, Q
from django.utils.translation import get_language

from courses.choices import PracticeStatus, SharedWith
from courses.practice_records import PracticeRound
from courses.records import EarlyOpening, Enrollment, PracticeSubmission, Reflection
from pdportal.people import oversight
from pdportal.requirements.records import Assignment
from pdportal.transcripts.records import Completion


def page_model(name):
    """A page model of this app; asked of Django, because ``pages`` stands on these queries."""
    return apps.get_model("courses", name)


def in_reading_language(pages):
    """The page of ``pages`` (translations of one another) in the reader's language, else the default's, else any."""
    by_language = {page.locale.language_code: page for page in pages.select_related("locale")}
    return (
        by_language.get(get_language())
        or by_language.get(settings.LANGUAGE_CODE)
        or next(iter(by_language.values()), None)
    )


def published(name, key):
    """The published page of the model ``name`` with this translation key in the reader's language, or None."""
    return in_reading_language(page_model(name).objects.live().filter(translation_key=key))


def course_of(lesson):
    """The page above ``lesson``, as a plain Page: its ``specific`` is the course in the lesson's own language.

    A course, which may have a pre-check to answer, is its own.
    """
    return lesson if isinstance(lesson, page_model("CoursePage")) else lesson.get_parent()


def quiz_page(key):
    """The published lesson, or course with a pre-check, of this key in the reader's language; None where neither is."""
    return published("LessonPage", key) or published("CoursePage", key)


def enrollments_of(learners):
    """Enrollments of these people, the most recently opened first."""
    return Enrollment.objects.filter(learner__in=learners).order_by("-last_opened_at", "-pk")


def is_asked_of(learner, keys, on):
    """True where ``learner`` is enrolled in, or is assigned on the date ``on``, one of these activities."""
    return (
        Enrollment.objects.filter(learner=learner, activity_key__in=keys).exists()
        or Assignment.objects.current(on).asking_for(keys).filter(learner=learner).exists()
    )


def is_renewed(learner, activity_key, on):
    """True where ``learner`` must do this activity again from time to time: every year, or before it expires."""
    asked = Assignment.objects.current(on).asking_for([activity_key]).filter(learner=learner)
    return asked.exclude(period="", version__valid_months=None, consequence=None).exists()


def undecided_practice(enrollments):
    """Practice steps in these enrollments (ids) that wait for sign-off or came back, in order of being handed in."""
    states = [PracticeStatus.HANDED_IN, PracticeStatus.RETURNED]
    return PracticeSubmission.objects.filter(enrollment__in=enrollments, status__in=states).order_by(
        "handed_in_at", "pk"
    )


def waiting_for(viewer):
    """Practice steps handed in by people whose work ``viewer`` may sign off, the longest waiting first."""
    return PracticeSubmission.objects.filter(
        status=PracticeStatus.HANDED_IN, enrollment__learner__in=oversight.vouched_for_by(viewer)
    ).select_related("enrollment__learner")


def with_rounds(submissions, *, hidden=()):
    """``submissions`` with files and rounds, three more queries; rounds with a ``hidden`` outcome are left out."""
    rounds = PracticeRound.objects.exclude(outcome__in=hidden).select_related("decided_by").prefetch_related("files")
    return submissions.select_related("decided_by").prefetch_related("files", Prefetch("rounds", queryset=rounds))


def decidable_by(viewer):
    """Practice steps handed in or decided, of people whose work ``viewer`` may sign off; drafts are the writer's."""
    return PracticeSubmission.objects.filter(
        ~Q(status=PracticeStatus.DRAFT), enrollment__learner__in=oversight.vouched_for_by(viewer)
    ).select_related("enrollment__learner", "decided_by")


def reflections_for(viewer):
    """Reflections whose writers share them with their mentor or the coordinator, where ``viewer`` is that person."""
    return (
        Reflection.objects.filter(
            Q(shared_with=SharedWith.MENTOR, enrollment__learner__in=oversight.overseen_as(viewer, "mentor"))
            | Q(shared_with=SharedWith.COORDINATOR, enrollment__learner__in=oversight.overseen_as(viewer, "district"))
        )
        .exclude(enrollment__learner=viewer)
        .select_related("enrollment__learner")
        .order_by("-saved_at", "-pk")
    )


def path_keys_with(activity_key):
    """Keys of the published paths that have this activity as a step."""
    steps = page_model("PathStep").objects.filter(path__live=True, activity__translation_key=activity_key)
    return list(steps.values_list("path__translation_key", flat=True).distinct())


def path_keys_locking(keys):
    """Keys of the published paths that lock one of these steps or lessons."""
    locks = page_model("PathLock").objects.filter(path__live=True, locked__translation_key__in=list(keys))
    return list(locks.values_list("path__translation_key", flat=True).distinct())


def is_on_path(learner, path, on):
    """True where ``learner`` is enrolled in ``path``, or on the date ``on`` required to do it or one of its steps."""
    asked = Assignment.objects.current(on).asking_for([path.key, *path.step_keys])
    return (
        Enrollment.objects.filter(learner=learner, activity_key=path.key).exists()
        or asked.filter(learner=learner).exists()
    )


def openings_of(learners):
    """What coordinators opened early for these people."""
    return EarlyOpening.objects.filter(learner__in=learners)


def live_locks():
    """The locks of published paths in the default language, with what they show."""
    locks = page_model("PathLock").objects.filter(path__live=True, path__locale__language_code=settings.LANGUAGE_CODE)
    return locks.select_related("path", "locked", "opens_after").order_by("path__title", "sort_order")


def reach_of(path, on):
    """``(on it, finished)``: how many people are on ``path`` (a PathLine) on the date ``on``, and have completed it."""
    asked = Assignment.objects.current(on).asking_for([path.key, *path.step_keys])
    enrolled = Enrollment.objects.filter(activity_key=path.key)
    on_it = get_user_model().objects.filter(Q(pk__in=asked.values("learner")) | Q(pk__in=enrolled.values("learner")))
    finished = Completion.objects.true_on(on).filter(activity_key=path.key)
    return on_it.count(), finished.values("learner").distinct().count()


def required_paths_with(learner, activity_key, on):
    """Keys of the published paths with this step that are required of ``learner`` on the date ``on``."""
    asked = Assignment.objects.current(on).filter(learner=learner)
    return [key for key in path_keys_with(activity_key) if asked.asking_for([key]).exists()]
