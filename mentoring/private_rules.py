"""“Not this person”: sealed at rest, read by whoever wrote it and by the matching, which tells that a rule blocks.

Nothing else in the portal reads ``PrivateRule.sealed`` or ``MatchingRun.sealed_pairs``. Every function that holds the
names hides its variables from error reports.
"""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from mentoring import sealing
from mentoring.matching_errors import TooManyNames
from mentoring.matching_records import MatchingRun, PrivateRule

MOST_NAMES = 5
RULE, PAIRS = "private rule", "private pairs"
NO_ONE = 0


@sensitive_variables()
@transaction.atomic
def write(person, others):
    """Keep ``others`` (ids) as those ``person`` will not be paired with, in place of what was there.

    What is kept has one length whatever it says, so that the size of a row tells nothing. Raises TooManyNames.
    """
    names = sorted(set(others) - {person.pk})
    if len(names) > MOST_NAMES:
        raise TooManyNames(TooManyNames.sentence % {"count": MOST_NAMES})
    padded = [*names, *[NO_ONE] * (MOST_NAMES - len(names))]
    sealed = sealing.seal([RULE, person.pk], [f"{name:018d}" for name in padded])
    PrivateRule.objects.update_or_create(writer=person, defaults={"sealed": sealed})


@sensitive_variables()
def of(person):
    """The ids ``person`` will not be paired with; for that person's own form alone."""
    return _rules([person.pk]).get(person.pk, set())


@sensitive_variables()
def between(mentors, mentees):
    """The ``(mentor id, mentee id)`` among ``mentors`` and ``mentees`` (ids) that one of the two has ruled out."""
    mentors, mentees = set(mentors), set(mentees)
    found = set()
    for writer, names in _rules(mentors | mentees).items():
        if writer in mentors:
            found |= {(writer, name) for name in names & mentees}
        if writer in mentees:
            found |= {(name, writer) for name in names & mentors}
    return found


def stand_against(mentor, mentee):
    """True where one of the two has ruled out the other; nothing tells which."""
    return bool(between([mentor.pk], [mentee.pk]))


@sensitive_variables()
def seal_pairs(pairs):
    """``pairs`` of ids as a run keeps them: only the matching can read them again."""
    return sealing.seal([PAIRS], sorted(pairs))


@sensitive_variables()
def open_pairs(sealed):
    """The set of pairs that ``seal_pairs`` kept; empty where the key is lost."""
    return {tuple(pair) for pair in sealing.unseal([PAIRS], sealed) or ()}


def reseal_all():
    """Seal everything anew under the first key, as ``rekeying.reseal_all`` does; returns ``(sealed, lost)``."""
    done = lost = 0
    for model, name in ((PrivateRule, "sealed"), (MatchingRun, "sealed_pairs")):
        for pk, before in model.objects.order_by("pk").values_list("pk", name).iterator():
            sealed = sealing.reseal(before)
            if sealed is None:
                lost += 1
            else:
                done += model.objects.filter(pk=pk, **{name: before}).update(**{name: sealed})
    return done, lost


@sensitive_variables()
def _rules(people):
    """By writer's id, whom they ruled out; both as the accounts that stay where accounts were merged. Two queries."""
    kept = dict(get_user_model().objects.exclude(merged_into=None).values_list("pk", "merged_into"))
    found = {}
    written = Q(writer__in=people) | Q(writer__merged_into__isnull=False)
    for row in PrivateRule.objects.filter(written).order_by("pk"):
        writer = _surviving(row.writer_id, kept)
        if writer in people:
            opened = sealing.unseal([RULE, row.writer_id], row.sealed) or ()
            names = {_surviving(int(name), kept) for name in opened} - {NO_ONE}
            found[writer] = found.get(writer, set()) | names
    return found


def _surviving(pk, kept):
    while pk in kept:
        pk = kept[pk]
    return pk
