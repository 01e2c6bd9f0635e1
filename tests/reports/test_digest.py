"""The digest: exceptions first, only what the reader may see, sent once a week, and shown as it is sent."""

import datetime as dt
import threading

import pytest
from django.core.management import call_command
from django.db import connection

from pdportal.common.dates import start_of_day
from pdportal.notices.records import DigestChoice, Notice
from pdportal.people.choices import Role
from pdportal.reports import digest
from pdportal.reports.errors import SampleTooSoon
from pdportal.requirements import asking, assigning, status
from pdportal.requirements.choices import AskFor
from tests import factories
from tests.requirements.makers import make_requirement

MONDAY = dt.date(2026, 3, 2)
URL = "/reports/digest/"


def on(day):
    """Six in the morning."""
    return start_of_day(day) + dt.timedelta(hours=6)


@pytest.fixture
def overdue(site, learner, principal):
    """The learner, in the principal's building, is late with one thing."""
    learner.appointments.update(starts_on=factories.days_ago(200))
    make_requirement(factories.make_course("Library orientation"), audience={"role": [Role.LIBRARIAN]})
    assigning.assign_all()
    return status.of_person(learner)[0]


def sent(person):
    return list(Notice.objects.filter(recipient=person, kind="digest").order_by("pk").values_list("subject", flat=True))


def test_a_principal_reads_names_and_reasons(overdue, learner, principal):
    found = digest.letter(principal)
    assert found.subject == "Cedar Elementary: 1 thing needs attention"
    assert found.counts == [
        ("People", 2), ("Overdue", 1), ("Expired", 0), ("Due soon", 0), ("Expiring", 0),
    ]  # fmt: skip
    assert found.lines == [f"{learner}: Library orientation. Overdue. {overdue.why_of_other}"]


def test_nothing_to_say_is_said(site, principal):
    found = digest.letter(principal)
    assert (found.subject, found.lines) == ("Cedar Elementary: nothing needs attention", [])
    assert found.text.endswith("Nothing is overdue, due soon or expiring.")


def test_other_buildings_stay_out(overdue, other_principal):
    assert digest.letter(other_principal).lines == []


def test_the_coordinator_reads_buildings_the_worst_first(overdue, coordinator, other_school):
    for number in range(2):
        factories.make_person(
            f"Late{number} Librarian", Role.LIBRARIAN, other_school, starts_on=factories.days_ago(200)
        )
    assigning.assign_all()
    assert digest.letter(coordinator).lines == [
        "Harbor Middle: 2 overdue or expired, 0 due or expiring soon",
        "Cedar Elementary: 1 overdue or expired, 0 due or expiring soon",
    ]  # fmt: skip


def test_an_open_request_is_named_and_its_reason_is_not(overdue, learner, principal, coordinator):
    asking.ask(overdue.assignment, kind=AskFor.WAIVER, reason="Private matter")
    text = digest.letter(principal).text
    assert "1 request for more time or a waiver waits for an answer." in text
    assert "More time or a waiver has been asked for." in text
    assert "Private" not in text


def test_long_lists_end_with_how_many_more(overdue, principal, school):
    for number in range(digest.MOST_LINES + 4):
        factories.make_person(f"Late{number} Librarian", Role.LIBRARIAN, school, starts_on=factories.days_ago(200))
    assigning.assign_all()
    found = digest.letter(principal)
    assert (len(found.lines), found.more) == (30, 5)
    assert found.text.endswith("… and 5 more in the portal.")


def test_every_monday_once_and_what_was_missed_is_made_up(site, principal, coordinator, director, teacher):
    days = [MONDAY, MONDAY, MONDAY + dt.timedelta(days=2), MONDAY + dt.timedelta(days=8), MONDAY + dt.timedelta(days=9)]
    assert [digest.send_all(at=on(day)) for day in days] == [2, 0, 0, 2, 0]
    assert [len(sent(person)) for person in (principal, coordinator, director, teacher)] == [2, 2, 0, 0]


@pytest.mark.parametrize(("rhythm", "times"), [("weekly", 4), ("fortnightly", 2), ("off", 0)])
def test_the_rhythm_is_the_readers(site, principal, rhythm, times):
    DigestChoice.objects.create(person=principal, rhythm=rhythm)
    for days in range(28):
        digest.send_all(at=on(MONDAY + dt.timedelta(days=days)))
    assert len(sent(principal)) == times


def test_who_has_left_gets_none(site, principal):
    principal.is_active = False
    principal.save()
    assert digest.send_all(at=on(MONDAY)) == 0


def test_it_is_written_in_the_readers_language(site, principal):
    principal.language = "es"
    principal.save()
    digest.send_all(at=on(MONDAY))
    assert sent(principal) == ["Cedar Elementary: nada requiere atención"]


def test_the_command(site, principal, capsys):
    call_command("send_digests")
    assert capsys.readouterr().out == "1 digests sent.\n"


def test_the_page_shows_what_is_sent(client, overdue, principal):
    client.force_login(principal)
    page = client.get(URL)
    client.post(f"{URL}sample/")
    notice = Notice.objects.get(kind="digest")
    assert (notice.subject, notice.body) == (page.context["letter"].subject, page.context["letter"].text)
    assert notice.url == URL
    assert client.get("/es" + URL).status_code == 200


def test_a_sample_every_five_minutes(site, principal):
    at = on(MONDAY)
    digest.send_sample(principal, at=at)
    with pytest.raises(SampleTooSoon):
        digest.send_sample(principal, at=at + dt.timedelta(minutes=4))
    digest.send_sample(principal, at=at + dt.timedelta(minutes=6))
    assert len(sent(principal)) == 2


def test_choosing(client, site, principal):
    client.force_login(principal)
    assert client.post(f"{URL}rhythm/", {"rhythm": "off"})["Location"] == URL
    assert principal.digest.rhythm == "off"
    assert "None will come." in client.get(URL).content.decode()
    page = client.post(f"{URL}rhythm/", {"rhythm": "hourly"})
    assert page.context["form"].errors["rhythm"] == [
        "Select a valid choice. hourly is not one of the available choices."
    ]
    assert [client.get(f"{URL}{name}/").status_code for name in ("rhythm", "sample")] == [405, 405]


@pytest.mark.parametrize("who", ["learner", "mentor", "editor"])
def test_hidden_from_those_without_reports(client, site, who, request):
    client.force_login(request.getfixturevalue(who))
    assert [client.get(URL).status_code, client.post(f"{URL}sample/").status_code] == [404, 404]
    client.logout()
    assert client.get(URL)["Location"] == f"/accounts/login/?next={URL}"


def test_the_same_queries_for_one_and_for_three(client, overdue, principal, school, django_assert_num_queries):
    client.force_login(principal)
    client.get(URL)
    with django_assert_num_queries(COUNT):
        assert len(client.get(URL).context["letter"].lines) == 1
    for number in range(2):
        factories.make_person(f"Late{number} Librarian", Role.LIBRARIAN, school, starts_on=factories.days_ago(200))
    assigning.assign_all()
    client.get(URL)
    with django_assert_num_queries(COUNT):
        assert len(client.get(URL).context["letter"].lines) == 3


COUNT = 25


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_one(site, principal):
    barrier, results = threading.Barrier(2), []

    def run():
        barrier.wait(timeout=10)
        try:
            results.append(digest.send_all(at=on(MONDAY)))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(results) == [0, 1]
