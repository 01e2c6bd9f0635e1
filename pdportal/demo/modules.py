"""Zips the demo's own SCORM modules from their sources and takes them in as any upload."""

import io
import re
import zipfile

from django.core.files.base import ContentFile
from django.utils.html import escape

from courses import scorm_library
from courses.scorm_records import ScormPackage
from pdportal.demo.reading import CONTENT, key_of

FOLDER = CONTENT / "scorm"
TITLE = re.compile(r"<title>(.*?)</title>")
DESCRIPTION = re.compile(r'<meta name="description" content="(.*?)">')
# Which standard each module follows; None: it has no way to report.
STANDARDS = {"privacy-check": "1.2", "app-request": "2004", "seven-questions": None}


def package(key, language):
    """The package of this module in this language, freshly made."""
    page = (FOLDER / key / f"{language}.html").read_text(encoding="utf-8")
    described = DESCRIPTION.search(page)
    made = ScormPackage.objects.create(
        title=TITLE.search(page)[1], language=language, description=described[1] if described else ""
    )
    scorm_library.add_version(made, ContentFile(zipped(key, language), f"{key}-{language}.zip"), by=None)
    return made


def zipped(key, language):
    """The module as the bytes of a zip; the same sources give the same bytes."""
    page = (FOLDER / key / f"{language}.html").read_text(encoding="utf-8")
    standard = STANDARDS[key]
    names = ["module.css", "module.js", *(["report.js"] if standard else [])]
    manifest = (FOLDER / "shared" / f"manifest-{standard or '1.2'}.xml").read_text(encoding="utf-8")
    files = "".join(f'<file href="{name}"/>' for name in ["index.html", *names])
    words = {
        "identifier": f"pd-{key_of(f'scorm/{key}/{language}')}",
        "title": escape(TITLE.search(page)[1]),
        "kind": "sco" if standard else "asset",
        "files": files,
    }
    contents = {"imsmanifest.xml": manifest.format(**words), "index.html": page}
    contents |= {name: (FOLDER / "shared" / name).read_text(encoding="utf-8") for name in names}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return out.getvalue()
