"""The demo's files follow docs/content_format.md, the same in both languages."""

import pytest

from pdportal.demo import reading

KINDS = ["lessons", "courses", "banks", "policies", "events", "pages", "paths", "programmes", "resources"]
LESSONS = reading.documents("lessons", "en")
QUIZZES = [
    (key, language, block["value"])
    for language in ("en", "es")
    for key, document in reading.documents("lessons", language).items()
    for block in document.blocks
    if block["type"] == "quiz"
]


def _shape(value):
    """What must be the same in both languages: kinds, ids, how many there are, and which answers are right."""
    if isinstance(value, dict):
        if value.get("type") == "short":
            return "short", value["id"]
        return {key: _shape(part) for key, part in value.items() if not isinstance(part, str) or key in {"type", "id"}}
    if isinstance(value, list):
        return [_shape(part) for part in value]
    return value


@pytest.mark.parametrize("kind", KINDS)
def test_every_file_exists_in_both_languages(kind):
    english = reading.documents(kind, "en")
    assert english
    assert english.keys() == reading.documents(kind, "es").keys()


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_have_the_same_blocks(kind):
    spanish = reading.documents(kind, "es")
    for key, document in reading.documents(kind, "en").items():
        differences = [
            number
            for number, (one, other) in enumerate(zip(document.blocks, spanish[key].blocks, strict=True))
            if one["type"] != "table" and _shape(one) != _shape(other)
        ]
        assert (key, differences) == (key, [])


def test_the_outline_is_complete():
    modules = {f"o{number}": lessons for number, lessons in enumerate([4, 6, 6, 5, 6, 5, 4, 4])}
    annual = {f"a{number}": 2 for number in range(1, 6)}
    counted = {}
    for document in LESSONS.values():
        counted[document.facts["course"]] = counted.get(document.facts["course"], 0) + 1
    assert counted == modules | annual | {"c7-online": 3, "t1": 1, "t2": 1, "t3": 1, "sources-practice": 1}


@pytest.mark.parametrize(("key", "language", "quiz"), QUIZZES, ids=[f"{key}-{code}" for key, code, _quiz in QUIZZES])
def test_quizzes_have_five_explained_questions_of_three_kinds(key, language, quiz):
    questions = quiz["questions"]
    assert len(questions) == 5
    assert len({question["type"] for question in questions}) >= 3
    for question in questions:
        assert question["value"]["explanation"]
        options = [option["value"] for option in question["value"].get("options", [])]
        assert all(option["why"] for option in options)
        if question["type"] == "single":
            assert [option["correct"] for option in options].count(True) == 1
        if question["type"] == "multiple":
            assert any(option["correct"] for option in options)


@pytest.mark.parametrize("language", ["en", "es"])
def test_pre_checks_and_banks_are_as_good_as_quizzes(language):
    banks = {key: document.blocks[0]["value"] for key, document in reading.documents("banks", language).items()}
    checks = {
        key: block["value"]
        for key, document in reading.documents("courses", language).items()
        for block in document.blocks
        if block["type"] == "pre_check"
    }
    assert sorted(checks) == ["a1", "a2", "a3", "a4", "a5"]
    for key, check in checks.items():
        pool = check["questions"] + banks.get(check.get("bank"), [])
        if check["questions"]:
            test_quizzes_have_five_explained_questions_of_three_kinds(key, language, check)
        assert (key, check["minutes"] < 30, check.get("draw", 5) <= len(pool)) == (key, True, True)
    for questions in banks.values():
        assert len({question["type"] for question in questions}) >= 3
        assert all(question["value"]["explanation"] for question in questions)


def test_pictures_that_are_named_exist():
    blocks = [block for document in LESSONS.values() for block in document.blocks]
    shown = [block["value"] for block in blocks if block["type"] == "figure"]
    shown += [each["value"] for block in blocks if block["type"] == "gallery" for each in block["value"]["pictures"]]
    named = {picture["image"]["file"] for picture in shown}
    assert len(named) >= 7
    assert [name for name in named if not (reading.CONTENT / "images" / name).exists()] == []


def test_lessons_show_every_kind_of_media():
    kinds = {block["type"] for document in LESSONS.values() for block in document.blocks}
    media = {"figure", "video", "audio", "document", "gallery", "accordion", "table", "callout", "resources"}
    assert media - kinds == set()


def test_a_file_with_a_wrong_key_is_named(tmp_path):
    path = tmp_path / "x1.md"
    path.write_text("---\nkey: y1\n---\nText")
    with pytest.raises(reading.ContentError, match=r"x1\.md: the key must be the file's name"):
        reading.read(path, "lessons", "en")


def test_an_unknown_block_is_an_error(tmp_path):
    path = tmp_path / "x1.md"
    path.write_text("---\nkey: x1\n---\n::: juggle\na: 1\n:::\n")
    with pytest.raises(reading.ContentError, match="juggle"):
        reading.read(path, "lessons", "en")


def test_tables_become_blocks_of_their_own():
    blocks = reading.blocks_of("Before\n\n| a | **b** |\n|---|---|\n| 1 | 2 |\n\nAfter", "lessons/x")
    assert [block["type"] for block in blocks] == ["text", "table", "text"]
    assert blocks[1]["value"]["data"] == [["a", "b"], ["1", "2"]]


def test_quotation_marks_are_those_of_print():
    said = '"It\'s the students\' work," she said ("or \'ours\'").\n\n"No."'
    assert reading.printed({"text": [said], "accepted": ["o'clock"], "minutes": 5}) == {
        "text": ["“It’s the students’ work,” she said (“or ‘ours’”).\n\n“No.”"], "accepted": ["o'clock"], "minutes": 5,
    }  # fmt: skip
