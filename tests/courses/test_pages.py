"""The pages: lesson, course, path, catalogue, policies; for visitors and for people signed in."""

import pytest
from django.test import Client

from courses import progress, quizzes
from courses.records import Enrollment
from pdportal.transcripts.pages import Topic
from tests import factories
from tests.courses.conftest import (
    PRACTICE,
    QUIZ,
    REFLECTION,
    SCENARIO,
    acknowledgement,
    gate_in,
    right_answers,
    sign_in,
    translate,
)
from tests.courses.test_answers import posted

pytestmark = pytest.mark.django_db
SECRETS = [
    "It does not replace",
    "It replaces a purchase",
    "The first factor",
    "Short and once",
    "atribuci",
    "Four factors",
]


@pytest.fixture
def full_lesson(bare, policy):
    """A lesson with every kind of gate and three linked paragraphs."""
    text = ("text", f'<p>See <a linktype="page" id="{policy.pk}">the policy</a>.</p>')
    blocks = [text, QUIZ, text, SCENARIO, acknowledgement(policy), PRACTICE, text, REFLECTION]
    return factories.make_lesson(bare, "Everything", body=blocks)


def html(client, page):
    response = client.get(page if isinstance(page, str) else page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_visitor_reads_the_text_and_is_invited(full_lesson):
    page = html(Client(), full_lesson)
    assert page.count("the policy</a>") == 3
    assert "Complete this lesson by passing the quiz, answering the scenario" in page
    assert page.count("?next=" + full_lesson.url) >= 5
    assert "<textarea" not in page
    assert "They agree." not in page
    assert [secret for secret in SECRETS if secret in page] == []


def test_answers_are_never_in_the_page_before_handing_in(learner, quiz_lesson):
    gate, client = gate_in(quiz_lesson, "quiz"), sign_in(learner)
    assert [secret for secret in SECRETS if secret in html(client, quiz_lesson)] == []
    quizzes.submit(learner, quiz_lesson, gate.id, posted(right_answers(quiz_lesson, short="x", true_false="true")))
    assert [secret for secret in SECRETS if secret not in html(client, quiz_lesson)] == []
    quizzes.try_again(learner, quiz_lesson, gate.id)
    assert [secret for secret in SECRETS if secret in html(client, quiz_lesson)] == []


def test_ordering_is_a_select_for_each_step_and_mixed(learner, quiz_lesson):
    page = html(sign_in(learner), quiz_lesson)
    order = sorted(("First", "Second", "Third"), key=lambda step: page.index(f">{step}</label>"))
    assert (page.count("<select"), order != ["First", "Second", "Third"]) == (3, True)


def test_opening_resumes_and_reading_writes_once(learner, course, lessons):
    progress.enroll(learner, course)
    client = sign_in(learner)
    html(client, lessons[1])
    assert Enrollment.objects.get().last_lesson_key == lessons[1].translation_key
    response = client.post(f"/my/activities/{course.translation_key}/start/")
    assert response["Location"] == lessons[1].url


def test_a_lesson_shows_its_neighbours_and_what_is_done(learner, course, lessons):
    progress.complete_lesson(learner, lessons[0])
    desk = sign_in(learner).get(lessons[0].url).context["desk"]
    assert (desk.number, desk.previous, desk.next.title, desk.next_open.title) == (1, None, "And this", "And this")
    assert [state for _line, state in desk.lessons] == ["now", "later"]
    assert (desk.lessons_done, desk.enrollment.completed_at) == (1, None)


def test_a_withdrawn_lesson_offers_to_finish_the_course(learner, course, lessons):
    progress.complete_lesson(learner, lessons[0])
    progress.open_lesson(learner, lessons[0])
    lessons[1].unpublish()
    assert "Finish the course" in html(sign_in(learner), lessons[0])


# site, locale, home, index, lesson, view restrictions (8) · session, user · enrollment, policy, course, lessons,
# progress, passed gates, one for each of four kinds of gate, the policy's present text, parent · links in the text ·
# the frame (5)
LESSON = 23


def test_the_full_lesson_takes_a_steady_number_of_queries(django_assert_num_queries, learner, bare, full_lesson):
    progress.enroll(learner, bare)
    client = sign_in(learner)
    html(client, full_lesson)
    with django_assert_num_queries(LESSON):
        html(client, full_lesson)
    for number in range(3):
        factories.make_lesson(bare, f"More {number}")
    with django_assert_num_queries(LESSON):
        html(client, full_lesson)


def test_the_course_page_says_start_continue_and_done(learner, course, lessons):
    client = sign_in(learner)
    assert ("Sign in to start" in html(Client(), course), ">Start<" in html(client, course)) == (True, True)
    progress.complete_lesson(learner, lessons[0])
    assert ">Continue<" in html(client, course)
    progress.complete_lesson(learner, lessons[1])
    assert "You completed this course on" in html(client, course)


def test_the_path_page_opens_the_current_step(learner, course, lessons):
    other = factories.make_course("Second module", lessons=["Later"])
    path = factories.make_path("Orientation", steps=[course, other])
    for lesson in lessons:
        progress.complete_lesson(learner, lesson)
    mine = sign_in(learner).get(path.url).context["trail"]
    assert [(step.activity.title, step.state) for step in mine.steps] == [
        ("Copyright refresher", "done"), ("Second module", "now"),
    ]  # fmt: skip
    page = html(sign_in(learner), path)
    assert page.count('<details class="trail__lessons" open>') == 1
    assert "2 of 3" in page
    assert html(Client(), path).count("trail__step--") == 2


def test_starting_a_path_opens_its_first_lesson(learner, course, lessons):
    path = factories.make_path("Orientation", steps=[course])
    response = sign_in(learner).post(f"/my/activities/{path.translation_key}/start/")
    assert response["Location"] == lessons[0].url
    assert Enrollment.objects.get().activity_key == path.translation_key


@pytest.fixture
def catalogue(db):
    """Three courses; one is about copyright."""
    topic = Topic.objects.create(slug="copyright", name_en="Copyright", name_es="Derechos de autor")
    pages = [factories.make_course(title, credit_hours=hours) for title, hours in [("B", "3"), ("A", "2"), ("C", "1")]]
    pages[0].topics = [topic]
    pages[0].summary = "Fair use at school"
    pages[0].save_revision().publish()
    return pages


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["A", "B", "C"]),
        ("order=hours", ["C", "A", "B"]),
        ("q=fair+USE", ["B"]),
        ("topic=copyright", ["B"]),
        ("q=nothing", []),
        ("topic=../../etc&order=;drop&page=-1", []),
        ("page=99999999999999999999999", ["A", "B", "C"]),
        ("q=" + "x" * 5000, []),
        ("q=%F0%9F%92%A9%25_", []),
    ],
)
def test_the_catalogue_finds_filters_and_sorts(client, catalogue, query, titles):
    response = client.get(f"/courses/?{query}")
    assert (response.status_code, [card.page.title for card in response.context["cards"]]) == (200, titles)


