"""How often and how soon a quiz may be tried: limits, waiting, and what a coordinator gives on top."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from courses import granting, quizzes
from courses.allowances import allowance
from courses.errors import AttemptsLeft, AttemptsUsedUp, MayNotGrant, MustWait, ReasonForAttemptMissing
from courses.quiz_records import ExtraAttempt
from courses.records import QuizAttempt
from pdportal.notices.records import Notice
from tests import factories
from tests.courses.conftest import form_of, gate_in, paper_for, quiz_of, sign_in, statements
from tests.courses.test_answers import posted
from tests.courses.test_views import address, said

pytestmark = pytest.mark.django_db
NOW = timezone.now()
MINUTE = dt.timedelta(minutes=1)
# session, user, groups and rights (6) · may coordinate · count, list · what waits in the menu and the frame (4)
ATTEMPTS = 13


@pytest.fixture
def limited(bare):
    """Two attempts, and an hour between them."""
    return factories.make_lesson(bare, "Limited", body=[quiz_of(statements(2), attempts=2, wait_minutes=60)])


def fail(learner, lesson, *, at=NOW, number=None):
    data = form_of(paper_for(learner, lesson).questions, true_false="false")
    return quizzes.submit(learner, lesson, gate_in(lesson, "quiz").id, posted(data), number=number, at=at)


def test_one_waits_and_then_has_no_more(learner, limited):
    gate = gate_in(limited, "quiz")
    fail(learner, limited)
    with pytest.raises(MustWait) as refusal:
        quizzes.try_again(learner, limited, gate.id, at=NOW + 59 * MINUTE)
    assert str(refusal.value).startswith("You can try again from ")
    quizzes.try_again(learner, limited, gate.id, at=NOW + 61 * MINUTE)
    fail(learner, limited, at=NOW + 62 * MINUTE, number=2)
    with pytest.raises(AttemptsUsedUp):
        quizzes.try_again(learner, limited, gate.id, at=NOW + dt.timedelta(days=9))
    with pytest.raises(AttemptsUsedUp):
        fail(learner, limited, at=NOW + dt.timedelta(days=9), number=3)
    assert QuizAttempt.objects.count() == 2


def test_the_page_says_what_is_left_when_and_whom_to_ask(learner, limited):
    client, gate = sign_in(learner), gate_in(limited, "quiz")
    assert "You have 2 attempts; every answer is explained afterwards." in client.get(limited.url).content.decode()
    fail(learner, limited)
    page = client.get(limited.url).content.decode()
    assert ("You can try again from" in page, "Try again</button>" in page) == (True, False)
    QuizAttempt.objects.update(submitted_at=NOW - 61 * MINUTE)
    page = client.get(limited.url).content.decode()
    assert ("Try again</button>" in page, "1 attempt left" in page) == (True, True)
    client.post(address("retry_quiz", limited, gate))
    assert "This is your only attempt" in client.get(limited.url).content.decode()
    fail(learner, limited, number=2, at=timezone.now())
    page = client.get(limited.url).content.decode()
    assert "You have used all your attempts. If you need another one, ask the coordinator" in page
    assert said(client.post(address("retry_quiz", limited, gate))) == [
        "You have used all attempts. Please ask the coordinator for another one."
    ]


def test_another_attempt_is_given_once_with_a_reason_and_told(learner, coordinator, limited):
    fail(learner, limited)
    attempt = QuizAttempt.objects.get()
    given = granting.grant(attempt, by=coordinator, reason=" The fire alarm. ", at=NOW + MINUTE)
    assert (given.reason, given.granted_by, Notice.objects.get(kind="another-attempt").recipient) == (
        "The fire alarm.", coordinator, learner,
    )  # fmt: skip
    with pytest.raises(AttemptsLeft):
        granting.grant(attempt, by=coordinator, reason="Twice", at=NOW + MINUTE)
    second = quizzes.try_again(learner, limited, gate_in(limited, "quiz").id, at=NOW + 2 * MINUTE)
    assert second.number == 2
    with pytest.raises(AttemptsLeft):
        granting.grant(attempt, by=coordinator, reason="Still answering", at=NOW + 3 * MINUTE)
    assert ExtraAttempt.objects.count() == 1


def test_only_coordinators_give_attempts_and_say_why(learner, principal, editor, coordinator, limited):
    fail(learner, limited)
    attempt = QuizAttempt.objects.get()
    for person in (learner, principal, editor):
        with pytest.raises(MayNotGrant):
            granting.grant(attempt, by=person, reason="Please")
    with pytest.raises(ReasonForAttemptMissing):
        granting.grant(attempt, by=coordinator, reason="  ")


def test_limits_count_within_a_cycle(learner, limited):
    fail(learner, limited)
    attempt = QuizAttempt.objects.get()
    attempt.paper["cycle"] = "2020-21"
    attempt.save()
    gate = gate_in(limited, "quiz")
    assert quizzes.allowance_of(limited, gate, [attempt], at=NOW).is_open is True


def test_drafts_do_not_count():
    draft = QuizAttempt(submitted_at=None)
    assert allowance(1, 60, [draft], [], at=NOW).left == 1
    assert allowance(None, 0, [], [], at=NOW).left is None


def test_the_form_in_the_admin(learner, coordinator, editor, limited):
    fail(learner, limited)
    place = reverse("quiz_attempts:grant", args=[QuizAttempt.objects.get().pk])
    client = sign_in(coordinator)
    assert client.get(place).status_code == 200
    assert "This field is required." in client.post(place, {"reason": " "}).content.decode()
    assert client.post(place, {"reason": "a\x00b"}).status_code == 200
    assert client.post(place, {"reason": "x" * 10_000}).status_code == 200
    assert ExtraAttempt.objects.count() == 0
    assert client.post(place, {"reason": "Illness"})["Location"] == reverse("quiz_attempts:index")
    assert "can try again already" in client.post(place, {"reason": "Illness"}).content.decode()
    assert ExtraAttempt.objects.count() == 1
    assert sign_in(editor).post(place, {"reason": "Me too"})["Location"] == reverse("wagtailadmin_home")
    assert client.get(place.replace(f"/{QuizAttempt.objects.get().pk}/", "/999999/")).status_code == 404


def test_the_list_of_attempts_shows_no_answers_and_takes_a_steady_number_of_queries(
    django_assert_num_queries, coordinator, editor, learner, teacher, colleague, limited
):
    client, place = sign_in(coordinator), reverse("quiz_attempts:index")
    fail(learner, limited)
    client.get(place)
    with django_assert_num_queries(ATTEMPTS):
        page = client.get(place).content.decode()
    assert (str(learner) in page, "Limited" in page, "Statement" in page) == (True, True, False)
    for person in (teacher, colleague):
        fail(person, limited)
    with django_assert_num_queries(ATTEMPTS):
        client.get(place)
    rows = b"".join(client.get(f"{place}?export=csv")).decode().splitlines()
    assert (len(rows), rows[1].count("Limited")) == (4, 1)
    assert sign_in(editor).get(place)["Location"] == reverse("wagtailadmin_home")
    assert client.get(reverse("extra_attempts:index")).status_code == 200
