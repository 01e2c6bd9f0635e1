"""“My job description”: one's own duties, what changed, and outside learning counted for them."""

from decimal import Decimal

import pytest

from courses.progress import complete_lesson
from pdportal.duties import linking
from pdportal.duties.versions import Wording
from pdportal.transcripts.activities import Activity
from tests.duties.making import describe, duties_of, train
from tests.factories import days_ago
from tests.transcripts import making

pytestmark = pytest.mark.django_db
MINE = "/my/duties/"


@pytest.fixture
def fair(learner):
    """Outside learning of the learner."""
    return making.completion(learner, Activity.outside("Library fair", Decimal(3), language="en"))


def test_ones_own_duties_with_what_is_done_and_what_comes_next(client, learner, description, lessons):
    complete_lesson(learner, lessons[0])
    client.force_login(learner)
    response = client.get(MINE)
    (coverage,) = response.context["coverages"]
    assert (coverage.covered, coverage.open, coverage.untrained, coverage.total) == (1, 1, 1, 3)
    page = response.content.decode()
    assert f'href="{lessons[1].url}"' in page
    assert [word in page for word in ("Weed the shelves", "Covered", "Not covered yet", "No training yet")] == [
        True
    ] * 4
    assert "Mi descripción de puesto" in client.get("/es/my/duties/").content.decode()


def test_nobody_else_finds_anything(client, teacher, description):
    assert client.get(MINE).url == f"/accounts/login/?next={MINE}"
    client.force_login(teacher)
    assert client.get(MINE).context["coverages"] == []
    assert client.get(f"{MINE}{description.pk}/changes/").status_code == 404
    assert client.post(MINE).status_code == 405


def test_a_revision_shows_what_changed(client, learner, description, coordinator):
    client.force_login(learner)
    assert client.get(f"{MINE}{description.pk}/changes/").status_code == 404
    weed, buy, _speak = duties_of(description)
    describe(
        Wording("Weed the shelves kindly", duty_id=weed.pk), Wording("Buy books", duty_id=buy.pk), "Protect records",
        by=coordinator, effective_on=days_ago(1),
    )  # fmt: skip
    page = client.get(f"{MINE}{description.pk}/changes/")
    assert page.context["counts"] == {"same": 1, "reworded": 1, "new": 1, "dropped": 1}
    assert [line.text for line in page.context["dropped"]] == ["Speak up"]
    assert page.content.decode().count("<ins>") == 2
    assert client.get(f"{MINE}{10**18 - 1}/changes/").status_code == 404


def test_outside_learning_is_counted_and_taken_off(client, learner, description, fair):
    speak = duties_of(description)[2]
    client.force_login(learner)
    assert client.post(f"{MINE}count/", {"duty": speak.pk, "line": fair.pk}).url == f"{MINE}#duty-{speak.pk}"
    (evidence,) = learner.duty_evidence.all()
    assert client.get(MINE).context["coverages"][0].covered == 1
    assert client.post(f"{MINE}evidence/{evidence.pk}/remove/").url == f"{MINE}#duty-{speak.pk}"
    assert client.get(MINE).context["coverages"][0].covered == 0
    for address in ("count/", f"evidence/{evidence.pk}/remove/"):
        assert client.get(MINE + address).status_code == 405


def test_others_cannot_count_or_take_off_anything(client, learner, teacher, mentor, description, fair):
    speak = duties_of(description)[2]
    evidence = linking.count(speak, fair, by=learner)
    for person in (teacher, mentor):
        client.force_login(person)
        assert client.post(f"{MINE}count/", {"duty": speak.pk, "line": fair.pk}).status_code == 404
        assert client.post(f"{MINE}evidence/{evidence.pk}/remove/").status_code == 404
    evidence.refresh_from_db()
    assert evidence.removed_at is None


@pytest.mark.parametrize("nonsense", ["", "x", "-1", str(2**70), "\u0663", "9" * 5000])
def test_ids_that_are_none_are_not_found(client, learner, description, fair, nonsense):
    client.force_login(learner)
    speak = duties_of(description)[2]
    for sent in ({"duty": nonsense, "line": fair.pk}, {"duty": speak.pk, "line": nonsense}):
        assert client.post(f"{MINE}count/", sent).status_code == 404


def test_the_same_number_of_queries_for_one_duty_and_three(
    client, learner, coordinator, lessons, django_assert_num_queries
):
    description = describe("Weed", by=coordinator)
    train(duties_of(description)[0], lessons[0], by=coordinator)
    client.force_login(learner)
    client.get(MINE)
    with django_assert_num_queries(16):  # session, person; ten for coverage; notices; who may what in the menu
        client.get(MINE)
    found = describe("Weed", "Buy", "Speak", by=coordinator, effective_on=days_ago(2))
    for duty in duties_of(found):
        train(duty, *lessons, by=coordinator)
    with django_assert_num_queries(16):
        client.get(MINE)


@pytest.mark.indexed
def test_standards_stand_at_the_foot_of_a_lesson_and_find_others(client, site, lessons):
    lessons[0].standards = "AASL Curate/Grow, ISTE Citizen"
    lessons[0].save_revision().publish()
    page = client.get(lessons[0].url).content.decode()
    assert 'href="/search/?q=AASL%20Curate/Grow"' in page
    assert "ISTE Citizen" in client.get(lessons[0].url).content.decode()
    found = client.get("/search/", {"q": "AASL Curate/Grow"}).context["results"]
    assert [result.title for result in found] == ["Weeding"]
    assert "Standards:" not in client.get(lessons[1].url).content.decode()


def test_the_menu_leads_there(client, learner):
    client.force_login(learner)
    assert f'href="{MINE}"' in client.get("/my/").content.decode()
