"""Zips made in memory: good SCORM packages, and bad ones of every kind."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from courses import scorm_library
from courses.scorm_records import ScormPackage
from tests import factories

REPORTS = "API.LMSSetValue('cmi.core.lesson_status', 'completed')"
NS_12 = 'xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"'
NS_2004 = (
    'xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" '
    'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
)


def manifest(*, version="1.2", parts=("index.html",), kind="sco", mastery="", names=None):
    """An imsmanifest.xml of one item for each of ``parts``."""
    attribute = "scormtype" if version == "1.2" else "scormType"
    rule = f"<adlcp:masteryscore>{mastery}</adlcp:masteryscore>" if mastery and version == "1.2" else ""
    if mastery and version != "1.2":
        rule = (
            "<imsss:sequencing><imsss:objectives><imsss:primaryObjective><imsss:minNormalizedMeasure>"
            f"{mastery}</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives></imsss:sequencing>"
        )
    items = "".join(
        f'<item identifier="i{number}" identifierref="r{number}"><title>Part {number}</title>{rule}</item>'
        for number, _href in enumerate(parts, 1)
    )
    resources = "".join(
        f'<resource identifier="r{number}" type="webcontent" adlcp:{attribute}="{kind}" href="{href}"/>'
        for number, href in enumerate(parts, 1)
    )
    return (
        f'<manifest identifier="m" {names or (NS_12 if version == "1.2" else NS_2004)}>'
        f"<metadata><schemaversion>{version}</schemaversion></metadata>"
        f'<organizations default="o"><organization identifier="o"><title>Whole</title>{items}</organization>'
        f"</organizations><resources>{resources}</resources></manifest>"
    )


def files(**changed):
    """The files of a small good package; ``changed`` are options of its manifest."""
    return {
        "imsmanifest.xml": manifest(**changed),
        "index.html": f"<html><head></head><script>{REPORTS}</script></html>",
    }


def zipped(contents, *, name="module.zip", entries=()):
    """An upload of these files; ``entries`` are further ``(ZipInfo, bytes)``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in contents.items():
            archive.writestr(path, text)
        for info, data in entries:
            archive.writestr(info, data)
    return SimpleUploadedFile(name, out.getvalue(), content_type="application/zip")


def package(title="Privacy check", *, upload=None, by=None, **changed):
    """A package with one version, through the library's own verb."""
    made = ScormPackage.objects.create(title=title)
    scorm_library.add_version(made, upload or zipped(files(**changed)), by=by, at=timezone.now())
    return ScormPackage.objects.get(pk=made.pk)


def lesson_with(module, *, course=None, rule="completed", minimum_score=None, title="Privacy"):
    """A published lesson whose gate is this package."""
    course = course or factories.make_course("Apps", lessons=[])
    value = {"title": "The check", "package": module, "rule": rule, "minimum_score": minimum_score}
    lesson = factories.make_lesson(course, title, body=[("scorm", value)])
    return type(lesson).objects.get(pk=lesson.pk)
