"""What changed between two texts of a policy: line by line, then word by word. Pure: no database, no clock.

A text is a list of ``[kind, words]``: ``"h"`` for a heading, ``"p"`` for a paragraph, a point of a list, a table row.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest

from bs4 import BeautifulSoup
from django.utils.html import strip_tags

LINE_TAGS = ["h2", "h3", "h4", "p", "li"]
WORD = re.compile(r"\S+\s*")
ALIKE = 0.4  # below this, two lines are one taken out and another put in


@dataclass(frozen=True)
class Piece:
    """Some words that stayed (“same”), came in (“added”) or went (“removed”)."""

    change: str
    words: str


@dataclass(frozen=True)
class Change:
    """One line that changed, and the heading it stands under."""

    section: str
    change: str
    pieces: tuple[Piece, ...]


def lines_of(page):
    """The text of a policy page."""
    lines = [["p", page.summary]] if page.summary else []
    for block in page.body:
        lines += _lines_of_block(block)
    return lines


def compare(old, new):
    """The Changes from the text ``old`` to the text ``new``, in order; empty where they say the same."""
    changes, old, new = [], [tuple(line) for line in old], [tuple(line) for line in new]
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            continue
        for before, after in zip_longest(old[old_from:old_to], new[new_from:new_to]):
            section = _section(new, new_from)
            changes += [Change(section, change, pieces) for change, pieces in _line(before, after)]
    return changes


def _lines_of_block(block):
    """``[kind, words]`` of one block of the stream."""
    if block.block_type == "text":
        return _lines_of_html(block.value.source)
    if block.block_type == "callout":
        return _lines_of_html(block.value["text"].source)
    if block.block_type == "table":
        rows = block.value["data"] if block.value else []
        return [["p", " | ".join(str(cell or "") for cell in row)] for row in rows]
    words = (" ".join(strip_tags(text).split()) for text in block.block.get_searchable_content(block.value))
    return [["p", text] for text in words if text]


def _lines_of_html(html):
    found = []
    for tag in BeautifulSoup(html, "html.parser").find_all(LINE_TAGS):
        for inner in tag.find_all(["ul", "ol", *LINE_TAGS]):
            inner.extract()
        words = " ".join(tag.get_text().split())
        if words:
            found.append(["h" if tag.name[0] == "h" else "p", words])
    return found


def _section(lines, place):
    """The nearest heading at or above a place in the text."""
    return next((words for kind, words in reversed(lines[:place]) if kind == "h"), "")


def _line(before, after):
    """The change of one line, as one Change or as one removed and one added."""
    if before is None:
        return [("added", (Piece("added", after[1]),))]
    if after is None:
        return [("removed", (Piece("removed", before[1]),))]
    matcher = SequenceMatcher(a=WORD.findall(before[1]), b=WORD.findall(after[1]), autojunk=False)
    if matcher.ratio() < ALIKE:
        return [*_line(before, None), *_line(None, after)]
    return [("changed", tuple(_pieces(matcher)))]


def _pieces(matcher):
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(matcher.b[new_from:new_to]))
            continue
        if old_to > old_from:
            yield Piece("removed", "".join(matcher.a[old_from:old_to]))
        if new_to > new_from:
            yield Piece("added", "".join(matcher.b[new_from:new_to]))
