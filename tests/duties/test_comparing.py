"""Two wordings of a job description are compared line by line and word by word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pdportal.duties.comparing import DROPPED, NEW, REWORDED, SAME, Match, Piece, compare, words_between

OLD = ["Lead staff sessions on literacy.", "Weed the shelves every year.", "Repair the projectors."]
NEW_TEXT = ["Weed the shelves every spring.", "Lead staff sessions on literacy", "Protect borrowing records."]


def test_lines_are_the_same_reworded_new_or_dropped():
    found = compare(OLD, NEW_TEXT)
    assert [(match.kind, match.old) for match in found.matches] == [(REWORDED, 1), (SAME, 0), (NEW, None)]
    assert found.dropped == (2,)
    assert found.counts == {SAME: 1, REWORDED: 1, NEW: 1, DROPPED: 1}


def test_the_words_that_changed_are_shown():
    assert compare(OLD, NEW_TEXT).matches[0].pieces == (
        Piece("same", "Weed the shelves every"),
        Piece("removed", "year."),
        Piece("added", "spring."),
    )


def test_quotation_marks_and_case_are_no_change():
    assert compare(["Guide students’ work."], ["guide students' work"]).counts[SAME] == 1


def test_what_somebody_joined_by_hand_counts():
    found = compare(OLD, NEW_TEXT, joined={0: None, 2: 2})
    assert [(match.kind, match.old) for match in found.matches] == [(NEW, None), (SAME, 0), (REWORDED, 2)]
    assert found.dropped == (1,)


@pytest.mark.parametrize(("old", "new"), [([], []), (OLD, []), ([], OLD)])
def test_nothing_to_compare_with(old, new):
    found = compare(old, new)
    assert (found.matches, found.dropped) == (tuple(Match(NEW) for _text in new), tuple(range(len(old))))


LINES = st.lists(
    st.lists(st.sampled_from("lead guide weed order plan teach the a".split()), max_size=6).map(" ".join), max_size=8
)


@settings(max_examples=100, deadline=None)
@given(LINES, LINES)
def test_every_line_is_accounted_for_once(old, new):
    found = compare(old, new)
    assert len(found.matches) == len(new)
    used = [match.old for match in found.matches if match.old is not None]
    assert sorted([*used, *found.dropped]) == list(range(len(old)))
    assert sum(found.counts.values()) == len(new) + len(found.dropped)


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_a_text_is_the_same_as_itself(lines):
    assert compare(lines, lines).counts == {SAME: len(lines), REWORDED: 0, NEW: 0, DROPPED: 0}


@settings(max_examples=100, deadline=None)
@given(LINES.map(" ".join), LINES.map(" ".join))
def test_pieces_put_together_are_both_texts(before, after):
    pieces = words_between(before, after)
    words = {
        change: " ".join(p.words for p in pieces if p.change in {"same", change}) for change in ("removed", "added")
    }
    assert words == {"removed": " ".join(before.split()), "added": " ".join(after.split())}
