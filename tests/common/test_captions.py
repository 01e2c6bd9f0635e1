"""Captions are read strictly; what is wrong is said with its line."""

import pytest
from django.core.exceptions import ValidationError

from pdportal.common import captions

GOOD = """WEBVTT - Four questions

NOTE made for the test

first
00:00.000 --> 00:02.500 align:start
Why do you copy?

00:00:02.500 --> 01:00:05.000
What do you copy?
How much?
"""


def refused(text):
    with pytest.raises(ValidationError) as caught:
        captions.read(text if isinstance(text, bytes) else text.encode())
    return caught.value.messages


@pytest.mark.parametrize("form", [str, lambda text: text.replace("\n", "\r\n"), lambda text: "\ufeff" + text])
def test_cues_are_read_whatever_the_line_ends_and_with_a_byte_order_mark(form):
    assert captions.read(form(GOOD).encode()) == [
        captions.Cue(0, 2.5, "Why do you copy?"),
        captions.Cue(2.5, 3605, "What do you copy?\nHow much?"),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Line 1: a captions file begins with the word WEBVTT."),
        ("1\n00:00:01,000 --> 00:00:02,000\nSRT", "Line 1: a captions file begins with the word WEBVTT."),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nComma", "Line 3: expected times like 00:01.000 --> 00:04.000."),
        ("WEBVTT\n\nname\nno times", "Line 4: expected times like 00:01.000 --> 00:04.000."),
        ("WEBVTT\n\nname alone", "Line 3: expected times like 00:01.000 --> 00:04.000."),
        ("WEBVTT\n\n00:05.000 --> 00:02.000\nBack", "Line 3: the caption ends before it begins."),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "Line 3: the caption has no words."),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nA\n\n00:01.000 --> 00:02.000\nB",
         "Line 6: the caption begins before the one above it."),
        ("WEBVTT\n\nNOTE nothing\n", "Line 4: there is no caption in the file."),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nse\xf1or", "Line 4: the file is not saved as UTF-8."),
    ],
)  # fmt: skip
def test_the_line_that_is_wrong_is_named(text, message):
    assert refused(text) == [message]
