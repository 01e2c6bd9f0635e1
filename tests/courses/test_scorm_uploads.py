"""Uploads of SCORM packages: good ones are taken as they are, bad ones refused in words, and nothing stays behind."""

import io
import stat
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from courses import scorm_library, scorm_zip
from courses.scorm_errors import PackageRefused
from courses.scorm_records import ScormPackage, ScormVersion
from pdportal.common.uploads import private_storage
from tests.courses.scorm_zips import files, manifest, package, zipped

pytestmark = pytest.mark.django_db


def folders():
    """The folders of packages in storage."""
    storage = private_storage()
    return set(storage.listdir("scorm")[0]) if storage.exists("scorm") else set()


def refused(upload):
    """The sentence with which ``upload`` is refused; checks that nothing of it was kept."""
    made, before = ScormPackage.objects.create(title="Bad"), folders()
    with pytest.raises(PackageRefused) as caught:
        scorm_library.add_version(made, upload, by=None)
    assert (ScormVersion.objects.count(), folders()) == (0, before)
    return str(caught.value)


def with_entry(name, data=b"x", **changed):
    """A good package with one more entry, of this exact name."""
    info = zipfile.ZipInfo("placeholder")
    info.filename = info.orig_filename = name
    for key, value in changed.items():
        setattr(info, key, value)
    return zipped(files(), entries=[(info, data)])


@pytest.mark.parametrize(
    ("version", "standard"),
    [("1.2", "1.2"), ("CAM 1.3", "2004"), ("2004 3rd Edition", "2004"), ("2004 4th Edition", "2004")],
)
def test_a_package_of_either_standard_is_unpacked(version, standard, coordinator):
    made = package(version=version, by=coordinator).latest
    assert (made.standard, made.edition, made.number, made.file_count) == (standard, version, 1, 2)
    assert (made.parts[0].href, made.parts[0].is_sco, made.uploaded_by) == ("index.html", True, coordinator)
    with private_storage().open(f"{made.folder}/imsmanifest.xml") as file:
        assert file.read().decode() == manifest(version=version)


def test_a_new_upload_is_a_new_version_in_a_folder_of_its_own():
    made = package()
    first = made.latest
    again = scorm_library.add_version(made, zipped(files(mastery="70")), by=None)
    assert [version.number for version in made.versions.all()] == [2, 1]
    assert again.folder != first.folder


def test_parts_come_in_the_order_of_the_manifest_with_their_mastery():
    contents = files(parts=("index.html", "two.html?x=1#top"), mastery="80") | {"two.html": "<p>Two</p>"}
    made = package(upload=zipped(contents)).latest
    assert [(part.title, part.href, part.path, part.mastery) for part in made.parts] == [
        ("Part 1", "index.html", "index.html", 80.0), ("Part 2", "two.html?x=1#top", "two.html", 80.0),
    ]  # fmt: skip


def test_a_2004_mastery_is_a_share():
    assert package(version="2004 4th Edition", mastery="0.75").latest.parts[0].mastery == 75.0


@pytest.mark.parametrize(
    ("page", "kind", "reports"),
    [
        ("<script>API.LMSSetValue('cmi.core.lesson_status','passed')</script>", "sco", True),
        ("<script>api.SetValue('cmi.completion_status','completed')</script>", "sco", True),
        ("<script>API.LMSSetValue('cmi.core.lesson_location','3')</script>", "sco", False),
        ("<p>Nothing</p>", "sco", False),
        ("<script>API.LMSSetValue('cmi.core.lesson_status','passed')</script>", "asset", False),
    ],
)
def test_whether_it_reports_is_found_in_its_scripts(page, kind, reports):
    made = package(upload=zipped({"imsmanifest.xml": manifest(kind=kind), "index.html": page})).latest
    assert (made.reports, made.is_confirmed_by_hand) == (reports, not reports)


def test_inner_frames_are_noticed():
    assert package(upload=zipped(files() | {"in.html": "<IFRAME src=x></IFRAME>"})).latest.inner_frames is True
    assert package("Other").latest.inner_frames is False


def test_what_a_mac_adds_is_left_out():
    made = package(upload=zipped(files() | {"__MACOSX/._index.html": "x", "a/.DS_Store": "x"}))
    assert made.latest.file_count == 2


def test_too_large_an_upload_is_refused_by_its_size():
    upload = SimpleUploadedFile("module.zip", b"x")
    upload.size = 50 * 1024 * 1024
    assert refused(upload) == "“module.zip” has 50.0\xa0MB; at most 40.0\xa0MB can be taken."


