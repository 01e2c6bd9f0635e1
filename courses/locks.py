"""Locks on paths: what opens a step or lesson, refusing what is locked, and opening it early for somebody."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import outline, plans, queries
from courses.errors import NoSuchLock, ReasonMissing, StillLocked
from courses.records import EarlyOpening
from pdportal.common.dates import today
from pdportal.requirements import status as requirement_status
from pdportal.transcripts.records import Completion


@dataclass(frozen=True)
class Lock:
    """What keeps a step or lesson locked: the steps of one path that are still to be done."""

    key: uuid.UUID
    path_title: str
    waits_for: tuple[outline.Line, ...]

    @property
    def sentence(self):
        """What opens it: “Opens when “Mission, manual and the law” is done.”"""
        titles = plans.listed([line.title for line in self.waits_for])
        if len(self.waits_for) == 1:
            return _("Opens when %(titles)s is done.") % {"titles": titles}
        return _("Opens when %(titles)s are done.") % {"titles": titles}


def is_done(asked, completed_on):
    """True where a step counts as done: by its requirement's Status where one asks for it, else by the ledger."""
    return asked.is_settled if asked else completed_on is not None


def closed(path, is_step_done, opened, line_of):
    """By key, the Locks of ``path`` that are closed for a learner.

    ``is_step_done`` answers for a key, ``opened`` are the keys opened early, ``line_of`` finds the activity of a key.
    """
    found = {}
    for key, after in path.locks.items():
        waits_for = [line_of(step) for step in after if key not in opened and not is_step_done(step)]
        if waits_for:
            found[key] = Lock(key, path.title, tuple(line for line in waits_for if line))
    return found


def lock_on(learner, keys, *, on=None):
    """The Lock that keeps ``learner`` from completing one of ``keys`` (a course, a lesson of it); None where none does.

    A lock binds those who are on its path: enrolled in it, or required to do it or one of its steps.
    """
    on = on or today()
    for path in plans.lines(queries.path_keys_locking(keys)).values():
        asked = {step for key in keys for step in path.locks.get(key, ())}
        if not asked or not queries.is_on_path(learner, path, on):
            continue
        statuses = requirement_status.for_activities(learner, asked, as_of=on)
        done = Completion.objects.true_on(on).filter(learner=learner, activity_key__in=asked)
        dates = dict(done.values_list("activity_key", "completed_on"))
        opened = set(queries.openings_of([learner]).filter(path_key=path.key).values_list("locked_key", flat=True))
        activities = outline.activities(asked)
        shut = closed(
            path, lambda key, s=statuses, d=dates: is_done(s.get(key), d.get(key)), opened, activities.get
        )  # fmt: skip
        for key in keys:
            if key in shut:
                return shut[key]
    return None


def refuse_locked(learner, course, lesson=None, *, at):
    """Raise StillLocked where a path keeps ``lesson``, or its whole course, locked for ``learner``.

    Without a lesson it is asked of the course as a whole: one locked lesson is enough.
    """
    line = outline.course(course.translation_key)
    if line is None or not line.has_locks:
        return
    lessons = [lesson.translation_key] if lesson else [each.key for each in line.lessons]
    lock = lock_on(learner, [line.key, *lessons], on=today(at))
    if lock:
        raise StillLocked(lock.sentence)


def path_locking(lock):
    """The published path on which ``lock`` (a PathLock) locks something today; raises NoSuchLock."""
    path = plans.lines([lock.path.translation_key]).get(lock.path.translation_key)
    if path is None or lock.locked.translation_key not in path.locks:
        raise NoSuchLock
    return path


@transaction.atomic
def open_early(learner, lock, *, by, reason, at=None):
    """Open what ``lock`` (a PathLock) keeps locked for ``learner``, before its time; returns the EarlyOpening.

    Asking twice returns the opening that stands. Raises ReasonMissing, NoSuchLock where the path is not published.
    """
    if not reason.strip():
        raise ReasonMissing
    path = path_locking(lock)
    opening, _created = EarlyOpening.objects.get_or_create(
        learner=learner, path_key=path.key, locked_key=lock.locked.translation_key,
        defaults={
            "title": lock.locked.title, "opened_at": at or timezone.now(), "opened_by": by,
            "reason": reason.strip()[:300],
        },
    )  # fmt: skip
    return opening
