"""Personal addresses: secrets that open, and secrets that do not."""

import datetime as dt

import pytest
from django.urls import reverse

from events import personal_feed, programs, registration, tokens
from events.feed_records import CalendarReader, CalendarToken
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


def fetch(client, address, agent="Google-Calendar-Importer", **options):
    return client.get(address, headers={"user-agent": agent} | options)


def known():
    return [(reader.program, reader.fetched_at) for reader in CalendarReader.objects.order_by("program")]


def test_a_fetch_is_noted_at_most_every_ten_minutes(client, token, address, time_machine):
    fetch(client, address)
    ((_program, first),) = known()
    time_machine.move_to(first + dt.timedelta(minutes=9))
    fetch(client, address)
    assert known() == [("google", first)]
    time_machine.move_to(first + dt.timedelta(minutes=11))
    fetch(client, address)
    ((_program, later),) = known()
    assert later > first


def test_only_who_got_an_answer_is_noted(client, token, address):
    client.head(address)
    client.get(f"{address}x")
    assert known() == []


def latest(token):
    return {reading.reader.program: reading.is_latest for reading in personal_feed.readings(token[0])}


def test_each_program_is_known_to_have_the_latest_or_not(client, teacher, session, token, address, time_machine):
    fetch(client, address)
    fetch(client, address, "iOS/17.5.1 (21F90) dataaccessd/1.0")
    assert latest(token) == {"google": True, "apple": True}
    registration.register(session, teacher, by=teacher)
    assert latest(token) == {"google": False, "apple": False}
    answer = fetch(client, address)
    assert latest(token) == {"google": True, "apple": False}
    time_machine.move_to(session.ends_at + dt.timedelta(days=95))  # by now it has left the feed; nothing was changed
    assert latest(token) == {"google": True, "apple": False}
    time_machine.move_to(session.starts_at - dt.timedelta(hours=1))
    assert fetch(client, address, **{"if-none-match": answer["ETag"]}).status_code == 304


def test_a_choice_changes_the_feed_and_what_is_the_latest(client, teacher, session, token, address):
    registration.register(session, teacher, by=teacher)
    before = fetch(client, address)
    personal_feed.choose(teacher, ["due", "meeting", "waitlist"])
    assert latest(token) == {"google": False}
    answer = fetch(client, address, **{"if-none-match": before["ETag"], "if-modified-since": before["Last-Modified"]})
    assert (answer.status_code, strict_ical.read(answer.content)[1]) == (200, [])
    personal_feed.choose(teacher, ["session"])
    personal_feed.choose(teacher, ["session"])
    assert fetch(client, address).content == before.content


def test_a_new_address_starts_with_no_readers(client, teacher, address):
    fetch(client, address)
    assert personal_feed.readings(tokens.rotate(teacher)[0]) == []


@pytest.mark.parametrize(("agent", "name"), [
    ("Google-Calendar-Importer", "Google Calendar"),
    ("iOS/17.5.1 (21F90) dataaccessd/1.0", "Apple Calendar"),
    ("macOS/14.5 (23F79) CalendarAgent/985", "Apple Calendar"),
    ("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.17; Pro)", "Outlook"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Thunderbird/128.0", "Thunderbird"),
    ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "A web browser"),
    ("Evolution/3.52.3", "Calendar of the Linux desktop"), ("ICSx5/2.2 (okhttp)", "A calendar app on Android"),
    ("", "Another program"), ("\x01" * 50, "Another program"), ("y" * 10_000, "Another program"),
])  # fmt: skip
def test_programs_are_named_as_people_name_them(agent, name):
    assert programs.program_of(agent).label == name


def test_guessing_is_slowed_down(client, db):
    for number in range(60):
        assert client.get(f"/calendar/personal/guess.{number}.ics").status_code == 404
    assert client.get("/calendar/personal/guess.61.ics").status_code == 429


def test_guessing_does_not_lock_out_who_knows_the_address(client, address):
    for number in range(70):
        client.get(f"/calendar/personal/guess.{number}.ics")
    assert client.get(address).status_code == 200


def test_a_program_that_asks_every_second_is_told_to_wait(client, address):
    answers = [client.get(address).status_code for _ in range(61)]
    assert (set(answers[:60]), answers[60]) == ({200}, 429)


def test_removing_something_from_a_personal_feed_moves_its_date(client, teacher, session, address):
    found = registration.register(session, teacher, by=teacher)
    before = client.get(address)["Last-Modified"]
    registration.cancel(found, by=teacher)
    after = client.get(address, headers={"if-modified-since": before})
    assert (after.status_code, strict_ical.read(after.content)[1]) == (200, [])
