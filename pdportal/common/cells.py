"""What the cells of an uploaded table may say: words, dates and numbers, or a sentence about why not."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pdportal.common.dates import in_words
from pdportal.common.exports import RISKY
from pdportal.common.imports import BadCell

SHOWN = 30  # characters of a bad cell that are repeated in the sentence about it
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")
MONTH_FIRST, DAY_FIRST = "mdy", "dmy"


def words(most):
    """A parser for plain text of at most ``most`` characters that starts no formula.

    The apostrophe with which our own exports make a formula harmless is taken off again.
    """

    def parse(text):
        if len(text) > most:
            raise BadCell(
                _("%(length)d characters are too many; at most %(most)d.") % {"length": len(text), "most": most}
            )
        if any(unicodedata.category(letter) == "Cc" for letter in text):
            raise BadCell(_("There is a line break or another control character in this cell."))
        if text.startswith(RISKY):
            raise BadCell(
                _("“%(text)s” starts like a formula. If it is meant as text, put an apostrophe before it.")
                % {"text": short(text)}
            )
        return text[1:] if text.startswith("'") and text[1:].startswith(RISKY) else text

    return parse


def day(order=""):
    """A parser for dates: 2026-03-14 always; 3/14/2026 where only one reading makes a date, or as ``order`` says."""

    def parse(text):
        iso, slashed = ISO.fullmatch(text), SLASHED.fullmatch(text)
        if iso:
            found = _dates(iso[1], [(iso[2], iso[3])])
        elif slashed:
            readings = {MONTH_FIRST: (slashed[1], slashed[2]), DAY_FIRST: (slashed[2], slashed[1])}
            found = _dates(slashed[3], [readings[order]] if order in readings else readings.values())
        else:
            found = set()
        if len(found) > 1:
            one, other = (in_words(date) for date in sorted(found))
            raise BadCell(
                _("“%(text)s” may be %(one)s or %(other)s. Write it like 2026-03-14.")
                % {"text": short(text), "one": one, "other": other}
            )
        if not found:
            raise BadCell(_("“%(text)s” is not a date. Write it like 2026-03-14.") % {"text": short(text)})
        return found.pop()

    return parse


def number(text):
    """A number below 10,000 with at most two decimals, after a point or a comma: 1.25 or 1,25."""
    if not NUMBER.fullmatch(text):
        raise BadCell(_("“%(text)s” is not a number like 1.25.") % {"text": short(text)})
    return Decimal(text.replace(",", "."))


def choice(choices):
    """A parser for one of ``choices`` (a TextChoices): its value, or its words in the reader's language."""

    @cache
    def known(language):  # once a table, not once a cell: words are looked up in the catalogue
        return {name.casefold(): each for each in choices for name in (each.value, str(each.label))}

    def parse(text):
        found = known(get_language()).get(text.casefold())
        if found is None:
            names = ", ".join(str(each.label) for each in choices)
            raise BadCell(_("“%(text)s” is none of: %(names)s.") % {"text": short(text), "names": names})
        return found

    return parse


def short(text):
    """``text`` as a sentence about it may repeat it."""
    plain = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text[: SHOWN + 1])
    return plain if len(text) <= SHOWN else f"{plain[:SHOWN]}…"


def _dates(year, readings):
    found = set()
    for month, day_of_month in readings:
        try:
            found.add(dt.date(int(year), int(month), int(day_of_month)))
        except ValueError:
            continue
    return found
