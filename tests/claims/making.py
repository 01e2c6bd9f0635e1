"""Claims for tests, made through the verbs."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pdportal.claims import writing
from pdportal.claims.records import ApprovalShape
from tests.factories import days_ago


def png(colour=0):
    """The bytes of a small picture."""
    out = io.BytesIO()
    Image.new("L", (2, 2), colour).save(out, "PNG")
    return out.getvalue()


def upload(name="certificate.png", colour=0):
    """A picture as a browser sends it."""
    return SimpleUploadedFile(name, png(colour))


def make_shape(name="Everything", **fields):
    """An approval shape; the principal decides unless told otherwise."""
    fields = {"first_approver": "principal", "name_es": name} | fields
    return ApprovalShape.objects.create(name_en=name, **fields)


def fields_of(**fields):
    """What a learner writes, complete; the event was last week."""
    return {
        "title": "State Library Conference", "provider": "State Library Association", "kind": "conference",
        "starts_on": days_ago(8), "ends_on": days_ago(7), "hours": "6.00",
        "learned": "How to weed a collection with students.",
    } | fields  # fmt: skip


def make_draft(learner, *, proof=True, at=None, **fields):
    """A complete draft of ``learner`` with a proof."""
    claim = writing.begin(learner, at=at)
    claim = writing.save_draft(claim, fields=fields_of(**fields), at=at)
    if proof:
        writing.add_file(claim, upload(), at=at)
    return claim


def make_claim(learner, *, at=None, **fields):
    """A claim of ``learner`` that is handed in."""
    return writing.hand_in(make_draft(learner, at=at, **fields), at=at)
