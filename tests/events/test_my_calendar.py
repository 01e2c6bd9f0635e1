"""The page with the personal calendar address."""

import pytest
from django.urls import reverse

from events import registration, tokens
from events.feed_records import CalendarToken

pytestmark = pytest.mark.django_db

MINE = "/my/calendar/"


@pytest.fixture
def mine(client, teacher):
    client.force_login(teacher)
    return client


def test_the_address_is_made_shown_once_and_works(mine):
    answer = mine.post(reverse("events:create_address"))
    assert (answer.status_code, answer.url) == (302, MINE)
    links = mine.get(MINE).context["links"]
    assert mine.get(links["url"].removeprefix("http://testserver")).status_code == 200
    assert mine.get(MINE).context["links"] is None
    assert links["url"].rpartition("/")[2] not in mine.get(MINE).content.decode()


def test_a_double_click_on_make_keeps_the_first_address(mine):
    for _ in range(2):
        mine.post(reverse("events:create_address"))
    assert mine.get(MINE).context["links"]["url"].count(CalendarToken.objects.get().selector) == 1


def test_replacing_and_withdrawing(mine, teacher):
    old = tokens.create(teacher)[0]
    mine.post(reverse("events:rotate_address"))
    assert CalendarToken.objects.get(pk=old.pk).revoked_at is not None
    mine.post(reverse("events:revoke_address"))
    page = mine.get(MINE)
    assert (page.context["token"], page.context["links"]) == (None, None)
    again = mine.post(reverse("events:revoke_address"), follow=True)
    assert [str(message) for message in again.context["messages"]][-1] == "You have no calendar address yet."


@pytest.mark.parametrize("name", ["create_address", "rotate_address", "revoke_address", "choose_content"])
def test_changes_are_posted_by_who_is_signed_in(client, teacher, name):
    url = reverse(f"events:{name}")
    assert client.post(url).url == f"/accounts/login/?next={url}"
    client.force_login(teacher)
    assert client.get(url).status_code == 405


def test_the_page_asks_to_sign_in(client, db):
    assert client.get(MINE).url == f"/accounts/login/?next={MINE}"


def test_the_page_says_which_programs_read_it_and_how_slow_programs_are(mine, teacher):
    _token, secret = tokens.create(teacher)
    mine.get(reverse("feeds:personal", args=[secret]), headers={"user-agent": "Google-Calendar-Importer"})
    page = mine.get(MINE).content.decode()
    assert page.count('<p class="row-list__title">Google Calendar</p>') == 1
    assert page.count("Has the latest") == 1
    assert page.count("8 to 24 hours") == 1


def test_nobody_who_read_it_is_said_too(mine, teacher):
    tokens.create(teacher)
    assert mine.get(MINE).content.decode().count("No calendar program has read it yet.") == 1


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_costs_the_same_for_one_program_and_for_three(mine, teacher, number, django_assert_num_queries):
    _token, secret = tokens.create(teacher)
    for agent in ("Google-Calendar-Importer", "iOS/17.5 dataaccessd/1.0", "Evolution/3.52")[:number]:
        mine.get(reverse("feeds:personal", args=[secret]), headers={"user-agent": agent})
    mine.get(MINE)
    with django_assert_num_queries(MY_CALENDAR):
        mine.get(MINE)


MY_CALENDAR = 20


def test_what_goes_in_is_chosen_and_kept(mine, teacher, session):
    registration.register(session, teacher, by=teacher)
    answer = mine.post(reverse("events:choose_content"), {"kinds": ["due", "meeting"]}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == [
        "Saved. Your calendar programs show it when they next look."
    ]
    assert answer.context["entries"] == []
    assert answer.context["form"].initial["kinds"] == ["meeting", "due"]


@pytest.mark.parametrize(("kinds", "words"), [
    ([], "Please keep at least one. To end your calendar, withdraw its address."),
    (["nonsense"], "Please choose from the list."), (["x" * 10_000], "Please choose from the list."),
])  # fmt: skip
def test_a_choice_that_cannot_be_is_explained(mine, kinds, words):
    answer = mine.post(reverse("events:choose_content"), {"kinds": kinds})
    assert (answer.status_code, answer.context["form"].errors["kinds"]) == (400, [words])


def test_the_secret_is_never_stored_in_the_page_of_somebody_else(mine, colleague):
    mine.post(reverse("events:create_address"))
    mine.force_login(colleague)
    assert mine.get(MINE).context["links"] is None
