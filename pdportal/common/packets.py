"""ZIP files to hand over: written to a temporary file, safe names, the same order and moment every time."""

import csv
import io
import tempfile
import zipfile
from pathlib import PurePosixPath

from django.core.files import File
from django.http import FileResponse
from django.utils import timezone
from django.utils.text import slugify

from pdportal.common.exports import harmless
from pdportal.common.uploads import ending_of

PIECE = 1 << 16
LONGEST_WORD = 60
PACKED_ALREADY = {"pdf", "jpg", "jpeg", "png", "webp", "docx", "odt"}


class Packet:
    """A ZIP file in the making. Every entry bears the moment ``at``; memory stays flat however large it gets."""

    def __init__(self, *, at):
        """An empty packet, in a file that vanishes when it is closed."""
        self._moment = timezone.localtime(at).timetuple()[:6]
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it when it is sent
        self._zip = zipfile.ZipFile(self._file, "w")
        self._names = set()

    def add(self, name, content):
        """Put ``content`` (bytes or text) under ``name``; returns the name it got, which nothing else has."""
        return self.copy(name, io.BytesIO(content.encode() if isinstance(content, str) else content))

    def copy(self, name, file):
        """Put what is left to read in ``file`` under ``name``, piece by piece; returns the name it got."""
        name = self._free(name)
        entry = zipfile.ZipInfo(name, self._moment)
        entry.external_attr = 0o644 << 16
        entry.compress_type = zipfile.ZIP_STORED if ending_of(name) in PACKED_ALREADY else zipfile.ZIP_DEFLATED
        with self._zip.open(entry, "w", force_zip64=True) as target:
            while piece := file.read(PIECE):
                target.write(piece)
        return name

    def table(self, name, header, rows):
        """Put a table under ``name``, with formulas neutralised; returns the name it got."""
        text = io.StringIO()
        text.write("\ufeff")
        writer = csv.writer(text)
        writer.writerow([harmless(str(cell)) for cell in header])
        writer.writerows([harmless(cell) for cell in row] for row in rows)
        return self.add(name, text.getvalue())

    def file(self):
        """The finished packet as an open file, at its start."""
        self._zip.close()
        self._file.seek(0)
        return File(self._file)

    def response(self, filename):
        """The finished packet as a download that nobody stores."""
        response = FileResponse(self.file().file, as_attachment=True, filename=f"{filename}.zip")
        response["Cache-Control"] = "private, no-store"
        return response

    def _free(self, name):
        stem, ending = name.rsplit(".", 1)
        number = 1
        while name.casefold() in self._names:
            number += 1
            name = f"{stem}-{number}.{ending}"
        self._names.add(name.casefold())
        return name


def safe(*words):
    """``words`` as one part of a file name: small plain letters, digits and dashes."""
    return "-".join(filter(None, (slugify(word)[:LONGEST_WORD].strip("-") for word in words))) or "untitled"


def safe_file(name):
    """The name of a file somebody handed in, made safe, with its ending."""
    return f"{safe(PurePosixPath(name).stem)}.{ending_of(name) or 'bin'}"
