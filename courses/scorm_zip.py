"""Looks into an uploaded zip and refuses what must not be unpacked, before a single file is written."""

import posixpath
import re
import stat
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass

import filetype
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from courses.scorm_errors import PackageRefused
from pdportal.common.uploads import ending_of, tidy_name

MOST_BYTES = 40 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_RATIO = 100
FREE_OF_RATIO = 10 * 1024 * 1024  # small packages may be packed as tightly as they like
LONGEST_PATH = 200
DEEPEST = 15
HEAD = 8192
UTF8_FLAG, ENCRYPTED_FLAG = 0x800, 0x1
JUNK = re.compile(r"^__MACOSX/|(^|/)(\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)
# By ending: the content type under which the file is served. Nothing else is unpacked.
TYPES = {
    "html": "text/html", "htm": "text/html", "xhtml": "application/xhtml+xml", "css": "text/css",
    "js": "text/javascript", "mjs": "text/javascript", "json": "application/json", "map": "application/json",
    "xml": "application/xml", "xsd": "application/xml", "dtd": "application/xml-dtd", "xsl": "application/xml",
    "txt": "text/plain", "md": "text/plain", "csv": "text/csv", "vtt": "text/vtt", "srt": "text/plain",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml",
    "webp": "image/webp", "avif": "image/avif", "ico": "image/x-icon", "bmp": "image/bmp", "cur": "image/x-icon",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "oga": "audio/ogg", "wav": "audio/wav",
    "mp4": "video/mp4", "m4v": "video/mp4", "webm": "video/webm", "ogv": "video/ogg",
    "woff": "font/woff", "woff2": "font/woff2", "ttf": "font/ttf", "otf": "font/otf",
    "eot": "application/vnd.ms-fontobject", "pdf": "application/pdf", "swf": "application/octet-stream",
    "docx": "application/octet-stream", "xlsx": "application/octet-stream", "pptx": "application/octet-stream",
    "odt": "application/octet-stream", "ods": "application/octet-stream", "odp": "application/octet-stream",
}  # fmt: skip
OFFICE = {"docx", "xlsx", "pptx", "odt", "ods", "odp"}
NEVER_INSIDE = {"zip", "rar", "7z", "gz", "bz2", "xz", "tar", "Z", "cab", "exe", "elf", "dex", "deb", "rpm", "ar"}


@dataclass(frozen=True)
class Contents:
    """An open zip whose names and sizes have been checked; ``entries`` maps each tidy name to its ZipInfo."""

    archive: zipfile.ZipFile
    entries: dict

    @property
    def unpacked_bytes(self):
        """How much the files take once unpacked."""
        return sum(entry.file_size for entry in self.entries.values())

    def read(self, name, *, most=None):
        """The bytes of one file, at most ``most`` of them; raises PackageRefused where the zip is damaged there."""
        try:
            with self.archive.open(self.entries[name]) as file:
                return file.read() if most is None else file.read(most)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as trouble:
            raise PackageRefused(_("“%(name)s” in the zip is damaged.") % {"name": name}) from trouble


def look_into(upload):
    """The Contents of an uploaded file; raises PackageRefused naming the file and the reason."""
    _check_size(upload)
    try:
        archive = zipfile.ZipFile(upload)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as trouble:
        words = {"name": tidy_name(upload.name)}
        raise PackageRefused(_("“%(name)s” is no zip file, or it is damaged.") % words) from trouble
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(archive.infolist()) > MOST_ENTRIES:
        raise PackageRefused(
            _("The zip holds %(count)s entries; at most %(most)s can be taken.")
            % {"count": len(archive.infolist()), "most": MOST_ENTRIES}
        )
    _check_sizes(infos, upload.size)
    return Contents(archive, _named(infos))


def check_kinds(contents):
    """Raise PackageRefused where a file is of a kind no browser shows, or is a program or archive in disguise."""
    for name in contents.entries:
        ending = ending_of(name)
        if ending not in TYPES:
            raise PackageRefused(
                _("“%(name)s” is not a kind of file that a module may hold. Take it out and zip again.")
                % {"name": name}
            )
        kind = filetype.guess(contents.read(name, most=HEAD))
        if kind and kind.extension in NEVER_INSIDE and ending not in OFFICE:
            raise PackageRefused(
                _("“%(name)s” is called .%(ending)s, but it is an archive or a program.")
                % {"name": name, "ending": ending}
            )


def _check_size(upload):
    if not upload.size:
        raise PackageRefused(_("“%(name)s” is empty.") % {"name": tidy_name(upload.name)})
    if upload.size > MOST_BYTES:
        words = {
            "name": tidy_name(upload.name), "size": filesizeformat(upload.size), "most": filesizeformat(MOST_BYTES),
        }  # fmt: skip
        raise PackageRefused(_("“%(name)s” has %(size)s; at most %(most)s can be taken.") % words)


def _check_sizes(infos, packed):
    """Refuse what would swell when unpacked; the zip's own figures hold, since reading stops at them."""
    total = sum(info.file_size for info in infos)
    if total > MOST_UNPACKED:
        words = {"size": filesizeformat(total), "most": filesizeformat(MOST_UNPACKED)}
        raise PackageRefused(_("Unpacked, the files take %(size)s; at most %(most)s can be taken.") % words)
    if total > FREE_OF_RATIO and total > MOST_RATIO * max(packed, 1):
        raise PackageRefused(
            _("The files swell to more than %(ratio)s times the size of the zip, which no real module does.")
            % {"ratio": MOST_RATIO}
        )


def _named(infos):
    """Tidy name to ZipInfo; raises PackageRefused for names that lead astray, repeat, or cannot be read."""
    entries, seen = {}, {}
    for info in infos:
        name = _readable(info)
        if JUNK.search(name):
            continue
        _check_name(name, info)
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            raise PackageRefused(
                _("“%(one)s” and “%(other)s” are the same name to many computers.")
                % {"one": seen[folded], "other": name}
            )
        seen[folded] = name
        entries[name] = info
    return entries


def _readable(info):
    """The name of an entry as its maker wrote it; names without the UTF-8 mark are tried as UTF-8 all the same."""
    if info.flag_bits & UTF8_FLAG or info.orig_filename.isascii():
        return info.orig_filename
    try:
        return info.orig_filename.encode("cp437").decode("utf-8")
    except UnicodeError as trouble:
        raise PackageRefused(
            _("A file name in the zip cannot be read (it shows as “%(name)s”). Use plain letters and zip again.")
            % {"name": info.orig_filename[:80]}
        ) from trouble


def _check_name(name, info):
    words = {"name": "".join(letter if letter.isprintable() else "�" for letter in name)[:100]}
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in name):
        raise PackageRefused(_("The name “%(name)s” holds characters that no file name may hold.") % words)
    if "\\" in name:
        raise PackageRefused(_("The name “%(name)s” holds a backslash; zip again with another program.") % words)
    if name.startswith("/") or re.match(r"^[A-Za-z]:", name) or ".." in name.split("/"):
        raise PackageRefused(_("The name “%(name)s” leads out of the package.") % words)
    if posixpath.normpath(name) != name:
        raise PackageRefused(_("The name “%(name)s” is not written plainly.") % words)
    if len(name) > LONGEST_PATH or name.count("/") > DEEPEST:
        raise PackageRefused(_("The name “%(name)s” is too long or too deep in folders.") % words)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise PackageRefused(_("“%(name)s” is a link to another file, not a file.") % words)
    if info.flag_bits & ENCRYPTED_FLAG:
        raise PackageRefused(_("“%(name)s” is locked with a password.") % words)
