"""Compares two lists of duties: the same, reworded, new, dropped, with the words that changed. Pure."""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher

SAME, REWORDED, NEW, DROPPED = "same", "reworded", "new", "dropped"
WORD = re.compile(r"\S+")
ALIKE = 0.5  # below this, two lines are two duties


@dataclass(frozen=True)
class Piece:
    """Some words that stayed (“same”), came in (“added”) or went (“removed”)."""

    change: str
    words: str


@dataclass(frozen=True)
class Match:
    """How one line of the new text relates to the old: ``old`` is the place of the old line, None where it is new."""

    kind: str
    old: int | None = None
    pieces: tuple = field(default=())


@dataclass(frozen=True)
class Comparison:
    """A Match for each new line, in order, and the places of the old lines that nothing came of."""

    matches: tuple
    dropped: tuple

    @property
    def counts(self):
        """How many lines there are of each kind."""
        found = {kind: sum(match.kind == kind for match in self.matches) for kind in (SAME, REWORDED, NEW)}
        return found | {DROPPED: len(self.dropped)}


def compare(old, new, *, joined=None):
    """The Comparison of two lists of texts.

    ``joined`` says for some new lines which old one they are (None: none of them), whatever the words are; the others
    are joined to the old line with the same words, else to the one most like it.
    """
    joined = dict(joined or {})
    taken = {place for place in joined.values() if place is not None}
    for suggest in (_equal, _alike):
        left_old = [place for place in range(len(old)) if place not in taken]
        left_new = [place for place in range(len(new)) if place not in joined]
        found = suggest(old, new, left_old, left_new)
        joined |= found
        taken |= set(found.values())
    matches = tuple(_match(old, text, joined.get(place)) for place, text in enumerate(new))
    return Comparison(matches, tuple(place for place in range(len(old)) if place not in taken))


def words_between(before, after):
    """The Pieces from one wording to another, word by word."""
    matcher = SequenceMatcher(a=WORD.findall(before), b=WORD.findall(after), autojunk=False)
    pieces = []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", " ".join(matcher.b[new_from:new_to])))
            continue
        if old_to > old_from:
            pieces.append(Piece("removed", " ".join(matcher.a[old_from:old_to])))
        if new_to > new_from:
            pieces.append(Piece("added", " ".join(matcher.b[new_from:new_to])))
    return tuple(pieces)


def _match(old, text, place):
    if place is None:
        return Match(NEW)
    if _plain(old[place]) == _plain(text):
        return Match(SAME, place)
    return Match(REWORDED, place, words_between(old[place], text))


def _equal(old, new, left_old, left_new):
    """New place → old place, for lines with the same words; the first ones first."""
    free = {}
    for place in left_old:
        free.setdefault(_plain(old[place]), []).append(place)
    return {place: free[_plain(new[place])].pop(0) for place in left_new if free.get(_plain(new[place]))}


def _alike(old, new, left_old, left_new):
    """New place → old place, for the pairs most alike; each line is in one pair at most."""
    words = {place: _plain(old[place]).split() for place in left_old}
    pairs = []
    for there in left_new:
        matcher = SequenceMatcher(b=_plain(new[there]).split(), autojunk=False)
        for here in left_old:
            matcher.set_seq1(words[here])
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
                pairs.append((-matcher.ratio(), there, here))
    found, used = {}, set()
    for _ratio, there, here in sorted(pairs):
        if there not in found and here not in used:
            found[there] = here
            used.add(here)
    return found


def _plain(text):
    """The words without regard to case, straight or curly quotation marks, and marks at the end."""
    text = text.translate(str.maketrans("’‘“”–—", "''\"\"--"))
    return " ".join(text.split()).casefold().rstrip(".;, ")
