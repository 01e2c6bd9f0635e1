"""Front page, search, language, health, and the pages for what went wrong."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from pdportal.home.pages import PlainPage
from tests import factories


def test_the_front_page_shows_the_next_workshops_with_their_seats(client, site):
    factories.make_session(factories.make_event("Finding sources"), capacity=12)
    page = client.get("/").content.decode()
    assert "Finding sources" in page
    assert "<strong>12</strong> seats left" in page


def test_the_front_page_asks_as_often_for_three_workshops_as_for_one(client, site, settings, django_assert_num_queries):
    settings.PUBLIC_PAGE_SECONDS = 0
    factories.make_session()
    client.get("/")
    with django_assert_num_queries(10):
        client.get("/")
    for number in range(2):
        factories.make_session(factories.make_event(f"Workshop {number}"))
    with django_assert_num_queries(10):
        client.get("/")


def test_signed_out_pages_set_no_cookie_and_may_be_cached(client, site):
    answer = client.get("/")
    assert dict(answer.cookies) == {}
    assert "no-store" not in answer.get("Cache-Control", "")


def test_signed_in_pages_are_never_stored(client, site, learner):
    client.force_login(learner)
    for address in ("/", "/my/", "/courses/"):
        assert client.get(address)["Cache-Control"] == "private, no-store"


def test_my_page_needs_a_person(client, site):
    answer = client.get("/my/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/my/"


@pytest.mark.indexed
def test_search_finds_pages_of_the_readers_language(client, site):
    factories.make_course("Copyright refresher")
    assert "Copyright refresher" in client.get("/search/", {"q": "refresher"}).content.decode()
    assert "Copyright refresher" not in client.get("/es/search/", {"q": "refresher"}).content.decode()


@pytest.mark.indexed
def test_search_finds_help_and_the_lists_but_not_the_front_page(client, site):
    help_page = PlainPage(title="Help with signing in", slug="help", locale=site.locale)
    site.add_child(instance=help_page)
    help_page.save_revision().publish()
    assert 'href="/help/">Help with signing in</a>' in client.get("/search/", {"q": "signing"}).content.decode()
    assert 'href="/mentoring/">Mentoring</a>' in client.get("/search/", {"q": "mentoring"}).content.decode()
    assert "Nothing found" in client.get("/search/", {"q": site.title}).content.decode()


def test_search_keeps_the_words_and_says_when_nothing_is_found(client, site):
    page = client.get("/search/", {"q": "zyxwv <b>"}).content.decode()
    assert 'value="zyxwv &lt;b&gt;"' in page
    assert "Nothing found" in page


def test_the_language_switch_leads_to_the_same_page(client, site):
    page = client.get("/policies/").content.decode()
    assert '<a class="tool" href="/es/policies/" hreflang="es" lang="es">' in page
    page = client.get("/search/?q=book").content.decode()
    assert 'href="/es/search/?q=book"' in page
    page = client.get("/nowhere/").content.decode()
    assert '<a class="tool" href="/es/nowhere/" hreflang="es" lang="es">' in page


def test_a_chosen_language_is_remembered(client, site, learner):
    client.force_login(learner)
    answer = client.post("/language/", {"language": "es", "next": "/es/my/"})
    assert answer["Location"] == "/es/my/"
    assert get_user_model().objects.get(pk=learner.pk).language == "es"


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_the_language_switch_never_leads_elsewhere(client, site, target):
    assert client.post("/language/", {"language": "es", "next": target})["Location"] == "/"


def test_the_language_switch_wants_post(client, site):
    assert client.get("/language/").status_code == 405


def test_health_says_nothing_but_its_state(client, db):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("address", "words"), [("/nowhere/", "We cannot find that page"), ("/es/nowhere/", "Esta página no está aquí")]
)
def test_a_missing_page_says_so_in_the_readers_language(client, site, address, words):
    answer = client.get(address)
    assert answer.status_code == 404
    assert words in answer.content.decode()


def test_a_form_without_its_token_is_explained(site, learner):
    client = Client(enforce_csrf_checks=True)
    client.force_login(learner)
    answer = client.post("/language/", {"language": "es"})
    assert answer.status_code == 403
    assert "<main" in answer.content.decode()


def test_public_pages_carry_a_strict_policy_and_the_admin_its_own(client, site, coordinator):
    assert "unsafe-inline" not in client.get("/")["Content-Security-Policy"]
    client.force_login(coordinator)
    assert "unsafe-inline" not in client.get("/my/")["Content-Security-Policy"]
    assert "'unsafe-inline'" in client.get("/admin/")["Content-Security-Policy"]


def test_the_admin_has_no_sign_in_of_its_own(client, site, learner):
    answer = client.get("/admin/login/?next=/admin/pages/")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/admin/pages/"
    assert client.get("/admin/")["Location"].startswith("/accounts/login/")
    assert client.post("/admin/login/", {"username": "x", "password": "y"}).status_code == 302
    client.force_login(learner)
    assert client.get("/admin/login/")["Location"] == "/my/"


def test_nobody_signs_up_by_themselves(client, site):
    assert client.get("/accounts/signup/")["Location"] == "/accounts/login/"
    client.post("/accounts/signup/", {"email": "a@b.example", "password1": "long-enough-1234"})
    assert get_user_model().objects.filter(email="a@b.example").exists() is False


def test_sign_in_takes_user_name_or_address_in_any_case(client, site, learner):
    for login in ("nora.newell", "NORA.NEWELL", "Nora.Newell@maplevalley.example"):
        answer = client.post("/accounts/login/", {"login": login, "password": factories.PASSWORD})
        assert answer["Location"] == "/my/"
        client.logout()


def test_sign_in_leads_to_my_page_in_my_language(client, site, learner):
    learner.language = "es"
    learner.save()
    answer = client.post("/accounts/login/", {"login": "nora.newell", "password": factories.PASSWORD})
    assert answer["Location"] == "/es/my/"


def test_guessing_passwords_is_slowed_down(client, site, learner, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    for _ in range(4):
        client.post("/accounts/login/", {"login": "nora.newell", "password": "wrong"})
    answer = client.post("/accounts/login/", {"login": "nora.newell", "password": factories.PASSWORD})
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
