"""Why a requirement stands as it does for one person: the rule, the facts, what comes next.

The words are the same whoever reads them: the learner, a mentor, a principal, a coordinator.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pdportal.common.dates import end_of_day, in_words, today
from pdportal.people import audience
from pdportal.requirements import overview, queries, remaining, rule_wording, status, wording
from pdportal.requirements.choices import StatusCode
from pdportal.requirements.records import Assignment
from pdportal.requirements.remaining import Remaining
from pdportal.transcripts.records import Completion


@dataclass(frozen=True)
class Why:
    """Everything behind one Status, as sentences in the language active when it was made.

    ``rule`` and ``facts`` are lists of sentences, ``facts`` in the order in which they came true; ``page`` is where the
    activity is done, or None.
    """

    status: status.Status
    rule: list
    version: str
    membership: str
    facts: list
    next: str
    page: object

    @property
    def sentence(self):
        """The one sentence that lists show, without “you”."""
        return self.status.why_of_other


def explain(assignment, *, as_of=None):
    """The Why of ``assignment`` on the date ``as_of`` (today).

    What remains of the activity (lessons, sign-offs, seats) is told of today alone: it is not kept for a day gone by.
    """
    as_of = as_of or today()
    row = Assignment.objects.filter(pk=assignment.pk)
    (found,) = status.of_assignments(row, as_of=as_of, learners=[assignment.learner_id])
    page = queries.activity_pages([found.activity_key]).get(found.activity_key)
    version = found.assignment.version
    left = _remaining(found, assignment.learner)
    return Why(
        status=found,
        rule=rule_wording.rule_in_words(version),
        version=rule_wording.since_when(version),
        membership=overview.membership(found.assignment, audience.school_names()),
        facts=[*_facts(found), *left.facts],
        next=" ".join(filter(None, [_next(found, page.title if page else str(found.requirement)), left.next])),
        page=page,
    )


def _remaining(found, learner):
    """What is left of the activity, where something is to be done today."""
    if found.is_settled or found.assignment.ended_on or found.as_of != today():
        return Remaining()
    return remaining.of(learner, found.activity_key)


def _facts(found):
    """Dated sentences, the earliest first; what was not known or granted on the day asked for is left out."""
    assignment, as_of = found.assignment, found.as_of
    dated = [(assignment.assigned_on, _("Required since %(day)s.") % {"day": in_words(assignment.assigned_on)})]
    dated += _completions(found)
    for extension in assignment.extensions.filter(granted_on__lte=as_of):
        words = {"day": in_words(extension.granted_on), "until": in_words(extension.due_on)}
        dated.append((extension.granted_on, _("More time was granted on %(day)s: until %(until)s.") % words))
    if assignment.waived_on:
        dated.append((assignment.waived_on, _("Waived on %(day)s.") % {"day": in_words(assignment.waived_on)}))
    for gap in assignment.gaps.filter(first_day__lte=as_of):
        words = {"first": in_words(gap.first_day), "last": in_words(gap.last_day)}
        dated.append((gap.first_day, _("Not required from %(first)s to %(last)s.") % words))
    if assignment.ended_on and assignment.ended_on <= as_of:
        words = {"day": in_words(assignment.ended_on)}
        dated.append((assignment.ended_on, _("No longer required after %(day)s.") % words))
    sentences = [sentence for _day, sentence in sorted(dated, key=lambda pair: pair[0])]
    return sentences + _standing(found)


def _standing(found):
    """Sentences about how things stand on the day, which have no date of their own."""
    facts, sentences = found.facts, []
    if facts.started and not facts.completed_on:
        sentences.append(_("Begun, not finished."))
    pause = wording.pause(facts)
    if pause:
        sentences.append(f"{pause[:1].upper()}{pause[1:]}.")
    if found.is_asked:
        sentences.append(_("More time or a waiver has been asked for."))
    return sentences


def _completions(found):
    """``(day, sentence)`` of each completion of what is asked for, whether or not it still counts."""
    assignment = found.assignment
    keys = [key for key in (assignment.activity_key, assignment.top_up_key) if key]
    rows = Completion.objects.standing().filter(
        learner=assignment.learner_id, activity_key__in=keys, completed_on__lte=found.as_of,
        recorded_at__lt=end_of_day(max(found.as_of, today())),
    )  # fmt: skip
    for row in rows.order_by("completed_on", "pk"):
        words = {"title": row.title, "day": in_words(row.completed_on), "until": in_words(row.valid_until or today())}
        if row.valid_until:
            yield row.completed_on, _("“%(title)s” completed on %(day)s, good until %(until)s.") % words
        else:
            yield row.completed_on, _("“%(title)s” completed on %(day)s.") % words


def _next(found, title):
    """What is to be done, by when; plainly nothing where nothing is."""
    words = {"title": title, "due": in_words(found.due_on)}
    if found.code == StatusCode.WAIVED:
        return _("Nothing: it is waived.")
    if found.code in (StatusCode.EXPIRED, StatusCode.EXPIRING):
        return _("Do “%(title)s” again.") % words
    if found.code == StatusCode.DONE:
        renew_from = found.facts.renew_from
        if renew_from:
            return _("Nothing now. It may be renewed from %(day)s.") % {"day": in_words(renew_from)}
        return _("Nothing: it is done.")
    if found.code == StatusCode.OVERDUE:
        return _("Do “%(title)s” now; it was due on %(due)s.") % words
    return _("Do “%(title)s” by %(due)s.") % words
