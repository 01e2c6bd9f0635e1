"""What learners do over HTTP: each action works, refuses GET and strangers, and answers nonsense without breaking."""

import uuid

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from courses import practice, scenarios
from courses.records import (
    Acknowledgement,
    Enrollment,
    GatePass,
    LessonProgress,
    PracticeSubmission,
    QuizAttempt,
    Reflection,
)
from tests import factories
from tests.courses.conftest import REFLECTION, SCENARIO, gate_in, right_answers, sign_in, translate

pytestmark = pytest.mark.django_db


def address(name, lesson, gate=None, **more):
    """The address of an action in a lesson, at a gate."""
    place = {"gate_id": gate.id} if gate else {}
    return reverse(f"courses:{name}", kwargs={"key": lesson.translation_key, **place, **more})


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_mark_as_done(learner, lessons):
    response = sign_in(learner).post(address("finish_lesson", lessons[0]))
    assert (response.status_code, response["Location"]) == (302, f"{lessons[0].url}#finish")
    assert LessonProgress.objects.get().completed_at is not None


def test_mark_as_done_with_an_open_gate_says_what_is_missing(learner, quiz_lesson):
    response = sign_in(learner).post(address("finish_lesson", quiz_lesson))
    assert said(response) == ["Not finished yet: Check yourself."]
    assert LessonProgress.objects.count() == 0


def test_start_enrolls_and_opens_the_first_lesson(learner, course, lessons):
    response = sign_in(learner).post(reverse("courses:start", args=[course.translation_key]))
    assert response["Location"] == lessons[0].url
    assert Enrollment.objects.get().learner == learner


def test_a_quiz_is_handed_in(learner, quiz_lesson):
    gate = gate_in(quiz_lesson, "quiz")
    data = right_answers(quiz_lesson) | {"attempt": "1"}
    response = sign_in(learner).post(address("submit_quiz", quiz_lesson, gate), data)
    assert (said(response), response["Location"]) == (
        ["You passed with 100%."], f"{quiz_lesson.url}#gate-{gate.id}",
    )  # fmt: skip
    assert QuizAttempt.objects.get().passed is True


def test_an_incomplete_quiz_points_at_the_questions_and_keeps_the_rest(learner, quiz_lesson):
    gate, client = gate_in(quiz_lesson, "quiz"), sign_in(learner)
    data = right_answers(quiz_lesson, short="")
    response = client.post(address("submit_quiz", quiz_lesson, gate), data, follow=True)
    page = response.content.decode()
    assert page.count("Please answer this question.") == 2  # in the summary and at the question
    assert page.count(" checked") == 4
    assert QuizAttempt.objects.get().submitted_at is None


def test_a_quiz_is_tried_again(learner, quiz_lesson):
    gate, client = gate_in(quiz_lesson, "quiz"), sign_in(learner)
    client.post(address("submit_quiz", quiz_lesson, gate), right_answers(quiz_lesson, short="x", true_false="true"))
    client.post(address("retry_quiz", quiz_lesson, gate))
    assert sorted(QuizAttempt.objects.values_list("number", flat=True)) == [1, 2]


def test_an_own_attempt_is_read_again_and_nobody_elses(learner, teacher, quiz_lesson):
    gate, client = gate_in(quiz_lesson, "quiz"), sign_in(learner)
    client.post(address("submit_quiz", quiz_lesson, gate), right_answers(quiz_lesson, short="x", true_false="true"))
    client.post(address("retry_quiz", quiz_lesson, gate))
    client.post(address("submit_quiz", quiz_lesson, gate), right_answers(quiz_lesson) | {"attempt": "2"})
    first = reverse("courses:attempt", args=[QuizAttempt.objects.get(number=1).pk])
    assert first in client.get(quiz_lesson.url).content.decode()
    page = client.get(first)
    assert (page.status_code, page.context["attempt"].score_percent) == (200, 60)
    assert "It replaces a purchase." in page.content.decode()
    assert sign_in(teacher).get(first).status_code == 404
    assert client.post(first).status_code == 405
    for number in ("0", "3", "9" * 18, "9" * 30):
        assert client.get(f"/my/attempts/{number}/").status_code == 404


