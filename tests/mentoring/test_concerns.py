"""A concern is read by the one it is about before anybody acts on it, by the coordinator, and by nobody else."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from mentoring import concerns
from mentoring.care_records import Concern
from mentoring.errors import ConcernClosed, ConcernEmpty, ConcernOpen, ConcernTooLong, NotOfThePair, PairingHasEnded
from pdportal.notices.records import Notice, OutgoingMail

pytestmark = pytest.mark.django_db
SECRET = "She cancels every second meeting"


@pytest.fixture
def concern(pairing, learner, coordinator):
    return concerns.raise_concern(pairing, by=learner, text=SECRET)


def seen_by(concern, person):
    found = concerns.opened(concern, person)
    return found and found.text


def test_who_reads_it(concern, mentor, learner, coordinator, director, other_mentor, principal, superuser, outsider):
    readers = {person: seen_by(concern, person) for person in (mentor, learner, coordinator, director)}
    assert set(readers.values()) == {SECRET}
    for person in (other_mentor, principal, superuser, outsider):
        assert (seen_by(concern, person), list(concerns.of_pairing(concern.pairing, person))) == (None, [])


def test_the_one_it_is_about_is_told_with_the_coordinator_and_no_notice_holds_a_word_of_it(
    concern, mentor, coordinator
):
    subjects = [notice.subject for notice in Notice.objects.filter(kind="concern-raised").order_by("pk")]
    assert subjects == [
        "Nora Newell has raised a concern with the coordinator",
        "A concern about a pairing waits for you",
    ]
    assert {notice.recipient for notice in Notice.objects.filter(kind="concern-raised")} == {mentor, coordinator}
    for row in [*Notice.objects.all(), *OutgoingMail.objects.all()]:
        assert SECRET not in f"{row.subject} {row.body}"


def test_nothing_in_the_database_can_be_read_without_the_key(concern, learner, coordinator):
    concerns.close(concern, by=coordinator, outcome="agreed", answer="A fixed afternoon was agreed")
    for model in apps.get_models():
        if not model._meta.managed or model._meta.proxy:
            continue
        for row in model._base_manager.all():
            for value in row.__dict__.values():
                text = bytes(value).decode("latin-1") if isinstance(value, (bytes, memoryview)) else str(value)
                assert SECRET not in text
                assert "A fixed afternoon" not in text
    assert connection.vendor in {"sqlite", "postgresql"}


def test_closing_tells_both_and_stays(concern, mentor, learner, coordinator):
    closed = concerns.close(concern, by=coordinator, outcome="talked", answer="We met on Monday.")
    assert concerns.opened(closed, learner).answer == concerns.opened(closed, mentor).answer == "We met on Monday."
    assert Notice.objects.filter(kind="concern-closed").count() == 2
    with pytest.raises(ConcernClosed):
        concerns.close(concern, by=coordinator, outcome="nothing")


def test_what_is_refused(pairing, mentor, learner, other_mentor, coordinator):
    for text, by, refusal in (
        ("  ", learner, ConcernEmpty), ("x" * 2001, learner, ConcernTooLong), ("Words", other_mentor, NotOfThePair),
    ):  # fmt: skip
        with pytest.raises(refusal):
            concerns.raise_concern(pairing, by=by, text=text)
    concerns.raise_concern(pairing, by=learner, text="First")
    with pytest.raises(ConcernOpen):
        concerns.raise_concern(pairing, by=learner, text="Second")
    concerns.raise_concern(pairing, by=mentor, text="The other side")
    pairing.status, pairing.ends_on = "ended", timezone.localdate()
    pairing.save()
    with pytest.raises(PairingHasEnded):
        concerns.raise_concern(pairing, by=learner, text="Late")
    assert Concern.objects.count() == 2


def test_in_the_browser(client, pairing, learner, mentor, coordinator):
    client.force_login(learner)
    address = reverse("mentoring:raise_concern", args=[pairing.pk])
    assert client.get(address).content.decode().count("is told at once and can read what you write") == 1
    again = client.post(address, {"text": SECRET})
    assert (list(again.context["form"].errors), again.context["form"]["text"].value()) == (["known"], SECRET)
    client.post(address, {"text": SECRET, "known": "on"})
    client.force_login(mentor)
    assert client.get(reverse("mentoring:pairing", args=[pairing.pk])).content.decode().count(SECRET) == 1
    client.force_login(coordinator)
    assert client.get("/admin/").content.decode().count("concern about a pairing") == 1
    listed = client.get(reverse("concerns:index")).content.decode()
    assert (listed.count("Nora Newell"), listed.count(SECRET)) == (2, 0)
    page = reverse("concerns:answer", args=[Concern.objects.get().pk])
    assert client.get(page).content.decode().count(SECRET) == 1
    assert list(client.post(page, {"outcome": "", "answer": "x"}).context["form"].errors) == ["outcome"]
    client.post(page, {"outcome": "agreed", "answer": "Every other Tuesday."})
    client.force_login(learner)
    shown = client.get(reverse("mentoring:pairing", args=[pairing.pk])).content.decode()
    assert (shown.count("Every other Tuesday."), shown.count("Something was agreed")) == (1, 1)


def test_a_changed_key_opens_it_after_resealing(concern, learner, coordinator, settings):
    concerns.close(concern, by=coordinator, outcome="agreed", answer="Tuesdays")
    old, new = settings.NOTES_KEY, "n" * 40
    settings.NOTES_KEY = f"{new},{old}"
    call_command("reseal_notes", stdout=io.StringIO())
    settings.NOTES_KEY = new
    found = concerns.opened(Concern.objects.get(), learner)
    assert (found.text, found.answer) == (SECRET, "Tuesdays")
