"""The queue of sign-offs is searched, filtered, exported, and signed off in one go where that is wanted."""

import pytest

from courses import practice
from courses.records import PracticeSubmission
from tests import factories
from tests.courses.conftest import PRACTICE, sign_in
from tests.courses.test_sign_off_views import hand_in
from tests.courses.test_views import said

pytestmark = pytest.mark.django_db
MANY = "/my/sign-offs/many/"


@pytest.fixture
def queue(learner, colleague, bare):
    """Two people with two steps each; by title and first name."""
    lessons = [
        factories.make_lesson(bare, title, body=[("practice", {**PRACTICE[1], "title": title})])
        for title in ("First sign-in", "Weeding walk")
    ]
    steps = [hand_in(person, lesson) for lesson in lessons for person in (learner, colleague)]
    return {(step.title, step.enrollment.learner.first_name): step for step in steps}


def listed(client, **wanted):
    page = client.get("/my/sign-offs/", wanted)
    return [(step.title, step.enrollment.learner.first_name) for step in page.context["waiting"]]


def test_the_queue_is_filtered_by_name_and_step(coordinator, queue):
    client = sign_in(coordinator)
    assert listed(client) == list(queue)
    assert listed(client, q="nora newell") == [("First sign-in", "Nora"), ("Weeding walk", "Nora")]
    assert listed(client, step="Weeding walk", q="cora") == [("Weeding walk", "Cora")]
    for nonsense in ({"q": "x" * 10_000}, {"step": "' OR 1=1"}, {"page": "-1", "q": "%"}):
        assert client.get("/my/sign-offs/", nonsense).status_code == 200


def test_the_queue_is_exported_within_sight(principal, queue):
    answer = sign_in(principal).get("/my/sign-offs/?export=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert [line.split(",")[:2] for line in lines[1:]] == [
        ["Nora Newell", "First sign-in"],
        ["Nora Newell", "Weeding walk"],
    ]


def test_the_ticked_steps_are_signed_off(coordinator, queue):
    chosen = [step for step in queue.values() if step.title == "First sign-in"]
    answer = sign_in(coordinator).post(MANY, {"step": [f"{step.pk}.1" for step in chosen]})
    assert said(answer) == ["2 steps signed off."]
    assert [step.title for step in PracticeSubmission.objects.filter(status="signed_off")] == ["First sign-in"] * 2


def test_what_changed_meanwhile_is_left(coordinator, queue):
    step = queue["First sign-in", "Nora"]
    practice.send_back(step, by=coordinator, comment="Which?")
    answer = sign_in(coordinator).post(MANY, {"step": [f"{step.pk}.1"]})
    assert said(answer) == ["1 step has changed meanwhile; please look at it again."]


@pytest.mark.parametrize("who", ["learner", "colleague", "other_principal", "outsider"])
def test_others_sign_off_nothing(request, queue, who):
    steps = [step for (_title, name), step in queue.items() if name == "Nora"]
    sign_in(request.getfixturevalue(who)).post(MANY, {"step": [f"{step.pk}.1" for step in steps]})
    assert PracticeSubmission.objects.filter(status="signed_off").count() == 0


@pytest.mark.parametrize("value", ["", "x", ".", "9" * 30 + ".1", "1.x", "\x00"])
def test_nonsense_changes_nothing(coordinator, queue, value):
    assert sign_in(coordinator).post(MANY, {"step": value}).status_code == 302
    assert PracticeSubmission.objects.filter(status="handed_in").count() == 4


def test_only_by_post_and_signed_in(client, coordinator):
    assert sign_in(coordinator).get(MANY).status_code == 405
    assert client.post(MANY)["Location"] == f"/accounts/login/?next={MANY}"
