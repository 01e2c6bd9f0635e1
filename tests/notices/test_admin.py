"""Mails in the admin: what became of them is seen, their text never; failed ones are tried again by POST."""

import pytest
from django.core import mail as post
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

pytestmark = pytest.mark.django_db
LIST = "/admin/mails/"


@pytest.fixture
def failed(write):
    return write("A seat is free", body="Private words", last_error="ConnectionRefusedError", tries=12, due_at=None)


@pytest.fixture
def admin(client, coordinator):
    client.force_login(coordinator)
    return client


def test_the_list_says_what_became_of_mails_but_not_what_they_say(admin, failed):
    page = admin.get(LIST).content.decode()
    for text in ("A seat is free", "Nora Newell", "Given up", "ConnectionRefusedError", f"{LIST}{failed.pk}/again/"):
        assert text in page
    assert "Private words" not in page


def test_superusers_see_no_text_either(client, superuser, failed):
    client.force_login(superuser)
    for address in (LIST, f"{LIST}results/", f"{LIST}{failed.pk}/again/", f"{LIST}again/"):
        page = client.get(address)
        assert (page.status_code, b"Private words" in page.content) == (200, False)
    for address in (f"{LIST}{failed.pk}/", f"{LIST}edit/{failed.pk}/", f"{LIST}?export=csv", f"{LIST}new/"):
        assert client.get(address).status_code == 404


def test_the_list_can_be_narrowed(admin, failed, write):
    write("Sent", sent_at=timezone.now())
    write("Waiting")
    for state, subject in (("given_up", "A seat is free"), ("sent", "Sent"), ("waiting", "Waiting")):
        assert [mail.subject for mail in admin.get(f"{LIST}?state={state}").context["object_list"]] == [subject]
    assert [mail.subject for mail in admin.get(f"{LIST}?q=nora+seat").context["object_list"]] == ["A seat is free"]
    assert len(admin.get(f"{LIST}?state=x").context["object_list"]) == 3


def test_trying_again_is_a_post(admin, failed):
    page = f"{LIST}{failed.pk}/again/"
    assert "A seat is free" in admin.get(page).content.decode()
    assert post.outbox == []
    response = admin.post(page, follow=True)
    assert "The mail has been sent." in response.content.decode()
    assert len(post.outbox) == 1
    again = admin.post(page, follow=True)
    assert "This mail has been sent already, or is being sent." in again.content.decode()
    assert len(post.outbox) == 1


def test_trying_again_while_the_server_is_still_down(admin, failed, mail_server_down):
    response = admin.post(f"{LIST}{failed.pk}/again/", follow=True)
    assert "The mail has been tried again." in response.content.decode()
    failed.refresh_from_db()
    assert (failed.tries, failed.state) == (1, "failed")


def test_all_failed_mails_are_tried_again(admin, failed, write):
    write("Another", last_error="No")
    assert "2 mails have failed." in admin.get(f"{LIST}again/").content.decode()
    assert "2 mails are tried again." in admin.post(f"{LIST}again/", follow=True).content.decode()
    assert sorted(message.subject for message in post.outbox) == ["A seat is free", "Another"]


@pytest.mark.parametrize("pk", ["99999", "9" * 30])
def test_mails_that_do_not_exist_are_not_found(admin, pk):
    assert admin.get(f"{LIST}{pk}/again/").status_code == 404
    assert admin.post(f"{LIST}{pk}/again/").status_code == 404


@pytest.mark.parametrize("reader", ["editor", "principal", "learner"])
def test_nobody_else_sees_or_sends(request, client, failed, reader):
    client.force_login(request.getfixturevalue(reader))
    for address in (LIST, f"{LIST}again/", f"{LIST}{failed.pk}/again/"):
        response = client.get(address)
        assert (response.status_code, b"A seat is free" in response.content) == (302, False)
    for address in (f"{LIST}again/", f"{LIST}{failed.pk}/again/"):
        assert client.post(address).status_code == 302
    assert post.outbox == []


def test_query_count_is_the_same_for_one_row_and_for_three(admin, write):
    admin.get(LIST)  # content types and the like are remembered from here on
    counts = []
    for row in range(3):
        write(last_error="No")
        if row in (0, 2):
            with CaptureQueriesContext(connection) as listing:  # not a literal: the menus of all subjects ask too
                admin.get(LIST)
            counts.append(len(listing))
    assert counts[0] == counts[1]
