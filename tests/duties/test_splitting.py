"""Duties are found in pasted texts of every shape, and no word of a text is ever lost."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdportal.duties.splitting import HEADING, OTHER, POINT, Piece, duties_in, split


def points(text):
    return [(found.heading, found.text) for found in duties_in(text) if found.is_likely]


@pytest.mark.parametrize(
    "marker",
    [
        "• ",
        "●",
        "* ",
        "- ",
        "– ",
        "·",
        "\uf0b7\t",
        "1. ",
        "12) ",
        "(3) ",
        "a. ",
        "b) ",
        "1.2. ",
        "\t• \u00a0",
    ],
)
def test_every_kind_of_marker_is_taken_off(marker):
    assert points(f"Duties:\n{marker}Weed the shelves\n{marker}Order books") == [
        ("Duties", "Weed the shelves"),
        ("Duties", "Order books"),
    ]


def test_wrapped_lines_are_put_together_again():
    text = "● Select, evaluate, purchase, and\n\nmaintain a collection right for the\ncurriculum\n● Help students\n"
    assert points(text) == [
        ("", "Select, evaluate, purchase, and maintain a collection right for the curriculum"),
        ("", "Help students"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\u2028", "\x85"])
def test_every_kind_of_line_end_counts(end):
    assert points(end.join(["\ufeff## **Leader**", "1. Lead", "2. Listen"])) == [
        ("Leader", "Lead"),
        ("Leader", "Listen"),
    ]


def test_a_marker_on_a_line_of_its_own_belongs_to_the_next():
    assert points("●\nLead staff\nsessions\n●\n\nGuide aides") == [("", "Lead staff sessions"), ("", "Guide aides")]


def test_a_heading_between_two_points_is_no_part_of_either():
    text = "● Sit on committees for technology and new\nprograms\n Community Connections\n● Build partnerships"
    assert points(text) == [
        ("", "Sit on committees for technology and new programs"),
        ("Community Connections", "Build partnerships"),
    ]


def test_conditions_of_the_job_are_shown_but_not_ticked():
    found = duties_in("Qualifications:\n• A degree\nRequisitos:\n• Un título\nDuties\n• “Lead” staff’s sessions")
    assert [(line.heading, line.text, line.is_likely) for line in found] == [
        ("Qualifications", "A degree", False),
        ("Requisitos", "Un título", False),
        ("Duties", "“Lead” staff’s sessions", True),
    ]


def test_information_is_no_condition_of_the_job():
    assert points("Especialista en información\n- Guiar") == [("Especialista en información", "Guiar")]


def test_a_text_without_markers_is_taken_line_by_line():
    assert points("Lead staff sessions.\nKeep the collection in\norder.\n\nGuide aides.") == [
        ("", "Lead staff sessions."),
        ("", "Keep the collection in order."),
        ("", "Guide aides."),
    ]


def test_rules_and_empty_texts_are_nothing():
    assert split("\n---\n___\n \t\n") == []
    assert split("Overview:\nWe help.\n- Help") == [
        Piece(HEADING, "Overview:"),
        Piece(OTHER, "We help."),
        Piece(POINT, "Help"),
    ]


WORD = st.text(alphabet="abcdefgáñé", min_size=2, max_size=7)
LINE = st.builds(
    lambda marker, words, end: marker + " ".join(words) + end,
    st.sampled_from(["", "• ", "1. ", "- ", "## ", "   "]),
    st.lists(st.one_of(WORD, WORD.map(str.title)), min_size=0, max_size=8),
    st.sampled_from(["", ".", ",", ":"]),
)


@settings(max_examples=120, deadline=None)
@given(st.lists(LINE, max_size=14), st.sampled_from(["\n", "\r\n", "\n\n"]))
def test_no_word_is_lost_and_none_is_added(lines, end):
    def plain(text):
        return re.findall(r"\w+", re.sub(r"(?m)^\s*1\.(\s|$)", "", text))

    text = end.join(lines)
    assert [word for piece in split(text) for word in plain(piece.words)] == plain(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_gives_lines(text):
    assert all(found.text for found in duties_in(text))
