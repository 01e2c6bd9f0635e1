"""Telling: at once in the portal, by mail on commit, in the language of whoever is told."""

import pytest
from django.core import mail as post
from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy

from pdportal.notices.queries import notices_of, unread
from pdportal.notices.records import Notice, OutgoingMail
from pdportal.notices.telling import mark_read, tell

pytestmark = pytest.mark.django_db


def test_a_notice_at_once_and_a_mail_on_commit(learner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as waiting:
        notice = tell(learner, "seat", subject="A seat is free", body="Come in.", url="/events/")
    assert (notice.subject, notice.body, notice.url, notice.read_at) == ("A seat is free", "Come in.", "/events/", None)
    assert post.outbox == []
    for callback in waiting:
        callback()
    assert post.outbox[0].body == "Come in.\n\nhttp://testserver/events/\n\nMaple Valley Unified · PD Portal\n"


@pytest.mark.django_db(transaction=True)
def test_nobody_is_told_of_what_was_rolled_back(site, learner):
    with transaction.atomic():
        tell(learner, "seat", subject="A seat is free", body="Come in.")
        transaction.set_rollback(True)
    assert (post.outbox, Notice.objects.count(), OutgoingMail.objects.count()) == ([], 0, 0)


@pytest.mark.django_db(transaction=True)
def test_the_mail_leaves_with_the_transaction(site, learner):
    with transaction.atomic():
        tell(learner, "seat", subject="A seat is free", body="Come in.")
        assert post.outbox == []
    assert len(post.outbox) == 1


def test_words_are_read_in_the_language_of_whoever_is_told(learner):
    learner.language = "es"
    with translation.override("en"):
        notice = tell(
            learner,
            "x",
            subject=gettext_lazy("Search"),
            body=translation.get_language,
            url=lambda: "/es/my/",
            mail=False,
        )
    with translation.override("es"):
        assert (notice.subject, notice.body, notice.url) == (str(gettext_lazy("Search")), "es", "/es/my/")


def test_a_subject_is_one_line_that_fits(learner):
    notice = tell(learner, "x", subject="Two\r\nBcc: lines\n" + "x" * 500, body="", mail=False)
    assert notice.subject == ("Two Bcc: lines " + "x" * 500)[:200]


def test_a_change_is_told_once_a_person(learner, teacher):
    def told(person, change, about="registration-7"):
        return tell(person, "x", subject="Hello", body="", about=about, change=change) is not None

    assert [told(learner, "seat 0"), told(learner, "seat 0"), told(learner, "seat 1")] == [True, False, True]
    assert [told(teacher, "seat 0"), told(learner, "seat 0", "registration-8")] == [True, True]
    assert OutgoingMail.objects.count() == 4
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(about="registration-7", recipient=learner).update(change="seat 0")


@pytest.mark.parametrize("change", [{"email": ""}, {"is_active": False}])
def test_who_cannot_get_mail_gets_none(learner, change):
    for name, value in change.items():
        setattr(learner, name, value)
    tell(learner, "x", subject="Hello", body="")
    assert (Notice.objects.count(), OutgoingMail.objects.count()) == (1, 0)


def test_reading_keeps_the_first_moment_and_is_ones_own(learner, teacher):
    mine, other = (tell(person, "x", subject="Hello", body="", mail=False) for person in (learner, teacher))
    assert mark_read(learner, notice=other) == 0
    assert mark_read(learner, notice=mine) == 1
    first = Notice.objects.get(pk=mine.pk).read_at
    assert (mark_read(learner, notice=mine), mark_read(learner)) == (0, 0)
    assert (Notice.objects.get(pk=mine.pk).read_at, unread(teacher).count()) == (first, 1)


def test_unread_notices_come_first(learner):
    made = [tell(learner, "x", subject=str(number), body="", mail=False) for number in range(4)]
    mark_read(learner, notice=made[3])
    assert [notice.subject for notice in notices_of(learner)] == ["2", "1", "0", "3"]
