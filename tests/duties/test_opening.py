"""Uploaded job descriptions are read, or refused with a sentence that names the file and what to do."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pdportal.duties import opening
from pdportal.duties.errors import TextUnreadable
from pdportal.duties.splitting import duties_in

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
POINT = "<w:p><w:pPr><w:numPr/></w:pPr><w:r><w:t>Weed </w:t></w:r><w:r><w:t>the shelves</w:t></w:r></w:p>"
HEAD = '<w:p><w:pPr><w:pStyle w:val="Heading2"/></w:pPr><w:r><w:t>Leader</w:t></w:r></w:p>'
CELL = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>• Order books</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"


def docx(xml, name="word/document.xml"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(name, xml)
    return SimpleUploadedFile("job.docx", file.getvalue())


def document(body):
    return f'<?xml version="1.0"?><w:document {SPACE}><w:body>{body}</w:body></w:document>'


def refusal(upload):
    with pytest.raises(TextUnreadable) as trouble:
        opening.text_of(upload)
    return str(trouble.value)


def test_a_word_document_keeps_headings_points_and_tables():
    found = duties_in(opening.text_of(docx(document(HEAD + POINT + CELL))))
    assert [(line.heading, line.text) for line in found] == [("Leader", "Weed the shelves"), ("Leader", "Order books")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_in_the_usual_encodings(encoding):
    text = "• Guiar a los niños – “siempre”"
    assert opening.text_of(SimpleUploadedFile("job.TXT", text.encode(encoding))) == text


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (SimpleUploadedFile("job.pdf", b"%PDF-1.7"), "A PDF cannot be read reliably. Open “job.pdf”, copy its text"),
        (SimpleUploadedFile("job.exe", b"MZ"), "“job.exe” is neither a .txt nor a .docx file."),
        (SimpleUploadedFile("job", b"text"), "“job” is neither a .txt nor a .docx file."),
        (SimpleUploadedFile("job.txt", b" \n"), "There is no text in “job.txt”."),
        (SimpleUploadedFile("job.txt", b"\0\1\2\0"), "“job.txt” is not plain text."),
        (SimpleUploadedFile("job.txt", b"a" * 100_001), "“job.txt” has more than 100000 letters."),
        (SimpleUploadedFile("job.docx", b"plain words"), "“job.docx” is called .docx, but what is in it"),
        (docx("<w:p"), "“job.docx” is no Word document, or it is damaged."),
        (docx(document(POINT), name="word/other.xml"), "“job.docx” is no Word document, or it is damaged."),
        (docx('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "“job.docx” is no Word document, or it is damaged."),
        (docx(document("")), "There is no text in “job.docx”."),
        (docx(" " * (opening.MOST_XML + 1)), "The text in “job.docx” is too large once unpacked."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named(upload, said):
    assert refusal(upload)[: len(said)] == said


def test_a_large_file_is_not_even_read():
    upload = SimpleUploadedFile("job.txt", b"a" * (opening.MOST_BYTES + 1))
    assert refusal(upload) == "“job.txt” has 2.0\xa0MB; at most 2.0\xa0MB can be taken."
    assert upload.tell() == 0