def test_a_draft_is_not_an_attempt_to_read(learner, quiz_lesson):
    gate, client = gate_in(quiz_lesson, "quiz"), sign_in(learner)
    client.post(address("save", quiz_lesson, gate, kind="quiz"), right_answers(quiz_lesson))
    assert client.get(reverse("courses:attempt", args=[QuizAttempt.objects.get().pk])).status_code == 404


def test_a_policy_is_acknowledged(learner, policy_lesson, policy):
    gate, client = gate_in(policy_lesson, "acknowledgement"), sign_in(learner)
    place = address("acknowledge", policy_lesson, gate)
    assert said(client.post(place, {"revision": policy.live_revision_id})) == [
        "Please tick the box to acknowledge the policy."
    ]
    client.post(place, {"revision": policy.live_revision_id, "confirmed": "yes"})
    assert Acknowledgement.objects.get().revision == policy.live_revision_id


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "0", "١"])
def test_a_nonsense_revision_acknowledges_nothing(learner, policy_lesson, revision):
    gate = gate_in(policy_lesson, "acknowledgement")
    response = sign_in(learner).post(
        address("acknowledge", policy_lesson, gate), {"revision": revision, "confirmed": "yes"}
    )
    assert (response.status_code, Acknowledgement.objects.count()) == (302, 0)


def test_a_scenario_is_answered(learner, scenario_lesson):
    gate, client = gate_in(scenario_lesson, "scenario"), sign_in(learner)
    choice = scenarios.choices_of(gate)[0][0]
    page = client.post(address("answer_scenario", scenario_lesson, gate), {"choice": choice}, follow=True)
    assert GatePass.objects.get().detail == {"choice": choice}
    assert [page.content.decode().count(words) for words in ("Too much.", "They agree.", "Find a way.")] == [1, 1, 1]


def test_a_practice_step_is_saved_handed_in_and_taken_back(learner, practice_lesson):
    gate, client = gate_in(practice_lesson, "practice"), sign_in(learner)
    data = {"checked": [key for key, _text in practice.points_of(gate)], "note": "The printer."}
    client.post(address("practice", practice_lesson, gate), data)
    assert PracticeSubmission.objects.get().status == "draft"
    client.post(address("practice", practice_lesson, gate), data | {"hand_in": "yes"})
    assert PracticeSubmission.objects.get().status == "handed_in"
    client.post(address("take_back_practice", practice_lesson, gate))
    assert PracticeSubmission.objects.get().status == "draft"


def test_a_reflection_is_saved_and_done(learner, reflection_lesson):
    gate, client = gate_in(reflection_lesson, "reflection"), sign_in(learner)
    place, words = address("reflection", reflection_lesson, gate), "I start with the budget."
    assert said(client.post(place, {"text": "Short", "done": "yes"})) == [
        "Please write a little more: at least 20 characters. What you have written is kept."
    ]
    assert Reflection.objects.get().text == "Short"
    client.post(place, {"text": words, "done": "yes", "shared_with": "mentor"})
    assert (Reflection.objects.get().text, Reflection.objects.get().shared_with) == (words, "mentor")
    assert GatePass.objects.count() == 1


def test_autosave_keeps_and_answers_with_the_time(learner, quiz_lesson):
    gate = gate_in(quiz_lesson, "quiz")
    response = sign_in(learner).post(address("save", quiz_lesson, gate, kind="quiz"), right_answers(quiz_lesson))
    assert (response.status_code, response.content.decode().split(" at ")[0]) == (200, "Saved")
    assert len(QuizAttempt.objects.get().answers) == 5


@pytest.mark.parametrize("kind", ["quiz", "practice", "reflection"])
def test_unreadable_text_is_refused_in_words(learner, quiz_lesson, practice_lesson, reflection_lesson, kind):
    lesson = {"quiz": quiz_lesson, "practice": practice_lesson, "reflection": reflection_lesson}[kind]
    gate = gate_in(lesson, kind)
    fields = {"quiz": f"q-{gate.value['questions'][3].id}" if kind == "quiz" else "", "practice": "note"}
    data = {fields.get(kind, "text"): "a\x00b"}
    response = sign_in(learner).post(address("save", lesson, gate, kind=kind), data)
    assert response.status_code == 400
    assert response.content.decode().startswith("The text holds characters that cannot be saved.")


