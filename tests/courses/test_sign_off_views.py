"""The queue of sign-offs, and deciding on one."""

import pytest
from django.urls import reverse

from courses import practice, reflections
from courses.records import PracticeSubmission
from tests import factories
from tests.courses.conftest import PRACTICE, gate_in, sign_in

pytestmark = pytest.mark.django_db


def hand_in(learner, lesson):
    gate = gate_in(lesson, "practice")
    practice.save_draft(
        learner, lesson, gate.id, checked=[key for key, _text in practice.points_of(gate)], note="About the keys."
    )
    return practice.hand_in(learner, lesson, gate.id)


@pytest.fixture
def submission(learner, practice_lesson):
    return hand_in(learner, practice_lesson)


def address(submission):
    return reverse("courses:practice_decide", args=[submission.pk])


def test_who_oversees_sees_note_and_checklist_and_signs_off(principal, submission):
    client = sign_in(principal)
    page = client.get(address(submission)).content.decode()
    assert [page.count(words) for words in ("About the keys.", "I signed in", "I lent a book")] == [1, 1, 1]
    assert client.post(address(submission), {"decision": "sign_off"})["Location"] == "/my/sign-offs/"
    submission.refresh_from_db()
    assert (submission.status, submission.decided_by) == ("signed_off", principal)


def test_returning_without_a_comment_says_so_and_changes_nothing(principal, submission):
    page = sign_in(principal).post(address(submission), {"decision": "return", "comment": " "})
    assert (page.status_code, "Please say in a few words what is still missing." in page.content.decode()) == (
        200,
        True,
    )
    submission.refresh_from_db()
    assert submission.status == "handed_in"


def test_a_refused_comment_is_kept_in_the_form(principal, submission):
    page = sign_in(principal).post(address(submission), {"decision": "maybe", "comment": "Nearly there"})
    assert "Nearly there</textarea>" in page.content.decode()


def test_a_null_character_in_the_comment_is_refused_in_words(principal, submission):
    page = sign_in(principal).post(address(submission), {"decision": "return", "comment": "a\x00b"})
    assert "The text holds characters that cannot be saved." in page.content.decode()
    submission.refresh_from_db()
    assert submission.status == "handed_in"


def test_returning_shows_the_comment_to_the_learner(principal, learner, submission, practice_lesson):
    sign_in(principal).post(address(submission), {"decision": "return", "comment": "Which keys?"})
    page = sign_in(learner).get(practice_lesson.url).content.decode()
    assert page.count("Which keys?") == 1
    assert "About the keys." in page


def test_what_is_returned_is_the_learners_again(principal, learner, practice_lesson, submission):
    client = sign_in(principal)
    client.post(address(submission), {"decision": "return", "comment": "Which keys?"})
    gate = gate_in(practice_lesson, "practice")
    practice.save_draft(learner, practice_lesson, gate.id, checked=[], note="A draft about a locker.")
    page = client.get(address(submission)).content.decode()
    assert [page.count(words) for words in ("About the keys.", "A draft about a locker.")] == [1, 0]


@pytest.mark.parametrize("who", ["learner", "teacher", "colleague", "other_principal", "outsider"])
def test_others_find_nothing(request, submission, who):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(address(submission)).status_code == 404
    assert client.post(address(submission), {"decision": "sign_off"}).status_code == 404
    assert "First sign-in" not in client.get("/my/sign-offs/").content.decode()
    submission.refresh_from_db()
    assert submission.status == "handed_in"


def test_a_draft_is_the_learners_alone(principal, learner, practice_lesson):
    gate = gate_in(practice_lesson, "practice")
    draft = practice.save_draft(learner, practice_lesson, gate.id, checked=[], note="Not yet")
    assert sign_in(principal).get(address(draft)).status_code == 404


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_ids_that_are_none_are_not_found(principal, pk):
    assert sign_in(principal).get(f"/my/sign-offs/{pk}/").status_code == 404


def test_signed_out_leads_to_the_sign_in(client, submission):
    for place in (address(submission), "/my/sign-offs/"):
        assert client.get(place)["Location"] == f"/accounts/login/?next={place}"
    assert client.post(address(submission)).status_code == 302


def test_shared_reflections_stand_below(coordinator, learner, reflection_lesson):
    gate = gate_in(reflection_lesson, "reflection")
    reflections.save(learner, reflection_lesson, gate.id, "Between us, I hope.")
    client = sign_in(coordinator)
    assert "Between us" not in client.get("/my/sign-offs/").content.decode()
    reflections.save(learner, reflection_lesson, gate.id, "Between us, I hope.", shared_with="coordinator")
    assert client.get("/my/sign-offs/").content.decode().count("Between us, I hope.") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_takes_the_same_queries_for_any_number(
    django_assert_num_queries, coordinator, learner, teacher, colleague, bare, count
):
    lesson = factories.make_lesson(bare, "Practice", body=[PRACTICE])
    for person in [learner, teacher, colleague][:count]:
        hand_in(person, lesson)
    client = sign_in(coordinator)
    client.get("/my/sign-offs/")
    with django_assert_num_queries(QUEUE):
        page = client.get("/my/sign-offs/?page=x&shared=9999999999999999999")
    assert len(page.context["waiting"]) == count == PracticeSubmission.objects.count()


# Session, user, rights (4), permissions (2), the queue counted and listed, its titles, reflections counted, notices.
QUEUE = 13
