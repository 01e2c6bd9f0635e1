"""Files people hand in: kept outside the public media folder, checked for kind and size, sent only by a view.

A file's kind is what its first bytes say, never what its name or the browser says; name and bytes must agree.
"""

import hashlib
import re
import secrets
import unicodedata
from pathlib import PurePosixPath

import filetype
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.db import models
from django.http import FileResponse
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

MOST_BYTES = 10 * 1024 * 1024
LONGEST_NAME = 100
HEAD = 8192  # bytes that tell the kind
# By ending: the kinds that the first bytes may show.
PHOTOS = {"jpg": {"jpg"}, "jpeg": {"jpg"}, "png": {"png"}, "webp": {"webp"}}
PAPERS = {"pdf": {"pdf"}, "docx": {"docx", "zip"}, "odt": {"odt", "zip"}}
PROOFS = PHOTOS | PAPERS
SHOWN_IN_PLACE = {"jpg", "jpeg", "png", "webp", "pdf"}


def private_storage():
    """The storage for files that no address serves by itself."""
    return storages["private"]


class PrivateFileField(models.FileField):
    """A file in the private storage, below ``upload_to``, under a name that cannot be guessed."""

    def __init__(self, *args, **options):
        """Keep it in the private storage."""
        options["storage"] = private_storage
        super().__init__(*args, **options)

    def generate_filename(self, instance, filename):
        """A random name with the ending of ``filename``; what the file was called belongs in a field of its own."""
        return super().generate_filename(instance, f"{secrets.token_hex(16)}.{ending_of(filename) or 'bin'}")


def ending_of(name):
    """The ending of a file's name in lower case, without the dot: “pdf”; empty where there is none that is plain."""
    ending = PurePosixPath(name or "").suffix[1:].lower()
    return ending if re.fullmatch(r"[a-z0-9]{1,8}", ending) else ""


def tidy_name(name):
    """``name`` as it may be shown and sent again: no folders, no control characters, at most 100 characters."""
    last = re.split(r"[/\\]", name or "")[-1]
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip(" .")
    ending = ending_of(kept)
    stem = kept[: -len(ending) - 1] if ending else kept
    return f"{stem[: LONGEST_NAME - len(ending) - 1] or 'file'}.{ending}" if ending else stem[:LONGEST_NAME] or "file"


def check_upload(upload, *, kinds=PROOFS, most_bytes=MOST_BYTES):
    """Raise ValidationError where ``upload`` is empty, too large, or not of the ``kinds`` its name claims.

    ``kinds`` maps allowed endings to the kinds that the first bytes may show. Leaves the file at its start.
    """
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": tidy_name(upload.name)})
    if upload.size > most_bytes:
        words = {
            "name": tidy_name(upload.name),
            "size": filesizeformat(upload.size),
            "most": filesizeformat(most_bytes),
        }
        raise ValidationError(_("“%(name)s” has %(size)s; at most %(most)s can be taken.") % words)
    ending = ending_of(upload.name)
    if ending not in kinds:
        words = {"name": tidy_name(upload.name), "kinds": ", ".join(sorted(kinds))}
        raise ValidationError(_("“%(name)s” is not a kind of file that can be taken here: %(kinds)s.") % words)
    upload.seek(0)
    found = filetype.guess(upload.read(HEAD))
    upload.seek(0)
    if found is None or found.extension not in kinds[ending]:
        words = {"name": tidy_name(upload.name), "kind": ending}
        raise ValidationError(_("“%(name)s” is called .%(kind)s, but what is in it is something else.") % words)


def fingerprint(file):
    """The SHA-256 of what is in ``file``, in hexadecimal; leaves it at its start."""
    file.seek(0)
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def send_private(file, name):
    """``file`` (of a PrivateFileField) as a response under ``name``; photos and PDF in place, the rest to keep.

    The view decides who may have it. The answer is never stored, its kind is never guessed, and it runs nothing.
    """
    shown = ending_of(file.name) in SHOWN_IN_PLACE
    response = FileResponse(file.open("rb"), as_attachment=not shown, filename=tidy_name(name))
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    response._csp_replace = {"default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "sandbox": True}
    return response