def test_the_catalogue_says_lessons_and_minutes(client, course):
    (card,) = client.get("/courses/").context["cards"]
    assert (card.lessons, card.minutes) == (2, 20)


def steady(django_assert_num_queries, address, count, make):
    """The same number of queries with one thing listed and with three."""
    client = Client()
    make(1)
    client.get(address)
    with django_assert_num_queries(count):
        client.get(address)
    make(2)
    make(3)
    with django_assert_num_queries(count):
        client.get(address)


def test_the_catalogue_takes_the_same_queries_for_any_number(django_assert_num_queries):
    steady(django_assert_num_queries, "/courses/", CATALOGUE, lambda number: factories.make_course(f"Course {number}"))


def test_the_paths_take_the_same_queries_for_any_number(django_assert_num_queries):
    def make(number):
        factories.make_path(f"Path {number}", steps=[factories.make_course(f"Course {number}")])

    steady(django_assert_num_queries, "/paths/", PATHS, make)


def test_the_policies_take_the_same_queries_for_any_number(django_assert_num_queries):
    steady(django_assert_num_queries, "/policies/", POLICIES, lambda number: factories.make_policy(f"Policy {number}"))


CATALOGUE, PATHS, POLICIES = 10, 10, 6


def test_empty_lists_say_what_will_be_there(client):
    assert "Published courses will be listed here." in html(client, "/courses/")
    assert "Published paths will be listed here." in html(client, "/paths/")
    assert "Published policies will be listed here." in html(client, "/policies/")


def test_a_policy_says_which_text_was_acknowledged(learner, policy, policy_lesson):
    gate, client = gate_in(policy_lesson, "acknowledgement"), sign_in(learner)
    assert "you acknowledged" not in html(client, policy)
    client.post(
        f"/my/lessons/{policy_lesson.translation_key}/gates/{gate.id}/acknowledge/",
        {"revision": policy.live_revision_id, "confirmed": "yes"},
    )
    assert "you acknowledged the text published on" in html(client, policy)
    policy.body = [("text", "<p>Use it better.</p>")]
    policy.save_revision().publish()
    assert "Since then it has only been corrected." in html(client, policy)
    policy.needs_acknowledgement, policy.what_changed = True, "Better"
    policy.save_revision().publish()
    assert "It has changed since." in html(client, policy_lesson)


def test_everything_works_in_spanish(learner, bare, full_lesson, policy):
    for page, title in [(bare, "Una lección"), (policy, "Uso aceptable")]:
        translate(page, title)
    spanish = translate(full_lesson, "Todo")
    assert spanish.url.startswith("/es/courses/")
    for client in (Client(), sign_in(learner)):
        assert "<h1>Todo</h1>" in html(client, spanish)
        for address in ("/es/courses/", "/es/paths/", "/es/policies/"):
            html(client, address)
