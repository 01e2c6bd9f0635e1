"""The learner's page of requirements."""

import csv
import datetime as dt
import io

import pytest
from django.urls import reverse

from pdportal.requirements import assigning
from pdportal.requirements.status import of_person
from tests import factories
from tests.requirements.makers import complete, make_requirement

URL = "/my/requirements/"


@pytest.fixture
def signed_in(client, learner):
    client.force_login(learner)
    return client


def table(response):
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_its_address():
    assert reverse("requirements:mine") == URL


def test_strangers_are_asked_to_sign_in(client, db):
    assert client.get(URL).headers["Location"] == f"/accounts/login/?next={URL}"


def test_only_reading(signed_in):
    assert signed_in.post(URL).status_code == 405


def test_nothing_required(signed_in):
    response = signed_in.get(URL)
    assert response.context["rows"] == []
    assert b"Nothing is required of you at present" in response.content


def test_status_reason_and_way_on(signed_in, course, requirement, learner):
    assigning.assign_person(learner)
    response = signed_in.get(URL)
    row = response.context["rows"][0]
    assert row.status == of_person(learner)[0]
    page = response.content.decode()
    assert f'<a href="{course.url}">Library orientation</a>' in page
    assert row.status.why in page


def test_the_spanish_page(signed_in, requirement, learner):
    assigning.assign_person(learner)
    assert signed_in.get("/es" + URL).status_code == 200


def test_earlier_years_stay_readable(signed_in, yearly, learner):
    learner.appointments.update(starts_on=dt.date(2020, 8, 3))
    assigning.assign_all(on=dt.date(2021, 8, 2))
    assigning.assign_all(on=dt.date(2022, 8, 2))
    page = factories.CoursePage.objects.get(translation_key=yearly.activity_key)
    complete(learner, page, dt.date(2021, 9, 2), cycle="2021-22")
    earlier = signed_in.get(URL).context["earlier"]
    assert [(period, [found.completed_on for found in rows]) for period, rows in earlier] == [
        ("2022-23", [None]), ("2021-22", [dt.date(2021, 9, 2)]),
    ]  # fmt: skip


def test_the_table_says_the_same(signed_in, requirement, yearly, learner):
    assigning.assign_person(learner)
    found = of_person(learner)
    assert table(signed_in.get(URL, {"export": "csv"}))[1:] == [
        [str(row.requirement), row.assignment.period, row.label, str(row.due_on), "", "", row.why] for row in found
    ]


@pytest.mark.parametrize("export", ["pdf", "", "x" * 10000])
def test_unknown_exports_are_the_page(signed_in, export):
    assert signed_in.get(URL, {"export": export}).headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_missing_page_leaves_the_name_without_a_link(signed_in, course, requirement, learner):
    assigning.assign_person(learner)
    course.delete()
    assert signed_in.get(URL).context["rows"][0].page is None


def test_the_same_queries_for_one_and_for_three(signed_in, course, requirement, learner, django_assert_num_queries):
    assigning.assign_person(learner)
    signed_in.get(URL)  # fills the caches of Wagtail
    # the person twice, three for statuses, pages, requests, earlier ones, and the header
    with django_assert_num_queries(COUNT):
        assert len(signed_in.get(URL).context["rows"]) == 1
    for name in ("Two", "Three"):
        make_requirement(factories.make_course(name), audience={"role": ["librarian"]})
    assigning.assign_person(learner)
    signed_in.get(URL)
    with django_assert_num_queries(COUNT):
        assert len(signed_in.get(URL).context["rows"]) == 3


COUNT = 13
