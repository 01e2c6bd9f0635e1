"""Personal addresses: secrets that open, and secrets that do not."""

import datetime as dt

import pytest
from django.urls import reverse

from events import registration, tokens
from events.feed_records import CalendarToken
from pdportal.people.appointments import end_appointment
from tests import factories
from tests.events import strict_ical

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(teacher):
    return tokens.create(teacher)


@pytest.fixture
def address(token):
    return reverse("feeds:personal", args=[token[1]])


def test_headers_of_a_personal_feed(client, address):
    answer = client.get(address)
    assert answer["Cache-Control"] == "private, max-age=0, must-revalidate"
    assert answer["X-Robots-Tag"] == "noindex"
    assert ("Cookie" in answer["Vary"], bool(answer.cookies)) == (False, False)
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again["X-Robots-Tag"]) == (304, "noindex")


def test_a_personal_feed_speaks_its_owners_language(client, teacher, session, address):
    teacher.language = "es"
    teacher.save()
    registration.register(session, teacher, by=teacher)
    answer = client.get(address, headers={"accept-language": "en"})
    assert answer["Content-Language"] == "es"


def test_only_a_fingerprint_of_the_secret_is_kept(token):
    row, secret = token
    assert len(secret.partition(".")[2]) == 43  # 32 bytes
    stored = " ".join(str(value) for value in CalendarToken.objects.values().get(pk=row.pk).values())
    assert secret.partition(".")[2] not in stored


def test_a_right_selector_with_a_wrong_secret_opens_nothing(client, token):
    selector = token[1].partition(".")[0]
    for secret in ("", "x", token[0].secret_hash):
        assert client.get(reverse("feeds:personal", args=[f"{selector}.{secret}"])).status_code == 404


def test_rotated_revoked_and_closed_addresses_are_dead_at_once(client, teacher, address):
    fresh = reverse("feeds:personal", args=[tokens.rotate(teacher)[1]])
    assert (client.get(address).status_code, client.get(fresh).status_code) == (404, 200)
    tokens.revoke(teacher)
    assert client.get(fresh).status_code == 404
    last = reverse("feeds:personal", args=[tokens.create(teacher)[1]])
    teacher.is_active = False
    teacher.save()
    assert client.get(last).status_code == 404


def test_the_address_of_who_left_the_district_is_dead(client, teacher, address):
    end_appointment(teacher.appointments.get(), ends_on=factories.days_ago(1))
    assert client.get(address).status_code == 404


def test_wrong_and_withdrawn_addresses_cost_the_same(client, teacher, address, django_assert_num_queries):
    tokens.revoke(teacher)
    client.get("/calendar/personal/warm.up.ics")
    for path in (address, "/calendar/personal/never.was.ics"):
        with django_assert_num_queries(3):  # the address; the site and a redirect somebody may have set up
            client.get(path)


def test_a_fetch_is_noted_at_most_every_ten_minutes(client, token, address, time_machine):
    client.get(address, headers={"user-agent": "Calendar/1.0\x01" + "y" * 300})
    row = CalendarToken.objects.get()
    assert (row.last_client[:14], len(row.last_client)) == ("Calendar/1.0yy", 120)
    time_machine.move_to(row.last_fetched_at + dt.timedelta(minutes=9))
    client.get(address)
    assert CalendarToken.objects.get().last_fetched_at == row.last_fetched_at
    time_machine.move_to(row.last_fetched_at + dt.timedelta(minutes=11))
    client.get(address)
    assert CalendarToken.objects.get().last_fetched_at > row.last_fetched_at


def test_guessing_is_slowed_down(client, db):
    for number in range(60):
        assert client.get(f"/calendar/personal/guess.{number}.ics").status_code == 404
    assert client.get("/calendar/personal/guess.61.ics").status_code == 429


def test_removing_something_from_a_personal_feed_moves_its_date(client, teacher, session, address):
    found = registration.register(session, teacher, by=teacher)
    before = client.get(address)["Last-Modified"]
    registration.cancel(found, by=teacher)
    after = client.get(address, headers={"if-modified-since": before})
    assert (after.status_code, strict_ical.read(after.content)[1]) == (200, [])
