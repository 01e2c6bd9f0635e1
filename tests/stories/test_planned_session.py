"""A series is planned for a room with a presenter; who comes finds the papers, and nobody finds a room twice."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from events.planning_records import Room
from events.records import EventSession
from pdportal.notices.records import Notice
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/events/reading-circle/"
LATER = {"also_later": "on"}


def said(answer):
    return [str(message).strip() for message in answer.context["messages"]]


def test_from_an_empty_room_to_the_slides_afterwards(
    client, school, coordinator, teacher, colleague, mentor, time_machine
):
    event = factories.make_event("Reading circle")
    client.force_login(coordinator)
    # The coordinator enters the room and plans three weeks in it.
    client.post(
        reverse("event_rooms:add"), {"school": school.pk, "name": "Commons", "capacity": "9", "is_active": "on"}
    )
    first = factories.days_ahead(10)
    last = factories.days_ahead(24)
    form = {
        "event": event.pk, "held_on": first.isoformat(), "start_time": "15:30", "end_time": "16:30", "rhythm": "weekly",
        "every": "1", "last_on": last.isoformat(), "on_closed": "next_day", "room": Room.objects.get().pk,
        "capacity": "9", "minimum": "2", "presenter": mentor.pk, "form_key": str(uuid.uuid4()),
    }  # fmt: skip
    days = [line.date.day.isoformat() for line in client.post(reverse("event_sessions:series"), form).context["dates"]]
    client.post(reverse("event_sessions:series"), form | {"save": "1", "day": days})
    sessions = list(EventSession.objects.all())
    assert [(one.place, one.presented_by) for one in sessions] == [("Commons", "Mona Mentor")] * len(days)

    # Nobody else gets the room on that day, and the form says who has it.
    other = {"event": event.pk, "held_on": days[0], "start_time": "16:00", "end_time": "17:00", "capacity": "5"}
    answer = client.post(reverse("event_sessions:add"), other | {"school": school.pk, "place": "commons"})
    (sentence,) = answer.context["form"].errors["room"]
    assert sentence.startswith("Commons, Cedar Elementary is taken then: “Reading circle”")

    # Papers go out for every date; the teacher has a seat and finds them, her colleague reads that they exist.
    upload = SimpleUploadedFile("Poems.pdf", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n")
    add = reverse("event_sessions:add_material", args=[sessions[0].pk])
    client.post(add, {"title": "Three poems", "time": "before", "upload": upload} | LATER)
    client.post(add, {"title": "What we said", "time": "after", "url": "https://example.org/notes"})
    client.force_login(teacher)
    client.post(reverse("events:sign_up", args=[sessions[0].pk]))
    shelf = client.get(PAGE).context["featured"].session.shelf
    assert ([str(one) for one in shelf.before], shelf.after, shelf.hidden_after) == (["Three poems"], [], 1)
    assert client.get(reverse("events:material", args=[sessions[0].pk, shelf.before[0].pk])).status_code == 200
    client.force_login(colleague)
    assert client.get(reverse("events:material", args=[sessions[0].pk, shelf.before[0].pk])).status_code == 404

    # Two days ahead one person has signed up: the coordinator was told once, and lets it take place.
    time_machine.move_to(sessions[0].starts_at.replace(hour=9))
    client.force_login(coordinator)
    assert client.get(reverse("event_sessions:few")).context["sessions"] == sessions[:1]
    kept = client.post(reverse("event_sessions:keep", args=[sessions[0].pk]), follow=True)
    assert (said(kept), kept.context["sessions"]) == (["“Reading circle” takes place."], [])

    # The presenter had heard of all dates, with the place.
    subjects = Notice.objects.filter(recipient=mentor, kind="session-presenting").values_list("subject", flat=True)
    assert list(subjects) == ["You present: Reading circle"] * len(days)