@pytest.mark.parametrize("data", [b"%PDF-1.7 no zip", b"PK\x03\x04 cut off", b"\x89PNG\r\n"])
def test_wrong_bytes_are_no_zip(data):
    assert refused(SimpleUploadedFile("module.zip", data)) == "“module.zip” is no zip file, or it is damaged."
    assert refused(SimpleUploadedFile("module.zip", b"")) == "“module.zip” is empty."


def test_a_bomb_of_size_is_refused_before_it_is_opened():
    upload = zipped(files() | {"big.txt": "0" * 30_000_000})
    assert refused(upload) == ("The files swell to more than 100 times the size of the zip, which no real module does.")


def test_more_than_there_is_room_for_is_refused(monkeypatch):
    monkeypatch.setattr(scorm_zip, "MOST_UNPACKED", 100)
    assert refused(zipped(files())).startswith("Unpacked, the files take ")


def test_a_bomb_of_entries_is_refused():
    upload = zipped(files() | {f"{number}.txt": "" for number in range(2_000)})
    assert refused(upload) == "The zip holds 2002 entries; at most 2000 can be taken."


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd.txt", "C:/x.txt", "a/../../x.txt", "..", "./../x.js"]
)
def test_names_that_lead_out_are_refused(name):
    assert refused(with_entry(name)) == f"The name “{name}” leads out of the package."


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("a\\b.html", "The name “a\\b.html” holds a backslash; zip again with another program."),
        ("a//b.html", "The name “a//b.html” is not written plainly."),
        ("a\nb.html", "The name “a�b.html” holds characters that no file name may hold."),
        ("x" * 197 + ".txt", f"The name “{'x' * 100}” is too long or too deep in folders."),
        ("a/" * 16 + "b.txt", f"The name “{'a/' * 16}b.txt” is too long or too deep in folders."),
        ("INDEX.html", "“index.html” and “INDEX.html” are the same name to many computers."),
        ("server.php", "“server.php” is not a kind of file that a module may hold. Take it out and zip again."),
        ("more.zip", "“more.zip” is not a kind of file that a module may hold. Take it out and zip again."),
        ("nothing", "“nothing” is not a kind of file that a module may hold. Take it out and zip again."),
    ],
)
def test_other_names_that_are_refused(name, sentence):
    assert refused(with_entry(name)) == sentence


def test_a_name_may_not_come_twice():
    with pytest.warns(UserWarning, match="Duplicate name"):
        upload = with_entry("index.html")
    assert refused(upload) == "“index.html” and “index.html” are the same name to many computers."


def test_a_link_is_refused():
    upload = with_entry("link.txt", b"/etc/passwd", external_attr=(stat.S_IFLNK | 0o777) << 16, create_system=3)
    assert refused(upload) == "“link.txt” is a link to another file, not a file."


def test_a_locked_file_is_refused():
    data = bytearray(zipped(files()).read())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = 0
        while (start := data.find(mark, start)) >= 0:
            data[start + offset] |= 1
            start += 4
    upload = SimpleUploadedFile("module.zip", bytes(data))
    assert refused(upload) == "“imsmanifest.xml” is locked with a password."


@pytest.mark.parametrize(
    "head", [b"MZ\x90\x00" + b"\x00" * 60, b"PK\x03\x04" + b"\x00" * 60, b"\x7fELF" + b"\x00" * 60]
)
def test_programs_and_archives_in_disguise_are_refused(head):
    sentence = "“photo.png” is called .png, but it is an archive or a program."
    assert refused(zipped(files() | {"photo.png": head})) == sentence


def test_damage_inside_is_refused():
    data = bytearray(zipped(files() | {"z.txt": "words " * 400}).read())
    place = data.find(b"z.txt") + 8
    data[place : place + 6] = b"\xff" * 6
    assert refused(SimpleUploadedFile("module.zip", bytes(data))) == "“z.txt” in the zip is damaged."


def _named_in(encoding):
    """A good package in which one name stands in the bytes of ``encoding``, without the mark that says UTF-8."""
    mark = "mañana.html".encode()
    data = zipped(files() | {"mañana.html": "x"}).read()
    other = "mañana.html".encode(encoding)
    other += b"l" * (len(mark) - len(other))
    changed = bytearray(data.replace(mark, other))
    for sign, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        start = 0
        while (start := changed.find(sign, start)) >= 0:
            changed[start + offset + 1] &= ~0x08
            start += 4
    return SimpleUploadedFile("module.zip", bytes(changed))


