"""Promise: one entry of half a minute is the mentor's hours, the mentee's evidence and a step of her path."""

import datetime as dt
import uuid
from decimal import Decimal

from django.core import mail
from django.urls import reverse
from django.utils import timezone

from courses.trail import path_for
from events import tokens
from mentoring.records import Meeting
from pdportal.credits import hours
from pdportal.transcripts.records import Completion
from tests.credits.making import cap, pack
from tests.factories import days_ago, days_ahead, make_path
from tests.mentoring.making import make_pairing, make_programme


def test_a_meeting_from_the_plan_to_both_transcripts(
    client, mentor, learner, coordinator, school_year, django_capture_on_commit_callbacks
):
    programme = make_programme()
    pair = make_pairing(programme, mentor, learner, coordinator)
    path = make_path("Orientation", steps=[programme])
    pack("renewal", cap(["mentoring"], hours="0.50"))

    client.force_login(mentor)
    plan = {"form_key": str(uuid.uuid4()), "held_on": str(days_ahead(2)), "start_time": "15:15", "length": "45",
            "own_minutes": "", "kind": "visit"}  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mentoring:plan_meeting", args=[pair.pk]), plan)
    meeting = Meeting.objects.get()
    invited = next(part for part in mail.outbox[-1].message().walk() if part.get_content_type() == "text/calendar")
    uid = f"UID:{meeting.uid}"
    assert uid in invited.get_payload(decode=True).decode()
    for person in (mentor, learner):
        feed = client.get(reverse("feeds:personal", args=[tokens.create(person)[1]]))
        assert uid in b"".join(feed.streaming_content if feed.streaming else [feed.content]).decode()

    Meeting.objects.update(held_on=days_ago(1), changed_at=timezone.now() - dt.timedelta(days=3))
    held = {"length": "45", "own_minutes": "", "kind": "visit", "topics": ["collection"], "note": ""}
    client.post(reverse("mentoring:hold_meeting", args=[meeting.pk]), held)
    client.force_login(learner)
    client.post(reverse("mentoring:confirm_meeting", args=[meeting.pk]))
    page = client.get(reverse("mentoring:pairing", args=[pair.pk])).content.decode()
    assert ("Confirmed" in page, "0.75 of 3.75 hours" in page) == (True, True)
    assert path_for(learner, path.translation_key).is_done is False

    client.force_login(coordinator)
    client.post(reverse("pairings:complete", args=[pair.pk]))
    for person in (mentor, learner):
        sums = hours.of_person(person)[0].count.totals
        assert (sums.earned, sums.counted) == (Decimal("0.75"), Decimal("0.5"))
        client.force_login(person)
        assert "Mentoring for new librarians" in client.get("/my/transcript/").content.decode()
    assert Completion.objects.filter(activity_key=programme.translation_key).count() == 2
    assert path_for(learner, path.translation_key).is_done is True
