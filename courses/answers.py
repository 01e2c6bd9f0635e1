"""Makes what learners pick, write and type comparable: ids of list items, readable text, folded text, numbers. Pure."""

import re
import unicodedata
from decimal import Decimal

from django.utils.crypto import salted_hmac
from django.utils.formats import number_format
from django.utils.translation import get_language

from courses.errors import UnreadableText

LONGEST_NUMBER = 24
BESIDE_A_NUMBER = str.maketrans({"−": "-", "'": None, "’": None})
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*")


def items_of(owner_id, items):
    """``(id, value)`` of the children of a list block inside the block ``owner_id``.

    A page that was not written in the editor may have stored its lists without ids; then the id follows from the place,
    in a way that does not give the place away.
    """
    return [
        (item.original_id or salted_hmac("courses.items", f"{owner_id}:{place}").hexdigest()[:20], item.value)
        for place, item in enumerate(items.bound_blocks)
    ]


def folded(text):
    """``text`` without regard to case, accents and spaces: “Fair  Use” and “fairuse” are the same answer."""
    plain = unicodedata.normalize("NFKD", str(text).casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter) and not letter.isspace())


def readable(text):
    """``text`` itself; raises UnreadableText where it holds a null character or half a surrogate pair."""
    if "\x00" in text or any(0xD800 <= ord(letter) <= 0xDFFF for letter in text):
        raise UnreadableText
    return text


def number_in(text, *, unit=""):
    """The number somebody typed, as a Decimal, or None; its unit, currency signs and spaces may stand beside it.

    A comma is the decimal sign in Spanish and groups thousands in English, a point the other way round. Where only the
    other reading makes sense (“1.5” in Spanish), that one is taken.
    """
    text = "".join(letter for letter in text.translate(BESIDE_A_NUMBER) if not letter.isspace())
    for beside in (folded(unit), "$", "€", "£", "%"):
        text = text.casefold().removeprefix(beside).removesuffix(beside)
    if len(text) > LONGEST_NUMBER or not NUMBER.fullmatch(text):
        return None
    return _decimal(text, "," if (get_language() or "").startswith("es") else ".")


def number_text(number):
    """A Decimal in the active language, without idle zeros: 2450.5, 12,000 (2450,5 and 12 000 in Spanish).

    Four digits stay together, since they may be a year.
    """
    return number_format(f"{number.normalize():f}", force_grouping=abs(number) >= 10_000)


def _decimal(text, point):
    other = "." if point == "," else ","
    signs, groups = [letter for letter in text if letter in ".,"], re.split("[.,]", text)[1:]
    if len(signs) == 1 and (signs[0] == point or len(groups[0]) != 3):
        return Decimal(text.replace(signs[0], "."))
    if len(set(signs)) == 2:
        if signs.count(signs[-1]) > 1:
            return None
        point, other, groups = signs[-1], signs[0], groups[:-1]
    elif signs and signs[0] == point:
        point, other = other, point
    if any(len(group) != 3 for group in groups):
        return None
    return Decimal(text.replace(other, "").replace(point, "."))
