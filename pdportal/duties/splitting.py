"""Finds the duty lines in the text of a job description. Pure: no database, no clock.

Every word of the text is in exactly one Piece, so that nothing is lost where a guess is wrong: people correct it.
"""

import re
import unicodedata
from dataclasses import dataclass

HEADING, POINT, OTHER = "heading", "point", "other"
BULLETS = "•●▪■◦○‣⁃∙·➢➤❖✓✔□"
# A bullet, a dash, an asterisk, or a number or letter with a dot or brackets: “12.”, “3)”, “(b)”, “1.2.”, “a.”.
MARKER = re.compile(
    rf"^(?:[{BULLETS}]\s*|(?:[-–—*+]|\d{{1,3}}(?:\.\d{{1,3}})*[.)]|\(\d{{1,3}}\)|[A-Za-z][.)]|\([A-Za-z]\))(?:\s+|$))"
)
RULE = re.compile(r"^[-–—_=*.\s]{3,}$")
STRONG = re.compile(r"^(?:#{1,6}\s+(?P<hash>.+?)\s*#*|\*\*(?P<stars>[^*]+)\*\*:?|__(?P<bars>[^_]+)__:?)$")
SENTENCE_ENDS = (".", ";", "!", "?")
# A line that ends so goes on in the next one, even where that begins with a capital letter.
GOES_ON = re.compile(
    r"(?:,|-|\b(?:and|or|of|the|a|an|to|for|in|on|with|by|from|as|at|their|its|y|o|e|u|de|del|la|el|los|las|un|una|"
    r"para|por|con|en|que|su|sus|al|como))$",
    re.IGNORECASE,
)
MOST_HEADING_WORDS = 9
LONGEST_HEADING = 200
# Under headings with these words stand conditions of the job, not duties.
CONDITIONS = re.compile(
    r"\b(?:qualif|prerequisit|education level|certification|experience|requirement|knowledge|skills|terms of|physical|"
    r"demands|supervised by|reports to|evaluated by|collaboration with|salary|resources:|requisito|experiencia|"
    r"conocimiento|habilidad|formaci|condicion|depende de|supervisado|titulaci|evaluado)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Piece:
    """Some words of the text: a heading, a marked point of a list, or other text."""

    kind: str
    words: str


@dataclass(frozen=True)
class Found:
    """A line that may be a duty, the heading it stands under, and whether it looks like a duty."""

    heading: str
    text: str
    is_likely: bool


def tidy(text):
    """``text`` with plain line ends and spaces, and without characters that cannot be seen."""
    text = re.sub(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    text = text.replace("\uf0b7", "•").replace("\uf0a7", "•").replace("\u00ad", "")
    kept = (letter for letter in text if letter in "\n\t" or unicodedata.category(letter)[0] != "C")
    return "\n".join(" ".join(line.split()) for line in "".join(kept).split("\n"))


def split(text):
    """The Pieces of ``text`` in order; wrapped lines are put together again."""
    lines = [line for line in tidy(text).split("\n") if not RULE.match(line) or not line]
    is_list = any(MARKER.match(line) for line in lines)
    pieces, gap, is_marked = [], True, False
    for place, line in enumerate(lines):
        if not line:
            gap = True
            continue
        before = pieces[-1] if pieces and pieces[-1].kind != HEADING else None
        kind, words = _kind_of(line, is_list, _next_of(lines, place))
        if is_marked and kind == OTHER:
            kind = POINT
        is_marked = not words  # a marker on a line of its own belongs to the next line
        if before and kind != POINT and _continues(before.words, words, kind, gap):
            pieces[-1] = Piece(before.kind, f"{before.words} {words}")
        elif words:
            pieces.append(Piece(kind, words))
        gap = False
    return pieces


def duties_in(text):
    """The Found lines of ``text``: points of lists that do not stand under a condition of the job are likely duties.

    A text without a single marker is taken line by line.
    """
    pieces = split(text)
    wanted = POINT if any(piece.kind == POINT for piece in pieces) else OTHER
    found, heading = [], ""
    for piece in pieces:
        if piece.kind == HEADING:
            heading = piece.words.strip("*_: ")[:LONGEST_HEADING]
        else:
            is_likely = piece.kind == wanted and not CONDITIONS.search(heading)
            found.append(Found(heading, piece.words, is_likely))
    return found


def _kind_of(line, is_list, following):
    """The kind of one line, and its words without marker."""
    strong = STRONG.match(line)
    if strong:
        return HEADING, next(filter(None, strong.groups()))
    marker = MARKER.match(line)
    if marker:
        return POINT, line[marker.end() :]
    if _looks_like_heading(line, is_list, following):
        return HEADING, line
    return OTHER, line


def _looks_like_heading(line, is_list, following):
    """True for a short line that begins with a capital letter, ends no sentence, and has something beneath it."""
    if line.endswith(":"):
        return len(line.split()) <= MOST_HEADING_WORDS + 5
    is_short = (
        len(line.split()) <= MOST_HEADING_WORDS and line[0].isupper() and not line.endswith((*SENTENCE_ENDS, ","))
    )
    return bool(is_list and is_short and following and MARKER.match(following))


def _continues(before, words, kind, gap):
    """True where ``words`` go on with the sentence ``before``."""
    if GOES_ON.search(before):
        return not gap or words[:1].islower()
    if kind == HEADING:
        return False
    return words[:1].islower() if gap else words[:1].islower() or not before.endswith((*SENTENCE_ENDS, ":"))


def _next_of(lines, place):
    """The next line with words; empty at the end."""
    return next(filter(None, lines[place + 1 :]), "")