ACTIONS = [
    ("submit_quiz", "quiz"), ("retry_quiz", "quiz"), ("acknowledge", "acknowledgement"),
    ("answer_scenario", "scenario"), ("practice", "practice"),
    ("take_back_practice", "practice"), ("reflection", "reflection"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind"), ACTIONS)
def test_every_action_is_a_post_by_somebody_signed_in(
    client, learner, quiz_lesson, policy_lesson, scenario_lesson, practice_lesson, reflection_lesson, name, kind
):
    lessons = [quiz_lesson, policy_lesson, scenario_lesson, practice_lesson, reflection_lesson]
    kinds = ["quiz", "acknowledgement", "scenario", "practice", "reflection"]
    lesson = lessons[kinds.index(kind)]
    place = address(name, lesson, gate_in(lesson, kind))
    assert sign_in(learner).get(place).status_code == 405
    assert client.post(place)["Location"].startswith("/accounts/login/?next=")
    assert Enrollment.objects.count() == 0


@pytest.mark.parametrize(("name", "kind"), ACTIONS)
def test_a_gate_or_lesson_that_is_not_there_is_answered(learner, lessons, name, kind):
    client = sign_in(learner)
    here = reverse(f"courses:{name}", kwargs={"key": lessons[0].translation_key, "gate_id": "no-such-gate"})
    assert said(client.post(here)) == [
        "Please tick the box to acknowledge the policy."
        if name == "acknowledge"
        else "This part of the lesson is no longer there. Please read the lesson again."
    ]
    there = reverse(f"courses:{name}", kwargs={"key": uuid.uuid4(), "gate_id": "x" * 200})
    assert client.post(there).status_code == 404


@pytest.mark.parametrize("name", ["finish_lesson", "start"])
def test_actions_without_a_gate_are_posts_by_somebody_signed_in(client, learner, lessons, course, name):
    key = lessons[0].translation_key if name == "finish_lesson" else course.translation_key
    place = reverse(f"courses:{name}", args=[key])
    assert sign_in(learner).get(place).status_code == 405
    assert client.post(place)["Location"].startswith("/accounts/login/?next=")
    assert sign_in(learner).post(reverse(f"courses:{name}", args=[uuid.uuid4()])).status_code == 404


def test_a_withdrawn_lesson_takes_no_answers(learner, quiz_lesson):
    gate = gate_in(quiz_lesson, "quiz")
    quiz_lesson.unpublish()
    response = sign_in(learner).post(address("submit_quiz", quiz_lesson, gate), right_answers(quiz_lesson))
    assert (response.status_code, QuizAttempt.objects.count()) == (404, 0)


def test_the_link_of_a_notice_leads_to_the_lesson_in_the_readers_language(learner, bare, lessons, course):
    translate(course, "Repaso")
    translate(lessons[0], "Lee esto")
    client = sign_in(learner)
    key = lessons[0].translation_key
    assert client.get(f"/my/lessons/{key}/")["Location"] == lessons[0].url
    assert client.get(f"/es/my/lessons/{key}/")["Location"].startswith("/es/courses/")


def test_a_quiz_passed_in_english_completes_the_spanish_lesson(learner, bare, quiz_lesson):
    translate(bare, "Una lección")
    spanish = translate(quiz_lesson, "Un cuestionario")
    client = sign_in(learner)
    client.post(address("submit_quiz", quiz_lesson, gate_in(quiz_lesson, "quiz")), right_answers(quiz_lesson))
    assert gate_in(spanish, "quiz").id == gate_in(quiz_lesson, "quiz").id
    page = client.get(spanish.url)
    assert page.context["desk"].completed_at is not None
    assert page.context["desk"].gates[0].passed_at is not None


def test_a_lesson_that_asks_for_less_than_before_is_marked_as_done(learner, bare):
    lesson = factories.make_lesson(bare, "Two", body=[SCENARIO, REFLECTION])
    gate, client = gate_in(lesson, "scenario"), sign_in(learner)
    scenarios.answer(learner, lesson, gate.id, scenarios.choices_of(gate)[0][0])
    assert client.get(lesson.url).content.decode().count("Mark as done") == 0
    del lesson.body[1]
    lesson.save_revision().publish()
    assert client.get(lesson.url).content.decode().count("Mark as done") == 1
    page = client.post(address("finish_lesson", lesson), follow=True).content.decode()
    assert (page.count("Mark as done"), LessonProgress.objects.exclude(completed_at=None).count()) == (0, 1)
