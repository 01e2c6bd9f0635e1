"""What editors see: every block has an icon, words, and a preview in the block picker."""

import pytest
from django.test import Client
from wagtail.models import Page

from courses.blocks import GATE_KINDS
from courses.choices import GateKind
from courses.pages import LessonPage
from tests import factories
from tests.courses.conftest import PRACTICE, QUIZ, REFLECTION, SCENARIO, sign_in

pytestmark = pytest.mark.django_db


def test_every_gate_block_is_a_gate_kind():
    assert sorted(GATE_KINDS) == sorted(GateKind.values)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("text", "can I copy this?"),
        ("callout", "Tape the four questions"),
        ("figure", "A caption, if you like."),
        ("accordion", "What if the book is damaged?"),
        ("document", "Weeding checklist"),
        ("gallery", "Three corners of a library"),
        ("video", "Four questions before you copy"),
        ("audio", "A book talk in two minutes"),
        ("resources", "Where to ask"),
        ("quiz", "Check yourself"),
        ("scenario", "Ask the publisher today."),
        ("acknowledgement", "I have read the acceptable use policy"),
        ("practice", "I renewed a loan"),
        ("reflection", "What is new to you?"),
        ("scorm", "A short privacy check"),
    ],
)
def test_the_block_picker_shows_an_example(superuser, name, words):
    block = LessonPage._meta.get_field("body").stream_block.child_blocks[name]
    assert block.is_previewable is True
    assert str(block.meta.description if hasattr(block.meta, "description") else "") != ""
    page = sign_in(superuser).get(f"/admin/block-preview/?id={block.definition_prefix}")
    assert (page.status_code, words in page.content.decode()) == (200, True)


def test_an_editor_previews_a_draft_without_leaving_a_trace(superuser, course):
    lesson = factories.make_lesson(course, "Draft", body=[QUIZ, SCENARIO, PRACTICE, REFLECTION])
    request = lesson.make_preview_request(original_request=sign_in(superuser).get("/").wsgi_request)
    assert request.status_code == 200
    assert "It replaces a purchase." not in request.content.decode()
    assert superuser.enrollments.count() == 0


def test_the_lesson_editor_opens(superuser, course):
    lesson = factories.make_lesson(course, "Draft", body=[QUIZ])
    assert sign_in(superuser).get(f"/admin/pages/{lesson.pk}/edit/").status_code == 200
    assert Page.objects.get(pk=lesson.pk).get_parent().pk == course.pk


def test_visitors_do_not_reach_the_editor(course):
    assert Client().get(f"/admin/pages/{course.pk}/edit/").status_code == 302
