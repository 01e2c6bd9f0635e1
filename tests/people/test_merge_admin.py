"""The coordinator merges two accounts in the admin: sees first what moves, and can undo it; nobody else can."""

import pytest

from pdportal.people import merging
from pdportal.people.records import Merge
from tests import factories
from tests.reports.tables import read_csv
from tests.transcripts import making

pytestmark = pytest.mark.django_db
WHY = {"reason": "One person"}


@pytest.fixture
def maiden(db):
    return factories.make_person("Nora Nowak", staff_id="S-17")


@pytest.fixture
def page(site, maiden):
    return f"/admin/people/merge/{maiden.pk}/"


def merge(maiden, learner, coordinator):
    return merging.merge(maiden, into=learner, by=coordinator, reason="One person")


def test_the_preview_writes_nothing(client, page, maiden, learner, coordinator):
    making.completion(maiden)
    client.force_login(coordinator)
    assert "Show what would move" in client.get(page).content.decode()
    shown = client.get(page, {"into": learner.pk})
    assert shown.context["plan"].counts == [("activity starts", 1, 0), ("completions", 1, 0)]
    assert (Merge.objects.count(), maiden.completions.count()) == (0, 1)


def test_merging_and_undoing(client, page, maiden, learner, coordinator):
    client.force_login(coordinator)
    answer = client.post(page, {"into": learner.pk, **WHY})
    done = Merge.objects.get()
    assert (answer.url, done.kept, done.merged_by) == (f"/admin/merges/{done.pk}/", learner, coordinator)
    assert client.get(page).url == answer.url  # a second click
    assert client.get(answer.url).status_code == 200
    assert client.post(f"{answer.url}undo/", WHY).url == answer.url
    done.refresh_from_db()
    assert (done.undone_by, done.undo_reason) == (coordinator, "One person")
    assert "Undone by" in client.get(answer.url).content.decode()


def test_undoing_needs_a_post_and_a_reason(client, page, maiden, learner, coordinator):
    done = merge(maiden, learner, coordinator)
    client.force_login(coordinator)
    client.get(f"/admin/merges/{done.pk}/undo/")
    client.post(f"/admin/merges/{done.pk}/undo/", {"reason": " "})
    assert client.delete(f"/admin/merges/{done.pk}/undo/").status_code == 405
    done.refresh_from_db()
    assert done.undone_at is None


@pytest.mark.parametrize("into", ["", "x", "0", "9" * 30, "é", "-1"])
def test_nonsense_is_answered_on_the_page(client, page, coordinator, into):
    client.force_login(coordinator)
    assert client.get(page, {"into": into}).status_code == 200
    assert client.post(page, {"into": into, **WHY}).status_code == 200
    assert Merge.objects.count() == 0


def test_a_refusal_stands_on_the_page(client, page, maiden, coordinator):
    client.force_login(coordinator)
    shown = client.post(page, {"into": maiden.pk, **WHY})
    assert shown.context["choice"].errors == {"into": ["This is one and the same account. Choose the other one."]}


def test_nobody_else_may(client, page, maiden, learner, teacher, editor, coordinator):
    done = merge(maiden, learner, coordinator)
    for person in (teacher, editor, learner):
        client.force_login(person)
        for address in (page, f"/admin/merges/{done.pk}/", "/admin/merges/"):
            assert client.get(address).status_code == 302
        assert client.post(f"/admin/merges/{done.pk}/undo/", WHY).status_code == 302
    done.refresh_from_db()
    assert done.undone_at is None


def test_a_superuser_is_out_of_reach(client, site, learner, coordinator, superuser, page):
    client.force_login(coordinator)
    assert client.get(f"/admin/people/merge/{superuser.pk}/").status_code == 404
    assert "into" in client.get(page, {"into": superuser.pk}).context["choice"].errors


def test_the_list_is_counted_and_exported(client, site, learner, coordinator, django_assert_num_queries):
    client.force_login(coordinator)
    for number in range(3):
        merge(factories.make_person(f"Nora {number}"), learner, coordinator)
    client.get("/admin/merges/")
    with django_assert_num_queries(13):
        client.get("/admin/merges/")
    Merge.objects.all()[0].delete()
    Merge.objects.all()[0].delete()
    with django_assert_num_queries(13):
        client.get("/admin/merges/")
    _header, row = read_csv(client.get("/admin/merges/?export=csv"))
    assert row[:4] == ["nora.0", "nora.newell", "One person", "Carla Coordinator"]


def test_a_person_shows_earlier_names_and_merges(client, site, maiden, learner, coordinator):
    learner.last_name = "Newell-Ortiz"
    learner.save()
    merge(maiden, learner, coordinator)
    client.force_login(coordinator)
    shown = client.get(f"/admin/people/inspect/{learner.pk}/").content.decode()
    assert ("Nora Newell ·" in shown, "nora.nowak → nora.newell" in shown) == (True, True)
    assert (">None<" in shown, ">True<" in shown) == (False, False)


def test_a_person_is_found_by_an_earlier_name(client, site, learner, coordinator):
    learner.last_name, learner.email = "Ortiz", "nora.ortiz@maplevalley.example"
    learner.save()
    client.force_login(coordinator)
    for words in ("nora newell", "newell@maplevalley", "ortiz"):
        assert list(client.get("/admin/people/", {"q": words}).context["object_list"]) == [learner]


def test_sign_in_with_the_closed_account_says_which_one_to_use(client, site, maiden, learner, coordinator):
    merge(maiden, learner, coordinator)
    for login in (maiden.username, maiden.email):
        answer = client.post("/accounts/login/", {"login": login, "password": factories.PASSWORD}, follow=True)
        assert [str(message) for message in answer.context["messages"]] == [
            "Your two accounts were merged, and this one is closed. Please sign in as “nora.newell”."
        ]
    wrong = client.post("/accounts/login/", {"login": maiden.username, "password": "guessed"}, follow=True)
    assert list(wrong.context["messages"]) == []


def test_an_open_session_of_the_closed_account_ends(client, site, maiden, learner, coordinator):
    client.force_login(maiden)
    merge(maiden, learner, coordinator)
    assert client.get("/my/transcript/").status_code == 302
