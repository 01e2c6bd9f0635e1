"""What authors may upload besides pictures: papers, videos, sound and captions, each checked by what is in it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from pdportal.common import captions
from pdportal.common.uploads import check_upload, ending_of, tidy_name

VIDEO = {"mp4": {"mp4", "m4v"}, "webm": {"webm", "mkv"}}
AUDIO = {"mp3": {"mp3"}, "m4a": {"m4a", "mp4"}, "ogg": {"ogg"}, "wav": {"wav"}}
CAPTIONS = {"vtt"}
PAPERS = {
    "pdf": {"pdf"},
    "docx": {"docx", "zip"}, "odt": {"odt", "zip"},
    "pptx": {"pptx", "zip"}, "odp": {"odp", "zip"},
    "xlsx": {"xlsx", "zip"}, "ods": {"ods", "zip"},
}  # fmt: skip
PLAIN = {"txt", "csv"}
MEGABYTE = 1024 * 1024


def kind_of(ending):
    """“video”, “audio”, “captions” or “paper”, by the ending of a file's name."""
    if ending in CAPTIONS:
        return "captions"
    return "video" if ending in VIDEO else "audio" if ending in AUDIO else "paper"


def check_media(upload):
    """Raise ValidationError where an author's file is too large, not what its name says, or unreadable captions."""
    ending = ending_of(upload.name)
    most = settings.MOST_MEGABYTES[kind_of(ending)] * MEGABYTE
    if ending in CAPTIONS | PLAIN:
        _check_plain(upload, ending, most)
    else:
        check_upload(upload, kinds=VIDEO | AUDIO | PAPERS, most_bytes=most)


def _check_plain(upload, ending, most):
    """Text has no first bytes that tell its kind: captions are read, other text must not hold null bytes."""
    if not upload.size or upload.size > most:
        # Both have words of their own there; the kinds are not reached.
        check_upload(upload, kinds={}, most_bytes=most)
    upload.seek(0)
    data = upload.read()
    upload.seek(0)
    if ending in CAPTIONS:
        captions.read(data)
    elif b"\x00" in data:
        words = {"name": tidy_name(upload.name), "kind": ending}
        raise ValidationError(_("“%(name)s” is called .%(kind)s, but what is in it is something else.") % words)
