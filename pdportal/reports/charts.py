"""Bars as an SVG draws them, each below its own words: whole numbers only, the same in every language."""

from dataclasses import dataclass

WIDTH = 640


@dataclass(frozen=True)
class Part:
    """A piece of a bar, in one of the chart's colours."""

    kind: str
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    """One line of a chart: the words above the bar, which say what it shows, and its parts."""

    words: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Chart:
    """A chart with its title and the sentence that says what it shows."""

    title: str
    finding: str
    bars: tuple[Bar, ...]


def stacked(title, finding, rows):
    """The Chart of ``rows``: ``(words, [(kind, number)])``; the longest bar takes the whole width."""
    longest = max((sum(number for _kind, number in parts) for _words, parts in rows), default=0) or 1
    return Chart(title, finding, tuple(_bar(words, parts, longest) for words, parts in rows))


def _bar(words, parts, longest):
    found, before = [], 0
    for kind, number in parts:
        start, before = round(WIDTH * before / longest), before + number
        end = round(WIDTH * before / longest)
        if end > start:
            found.append(Part(kind, start, end - start))
    return Bar(words, tuple(found))
