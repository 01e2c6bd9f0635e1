"""The demo's job descriptions: four of them in both languages, one of them revised, linked to lessons and events."""

import datetime as dt

import frontmatter

from pdportal.demo import reading
from pdportal.demo.moments import before
from pdportal.duties import linking, versions
from pdportal.duties.comparing import compare
from pdportal.duties.records import JobDescription
from pdportal.duties.splitting import duties_in
from pdportal.transcripts.choices import ActivityKind
from pdportal.transcripts.records import Completion

DAYS_BEFORE = 14  # a version is published so many days before it is in force


def describe(pages, *, by, today):
    """Publish every version of every job description, oldest first, and link its duties."""
    for path in sorted((reading.CONTENT / "en" / "duties").glob("*.md")):
        english = frontmatter.load(path)
        spanish = frontmatter.load(reading.CONTENT / "es" / "duties" / path.name)
        _publish(english, spanish, pages, by, today)


def count_outside(district):
    """Let the outside learning of the new librarian, a course on cataloging, speak to her duty about the order."""
    person = district.accounts["newlibrarian"]
    line = Completion.objects.standing().filter(learner=person, activity_kind=ActivityKind.OUTSIDE).first()
    description = JobDescription.objects.get(number="001")
    duty = next(each.duty for each in versions.latest_lines(description) if "order" in each.text_en)
    linking.count(duty, line, by=person)


def _publish(english, spanish, pages, by, today):
    description, _made = JobDescription.objects.get_or_create(
        number=english["description"],
        defaults={
            "title_en": english["title"],
            "title_es": spanish["title"],
            "roles": english["roles"],
            "levels": english["levels"],
        },
    )
    effective_on = today + dt.timedelta(days=english["effective_on_offset_days"])
    at = before(today, DAYS_BEFORE - english["effective_on_offset_days"])
    version = versions.publish(
        description, _wordings(description, english, spanish), effective_on=effective_on, by=by,
        source_text=english.content, at=at,
    )  # fmt: skip
    lines = {line.number: line for line in version.lines.select_related("duty")}
    for number, names in english["links"].items():
        for name in names:
            linking.link(lines[number].duty, pages[tuple(name.split("/"))], by=by, at=at)


def _wordings(description, english, spanish):
    """The lines of both languages side by side, each joined to the duty of the version before that it is most like."""
    found = list(zip(duties_in(english.content), duties_in(spanish.content), strict=True))
    before_them = [line for line in versions.latest_lines(description) if line.version.number == english["version"] - 1]
    matches = compare([line.text_en for line in before_them], [one.text for one, _other in found]).matches
    return [
        versions.Wording(
            one.text, other.text, one.heading, other.heading,
            duty_id=None if match.old is None else before_them[match.old].duty_id,
        )
        for (one, other), match in zip(found, matches, strict=True)
    ]  # fmt: skip
