"""Answering in the browser, and reading what was said: who may, and what is shown."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from events import presenting
from pdportal.evaluations.choices import SurveyKind
from pdportal.evaluations.records import Invitation, Sheet, Survey
from tests import factories
from tests.evaluations.test_nobody_can_tell import WORDS, closed, people, survey_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(teacher):
    """The teacher's invitation."""
    return survey_of([teacher], 0).invitations.get()


def test_two_minutes_and_done(client, asked, teacher):
    client.force_login(teacher)
    assert client.get("/my/evaluations/").content.decode().count("Sources") == 1
    address = reverse("evaluations:answer", args=[asked.pk])
    again = client.post(address, {"useful": "4", "will_try": "A label"})
    assert sorted(again.context["form"].errors) == ["clear", "learned", "sure_after", "sure_before"]
    assert again.context["form"]["will_try"].value() == "A label"
    page = client.post(address, WORDS | {"will_try": " A label ", "change": ""}, follow=True)
    assert page.content.decode().count("Thank you. Your answers are kept without your name.") == 1
    assert Sheet.objects.get().answers == WORDS | {"will_try": "A label"}
    assert client.get(address).context["form"] is None
    assert client.post(address, WORDS, follow=True).content.decode().count("You have answered already.") == 1
    assert Sheet.objects.count() == 1


@pytest.mark.parametrize("data", [
    {"useful": "6"}, {"useful": "x"}, {"useful": "9" * 40}, {"will_try": "x" * 10_000}, {"useful": ["1", "2"]},
])  # fmt: skip
def test_bad_answers_are_refused_and_kept_in_the_form(client, asked, teacher, data):
    client.force_login(teacher)
    page = client.post(reverse("evaluations:answer", args=[asked.pk]), dict.fromkeys(WORDS, "3") | data)
    if data == {"useful": ["1", "2"]}:
        assert (page.status_code, Sheet.objects.get().answers["useful"]) == (302, 2)
    else:
        assert (page.status_code, list(page.context["form"].errors)) == (200, list(data))


def test_an_invitation_is_its_persons_alone(client, asked, colleague, coordinator):
    address = reverse("evaluations:answer", args=[asked.pk])
    assert client.get(address).status_code == 302
    for other in (colleague, coordinator):
        client.force_login(other)
        assert (client.get(address).status_code, client.post(address, WORDS).status_code) == (404, 404)
    assert Invitation.objects.get().answered is False


def test_coordinators_read_results_and_others_find_no_page(client, coordinator, teacher, principal):
    survey = closed(survey_of(people(6), 6))
    small = closed(survey_of(people(3), 3))
    addresses = [
        reverse("reports:evaluations"),
        reverse("reports:evaluation", args=[survey.unit]),
        reverse("reports:evaluations_about", args=[survey.activity]),
    ]
    for other in (teacher, principal):
        client.force_login(other)
        assert [client.get(address).status_code for address in addresses] == [404] * 3
    client.force_login(coordinator)
    pages = [client.get(address).content.decode() for address in addresses]
    assert (pages[0].count("hidden: fewer than five answers"), pages[1].count("Words of Person")) == (1, 6)
    about = client.get(reverse("reports:evaluations_about", args=[small.activity])).content.decode()
    assert (about.count("Words of Person"), about.count("Nothing to show yet")) == (0, 1)
    assert client.get(reverse("reports:evaluation", args=[survey.activity])).status_code == 404


def test_presenters_read_what_was_said_about_their_own_sessions(client, coordinator, teacher, colleague):
    session = factories.make_session(factories.make_event("Sources"), days=-1)
    presenting.add(session, by=coordinator, person=teacher)
    own, other = [survey_of(people(6), 6) for _number in range(2)]
    Survey.objects.filter(pk=own.pk).update(occasion=f"session-{session.pk}")
    own, other = closed(own), closed(other)
    client.force_login(teacher)
    assert [group.unit for group in client.get(reverse("reports:evaluations")).context["page"]] == [own.unit]
    assert client.get(reverse("reports:evaluation", args=[own.unit])).status_code == 200
    assert client.get(reverse("reports:evaluation", args=[other.unit])).status_code == 404
    Survey.objects.filter(pk=other.pk).update(unit=own.unit)  # shown together with somebody else's
    assert client.get(reverse("reports:evaluation", args=[own.unit])).status_code == 404
    assert [group.unit for group in client.get(reverse("reports:evaluations")).context["page"]] == [None]
    client.force_login(colleague)
    assert client.get(reverse("reports:evaluations")).status_code == 404


def test_the_table_holds_what_the_page_shows(client, coordinator):
    survey = closed(survey_of(people(5), 5))
    client.force_login(coordinator)
    text = (
        client.get(reverse("reports:evaluation", args=[survey.unit]), {"export": "csv"}).getvalue().decode("utf-8-sig")
    )
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[4] == ["At the end", "It was useful for my work.", "Mostly", "5", "100", "4"]


@pytest.mark.parametrize("query", [
    {"kind": "x"}, {"year": "9999-99"}, {"q": "x" * 10_000}, {"page": "9" * 40},
    {"kind": SurveyKind.END, "q": "sources"},
])  # fmt: skip
def test_filters_never_fail(client, coordinator, query):
    survey_of(people(1), 0)
    client.force_login(coordinator)
    assert client.get(reverse("reports:evaluations"), query).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_cost_the_same_for_one_and_for_three(client, coordinator, teacher, rows, django_assert_num_queries):
    for _number in range(rows):
        closed(survey_of([teacher, *people(5)], 6))
    client.force_login(coordinator)
    with django_assert_num_queries(12):
        client.get(reverse("reports:evaluations"))
    client.force_login(teacher)
    with django_assert_num_queries(9):
        client.get("/my/evaluations/")
    assert Invitation.objects.filter(survey__opened_at__lte=timezone.now()).count() == 6 * rows
