"""The lines of a text beside the duties there were, as the coordinator looks at them before publishing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from pdportal.duties.comparing import Comparison, compare
from pdportal.duties.errors import TooManyDuties
from pdportal.duties.forms import MOST_ROWS, LineFormSet
from pdportal.duties.records import DutyLine
from pdportal.duties.splitting import duties_in
from pdportal.duties.versions import MOST_DUTIES, latest_lines

LONGEST_CHOICE = 90


@dataclass(frozen=True)
class Earlier:
    """The duties a description has had: ``lines`` holds the newest wording of each, those of now first."""

    lines: list[DutyLine]
    number: int
    language: str

    @property
    def current(self):
        """The lines of the latest version."""
        return [line for line in self.lines if line.version.number == self.number]

    def texts(self, lines):
        """The words of ``lines`` in the language of the new text."""
        return [self.text(line) for line in lines]

    def text(self, line):
        """The words of one line in the language of the new text, else in the other."""
        return (line.text_es or line.text_en) if self.language == "es" else (line.text_en or line.text_es)

    @property
    def choices(self):
        """The duties to choose from; those no longer in the description say so."""
        current = [(str(line.duty_id), self._label(line)) for line in self.current]
        gone = [(str(line.duty_id), self._label(line)) for line in self.lines[len(current) :]]
        return [*current, (_("No longer in the description"), gone)] if gone else current

    def _label(self, line):
        text = self.text(line)
        return f"{line.number}. {text[:LONGEST_CHOICE]}{'…' if len(text) > LONGEST_CHOICE else ''}"


@dataclass(frozen=True)
class Review:
    """The form of the lines, what each one comes to, and which duties would be dropped."""

    formset: LineFormSet
    matches: list
    dropped: list
    counts: dict

    @property
    def rows(self):
        """(form of a line, its Match or None where it is not kept)."""
        return list(zip(self.formset, self.matches, strict=True))


def earlier_of(description, language):
    """The Earlier of a description; two queries."""
    lines = latest_lines(description)
    return Earlier(lines, max((line.version.number for line in lines), default=0), language)


def review_text(text, earlier):
    """The Review of a text as it was found, every likely duty joined to the one it is most like.

    Raises TooManyDuties for more lines than one page can hold.
    """
    found = duties_in(text)
    if len(found) > MOST_ROWS:
        found = [line for line in found if line.is_likely]
    if sum(line.is_likely for line in found) > MOST_DUTIES:
        words = {"found": len(found), "most": MOST_DUTIES}
        raise TooManyDuties(_("There are %(found)d lines in it that look like duties; at most %(most)d fit.") % words)
    likely = [line for line in found if line.is_likely]
    comparison = compare(earlier.texts(earlier.current), [line.text for line in likely])
    matches = iter(comparison.matches)
    placed = [next(matches) if line.is_likely else None for line in found]
    initial = [_initial(line, match, earlier) for line, match in zip(found, placed, strict=True)]
    formset = LineFormSet(initial=initial, form_kwargs={"duties": earlier.choices})
    return Review(formset, [*placed, *[None] * formset.extra], _dropped(comparison, earlier), comparison.counts)


def review_posted(data, earlier):
    """The Review of lines as they were sent: each is the duty that was chosen for it."""
    formset = LineFormSet(data, form_kwargs={"duties": earlier.choices})
    formset.is_valid()
    places = {str(line.duty_id): place for place, line in enumerate(earlier.lines)}
    matches = [_posted(form, places, earlier) for form in formset]
    taken = {match.old for match in matches if match}
    dropped = tuple(place for place in range(len(earlier.current)) if place not in taken)
    comparison = Comparison(tuple(filter(None, matches)), dropped)
    return Review(formset, matches, _dropped(comparison, earlier), comparison.counts)


def changes_between(before, lines, language):
    """(lines with their Matches, dropped lines, counts) from the DutyLines of a version to those of the next."""
    earlier = Earlier(list(before), before[0].version.number if before else 0, language)
    places = {line.duty_id: place for place, line in enumerate(earlier.lines)}
    texts = earlier.texts(earlier.lines)
    joined = {place: places.get(line.duty_id) for place, line in enumerate(lines)}
    comparison = compare(texts, earlier.texts(lines), joined=joined)
    return list(zip(lines, comparison.matches, strict=True)), _dropped(comparison, earlier), comparison.counts


def _initial(line, match, earlier):
    initial = {"keep": line.is_likely, "heading": line.heading, "text": line.text}
    if match is None or match.old is None:
        return initial
    old = earlier.lines[match.old]
    other = "en" if earlier.language == "es" else "es"
    return initial | {
        "duty": str(old.duty_id),
        "other_heading": getattr(old, f"heading_{other}"),
        "other_text": getattr(old, f"text_{other}"),
    }


def _posted(form, places, earlier):
    fields = getattr(form, "cleaned_data", {})
    if not fields.get("keep"):
        return None
    joined = {0: places.get(fields.get("duty", ""))}
    return compare(earlier.texts(earlier.lines), [fields.get("text", "")], joined=joined).matches[0]


def _dropped(comparison, earlier):
    return [earlier.lines[place] for place in comparison.dropped]
