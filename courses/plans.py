"""What paths ask for: steps in sets, some locked until others are done; two queries for any number of paths."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from courses import outline, queries
from courses.choices import SetRule

COLUMNS = ("translation_key", "title", "url_path", "locale__language_code", "pk", "steps__activity__translation_key",
           "steps__begins", "steps__needed", "steps__heading", "published")  # fmt: skip


@dataclass(frozen=True)
class StepSet:
    """Steps that stand together: ``needed`` of them must be done, in any order."""

    keys: tuple[uuid.UUID, ...]
    needed: int
    heading: str = ""

    @property
    def is_choice(self):
        """True where not every step must be done."""
        return self.needed < len(self.keys)

    @property
    def title(self):
        """The heading, or for a choice what is to be chosen; empty for plain steps."""
        if self.heading or not self.is_choice:
            return self.heading
        words = {"needed": self.needed, "count": len(self.keys)}
        return ngettext("Choose one of these %(count)s", "Choose %(needed)s of these %(count)s", self.needed) % words

    @property
    def rule(self):
        """What the set asks for, where the heading does not say it: “2 of these 4 are needed”."""
        if not (self.heading and self.is_choice):
            return ""
        words = {"needed": self.needed, "count": len(self.keys)}
        return (
            ngettext("One of these %(count)s is needed", "%(needed)s of these %(count)s are needed", self.needed)
            % words
        )

    def finished_on(self, done):
        """The day on which enough steps were done (``done`` maps keys to dates); None where they are not."""
        days = sorted(done[key] for key in self.keys if key in done)
        return days[self.needed - 1] if len(days) >= self.needed else None


@dataclass(frozen=True)
class PathLine(outline.Line):
    """A published path: its sets in order, and by key of a locked step or lesson the keys of the steps that open it."""

    sets: tuple[StepSet, ...] = ()
    locks: Mapping = field(default_factory=dict, hash=False)

    @property
    def step_keys(self):
        """The keys of all steps in order."""
        return tuple(key for each in self.sets for key in each.keys)

    def finished_on(self, done) -> dt.date | None:
        """The day on which the last set was finished (``done`` maps keys to dates); None before, and for no steps."""
        days = [each.finished_on(done) for each in self.sets]
        return max(days) if days and None not in days else None


def lines(keys=None):
    """Published paths in the reader's language, by key, all or those asked for; two queries.

    Which steps, sets and locks a path has is said by the page in the default language, so that both languages are one
    path; headings are read in the reader's language. What is not published is asked of nobody, and opens at once what
    would wait for it.
    """
    rows = _rows(keys)
    rows.sort(key=lambda row: row.locale__language_code != settings.LANGUAGE_CODE)
    spoken = {key: row[:5] for key, row in outline.in_best_language(rows).items()}
    ruling, by_page = {}, defaultdict(list)
    for row in rows:
        ruling.setdefault(row.translation_key, row.pk)
        by_page[row.pk].append(row)
    locks = _locks_of(ruling.values())
    found = {}
    for key, pk in ruling.items():
        headings = {row.steps__activity__translation_key: row.steps__heading for row in by_page[spoken[key][4]]}
        sets = tuple(_sets(by_page[pk], headings))
        steps = {step for each in sets for step in each.keys}
        found[key] = PathLine(*spoken[key][:4], sets=sets, locks=_live(locks[pk], steps))
    return found


def _rows(keys):
    """One row for each step of each published path, in order; a path without steps has one row without a step."""
    steps = Page.objects.live().filter(translation_key=OuterRef("steps__activity__translation_key"))
    pages = queries.page_model("LearningPath").objects.live().order_by("path", "steps__sort_order", "steps__pk")
    if keys is not None:
        pages = pages.filter(translation_key__in=set(keys))
    return list(pages.annotate(published=Exists(steps)).values_list(*COLUMNS, named=True))


def _locks_of(path_ids):
    rows = queries.page_model("PathLock").objects.filter(path__in=list(path_ids)).order_by("sort_order", "pk")
    found = defaultdict(lambda: defaultdict(list))
    for path, locked, after in rows.values_list("path", "locked__translation_key", "opens_after__translation_key"):
        found[path][locked].append(after)
    return found


def _live(locks, steps):
    """The locks that wait for a step the path still has."""
    kept = {locked: tuple(key for key in after if key in steps) for locked, after in locks.items()}
    return {locked: after for locked, after in kept.items() if after}


def _sets(rows, headings):
    """The sets that ``rows`` of steps make up; a step that is not published counts for nothing."""
    parts, seen = [], set()
    for row in rows:
        if row.steps__begins or not parts:
            parts.append((row, []))
        key = row.steps__activity__translation_key
        if row.published and key not in seen:
            seen.add(key)
            parts[-1][1].append(key)
    for first, keys in parts:
        if keys:
            heading = headings.get(first.steps__activity__translation_key) or first.steps__heading or ""
            yield StepSet(tuple(keys), _needed(first, len(keys)), heading)


def _needed(first, count):
    if first.steps__begins == SetRule.ANY:
        return 1
    if first.steps__begins == SetRule.SOME:
        return max(1, min(first.steps__needed or 1, count))
    return count


def listed(titles):
    """Titles as people list them: “A”, “A” and “B”."""
    quoted = [_("“%(title)s”") % {"title": title} for title in titles]
    if len(quoted) == 1:
        return quoted[0]
    return _("%(first)s and %(last)s") % {"first": ", ".join(quoted[:-1]), "last": quoted[-1]}
