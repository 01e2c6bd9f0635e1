"""Files people hand in are checked by what is in them, kept apart, and sent without a way to run."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pdportal.common import uploads


def png():
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    return out.getvalue()


def refused(upload, **options):
    with pytest.raises(ValidationError) as caught:
        uploads.check_upload(upload, **options)
    return caught.value.messages


def test_a_picture_is_taken_and_left_at_its_start():
    upload = SimpleUploadedFile("shelf.png", png())
    uploads.check_upload(upload)
    assert upload.read() == png()


def test_bytes_that_do_not_fit_the_name_are_refused():
    assert refused(SimpleUploadedFile("shelf.pdf", png())) == [
        "“shelf.pdf” is called .pdf, but what is in it is something else."
    ]
    assert refused(SimpleUploadedFile("shelf.png", b"<script>")) == [
        "“shelf.png” is called .png, but what is in it is something else."
    ]


def test_an_unknown_ending_is_refused_with_what_would_do():
    assert refused(SimpleUploadedFile("run.exe", b"MZ"), kinds=uploads.PHOTOS) == [
        "“run.exe” is not a kind of file that can be taken here: jpeg, jpg, png, webp."
    ]


def test_empty_and_too_large_are_refused():
    assert refused(SimpleUploadedFile("a.png", b"")) == ["“a.png” is empty."]
    assert refused(SimpleUploadedFile("a.png", b"x" * 2048), most_bytes=1024) == [
        "“a.png” has 2.0\xa0KB; at most 1.0\xa0KB can be taken."
    ]


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("..\\..\\etc/passwd", "passwd"),
        ("a\x00b\u202e.pdf", "ab.pdf"),
        ("x" * 300 + ".PNG", "x" * 96 + ".png"),
        ("", "file"),
        ("...", "file"),
    ],
)
def test_names_are_tidied(name, tidy):
    assert uploads.tidy_name(name) == tidy
