"""Bars as an SVG draws them: whole numbers only, which read the same in every language."""

from dataclasses import dataclass

WIDTH = 640
ROW = 56
BAR_TOP, BAR_HEIGHT, TEXT_BASE = 30, 14, 20


@dataclass(frozen=True)
class Part:
    """A piece of a bar, in one of the chart's colours."""

    kind: str
    x: int
    width: int


@dataclass(frozen=True)
class Bar:
    """One line of a chart: its words, and the parts of the bar below them."""

    words: str
    base: int
    top: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Chart:
    """A chart with its title and the sentence that says what it shows."""

    title: str
    finding: str
    bars: tuple[Bar, ...]

    @property
    def height(self):
        """The height of the whole picture."""
        return ROW * len(self.bars)


def stacked(title, finding, rows):
    """The Chart of ``rows``: ``(words, [(kind, number)])``; the longest bar takes the whole width."""
    longest = max((sum(number for _kind, number in parts) for _words, parts in rows), default=0) or 1
    return Chart(title, finding, tuple(_bar(place, *row, longest) for place, row in enumerate(rows)))


def _bar(place, words, parts, longest):
    found, before = [], 0
    for kind, number in parts:
        start, before = round(WIDTH * before / longest), before + number
        end = round(WIDTH * before / longest)
        if end > start:
            found.append(Part(kind, start, end - start))
    return Bar(words, place * ROW + TEXT_BASE, place * ROW + BAR_TOP, tuple(found))
