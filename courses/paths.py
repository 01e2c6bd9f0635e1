"""Learning paths: what their steps are, and awarding a path when every step is done."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from courses import outline, progress, queries
from courses.records import Enrollment
from pdportal.common.dates import today
from pdportal.requirements.cycles import cycle_for
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from pdportal.transcripts.records import Completion


@dataclass(frozen=True)
class PathLine(outline.Line):
    """A published path with the keys of its steps, in order."""

    step_keys: tuple[uuid.UUID, ...] = ()


def lines(keys=None):
    """Published paths in the reader's language, by key, all or those asked for; two queries.

    Which steps a path has is said by the page in the default language, so that both languages are one path.
    """
    pages = queries.page_model("LearningPath").objects.live().order_by("path")
    if keys is not None:
        pages = pages.filter(translation_key__in=set(keys))
    rows = list(pages.values_list("translation_key", "title", "url_path", "locale__language_code", "pk"))
    rows.sort(key=lambda row: row[3] != settings.LANGUAGE_CODE)
    spoken, ruling = outline.in_best_language(rows), {}
    for row in rows:
        ruling.setdefault(row[0], row[4])
    steps = _steps_of(ruling.values())
    return {key: PathLine(*spoken[key][:4], step_keys=tuple(steps[pk])) for key, pk in ruling.items()}


def _steps_of(path_ids):
    steps = queries.page_model("PathStep").objects.filter(path__in=list(path_ids)).order_by("sort_order", "pk")
    found = defaultdict(list)
    for path_id, key in steps.values_list("path", "activity__translation_key"):
        if key not in found[path_id]:
            found[path_id].append(key)
    return found


def with_step(activity_key):
    """Published paths that have this activity as a step."""
    return lines(queries.path_keys_with(activity_key)).values()


@transaction.atomic
def settle(learner, activity_key, *, at=None):
    """Award every path with this activity as a step whose steps ``learner`` has all done; returns what stands.

    Whoever has done a step is in the path. The date is that of the last step. A path for a yearly cycle counts steps
    of that cycle only. Settling twice changes nothing.
    """
    at = at or timezone.now()
    return [completion for path in with_step(activity_key) for completion in _award(learner, path, at)]


def _award(learner, path, at):
    cycle = cycle_for(learner, path.key, on=today(at))
    standing = Completion.objects.standing().filter(learner=learner)
    earlier = standing.filter(activity_key=path.key, cycle=cycle).first()
    if earlier:
        return [earlier]
    steps = standing.filter(activity_key__in=path.step_keys)
    done = dict((steps.filter(cycle=cycle) if cycle else steps).values_list("activity_key", "completed_on"))
    if set(done) != set(path.step_keys):
        return []
    page = queries.published("LearningPath", path.key)
    activity = Activity.of(page)
    completion = ledger.award(
        learner, activity, source=Source.PATH, cycle=cycle, completed_on=max(done.values()), at=at
    )
    Enrollment.objects.update_or_create(
        learner=learner, activity_key=path.key, cycle=cycle,
        defaults={"completed_at": at}, create_defaults={"started_at": at, "completed_at": at},
    )  # fmt: skip
    progress.tell_completed(learner, activity, at=at)
    return [completion]


def on_completion(sender, instance, created, **kwargs):
    """Settle paths whenever a step enters the ledger, whoever wrote it: lessons, attendance, a correction."""
    if created and not kwargs.get("raw"):
        with translation.override(instance.learner.language):
            settle(instance.learner, instance.activity_key, at=instance.recorded_at)
