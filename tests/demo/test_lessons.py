"""The demo's lessons are what the outline says: their types, their length, their sources, their local decisions."""

import html
import re

import pytest

from pdportal.demo import reading

LANGUAGES = ("en", "es")
LESSONS = {language: reading.documents("lessons", language) for language in LANGUAGES}
# Types the outline names: R read, V video, S scenario, Q quiz, A acknowledge, P practice, L live, W written reflection.
OUTLINE = {
    "o0": ["R", "W", "P", "L"],
    "o1": ["R", "RA", "VSQ", "RS", "SQ", "S"],
    "o2": ["RS", "R", "VP", "P", "RP", "P"],
    "o3": ["RL", "RQ", "S", "P", "R"],
    "o4": ["RV", "PW", "RS", "V", "R", "PW"],
    "o5": ["L", "P", "R", "RS", "S"],
    "o6": ["R", "PW", "P", "P"],
    "o7": ["W", "R", "L", "W"],
    "a1": ["S", "R"],
    "a2": ["A", "S"],
    "a3": ["R", "Q"],
    "a4": ["R", "R"],
    "a5": ["S", "R"],
}
OUTLINED = {
    f"{module}-{number}": set(types)
    for module, lessons in OUTLINE.items()
    for number, types in enumerate(lessons, start=1)
}
# A live meeting is a practice step: whoever was met, or the mentor, signs it off.
BLOCKS = {
    "V": "video", "S": "scenario", "Q": "quiz", "A": "acknowledgement", "P": "practice", "L": "practice",
    "W": "reflection",
}  # fmt: skip
PROSE = ("text", "callout", "table", "accordion")
LONGEST = {"en": 500, "es": 600}  # Spanish says the same in more words
LINK = re.compile(r"https?://[^\s\"<)]+")


def words_in(value):
    """How many words of a raw block a reader reads."""
    if isinstance(value, dict):
        return sum(
            words_in(part) for key, part in value.items() if key not in {"id", "type", "tone", "table_header_choice"}
        )
    if isinstance(value, list):
        return sum(words_in(part) for part in value)
    return len(re.sub(r"<[^>]*>", " ", html.unescape(value)).split()) if isinstance(value, str) else 0


def module_words(block, language):
    """How many words stand on the page of a module, which is a lesson in itself."""
    page = reading.CONTENT / "scorm" / block["value"]["package"] / f"{language}.html"
    return words_in(page.read_text())


def of_types(document, *types):
    return [block for block in document.blocks if block["type"] in types]


def test_the_outline_names_forty_lessons_and_the_annual_ten():
    assert (len(OUTLINED), set(OUTLINED) - set(LESSONS["en"])) == (50, set())


@pytest.mark.parametrize("key", OUTLINED)
def test_a_lesson_has_the_types_the_outline_names(key):
    assert OUTLINED[key] - set(LESSONS["en"][key].facts["types"]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_type_has_its_block_and_every_block_its_type(language):
    for key, document in LESSONS[language].items():
        named = {BLOCKS[letter] for letter in document.facts["types"] if letter in BLOCKS}
        assert (key, {block["type"] for block in of_types(document, *BLOCKS.values())}) == (key, named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lessons_have_the_length_of_a_lesson(language):
    for key, document in LESSONS[language].items():
        words = sum(words_in(block["value"]) for block in of_types(document, *PROSE))
        modules = [module_words(block, language) for block in of_types(document, "scorm")]
        least, most = (150, 900) if modules else (250, LONGEST[language])
        assert least <= words + sum(modules) <= most, (key, words)


def test_every_lesson_of_the_outline_says_what_its_district_decides():
    silent = [
        key
        for key in OUTLINED
        if not any(block["value"]["tone"] == "local" for block in of_types(LESSONS["en"][key], "callout"))
    ]
    assert silent == []


def test_both_languages_name_the_same_sources():
    for key in OUTLINED:
        english, spanish = (set(LINK.findall(str(of_types(LESSONS[code][key], *PROSE)))) for code in LANGUAGES)
        assert (key, english) == (key, spanish)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lesson_is_tagged_with_duties_and_standards(language):
    assert [key for key, found in LESSONS[language].items() if not found.facts["duties"]] == []
    assert [key for key, found in LESSONS[language].items() if not found.facts["standards"]] == []
