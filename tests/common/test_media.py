"""What authors upload is checked by kind and size; videos elsewhere only from hosts the district allows."""

import io
import wave

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.blocks import StructBlockValidationError
from wagtail.documents import get_document_model

from pdportal.common import media, video_hosts
from pdportal.common.media_blocks import AudioBlock, DocumentBlock, VideoBlock

WEBM = (
    b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm"
    + b"\0" * 300
)
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\0" * 300
VTT = b"WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n"


def wav():
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 80)
    return out.getvalue()


def refused(name, data):
    with pytest.raises(ValidationError) as caught:
        media.check_media(SimpleUploadedFile(name, data))
    return caught.value.messages


@pytest.mark.parametrize(("name", "data"), [("a.webm", WEBM), ("a.mp4", MP4), ("a.wav", wav()), ("a.vtt", VTT),
                                            ("a.txt", "¿Sí?".encode()), ("a.pdf", b"%PDF-1.7\n")])  # fmt: skip
def test_what_is_what_it_says_is_taken(name, data):
    media.check_media(SimpleUploadedFile(name, data))


def test_what_is_not_what_it_says_is_refused():
    wrong = "“%s” is called .%s, but what is in it is something else."
    assert refused("a.mp4", b"<html>") == [wrong % ("a.mp4", "mp4")]
    assert refused("a.pdf", MP4) == [wrong % ("a.pdf", "pdf")]
    assert refused("a.txt", b"\0\1\2") == [wrong % ("a.txt", "txt")]
    assert refused("a.vtt", b"hello") == ["Line 1: a captions file begins with the word WEBVTT."]
    assert refused("a.vtt", b"") == ["“a.vtt” is empty."]


def test_each_kind_has_a_size_of_its_own(settings):
    settings.MOST_MEGABYTES = {**settings.MOST_MEGABYTES, "captions": 0, "video": 0}
    assert [refused("a.vtt", VTT), refused("a.mp4", MP4)] == [
        ["“a.vtt” has 39\xa0bytes; at most 0\xa0bytes can be taken."],
        ["“a.mp4” has 332\xa0bytes; at most 0\xa0bytes can be taken."],
    ]


@pytest.mark.parametrize(
    ("address", "player"),
    [
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://youtu.be/dQw4w9WgXcQ", "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"),
        ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1"),
        ("https://video.example.org/w/kkGMgK9ZtnKfYAgnEtQxbv",
         "https://video.example.org/videos/embed/kkGMgK9ZtnKfYAgnEtQxbv?p2p=0"),
        ("http://vimeo.com/76979871", None),
        ("https://vimeo.com:8443/76979871", None),
        ("https://vimeo.com@evil.example/76979871", None),
        ("https://evil.example/w/kkGMgK9ZtnKfYAgnEtQxbv", None),
        ("https://www.youtube.com/watch?v=\"><script>", None),
        ("https://www.youtube.com/", None),
        ("nonsense", None),
    ],
)  # fmt: skip
def test_only_allowed_hosts_get_a_player_and_the_private_one(settings, address, player):
    settings.VIDEO_HOSTS = [*settings.VIDEO_HOSTS, "video.example.org"]
    found = video_hosts.player_of(address)
    assert (found and found.address) == player


def test_a_host_no_longer_allowed_has_no_player(settings):
    settings.VIDEO_HOSTS = []
    assert video_hosts.player_of("https://vimeo.com/76979871") is None


@pytest.fixture
def files(db):
    """A document of each kind, by ending."""
    kinds = {"webm": WEBM, "vtt": VTT, "wav": wav(), "pdf": b"%PDF-1.7\n"}
    return {
        ending: get_document_model().objects.create(title=ending, file=ContentFile(data, name=f"a.{ending}"))
        for ending, data in kinds.items()
    }


def problems(block, **fields):
    """The names of the fields the editor is told about, with the words."""
    base = {"title": "T", "length": "0:30", "transcript": "<p>Words</p>"}
    value = block.to_python({name: getattr(data, "pk", data) for name, data in (base | fields).items()})
    try:
        block.clean(value)
    except StructBlockValidationError as trouble:
        return {name: error.messages for name, error in trouble.block_errors.items()}
    return {}


def test_the_editor_asks_for_words_beside_everything_that_moves_or_sounds(files):
    video, sound, needed = VideoBlock(), AudioBlock(), ["This field is required."]
    assert problems(video, file=files["webm"], captions=files["vtt"]) == {}
    assert problems(video, file=files["webm"]) == {
        "captions": ["Please choose captions, so that everybody can follow."]
    }
    assert problems(video, file=files["webm"], captions=files["vtt"], transcript="") == {"transcript": needed}
    assert problems(sound, file=files["wav"], transcript="") == {"transcript": needed}
    assert problems(sound, file=files["wav"]) == {}


def test_the_editor_says_which_files_do_not_fit(files):
    one_of = ["Please choose a file or give an address: one of the two."]
    address = "https://vimeo.com/76979871"
    assert problems(VideoBlock()) == {"file": one_of}
    assert problems(VideoBlock(), file=files["webm"], captions=files["vtt"], address=address) == {"file": one_of}
    assert problems(VideoBlock(), address=address) == {}
    assert problems(VideoBlock(), file=files["pdf"], captions=files["wav"]) == {
        "file": ["Please choose a file of one of these kinds: mp4, webm."],
        "captions": ["Please choose a file of one of these kinds: vtt."],
    }
    assert problems(VideoBlock(), address="https://evil.example/w/abcdefgh") == {
        "address": [
            "No video can be shown from this address. Allowed players: www.youtube-nocookie.com, player.vimeo.com."
        ]
    }
    assert problems(VideoBlock(), address=address, length="soon") == {
        "length": ["Write minutes and seconds like 2:30."]
    }
    assert list(problems(DocumentBlock(), document=files["webm"])) == ["document"]
    assert problems(DocumentBlock(), document=files["pdf"]) == {}
