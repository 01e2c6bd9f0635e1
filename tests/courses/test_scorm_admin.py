"""What authors do with SCORM packages in the admin: upload, list, find, use in a lesson, delete what nobody uses."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from courses import scorm_runtime
from courses.scorm_records import ScormPackage, ScormVersion
from tests import factories
from tests.courses.conftest import gate_in, sign_in
from tests.courses.scorm_zips import files, lesson_with, package, zipped

pytestmark = pytest.mark.django_db
NAME = "wagtailsnippets_courses_scormpackage"


def place(name, *args):
    return reverse(f"{NAME}:{name}", args=args)


def form(upload=None, **changed):
    data = {"title": "Privacy check", "language": "en", "description": "", "finish": "found"} | changed
    return data | ({"upload": upload} if upload else {})


def test_an_editor_uploads_a_package(editor, site):
    client = sign_in(editor)
    assert client.get(place("add")).status_code == 200
    client.post(place("add"), form(zipped(files(), name="Check v1.zip")))
    version = ScormVersion.objects.get()
    assert (version.package.title, version.number, version.file_name, version.uploaded_by) == (
        "Privacy check", 1, "Check v1.zip", editor,
    )  # fmt: skip
    page = client.get(place("edit", version.package_id)).content.decode()
    assert page.count("It holds the calls by which modules report completion.") == 1
    assert page.count(reverse("courses:try_module", args=[version.pk])) == 1


def test_a_new_file_is_a_new_version_and_no_file_changes_only_the_words(editor, site):
    client, made = sign_in(editor), package()
    client.post(place("edit", made.pk), form(title="Other words"))
    client.post(place("edit", made.pk), form(zipped(files()), title="Other words"))
    assert [str(version) for version in ScormVersion.objects.all()] == ["Other words v2", "Other words v1"]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The zip has no imsmanifest.xml, so it is no SCORM package."),
        ("es", "El zip no tiene imsmanifest.xml, así que no es un paquete SCORM."),
    ],
)
def test_a_refusal_stands_beside_the_file_in_the_authors_language(editor, site, language, sentence):
    UserProfile.objects.update_or_create(user=editor, defaults={"preferred_language": language})
    with translation.override(language):
        page = sign_in(editor).post(place("add"), form(zipped({"index.html": "x"}), title="Kept words"))
    words = page.content.decode()
    assert (page.status_code, words.count(sentence), words.count('value="Kept words"')) == (200, 1, 1)
    assert ScormPackage.objects.count() == 0


def test_a_package_needs_a_file(editor, site):
    page = sign_in(editor).post(place("add"), form())
    assert page.content.decode().count("Choose the zip file of the module.") == 1
    assert ScormPackage.objects.count() == 0


def test_the_list_is_searched_filtered_exported_and_as_cheap_for_three_as_for_one(editor, site):
    client, counts = sign_in(editor), []
    package("Alpha")
    client.get(place("list"))
    for titles in ((), ("Beta", "Gamma")):
        for title in titles:
            package(title)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(place("list")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    found = client.get(place("list"), {"q": "Beta"}).content.decode()
    assert ("Beta" in found, "Gamma" in found) == (True, False)
    assert "Gamma" not in client.get(place("list"), {"language": "es"}).content.decode()
    export = b"".join(client.get(place("list"), {"export": "csv"}).streaming_content).decode()
    assert [line.split(",")[0] for line in export.splitlines()[1:]] == ["Alpha", "Beta", "Gamma"]


@pytest.mark.indexed
def test_usage_names_the_lesson(editor, site):
    made = package()
    lesson_with(made, title="Where it is used")
    page = sign_in(editor).get(place("usage", made.pk)).content.decode()
    assert page.count("Where it is used") >= 1


def test_a_package_in_use_by_learners_stays_and_an_unused_one_goes(editor, learner, site):
    client, used, unused = sign_in(editor), package("Used"), package("Unused")
    lesson = lesson_with(used)
    scorm_runtime.open_module(learner, lesson, gate_in(lesson, "scorm").id)
    for made in (used, unused):
        client.post(place("delete", made.pk), follow=True)
    assert list(ScormPackage.objects.all()) == [used]


def test_nor_do_many_at_once_go_that_are_in_use(superuser, learner, site):
    used, unused = package("Used"), package("Unused")
    lesson = lesson_with(used)
    scorm_runtime.open_module(learner, lesson, gate_in(lesson, "scorm").id)
    chosen = f"?id={used.pk}&id={unused.pk}"
    sign_in(superuser).post(f"/admin/bulk/courses/scormpackage/delete/{chosen}")
    assert list(ScormPackage.objects.all()) == [used]


def test_others_do_not_reach_packages(learner, mentor, principal, site):
    made = package()
    for person in (learner, mentor, principal):
        client = sign_in(person)
        for address in (place("list"), place("add"), place("edit", made.pk), place("delete", made.pk)):
            assert client.get(address).status_code in {302, 403}
    assert Client().get(place("list")).status_code == 302


def test_the_editor_of_a_lesson_offers_the_chooser(editor, site):
    made = package("Privacy check")
    lesson = lesson_with(made, course=factories.make_course("Apps", lessons=[]))
    page = sign_in(editor).get(reverse("wagtailadmin_pages:edit", args=[lesson.pk]))
    assert (page.status_code, "Privacy check" in page.content.decode()) == (200, True)
