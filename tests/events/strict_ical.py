"""A small strict reader of RFC 5545 of our own, apart from the library that writes: it refuses what clients refuse."""

import datetime as dt
import re

NAME = re.compile(r"[A-Za-z0-9-]+")
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*)')
UTC = "%Y%m%dT%H%M%SZ"
TEXT_PROPERTIES = {"SUMMARY", "DESCRIPTION", "LOCATION", "NAME", "X-WR-CALNAME", "PRODID"}


class Malformed(AssertionError):
    """The text breaks a rule."""


def demand(condition, words):
    if not condition:
        raise Malformed(words)


def unfolded(data):
    """The content lines of ``data`` (bytes), after checking line ends, lengths and characters."""
    demand(not data.startswith(b"\xef\xbb\xbf"), "byte order mark")
    demand(data.endswith(b"\r\n"), "no line end after the last line")
    demand(b"\r" not in data.replace(b"\r\n", b"") and b"\n" not in data.replace(b"\r\n", b""), "bare CR or LF")
    lines = []
    for raw in data[:-2].split(b"\r\n"):
        demand(0 < len(raw) <= 75, f"{len(raw)} octets in {raw!r}")
        text = raw.decode("utf-8")  # a character cut in two fails here, line by line
        demand(not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", text), f"control character in {text!r}")
        if text[0] in " \t":
            demand(lines, "continuation of nothing")
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def parsed(line):
    """``(name, parameters, value)`` of a content line."""
    name = NAME.match(line)
    demand(name, f"no name in {line!r}")
    parameters, rest = {}, line[name.end() :]
    while found := PARAMETER.match(rest):
        parameters[found[1]], rest = found[2].strip('"'), rest[found.end() :]
    demand(rest.startswith(":"), f"no value in {line!r}")
    if name[0] in TEXT_PROPERTIES:
        demand(not re.search(r"(?<!\\)(?:\\\\)*[,;]", rest), f"unescaped , or ; in {line!r}")
    return name[0], parameters, rest[1:]


def plain(value):
    """A TEXT value without its escapes."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def read(data):
    """``(calendar, events)``: dicts of ``name: (parameters, value)``; events in the order in which they stand."""
    lines = [parsed(line) for line in unfolded(data)]
    demand(lines[0] == ("BEGIN", {}, "VCALENDAR") and lines[-1] == ("END", {}, "VCALENDAR"), "not one VCALENDAR")
    calendar, events, current = {}, [], None
    for name, parameters, value in lines[1:-1]:
        if (name, value) == ("BEGIN", "VEVENT"):
            demand(current is None, "nested VEVENT")
            events.append(current := {})
        elif (name, value) == ("END", "VEVENT"):
            current = None
        else:
            demand(name not in {"BEGIN", "END"}, f"unexpected {name}:{value}")
            demand(current is not None or not events, f"{name} of the calendar after its events")
            target = calendar if current is None else current
            demand(name not in target, f"{name} twice")
            target[name] = parameters, value
    return calendar, events


def moment(event, name):
    """A date-time in UTC; anything floating or zoned fails."""
    return dt.datetime.strptime(event[name][1], UTC).replace(tzinfo=dt.UTC)
