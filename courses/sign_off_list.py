"""The queue of sign-offs: what waits for somebody, searched and filtered, and as a table to keep."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

MOST_LETTERS = 100
MOST_WORDS = 6


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for in the queue: words of names, and one practice step by its title."""

    words: str = ""
    step: str = ""

    @classmethod
    def of(cls, data):
        """From a query string; anything may stand there."""
        words = " ".join(data.get("q", "").split())[:MOST_LETTERS]
        return cls(words, data.get("step", "")[:MOST_LETTERS])

    def __bool__(self):
        """True where anything is asked for."""
        return bool(self.words or self.step)


def waiting(found, wanted):
    """Those of the steps ``found`` that are wanted, the longest waiting first, with ``round_count``, ``file_count``."""
    for word in wanted.words.split()[:MOST_WORDS]:
        learner = "enrollment__learner__"
        found = found.filter(
            Q(**{f"{learner}first_name__icontains": word})
            | Q(**{f"{learner}last_name__icontains": word})
            | Q(**{f"{learner}username__icontains": word})
        )
    if wanted.step:
        found = found.filter(title=wanted.step)
    return found.order_by("handed_in_at", "pk").annotate(
        round_count=Count("rounds", distinct=True),
        file_count=Count("files", filter=Q(files__removed_at=None), distinct=True),
    )


def steps(found):
    """The titles of the steps ``found``, to choose from."""
    return found.order_by("title").values_list("title", flat=True).distinct()


def table(found):
    """Header and rows of the queue."""
    header = [_("Name"), _("Practice step"), _("Handed in"), _("Round"), _("Files")]
    rows = (
        (
            str(each.enrollment.learner),
            each.title,
            timezone.localtime(each.handed_in_at),
            each.round_count,
            each.file_count,
        )
        for each in found.iterator()
    )
    return header, rows
