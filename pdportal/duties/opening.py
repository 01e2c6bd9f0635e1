"""Reads the text of an uploaded job description: plain text or DOCX; a PDF is refused with what to do instead."""

import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from pdportal.common.uploads import PAPERS, check_upload, ending_of, tidy_name
from pdportal.duties.errors import TextUnreadable
from pdportal.duties.records import LONGEST_SOURCE

MOST_BYTES = 2 * 1024 * 1024
MOST_XML = 8 * 1024 * 1024
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(upload):
    """The text in an uploaded file; raises TextUnreadable naming the file and what is wrong with it."""
    ending, name = ending_of(upload.name), tidy_name(upload.name)
    if ending == "pdf":
        raise TextUnreadable(
            _("A PDF cannot be read reliably. Open “%(name)s”, copy its text and paste it here.") % {"name": name}
        )
    if ending not in {"txt", "docx"}:
        raise TextUnreadable(_("“%(name)s” is neither a .txt nor a .docx file.") % {"name": name})
    text = _of_docx(upload, name) if ending == "docx" else _of_plain(upload, name)
    if not text.strip():
        raise TextUnreadable(_("There is no text in “%(name)s”.") % {"name": name})
    if len(text) > LONGEST_SOURCE:
        words = {"name": name, "most": LONGEST_SOURCE}
        raise TextUnreadable(_("“%(name)s” has more than %(most)d letters. Keep the part with the duties.") % words)
    return text


def _of_plain(upload, name):
    """The text of a .txt file in UTF-8, in UTF-16 with its mark, or in the old Windows letters."""
    if upload.size > MOST_BYTES:
        words = {"name": name, "size": filesizeformat(upload.size), "most": filesizeformat(MOST_BYTES)}
        raise TextUnreadable(_("“%(name)s” has %(size)s; at most %(most)s can be taken.") % words)
    data = upload.read()
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_wide else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TextUnreadable(_("“%(name)s” is not plain text. Save it as UTF-8 text, or paste the text.") % {"name": name})


def _of_docx(upload, name):
    """The text of a DOCX file: a paragraph a line, points of lists with a bullet, headings with a hash."""
    try:
        check_upload(upload, kinds={"docx": PAPERS["docx"]}, most_bytes=MOST_BYTES)
    except ValidationError as trouble:
        raise TextUnreadable(" ".join(trouble.messages)) from trouble
    damaged = TextUnreadable(_("“%(name)s” is no Word document, or it is damaged.") % {"name": name})
    try:
        with zipfile.ZipFile(upload) as archive, archive.open("word/document.xml") as file:
            xml = file.read(MOST_XML + 1)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, OSError, NotImplementedError, RuntimeError) as trouble:
        raise damaged from trouble
    if len(xml) > MOST_XML:
        raise TextUnreadable(_("The text in “%(name)s” is too large once unpacked.") % {"name": name})
    try:
        root = fromstring(xml)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as trouble:
        raise damaged from trouble
    return "\n".join(_paragraph(each) for each in root.iter(f"{WORD}p"))


def _paragraph(paragraph):
    """One paragraph as a line, marked as a point or a heading where it is one."""
    words = []
    for part in paragraph.iter():
        if part.tag == f"{WORD}t":
            words.append(part.text or "")
        elif part.tag in {f"{WORD}tab", f"{WORD}br", f"{WORD}cr"}:
            words.append(" ")
    text = "".join(words).strip()
    style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
    style = "" if style is None else style.get(f"{WORD}val", "").casefold()
    if text and style.startswith(("heading", "ttulo", "título", "titulo", "title")):
        return f"# {text}"
    is_point = paragraph.find(f"{WORD}pPr/{WORD}numPr") is not None or style.startswith(("listbullet", "listnumber"))
    return f"• {text}" if text and is_point else text
