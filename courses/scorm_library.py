"""Takes SCORM packages in: checks an upload, unpacks it into private storage, and makes it a version."""

import contextlib
import dataclasses
import re
import secrets

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from courses import scorm_manifest, scorm_zip
from courses.scorm_errors import PackageRefused
from courses.scorm_records import ScormPackage, ScormVersion
from pdportal.common.uploads import ending_of, private_storage, tidy_name

FOLDER = "scorm"
READ_AS_TEXT = {"js", "mjs", "html", "htm", "xhtml"}
MOST_READ = 8 * 1024 * 1024  # of one file, when looking for what it reports
SETS = re.compile(rb"(LMS)?SetValue", re.IGNORECASE)
STATES = re.compile(rb"lesson_status|completion_status|success_status")
FRAMES = re.compile(rb"<\s*(iframe|frameset)\b", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Finding:
    """What was found in a package that may be taken."""

    manifest: scorm_manifest.Manifest
    reports: bool
    inner_frames: bool


def examine(contents):
    """The Finding about an open zip; raises PackageRefused naming the file and the reason."""
    if scorm_manifest.NAME not in contents.entries:
        raise PackageRefused(_missing_manifest(contents))
    scorm_zip.check_kinds(contents)
    manifest = scorm_manifest.read(contents.read(scorm_manifest.NAME, most=scorm_manifest.MOST_BYTES + 1))
    for part in manifest.parts:
        _check_start(part, contents)
    return Finding(manifest, *_search(contents, manifest))


def add_version(package, upload, *, by, at=None):
    """Take ``upload`` as the next version of ``package``; learners under way keep theirs. Returns the ScormVersion.

    Raises PackageRefused; then nothing is kept, in the database or in storage.
    """
    contents = scorm_zip.look_into(upload)
    finding = examine(contents)
    with _unpacked(contents) as folder, transaction.atomic():
        package = ScormPackage.objects.select_for_update().get(pk=package.pk)
        last = package.versions.aggregate(last=Max("number"))["last"] or 0
        return ScormVersion.objects.create(
            package=package,
            number=last + 1,
            file_name=tidy_name(upload.name),
            standard=finding.manifest.standard,
            edition=finding.manifest.edition,
            contents=[dataclasses.asdict(part) for part in finding.manifest.parts],
            reports=finding.reports,
            inner_frames=finding.inner_frames,
            folder=folder,
            file_count=len(contents.entries),
            unpacked_bytes=contents.unpacked_bytes,
            uploaded_by=by,
            uploaded_at=at or timezone.now(),
        )


def erase_files(sender, instance, **kwargs):
    """Erase the files of a deleted version once that is certain; a receiver of ``post_delete``."""
    transaction.on_commit(lambda: _erase(instance.folder))


@contextlib.contextmanager
def _unpacked(contents):
    """A fresh folder with the files in it; erased again where anything goes wrong before the end of the block."""
    folder = f"{FOLDER}/{secrets.token_hex(16)}"
    try:
        for name in contents.entries:
            private_storage().save(f"{folder}/{name}", ContentFile(contents.read(name)))
        yield folder
    except BaseException:
        _erase(folder)
        raise


def _erase(folder):
    """Delete a folder of the private storage with all that is in it."""
    storage = private_storage()
    if not storage.exists(folder):
        return
    folders, files = storage.listdir(folder)
    for name in files:
        storage.delete(f"{folder}/{name}")
    for name in folders:
        _erase(f"{folder}/{name}")
    storage.delete(folder)


def _missing_manifest(contents):
    inside = next((name for name in contents.entries if name.endswith(f"/{scorm_manifest.NAME}")), None)
    if inside:
        folder = inside.rpartition("/")[0]
        return _("imsmanifest.xml is in the folder “%(folder)s”. Zip what is in that folder, not the folder.") % {
            "folder": folder
        }
    return _("The zip has no imsmanifest.xml, so it is no SCORM package.")


def _check_start(part, contents):
    if part.path in contents.entries:
        return
    words = {"title": part.title or part.id, "path": part.path[:100]}
    twin = next((name for name in contents.entries if name.casefold() == part.path.casefold()), None)
    if twin:
        raise PackageRefused(
            _("“%(title)s” begins at “%(path)s”, but the file is called “%(twin)s”.") % {**words, "twin": twin}
        )
    raise PackageRefused(_("“%(title)s” begins at “%(path)s”, which is not in the zip.") % words)


def _search(contents, manifest):
    """``(reports, inner_frames)``: whether any script sets a status, and whether any page holds a frame."""
    sets = states = frames = False
    for name in contents.entries:
        if ending_of(name) in READ_AS_TEXT:
            text = contents.read(name, most=MOST_READ)
            sets = sets or bool(SETS.search(text))
            states = states or bool(STATES.search(text))
            frames = frames or bool(FRAMES.search(text))
    return sets and states and any(part.is_sco for part in manifest.parts), frames