def test_names_in_utf_8_without_its_mark_are_read():
    made = package(upload=_named_in("utf-8")).latest
    assert private_storage().exists(f"{made.folder}/mañana.html")


def test_names_in_another_encoding_are_refused():
    assert refused(_named_in("latin-1")) == (
        "A file name in the zip cannot be read (it shows as “ma±ana.htmll”). Use plain letters and zip again."
    )


@pytest.mark.parametrize(
    ("contents", "sentence"),
    [
        ({"index.html": "x"}, "The zip has no imsmanifest.xml, so it is no SCORM package."),
        (
            {"course/imsmanifest.xml": "x"},
            "imsmanifest.xml is in the folder “course”. Zip what is in that folder, not the folder.",
        ),
        ({"imsmanifest.xml": "<html><body>"}, "imsmanifest.xml is no readable XML."),
        ({"imsmanifest.xml": "<html/>"}, "imsmanifest.xml is no manifest: it begins with <html>."),
        ({"imsmanifest.xml": b"\xff\xfe\x00"}, "imsmanifest.xml is no readable XML."),
        (
            {"imsmanifest.xml": '<!DOCTYPE m [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><manifest>&b;</manifest>'},
            "imsmanifest.xml declares entities of its own, which is not safe to read.",
        ),
        (
            {"imsmanifest.xml": '<!DOCTYPE m [<!ENTITY a SYSTEM "file:///etc/passwd">]><manifest>&a;</manifest>'},
            "imsmanifest.xml declares entities of its own, which is not safe to read.",
        ),
        (
            {"imsmanifest.xml": " " * (1024 * 1024 + 1)},
            "imsmanifest.xml is larger than 1 MB; no module needs that much.",
        ),
        (
            {"imsmanifest.xml": "<manifest><metadata><schemaversion>3.0</schemaversion></metadata></manifest>"},
            "imsmanifest.xml says neither SCORM 1.2 nor SCORM 2004 (its schemaversion is “3.0”).",
        ),
        ({"imsmanifest.xml": manifest(parts=())}, "imsmanifest.xml names nothing that could be opened."),
        (
            {"imsmanifest.xml": manifest(parts=("gone.html",))},
            "“Part 1” begins at “gone.html”, which is not in the zip.",
        ),
        (
            {"imsmanifest.xml": manifest(parts=("Index.html",)), "index.html": "x"},
            "“Part 1” begins at “Index.html”, but the file is called “index.html”.",
        ),
    ],
)  # fmt: skip
def test_manifests_that_are_refused(contents, sentence):
    assert refused(zipped(contents)) == sentence


@pytest.mark.parametrize(
    "href",
    ["../x.html", "https://example.org/", "//example.org/x", "javascript:alert(1)", "%2e%2e/%2e%2e/x", "/etc/passwd"],
)
def test_parts_that_begin_elsewhere_are_refused(href):
    upload = zipped({"imsmanifest.xml": manifest(parts=(href,))})
    assert refused(upload) == f"A part begins at “{href}”, which is outside the package."


def test_a_failure_while_unpacking_leaves_nothing(monkeypatch):
    made, before = ScormPackage.objects.create(title="Half"), folders()
    upload, calls, save = zipped(files()), [], type(private_storage()).save

    def full_disk(self, name, content, **options):
        calls.append(name)
        if len(calls) == 2:
            raise OSError(28, "No space left on device")
        return save(self, name, content, **options)

    monkeypatch.setattr(type(private_storage()), "save", full_disk)
    with pytest.raises(OSError, match="No space"):
        scorm_library.add_version(made, upload, by=None)
    assert (len(calls), folders(), made.versions.count()) == (2, before, 0)


def test_an_unused_package_goes_with_its_files(django_capture_on_commit_callbacks):
    made, before = package(), folders()
    folder = made.latest.folder.partition("/")[2]
    with django_capture_on_commit_callbacks(execute=True):
        made.delete()
    assert folders() == before - {folder}


def test_reading_stops_at_the_size_the_zip_claims():
    data = bytearray(zipped({"a.txt": "x" * 5000}).read())
    place = data.find(b"PK\x01\x02") + 24
    data[place : place + 4] = (10).to_bytes(4, "little")
    contents = scorm_zip.look_into(SimpleUploadedFile("m.zip", io.BytesIO(bytes(data)).read()))
    with pytest.raises(PackageRefused):
        contents.read("a.txt")
