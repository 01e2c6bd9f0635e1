"""Closing several accounts at once in the admin: the page that asks, and whatever else is sent to its address."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def address():
    return reverse("wagtail_bulk_action", args=["people", "user", "set_active_state"])


def test_the_question_is_asked_and_the_answer_carried_out(client, superuser, teacher, address):
    client.force_login(superuser)
    page = client.get(address, {"id": teacher.pk})
    assert (page.status_code, page.content.decode().count("Tom Teacher") >= 1) == (200, True)
    client.post(f"{address}?id={teacher.pk}", {"mark_as_active": "False"})
    teacher.refresh_from_db()
    assert teacher.is_active is False


@pytest.mark.parametrize("text", ["x", "9" * 40, "-1", "", "1,2"])
def test_ids_that_are_none_are_not_found(client, superuser, address, text):
    client.force_login(superuser)
    assert client.get(address, {"id": text}).status_code in {200, 404}
    assert client.post(f"{address}?id={text}", {"mark_as_active": "x" * 10_000}).status_code in {302, 404}
