"""The list of notices: one's own only, unread first, read by POST."""

import pytest

from pdportal.notices.queries import unread, wants_reminders
from pdportal.notices.telling import mark_read, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(learner):
    return tell(learner, "seat", subject="A <seat> is free", body="Come in.", url="/events/", mail=False)


def read(notice):
    return f"/my/notices/{notice.pk}/read/"


def test_the_list_is_for_people_who_signed_in(client):
    assert client.get("/my/notices/").url == "/accounts/login/?next=/my/notices/"


def test_the_list_shows_ones_own_notices(client, learner, teacher, notice):
    tell(teacher, "x", subject="Not for you", body="", mail=False)
    client.force_login(learner)
    page = client.get("/my/notices/").content.decode()
    assert ("A &lt;seat&gt; is free" in page, "1 notice is new." in page, "Not for you" in page) == (True, True, False)
    assert client.post("/my/notices/").status_code == 405


def test_without_notices_the_list_says_what_will_be_here(client, learner):
    client.force_login(learner)
    page = client.get("/my/notices/").content.decode()
    assert "Nothing to read" in page
    assert "Mark all as read" not in page


def test_one_is_marked_as_read(client, learner, notice):
    client.force_login(learner)
    response = client.post(read(notice))
    assert (response.status_code, response.url) == (302, "/my/notices/")
    assert unread(learner).count() == 0
    assert client.post(read(notice)).status_code == 302
    assert "You have read everything." in client.get("/my/notices/").content.decode()


def test_opening_marks_it_and_goes_on(client, learner, notice):
    client.force_login(learner)
    assert client.post(read(notice), {"open": "1"}).url == "/events/"
    assert unread(learner).count() == 0


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_opening_never_leaves_the_portal(client, learner, address):
    notice = tell(learner, "x", subject="Hello", body="", url=address, mail=False)
    client.force_login(learner)
    assert client.post(read(notice), {"open": "1"}).url == "/my/notices/"


def test_all_are_marked_as_read(client, learner, teacher, notice):
    tell(learner, "x", subject="Another", body="", mail=False)
    tell(teacher, "x", subject="Not yours", body="", mail=False)
    client.force_login(learner)
    response = client.post("/my/notices/read/", follow=True)
    assert "2 notices marked as read." in response.content.decode()
    assert (unread(learner).count(), unread(teacher).count()) == (0, 1)
    assert "marked as read." not in client.post("/my/notices/read/", follow=True).content.decode()


def test_reminders_can_stay_out_of_the_mail_box(client, learner, teacher):
    client.force_login(learner)
    assert client.get("/my/notices/mail/").status_code == 405
    for wanted in ("no", "no", "x", "yes"):
        response = client.post("/my/notices/mail/", {"reminders": wanted}, follow=True)
        assert ("Reminders by mail too" in response.content.decode(), wants_reminders(learner)) == (
            wanted != "yes", wanted == "yes",
        )  # fmt: skip
    assert wants_reminders(teacher)
    client.logout()
    assert client.post("/my/notices/mail/").url == "/accounts/login/?next=/my/notices/mail/"


def test_marking_is_a_post(client, learner, notice):
    client.force_login(learner)
    assert client.get(read(notice)).status_code == 405
    assert client.get("/my/notices/read/").status_code == 405
    assert unread(learner).count() == 1


def test_nobody_marks_the_notices_of_others(client, notice, learner, teacher, superuser):
    for other in (teacher, superuser):
        client.force_login(other)
        assert client.post(read(notice)).status_code == 404
    client.logout()
    assert client.post(read(notice)).url == f"/accounts/login/?next={read(notice)}"
    assert unread(learner).count() == 1


@pytest.mark.parametrize("pk", ["0", "9" * 30, "9" * 400])
def test_notices_that_do_not_exist_are_not_found(client, learner, pk):
    client.force_login(learner)
    assert client.post(f"/my/notices/{pk}/read/").status_code == 404


def test_long_lists_have_pages(client, learner):
    for number in range(30):
        tell(learner, "x", subject=f"Notice {number}.", body="", mail=False)
    client.force_login(learner)
    first, second = (client.get(f"/my/notices/?page={page}").context["page_of_notices"] for page in (1, 2))
    assert (len(first), len(second)) == (25, 5)
    for garbage in ("x", "-1", "9" * 100, "%F0%9F%98%80"):
        assert client.get(f"/my/notices/?page={garbage}").status_code == 200


def test_query_count_is_the_same_for_one_row_and_for_three(client, learner, django_assert_num_queries):
    client.force_login(learner)
    for row in range(3):
        mark_read(learner, notice=tell(learner, "x", subject="Hello", body="", mail=False))
        if row in (0, 2):
            # session, person, count and rows of the page, unread, choice of mail; header: unread, roles for reports,
            # admin rights (2)
            with django_assert_num_queries(10):
                client.get("/my/notices/")
