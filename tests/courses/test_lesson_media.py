"""Media in lessons: framed only when asked for, words always there, lists shared by lessons."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model

from courses.records import LessonProgress
from courses.resources import ResourceLink, ResourceList
from tests import factories
from tests.common.test_media import VTT, WEBM, wav
from tests.courses.conftest import sign_in

pytestmark = pytest.mark.django_db
ELSEWHERE = ("video", {"title": "Four questions", "address": "https://vimeo.com/76979871", "length": "2:30",
                       "transcript": "<p>Why, what, how much?</p>"})  # fmt: skip


def upload(name, data):
    return get_document_model().objects.create(title=name, file=ContentFile(data, name=name))


def frames(response):
    """What the answer's policy allows to be framed."""
    rules = dict(rule.strip().partition(" ")[::2] for rule in response["Content-Security-Policy"].split(";"))
    return rules.get("frame-src")


@pytest.fixture
def elsewhere(bare):
    return factories.make_lesson(bare, "Elsewhere", body=[ELSEWHERE])


def test_a_video_kept_elsewhere_is_framed_only_when_asked_for(client, elsewhere):
    page = client.get(elsewhere.url)
    assert ("<iframe" in page.content.decode(), frames(page)) == (False, None)
    assert 'href="https://vimeo.com/76979871"' in page.content.decode()
    page = client.get(elsewhere.url, {"play": "76979871"})
    assert 'src="https://player.vimeo.com/video/76979871?dnt=1"' in page.content.decode()
    assert frames(page) == "https://player.vimeo.com"


@pytest.mark.parametrize("play", ["nonsense", "x" * 10_000, "76979871 https://evil.example", ""])
def test_nothing_else_is_ever_framed(client, elsewhere, play):
    page = client.get(elsewhere.url, {"play": play})
    assert ("<iframe" in page.content.decode(), frames(page)) == (False, None)


def test_a_host_no_longer_allowed_leaves_the_link_and_the_words(client, elsewhere, settings):
    settings.VIDEO_HOSTS = []
    page = client.get(elsewhere.url, {"play": "76979871"})
    words = page.content.decode()
    assert ("<iframe" in words, frames(page)) == (False, None)
    assert ("This video can no longer be played here." in words, "Why, what, how much?" in words) == (True, True)


def test_watching_completes_nothing(learner, elsewhere):
    client = sign_in(learner)
    client.post(reverse("courses:start", args=[elsewhere.get_parent().translation_key]))
    client.get(elsewhere.url, {"play": "76979871"})
    assert LessonProgress.objects.get().completed_at is None


def test_uploaded_media_stand_in_the_lesson_with_captions_and_words(client, bare):
    video = {"title": "Shelf labels", "file": upload("a.webm", WEBM), "captions": upload("a.vtt", VTT),
             "length": "0:20", "transcript": "<p>A label.</p>"}  # fmt: skip
    sound = {"title": "A book talk", "file": upload("a.wav", wav()), "length": "0:10", "transcript": "<p>Hear.</p>"}
    paper = {"document": upload("list.pdf", b"%PDF-1.7\n"), "note": "Print it."}
    lesson = factories.make_lesson(bare, "Media", body=[("video", video), ("audio", sound), ("document", paper)])
    page = client.get(lesson.url).content.decode()
    assert [page.count(words) for words in ('<track kind="captions"', "<audio", "<video", "A label.", "Hear.")] == [
        1
    ] * 5
    assert ">PDF, 9\xa0bytes" in page


def test_a_list_is_shared_by_lessons_and_speaks_both_languages(bare):
    shared = ResourceList(title_en="Where to ask", title_es="Dónde preguntar", checked_on=dt.date(2026, 3, 9))
    shared.links = [ResourceLink(address="https://www.ala.org/aasl", title_en="The association",
                                 title_es="La asociación", note_en="Answers within a day.")]  # fmt: skip
    shared.save()
    lessons = [factories.make_lesson(bare, title, body=[("resources", {"resources": shared})]) for title in "AB"]
    pages = [Client().get(lesson.url).content.decode() for lesson in lessons]
    assert [page.count("Where to ask") for page in pages] == [1, 1]
    assert [page.count("Links checked on 9 March 2026") for page in pages] == [1, 1]
    spanish = factories.translate(lessons[0].get_parent().specific, title="Curso") and factories.translate(
        lessons[0], title="Lección"
    )
    assert "Dónde preguntar" in Client().get(spanish.url).content.decode()


@pytest.mark.parametrize(("who", "status"), [("editor", 200), ("coordinator", 200), ("learner", 302)])
def test_editors_keep_the_lists(request, who, status):
    client = sign_in(request.getfixturevalue(who))
    ResourceList.objects.create(title_en="Old", title_es="Viejo", checked_on=dt.date(2020, 1, 1))
    ResourceList.objects.create(title_en="New", title_es="Nuevo", checked_on=dt.date(2026, 1, 1))
    page = client.get("/admin/snippets/courses/resourcelist/?checked_on_to=2021-01-01")
    assert page.status_code == status
    if status == 200:
        assert [found.title_en for found in page.context["object_list"]] == ["Old"]
        assert client.get("/admin/snippets/courses/resourcelist/?export=csv").status_code == 200


def test_an_upload_in_the_admin_is_looked_into(editor):
    client = sign_in(editor)
    answer = client.post(
        "/admin/documents/multiple/add/", {"files[]": ContentFile(b"hello", name="a.vtt"), "title": "a"},
        headers={"x-requested-with": "XMLHttpRequest"},
    )  # fmt: skip
    assert answer.json()["success"] is False
    assert "Line 1: a captions file begins with the word WEBVTT." in answer.json()["error_message"]
    assert get_document_model().objects.count() == 0
