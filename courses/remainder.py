"""What remains of a course or path, in sentences: lessons still to do, sign-offs that wait and for whom, locks."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from courses import plans, queries
from courses.choices import PracticeStatus
from courses.trail import Trail
from pdportal.common.dates import in_words, today
from pdportal.people import oversight
from pdportal.requirements.remaining import Remaining

MOST_TITLES = 6


def remainder_of(learner, key):
    """The Remaining of ``learner`` in the published course or path ``key``; None where it is neither."""
    mine = Trail([learner], extra_keys=[key])
    path = mine.path_at(learner, key)
    if path:
        return _of_path(learner, path)
    step = mine.step(learner, key, now=True)
    return _of_course(learner, step) if step and step.lessons else None


def _of_course(learner, step):
    left = [each.lesson.title for each in step.lessons if not each.is_done]
    counted = _("Lessons done: %(done)s of %(total)s.") % {"done": step.lessons_done, "total": step.lessons_total}
    waiting = _sign_offs(learner, [step])
    return Remaining((counted, *_still(left), *waiting.facts), _next_lesson(step, waiting))


def _of_path(learner, found):
    open_sets = [each for each in found.sets if not each.is_done]
    left = [step.activity.title for each in open_sets for _number, step in each.numbered if not step.is_done]
    counted = _("Steps done: %(done)s of %(total)s.") % {"done": found.steps_done, "total": found.steps_needed}
    choices = [f"{each.plan.title}." for each in open_sets if each.plan.is_choice]
    waiting = _sign_offs(learner, found.steps)
    following = found.current
    if following is None:
        words = next((step.lock.sentence for step in found.steps if step.lock), "")
    elif following.lessons:
        words = _next_lesson(following, waiting, within=following.activity.title)
    else:
        words = _("Next: “%(title)s”.") % {"title": following.activity.title}
    return Remaining((counted, *_still(left), *choices, *waiting.facts), words)


def _still(titles):
    """The sentence that names what is left, the first few by title."""
    shown, more = titles[:MOST_TITLES], len(titles) - MOST_TITLES
    if not titles:
        return []
    if more > 0:
        words = {"titles": ", ".join(_("“%(title)s”") % {"title": title} for title in shown), "count": more}
        return [ngettext("Still to do: %(titles)s and %(count)s more.", "Still to do: %(titles)s and %(count)s more.",
                         more) % words]  # fmt: skip
    return [_("Still to do: %(titles)s.") % {"titles": plans.listed(shown)}]


@dataclass(frozen=True)
class Waiting:
    """Practice steps with somebody else or come back: a sentence each, and by lesson what to say of who is awaited."""

    facts: list = field(default_factory=list)
    lessons: dict = field(default_factory=dict)


def _sign_offs(learner, steps):
    """The Waiting of ``steps``: what is with somebody else, and what came back; comments are not repeated."""
    found = Waiting()
    enrollments = [step.enrollment.pk for step in steps if step.enrollment and not step.is_done]
    rows = list(queries.undecided_practice(enrollments)) if enrollments else []
    names = _names(learner) if any(row.status == PracticeStatus.HANDED_IN for row in rows) else ""
    for row in rows:
        words = {"title": row.title, "names": names}
        if row.status == PracticeStatus.RETURNED:
            words["day"] = in_words(today(row.decided_at))
            found.facts.append(_("“%(title)s” came back on %(day)s with a comment.") % words)
            continue
        words["day"] = in_words(today(row.handed_in_at))
        found.facts.append(_("“%(title)s” was handed in on %(day)s and waits for sign-off: %(names)s.") % words)
        found.lessons[row.enrollment_id, row.lesson_key] = words
    return found


def _names(learner):
    """Who signs off the learner's work, by name."""
    people = oversight.nearest_to(learner)
    return ", ".join(sorted(map(str, people))) or _("nobody is named for it yet")


def _next_lesson(step, waiting, *, within=""):
    """The next lesson, or for whom it waits, or what opens it; empty where every lesson is done."""
    line = next((each.lesson for each in step.lessons if each.state == "now"), None)
    if line is None:
        lock = next((each.lock for each in step.lessons if each.lock), None)
        return lock.sentence if lock else ""
    held = waiting.lessons.get((step.enrollment.pk, line.key)) if step.enrollment else None
    if held:
        return _("Waits for the sign-off of “%(title)s”: %(names)s.") % held
    words = {"title": line.title, "minutes": line.minutes, "course": within}
    if within:
        return ngettext(
            "Next lesson: “%(title)s” of “%(course)s”, %(minutes)s minute.",
            "Next lesson: “%(title)s” of “%(course)s”, %(minutes)s minutes.", line.minutes,
        ) % words  # fmt: skip
    return ngettext(
        "Next lesson: “%(title)s”, %(minutes)s minute.", "Next lesson: “%(title)s”, %(minutes)s minutes.", line.minutes
    ) % words  # fmt: skip
