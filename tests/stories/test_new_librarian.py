"""The new librarian's road: sign in, the next step, every kind of gate, the last lesson, certificate and transcript."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from courses import gates, practice, scenarios
from courses.records import Acknowledgement, Enrollment
from mentoring import pairing
from mentoring.pages import MentoringIndexPage, MentoringProgramme
from pdportal.notices.records import Notice
from pdportal.transcripts.records import Certificate, Completion
from tests import factories
from tests.courses.conftest import PRACTICE, QUIZ, REFLECTION, SCENARIO, acknowledgement, right_answers, translate
from tests.courses.test_trail import require

pytestmark = pytest.mark.django_db
LESSONS = ["Read this", "The policy", "The quiz", "At your desk", "Look back"]


@pytest.fixture
def policy():
    return factories.make_policy("Acceptable use")


@pytest.fixture
def module(policy, learner):
    """A required module with one lesson for each kind of work."""
    course = factories.make_course("Mission and law", lessons=LESSONS[:1], credit_hours="4.40")
    for title, body in [
        (LESSONS[1], [acknowledgement(policy)]),
        (LESSONS[2], [QUIZ]),
        (LESSONS[3], [PRACTICE]),
        (LESSONS[4], [SCENARIO, REFLECTION]),
    ]:
        factories.make_lesson(course, title, body=body)
    factories.make_path("Orientation", steps=[course])
    require(learner, course, factories.days_ahead(20))
    return course


@pytest.fixture
def paired(learner, mentor, coordinator):
    """The learner has a mentor."""
    programme = factories.publish(MentoringIndexPage, MentoringProgramme(title="First year"))
    proposed = pairing.propose(programme, mentor, learner, by=coordinator, starts_on=factories.days_ago(20))
    return pairing.activate(proposed, by=coordinator)


class Walk:
    """A person at a browser."""

    def __init__(self, person):
        self.client, self.person = Client(), person
        self.sign_in()

    def sign_in(self, target="/my/"):
        """Sign in at the sign-in page; returns the page reached."""
        data = {"login": self.person.username, "password": factories.PASSWORD}
        return self.client.post(f"/accounts/login/?next={target}", data, follow=True)

    def read(self, address):
        """The page's HTML."""
        response = self.client.get(address, follow=True)
        assert response.status_code == 200
        return response.content.decode()

    def act(self, name, lesson, data=None, *, kind=None):
        """Press a button in a lesson; returns the page it leads to."""
        place = {"key": lesson.translation_key}
        if kind:
            place["gate_id"] = gate(lesson, kind).id
        return self.client.post(reverse(f"courses:{name}", kwargs=place), data or {}, follow=True).content.decode()


def gate(lesson, kind):
    return next(found for found in gates.gates_of(lesson) if found.kind == kind)


def lessons_of(course):
    return [page.specific for page in course.get_children()]


def finish_everything(nora, lessons, policy):
    """All gates but the sign-off, with double clicks everywhere."""
    reading, on_policy, quiz, desk_work, looking_back = lessons
    for _click in range(2):
        nora.act("finish_lesson", reading)
        data = {"revision": policy.live_revision_id, "confirmed": "yes"}
        nora.act("acknowledge", on_policy, data, kind="acknowledgement")
        nora.act("submit_quiz", quiz, right_answers(quiz) | {"attempt": "1"}, kind="quiz")
        ticked = [key for key, _text in practice.points_of(gate(desk_work, "practice"))]
        nora.act("practice", desk_work, {"checked": ticked, "note": "The keys.", "hand_in": "yes"}, kind="practice")
        choice = scenarios.choices_of(gate(looking_back, "scenario"))[1][0]
        nora.act("answer_scenario", looking_back, {"choice": choice}, kind="scenario")
        text = {"text": "I will start with the budget.", "done": "yes"}
        nora.act("reflection", looking_back, text, kind="reflection")


def test_my_page_says_the_next_step_when_it_is_due_and_why(learner, module):
    page = Walk(learner).read("/my/")
    assert "Read this" in page
    assert lessons_of(module)[0].url in page
    assert "because you started on" in page


def test_every_lesson_says_what_completes_it(learner, module):
    nora = Walk(learner)
    rules = [
        re.search(r"Complete this lesson by [^<]*\.", nora.read(lesson.url)).group() for lesson in lessons_of(module)
    ]
    assert rules == [
        "Complete this lesson by reading it and choosing “Mark as done”.",
        "Complete this lesson by acknowledging the policy.",
        "Complete this lesson by passing the quiz.",
        "Complete this lesson by having the practice step signed off.",
        "Complete this lesson by answering the scenario and writing the reflection.",
    ]


def test_she_leaves_and_resumes_where_she_stopped(learner, module):
    lessons = lessons_of(module)
    nora = Walk(learner)
    nora.read(lessons[2].url)
    nora.client.logout()
    nora.sign_in()
    assert lessons[2].url in nora.read("/my/")
    response = nora.client.post(reverse("courses:start", args=[module.translation_key]))
    assert response["Location"] == lessons[2].url


