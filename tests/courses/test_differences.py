"""What changed between two texts, line by line and word by word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.differences import Change, Piece, compare, lines_of
from courses.policy_pages import PolicyPage

OLD = [["h", "Devices"], ["p", "Bring it every day."], ["p", "Charge it at home."]]


def test_the_same_text_has_no_difference():
    assert compare(OLD, [list(line) for line in OLD]) == []


def test_words_that_came_and_went_are_told_apart():
    assert compare(OLD, [*OLD[:2], ["p", "Charge it at school, please."]]) == [
        Change("Devices", "changed", (
            Piece("same", "Charge it at "), Piece("removed", "home."), Piece("added", "school, please."))),
    ]  # fmt: skip


def test_a_line_that_says_something_else_is_one_out_and_one_in():
    assert [change.change for change in compare(OLD, [*OLD[:2], ["p", "Ask your teacher first."]])] == [
        "removed",
        "added",
    ]


def test_lines_that_came_or_went_alone():
    assert compare(OLD, [*OLD, ["p", "New."]]) == [Change("Devices", "added", (Piece("added", "New."),))]
    assert compare(OLD, OLD[:2]) == [Change("Devices", "removed", (Piece("removed", "Charge it at home."),))]


@pytest.mark.django_db
def test_a_page_is_read_into_lines_whatever_its_blocks():
    page = PolicyPage(summary="In short.", body=[
        ("text", "<h2>Rules</h2><ul><li>One<ul><li>One a</li></ul></li><li>Two &amp; a <b>half</b></li></ul>"),
        ("callout", {"tone": "tip", "text": "<p>Careful.</p>"}),
        ("accordion", {"parts": [{"heading": "Why?", "text": "<p>Because.</p>"}]}),
    ])  # fmt: skip
    assert sorted(words for _kind, words in lines_of(page)) == sorted(
        ["In short.", "Rules", "One", "One a", "Two & a half", "Careful.", "Why?", "Because."]
    )


line = st.tuples(st.sampled_from("hp"), st.text("abc ", min_size=1, max_size=12).map(str.strip).filter(bool)).map(list)
text = st.lists(line, max_size=8)


@settings(max_examples=60, deadline=None)
@given(text, text)
def test_nothing_is_invented_and_nothing_is_kept_back(old, new):
    """Every word shown as put in stands in the new text, every word taken out in the old one."""
    for change in compare(old, new):
        for piece in change.pieces:
            known = old if piece.change == "removed" else new
            assert {*piece.words.split()} <= {word for _kind, words in known for word in words.split()}
    assert (compare(old, new) == []) == (old == new)
