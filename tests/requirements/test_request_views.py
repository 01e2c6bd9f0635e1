"""Pages of requests: learners ask about their own, coordinators answer, everybody else sees nothing of it."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from pdportal.people.choices import Role
from pdportal.requirements import asking, assigning
from pdportal.requirements.choices import AskFor
from pdportal.requirements.request_records import GrantRequest
from tests import factories
from tests.requirements.makers import make_requirement

QUEUE = "/requirements/requests/"
HUGE = 2**63


@pytest.fixture
def assignment(requirement, learner):
    assigning.assign_all()
    return learner.assignments.get()


@pytest.fixture
def ask_url(assignment):
    return f"/my/requirements/{assignment.pk}/ask/"


@pytest.fixture
def waiting(assignment):
    wanted_on = assignment.due_on + dt.timedelta(days=30)
    return asking.ask(assignment, kind=AskFor.TIME, wanted_on=wanted_on, reason="Jury <duty>")


@pytest.fixture
def as_learner(client, learner):
    client.force_login(learner)
    return client


@pytest.fixture
def as_coordinator(client, coordinator):
    client.force_login(coordinator)
    return client


def table(response):
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_asking(as_learner, ask_url, assignment):
    page = as_learner.get(f"/requirements/{assignment.pk}/why/").content.decode()
    assert f'href="{ask_url}">Ask for more time or a waiver</a>' in page
    wanted_on = assignment.due_on + dt.timedelta(days=14)
    response = as_learner.post(ask_url, {"kind": "time", "wanted_on": wanted_on.isoformat(), "reason": "Ill"})
    assert response["Location"] == "/my/requirements/"
    request = GrantRequest.objects.get()
    assert (request.kind, request.wanted_on, request.reason) == ("time", wanted_on, "Ill")
    assert "The coordinator will answer." in as_learner.get("/my/requirements/").content.decode()


@pytest.mark.parametrize(
    ("data", "field", "words"),
    [
        ({"kind": "time", "reason": "Ill"}, "wanted_on", "Give the date you ask for."),
        ({"kind": "time", "reason": "Ill", "wanted_on": "2001-01-01"}, "wanted_on",
         "The new date must be later than the present due date."),
        ({"kind": "time", "reason": "Ill", "wanted_on": "9999-12-31"}, "wanted_on", "Please check the year."),
        ({"kind": "time", "reason": "Ill", "wanted_on": "soon"}, "wanted_on", "Enter a valid date."),
        ({"kind": "waiver", "reason": ""}, "reason", "This field is required."),
        ({"kind": "waiver", "reason": "x" * 10_000}, "reason",
         "Ensure this value has at most 1000 characters (it has 10000)."),
        ({"kind": "gold", "reason": "Ill"}, "kind", "Select a valid choice. gold is not one of the available choices."),
        ({"kind": "waiver", "reason": "a\x00b"}, "reason", "Null characters are not allowed."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field_and_kept(as_learner, ask_url, data, field, words):
    response = as_learner.post(ask_url, data)
    assert response.context["form"].errors[field] == [words]
    assert response.context["form"].data["reason"] == data["reason"]
    assert GrantRequest.objects.count() == 0


def test_asking_for_something_else_meanwhile_keeps_the_words(as_learner, waiting, ask_url, assignment):
    wanted_on = assignment.due_on + dt.timedelta(days=60)
    response = as_learner.post(ask_url, {"kind": "time", "wanted_on": wanted_on.isoformat(), "reason": "Another"})
    assert response.context["form"].non_field_errors() == [
        "You have asked for this already. Withdraw that request first if you want to change it."
    ]
    assert "Another" in response.content.decode()


def test_withdrawing(as_learner, waiting):
    url = reverse("requirements:withdraw", args=[waiting.pk])
    assert as_learner.get(url).status_code == 405
    assert as_learner.post(url)["Location"] == "/my/requirements/"
    assert GrantRequest.objects.get().state == "withdrawn"


def test_others_requests_and_assignments_are_hidden(client, waiting, ask_url, teacher):
    client.force_login(teacher)
    assert client.get(ask_url).status_code == 404
    assert client.post(ask_url, {"kind": "waiver", "reason": "x"}).status_code == 404
    assert client.post(reverse("requirements:withdraw", args=[waiting.pk])).status_code == 404
    assert client.get(f"/my/requirements/{HUGE}/ask/").status_code == 404


@pytest.mark.parametrize("who", ["learner", "mentor", "principal", "editor"])
def test_the_queue_is_for_coordinators(client, waiting, who, request):
    client.force_login(request.getfixturevalue(who))
    urls = [QUEUE, f"{QUEUE}{waiting.pk}/", f"{QUEUE}answer/"]
    assert [client.get(url).status_code for url in urls[:2]] == [404, 404]
    assert [client.post(url, {"do": "grant", "request": waiting.pk}).status_code for url in urls[1:]] == [404, 404]
    assert GrantRequest.objects.get().is_open
    client.logout()
    assert client.get(QUEUE)["Location"] == f"/accounts/login/?next={QUEUE}"


def test_the_queue(as_coordinator, waiting):
    page = as_coordinator.get(QUEUE)
    assert list(page.context["page"].object_list) == [waiting]
    assert "Jury &lt;duty&gt;" in page.content.decode()
    assert as_coordinator.get("/es" + QUEUE).status_code == 200


def test_filters(as_coordinator, waiting):
    found = [
        len(as_coordinator.get(QUEUE, chosen).context["page"].object_list)
        for chosen in (
            {"q": "newell"}, {"q": "orientation newell"}, {"q": "nobody"}, {"kind": "waiver"}, {"kind": "x"},
            {"state": "granted"}, {"state": "\x01"}, {"page": "9" * 30}, {"q": "x" * 10_000},
        )
    ]  # fmt: skip
    assert found == [1, 1, 0, 0, 1, 0, 1, 1, 1]


def test_exports_leave_the_reason_out(as_coordinator, waiting):
    rows = table(as_coordinator.get(QUEUE, {"export": "csv"}))
    assert [row[:1] + row[2:5] for row in rows] == [
        ["Name", "Requirement", "Period", "Asked for"], ["Nora Newell", "Library orientation", "", "More time"],
    ]  # fmt: skip
    assert "duty" not in str(rows)


def test_one_answer(as_coordinator, waiting):
    url = f"{QUEUE}{waiting.pk}/"
    page = as_coordinator.post(url, {"do": "refuse", "answer": ""})
    assert page.context["form"].non_field_errors() == ["Please give the reason in a few words."]
    page = as_coordinator.post(url, {"do": "grant", "until": "2001-01-01"})
    assert page.context["form"].non_field_errors() == ["The new date must be later than the present due date."]
    assert as_coordinator.post(url, {"do": "?"}).context["form"].non_field_errors() == ["Please choose what to decide."]
    until = waiting.wanted_on - dt.timedelta(days=7)
    assert as_coordinator.post(url, {"do": "grant", "until": until.isoformat()})["Location"] == QUEUE
    assert GrantRequest.objects.get().granted_until >= until
    assert "Granted" in as_coordinator.get(url).content.decode()


def test_many_answers_at_once(as_coordinator, waiting, teacher, learner):
    assigning.assign_all()
    second = asking.ask(teacher.assignments.get(), kind=AskFor.WAIVER, reason="Knows it")
    asking.withdraw(waiting)
    picked = [waiting.pk, second.pk, HUGE, "x", "9" * 40]
    response = as_coordinator.post(f"{QUEUE}answer/", {"do": "refuse", "answer": "Not now.", "request": picked})
    assert response["Location"] == QUEUE
    said = [str(message) for message in response.wsgi_request._messages]
    assert said == [
        f"{learner}, Library orientation: This request has been answered or withdrawn meanwhile.",
        "1 request answered.",
    ]
    assert list(GrantRequest.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn", "refused"]


def test_nothing_ticked(as_coordinator, waiting):
    response = as_coordinator.post(f"{QUEUE}answer/", {"do": "grant"})
    assert [str(message) for message in response.wsgi_request._messages] == [
        "Tick at least one request, then choose what to do."
    ]
    assert as_coordinator.get(f"{QUEUE}answer/").status_code == 405


def test_a_principal_sees_that_something_was_asked_and_not_why(client, principal, waiting, learner):
    client.force_login(principal)
    page = client.get(f"/reports/people/{learner.pk}/").content.decode()
    assert "More time or a waiver has been asked for." in page
    assert "duty" not in page


def test_the_same_queries_for_one_and_for_three(
    as_coordinator, course, waiting, learner, teacher, django_assert_num_queries
):
    as_coordinator.get(QUEUE)
    # session, user, whether they coordinate (2) · count, list · what the header shows (4)
    with django_assert_num_queries(COUNT):
        assert len(as_coordinator.get(QUEUE).context["page"].object_list) == 1
    make_requirement(factories.make_course("Two"), audience={"role": [Role.LIBRARIAN, Role.TEACHER]})
    assigning.assign_all()
    for person in (learner, teacher):
        asking.ask(person.assignments.latest("pk"), kind=AskFor.WAIVER, reason="Knows it")
    with django_assert_num_queries(COUNT):
        assert len(as_coordinator.get(QUEUE).context["page"].object_list) == 3


COUNT = 9
