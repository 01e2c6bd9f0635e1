"""Testing out: a passed pre-check completes the course with its shorter minutes, once a cycle, where it is offered."""

from decimal import Decimal

import pytest
from django.urls import reverse

from courses import quizzes
from courses.errors import AttemptsUsedUp, CourseFinished, NoSuchGate
from courses.papers import draw
from courses.records import Enrollment, QuizAttempt
from courses.testing_out import hours_of, pre_check_of
from courses.trail import activity_for
from pdportal.notices.records import Notice
from pdportal.transcripts.choices import Source
from pdportal.transcripts.records import Completion
from tests import factories
from tests.courses.conftest import form_of, quiz_of, sign_in, statements, translate
from tests.courses.test_answers import posted
from tests.courses.test_views import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def refresher(db):
    """Two lessons of half an hour, or eight minutes by the pre-check."""
    course = factories.make_course("Copyright refresher", lessons=["One", "Two"], credit_hours="0.50")
    course.pre_check, course.test_out_minutes = [quiz_of(statements(3))], 8
    course.save_revision().publish()
    return type(course).objects.get(pk=course.pk)


def form(learner, course, **changed):
    return form_of(draw(course, pre_check_of(course), learner, []).questions, **changed)


def take(learner, course, **changed):
    return quizzes.submit(learner, course, pre_check_of(course).id, posted(form(learner, course, **changed)))


def test_passing_completes_the_course_with_its_minutes(learner, refresher):
    assert take(learner, refresher).passed is True
    completion = Completion.objects.get()
    assert (completion.activity_key, completion.credit_hours, completion.source) == (
        refresher.translation_key, Decimal("0.13"), Source.TEST_OUT,
    )  # fmt: skip
    assert completion.certificate.facts["titles"] == {"en": "Copyright refresher"}
    assert Notice.objects.get(kind="completed").body.count("0.13") == 1
    step = activity_for(learner, refresher)
    assert (step.is_done, step.lessons_done, step.lessons_total) == (True, 2, 2)


def test_failing_leaves_the_lessons_and_no_second_try(learner, refresher):
    assert take(learner, refresher, true_false="false").passed is False
    assert Completion.objects.count() == 0
    with pytest.raises(AttemptsUsedUp):
        quizzes.try_again(learner, refresher, pre_check_of(refresher).id)
    Enrollment.objects.update(cycle="2020-21")  # taken last year, the course never finished
    attempt = QuizAttempt.objects.get()
    attempt.paper["cycle"] = "2020-21"
    attempt.save()
    assert quizzes.try_again(learner, refresher, pre_check_of(refresher).id).number == 2


def test_what_is_done_is_not_checked(learner, refresher):
    Enrollment.objects.create(
        learner=learner, activity_key=refresher.translation_key, started_at="2026-01-01T00:00Z",
        completed_at="2026-01-02T00:00Z",
    )  # fmt: skip
    with pytest.raises(CourseFinished):
        take(learner, refresher)


def test_only_where_the_author_says_so(learner, refresher, course):
    gate_id = refresher.quiz_blocks[0].id
    refresher.test_out_minutes = None
    refresher.save_revision().publish()
    with pytest.raises(NoSuchGate):
        quizzes.submit(learner, refresher, gate_id, posted({}))
    client = sign_in(learner)
    for page in (refresher, course):
        assert "Already know this?" not in client.get(page.url).content.decode()
        response = client.get(reverse("courses:pre_check", args=[page.translation_key]))
        assert (response.status_code, response["Location"]) == (302, page.url)


def test_testing_out_gives_no_more_than_the_course(refresher):
    refresher.test_out_minutes = 600
    assert hours_of(refresher) == Decimal("0.50")


def test_the_offer_and_the_way_through_it(client, learner, refresher):
    place = reverse("courses:pre_check", args=[refresher.translation_key])
    assert client.get(place)["Location"].startswith("/accounts/login/?next=")
    assert "Already know this?" not in client.get(refresher.url).content.decode()
    client.force_login(learner)
    page = client.get(refresher.url).content.decode()
    assert ("Already know this?" in page, "8 min" in page, f'href="{place}"' in page) == (True, True, True)
    page = client.get(place).content.decode()
    assert ("Statement 0" in page, "Because" in page) == (True, False)
    keys = {"key": refresher.translation_key, "gate_id": refresher.quiz_blocks[0].id}
    data = form(learner, refresher) | {"attempt": "1"}
    name = next(iter(data))
    client.post(reverse("courses:save", kwargs={**keys, "kind": "quiz"}), {name: "true", "attempt": "1"})
    assert "Go on with the pre-check" in client.get(refresher.url).content.decode()
    assert client.get(place).content.decode().count(" checked") == 1
    response = client.post(reverse("courses:submit_quiz", kwargs=keys), data)
    assert (said(response), response["Location"]) == (["You passed with 100%."], f"{place}#gate-{keys['gate_id']}")
    assert "You know this already: the course is complete." in client.get(place).content.decode()
    assert "Already know this?" not in client.get(refresher.url).content.decode()


def test_not_passed_leads_to_the_lessons(learner, refresher):
    client, place = sign_in(learner), reverse("courses:pre_check", args=[refresher.translation_key])
    take(learner, refresher, true_false="false")
    page = client.get(place).content.decode()
    assert ("Go to the lessons" in page, "You have used your attempt." in page) == (True, True)
    assert "0%, not passed." in client.get(refresher.url).content.decode()


def test_a_pre_check_survives_the_end_of_a_session(client, learner, refresher):
    signed_in = sign_in(learner)
    place = reverse("courses:pre_check", args=[refresher.translation_key])
    mark = signed_in.get(place).context["mark"]
    keys = {"key": refresher.translation_key, "gate_id": refresher.quiz_blocks[0].id}
    data = form(learner, refresher) | {"attempt": "1", "mark": mark}
    response = client.post(reverse("courses:submit_quiz", kwargs=keys), data)
    assert response["Location"] == f"/accounts/login/?next={place}"
    client.post("/accounts/login/", {"login": learner.username, "password": factories.PASSWORD})
    assert QuizAttempt.objects.get().answers.keys() == {
        question.id for question in refresher.quiz_blocks[0].value["questions"]
    }


def test_both_languages_are_one_pre_check(learner, refresher):
    spanish = translate(refresher, "Repaso")
    assert pre_check_of(spanish).id == pre_check_of(refresher).id
    take(learner, spanish)
    assert Completion.objects.get().titles == {"en": "Copyright refresher", "es": "Repaso"}


def test_unknown_courses_are_not_there(learner, lessons):
    client = sign_in(learner)
    assert client.get(reverse("courses:pre_check", args=[lessons[0].translation_key])).status_code == 404
    assert client.post(reverse("courses:pre_check", args=[lessons[0].translation_key])).status_code == 405
