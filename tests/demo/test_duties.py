"""The demo's job descriptions and the labels of its lessons: same in both languages, linked, with honest gaps."""

import re
from itertools import pairwise

import frontmatter
import pytest

from pdportal.demo import reading
from pdportal.duties.comparing import compare
from pdportal.duties.splitting import duties_in

FILES = sorted(path.stem for path in (reading.CONTENT / "en" / "duties").glob("*.md"))
LESSONS = reading.documents("lessons", "en")
FOUNDATIONS, DOMAINS = "Inquire|Include|Collaborate|Curate|Explore|Engage", "Think|Create|Share|Grow"
LABEL = re.compile(
    rf"AASL ({FOUNDATIONS})/({DOMAINS})|ISTE (Learner|Leader|Citizen|Collaborator|Designer|Facilitator|Analyst)"
)


def description(key, language="en"):
    return frontmatter.load(reading.CONTENT / language / "duties" / f"{key}.md")


def linked():
    """(number of the description, kind and key of what is linked), over all versions."""
    files = [description(key) for key in FILES]
    return {(file["description"], name) for file in files for names in file["links"].values() for name in names}


@pytest.mark.parametrize("key", FILES)
def test_both_languages_say_the_same_duties(key):
    english, spanish = description(key), description(key, "es")
    found, other = duties_in(english.content), duties_in(spanish.content)
    assert [english[name] for name in ("key", "description", "version")] == [
        spanish[name] for name in ("key", "description", "version")
    ]
    assert f"{english['description']}-{english['version']}" == key
    assert all(line.is_likely and line.heading and len(line.text) < 160 for line in [*found, *other])
    assert len({line.text for line in found}) == len(found) == len(other) >= 15
    assert [bool(line.heading != before.heading) for before, line in pairwise(found)] == [
        bool(line.heading != before.heading) for before, line in pairwise(other)
    ]


def test_there_are_four_job_descriptions_and_one_is_revised():
    assert FILES == ["000-1", "001-1", "001-2", "002-1", "003-1"]
    before, after = ([line.text for line in duties_in(description(key).content)] for key in ("001-1", "001-2"))
    assert compare(before, after).counts == {"same": 31, "reworded": 3, "new": 2, "dropped": 1}


def test_links_lead_to_something_and_leave_honest_gaps():
    assert [
        name for _number, name in linked() if name.split("/")[1] not in reading.documents(name.split("/")[0], "en")
    ] == []
    for key in FILES:
        numbers = set(description(key)["links"])
        every = set(range(1, len(duties_in(description(key).content)) + 1))
        assert (key, numbers <= every, 2 <= len(every - numbers) <= 6) == (key, True, True)
    without = {key for key in LESSONS if key not in {name.split("/")[1] for _number, name in linked()}}
    assert {"o7-4", "o0-2"} <= without
    assert len(without) <= 8


def test_lessons_name_the_job_descriptions_they_are_linked_in():
    strays = [
        (name, number)
        for number, name in sorted(linked())
        if name.startswith("lessons/") and number not in LESSONS[name[8:]].facts["duties"]
    ]
    assert strays == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_lesson_carries_duties_and_labels_of_standards(language):
    numbers = {key[:3] for key in FILES}
    for key, document in reading.documents("lessons", language).items():
        duties, standards = document.facts["duties"], document.facts["standards"]
        assert (key, bool(duties), set(duties) - numbers) == (key, True, set())
        assert (key, bool(standards), [label for label in standards if not LABEL.fullmatch(label)]) == (key, True, [])
        assert (duties, standards) == (LESSONS[key].facts["duties"], LESSONS[key].facts["standards"])
