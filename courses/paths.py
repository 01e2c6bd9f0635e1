"""Learning paths: awarding a path when enough of its steps are done."""

from collections import defaultdict

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone, translation

from courses import plans, progress, queries
from courses.records import Enrollment
from pdportal.common.dates import today
from pdportal.requirements.cycles import cycle_for
from pdportal.transcripts import ledger
from pdportal.transcripts.activities import Activity
from pdportal.transcripts.choices import Source
from pdportal.transcripts.records import Completion


def with_step(activity_key):
    """Published paths that have this activity as a step."""
    return plans.lines(queries.path_keys_with(activity_key)).values()


@transaction.atomic
def settle(learner, activity_key, *, at=None):
    """Award every path with this activity as a step of which ``learner`` has done enough; returns what stands.

    Whoever has done a step is in the path. The date is that of the step with which the last set was finished. A path
    for a yearly cycle counts steps of that cycle only. Settling twice changes nothing.
    """
    at = at or timezone.now()
    return [completion for path in with_step(activity_key) for completion in _award(learner, path, at)]


def settle_all(path_key, *, at=None):
    """Award a path to everybody who has done enough of it as it is now, after its steps have changed."""
    path = plans.lines([path_key]).get(path_key)
    if path is None:
        return
    standing = Completion.objects.standing()
    finished = standing.filter(activity_key=path.key).values("learner")
    rows = standing.filter(activity_key__in=path.step_keys).exclude(learner__in=finished).order_by("-completed_on")
    done = defaultdict(dict)
    for learner_id, key, day in rows.values_list("learner", "activity_key", "completed_on"):
        done[learner_id][key] = day
    ready = [learner_id for learner_id, days in done.items() if path.finished_on(days)]
    for learner in get_user_model().objects.filter(pk__in=ready):
        with translation.override(learner.language), transaction.atomic():
            _award(learner, path, at or timezone.now())


def _award(learner, path, at):
    cycle = cycle_for(learner, path.key, on=today(at))
    standing = Completion.objects.standing().filter(learner=learner)
    earlier = standing.filter(activity_key=path.key, cycle=cycle).first()
    if earlier:
        return [earlier]
    steps = standing.filter(activity_key__in=path.step_keys)
    steps = (steps.filter(cycle=cycle) if cycle else steps).order_by("-completed_on")
    finished_on = path.finished_on(dict(steps.values_list("activity_key", "completed_on")))
    if finished_on is None:
        return []
    page = queries.published("LearningPath", path.key)
    activity = Activity.of(page)
    completion = ledger.award(learner, activity, source=Source.PATH, cycle=cycle, completed_on=finished_on, at=at)
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


def on_import(sender, completions, at, **kwargs):
    """Settle paths after many steps entered the ledger at once: each path once for each learner concerned."""
    by_key, concerned = defaultdict(set), {}
    for completion in completions:
        by_key[completion.activity_key].add(completion.learner_id)
    for key, learners in by_key.items():
        for path in with_step(key):
            concerned.setdefault(path.key, (path, set()))[1].update(learners)
    for path, learners in concerned.values():
        for learner in get_user_model().objects.in_bulk(learners).values():
            with translation.override(learner.language):
                _award(learner, path, at)


def on_published(sender, instance, **_):
    """Settle a path as soon as it is published with other steps than before."""
    key = instance.translation_key
    transaction.on_commit(lambda: settle_all(key), robust=True)


def on_unpublished(sender, instance, **_):
    """Settle the paths that no longer ask for an activity that was withdrawn."""
    for key in queries.path_keys_with(instance.translation_key):
        transaction.on_commit(lambda key=key: settle_all(key), robust=True)
