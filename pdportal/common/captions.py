"""Reads captions (WebVTT) strictly enough to say in which line something is wrong."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"\s*{TIME}\s+-->\s+{TIME}(?:\s.*)?")
ASIDES = ("NOTE", "STYLE", "REGION")


@dataclass(frozen=True)
class Cue:
    """One caption: from when to when, in seconds, and its words."""

    start: float
    end: float
    text: str


def read(data):
    """The Cues of the WebVTT file ``data`` (bytes); raises ValidationError naming the line that cannot be read."""
    lines = _lines(data)
    if not re.fullmatch(r"WEBVTT([ \t].*)?", lines[0]):
        _refuse(1, _("a captions file begins with the word WEBVTT"))
    cues, number = [], 1
    while number < len(lines):
        if not lines[number].strip():
            number += 1
            continue
        end = next((place for place in range(number, len(lines)) if not lines[place].strip()), len(lines))
        if not lines[number].startswith(ASIDES):
            cues.append(_cue(lines, number, end, after=cues[-1].start if cues else 0))
        number = end
    if not cues:
        _refuse(len(lines), _("there is no caption in the file"))
    return cues


def _lines(data):
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        _refuse(data[: trouble.start].count(b"\n") + 1, _("the file is not saved as UTF-8"))
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _cue(lines, first, end, *, after):
    """The cue in ``lines[first:end]``; its first line may be a name."""
    place = first if "-->" in lines[first] else first + 1
    found = TIMING.fullmatch(lines[place]) if place < end else None
    if found is None:
        _refuse(min(place, end - 1) + 1, _("expected times like 00:01.000 --> 00:04.000"))
    start, stop = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
    if stop <= start:
        _refuse(place + 1, _("the caption ends before it begins"))
    if start < after:
        _refuse(place + 1, _("the caption begins before the one above it"))
    if place + 1 == end:
        _refuse(place + 1, _("the caption has no words"))
    return Cue(start, stop, "\n".join(lines[place + 1 : end]))


def _seconds(parts):
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _refuse(line, reason):
    raise ValidationError(_("Line %(line)s: %(reason)s.") % {"line": line, "reason": reason})