def test_a_failed_quiz_is_explained_and_tried_again(learner, module):
    quiz = lessons_of(module)[2]
    nora = Walk(learner)
    page = nora.act("submit_quiz", quiz, right_answers(quiz, short="cash", true_false="true"), kind="quiz")
    assert "60%" in page
    assert [page.count(words) for words in ("You need 80% to pass.", "It replaces a purchase.", "Your answer:")] == [
        1, 1, 2,
    ]  # fmt: skip
    page = nora.act("retry_quiz", quiz, kind="quiz")
    assert "It replaces a purchase." not in page
    page = nora.act("submit_quiz", quiz, right_answers(quiz) | {"attempt": "2"}, kind="quiz")
    assert "100%" in page
    assert "You passed." in page


def test_answers_survive_a_session_that_ends(learner, module):
    quiz = lessons_of(module)[2]
    nora = Walk(learner)
    form = nora.read(quiz.url)
    mark = re.search(r'name="mark" value="([^"]+)"', form).group(1)
    nora.client.logout()
    data = right_answers(quiz, short="Credit") | {"attempt": "1", "mark": mark}
    place = reverse("courses:submit_quiz", kwargs={"key": quiz.translation_key, "gate_id": gate(quiz, "quiz").id})
    response = nora.client.post(place, data, follow=True)
    assert response.redirect_chain == [(f"/accounts/login/?next={quiz.url}", 302)]
    page = nora.sign_in(quiz.url).content.decode()
    assert 'value="Credit"' in page
    assert page.count(" checked") == 4
    assert page.count(" selected>") >= 3
    assert "100%" in nora.act("submit_quiz", quiz, data, kind="quiz")


def test_the_whole_module_is_completed_exactly_once(learner, mentor, paired, module, policy):
    nora, lessons = Walk(learner), lessons_of(module)
    finish_everything(nora, lessons, policy)
    assert Completion.objects.count() == 0
    assert "waiting for sign-off" in nora.read(lessons[3].url)

    notice = Notice.objects.get(recipient=mentor, kind="practice-handed-in")
    mona = Walk(mentor)
    assert "The keys." in mona.read(notice.url)
    for _click in range(2):
        mona.client.post(notice.url, {"decision": "sign_off", "comment": "Well done"})

    completions = Completion.objects.filter(learner=learner).order_by("pk")
    assert [(c.title, str(c.credit_hours)) for c in completions if c.activity_key == module.translation_key] == [
        ("Mission and law", "4.40")
    ]
    assert completions.count() == Certificate.objects.count() == 2  # the module, and the path it was the last step of
    assert Enrollment.objects.get(activity_key=module.translation_key).completed_at is not None
    assert Acknowledgement.objects.get().revision == policy.live_revision_id

    certificate = Certificate.objects.get(completion=completions[0])
    assert "Mission and law" in Client().get(f"/certificates/{certificate.code}/").content.decode()
    transcript = nora.read("/my/transcript/")
    assert "Mission and law" in transcript
    assert "4.4" in transcript
    assert "Signed off by Mona Mentor" in nora.read(lessons[3].url)
    assert "Well done" in nora.read(lessons[3].url)


def test_she_may_read_it_in_spanish_and_it_is_one_completion(learner, module, policy, mentor, paired):
    translate(module, "Misión y leyes")
    spanish = [translate(lesson, f"Lección {number}") for number, lesson in enumerate(lessons_of(module), start=1)]
    nora = Walk(learner)
    finish_everything(nora, spanish, policy)
    submission = Enrollment.objects.get(activity_key=module.translation_key).practicesubmission_set.get()
    practice.sign_off(submission, by=mentor)
    completion = Completion.objects.get(activity_key=module.translation_key)
    assert completion.titles == {"en": "Mission and law", "es": "Misión y leyes"}
    assert [state for _line, state in nora.client.get(lessons_of(module)[0].url).context["desk"].lessons] == [
        "now", "done", "done", "done", "done",
    ]  # fmt: skip


def test_nobody_else_signs_off(learner, module, policy, mentor, colleague, other_principal):
    nora, lessons = Walk(learner), lessons_of(module)
    finish_everything(nora, lessons, policy)
    submission = Enrollment.objects.get(activity_key=module.translation_key).practicesubmission_set.get()
    place = reverse("courses:practice_decide", args=[submission.pk])
    for person in (learner, colleague, other_principal, mentor):  # Mona is not (yet) her mentor
        assert Walk(person).client.post(place, {"decision": "sign_off"}).status_code == 404
    assert Completion.objects.count() == 0


def test_the_mark_of_a_form_is_hers_alone(learner, teacher, module):
    quiz = lessons_of(module)[2]
    marks = {
        re.search(r'name="mark" value="([^"]+)"', Walk(person).read(quiz.url)).group(1) for person in (learner, teacher)
    }
    assert len(marks) == 2
