"""The pages of a pair: what each of the two sees and does."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.progress import enroll
from mentoring import meetings, notes
from mentoring import pairing as pairings
from mentoring.records import Meeting
from tests.factories import days_ago, days_ahead, make_course, make_person, make_school
from tests.mentoring.making import log_meeting, make_pairing


@pytest.fixture
def entry():
    """What the short form posts."""
    return {
        "form_key": str(uuid.uuid4()), "held_on": str(days_ago(1)), "length": "30", "own_minutes": "",
        "kind": "visit", "topics": ["teaching", "room"], "note": "She has a plan.",
    }  # fmt: skip


def url(name, thing):
    return reverse(f"mentoring:{name}", args=[thing.pk])


def test_my_mentoring_of_nobody_says_what_will_be_here(client, outsider):
    client.force_login(outsider)
    page = client.get(reverse("mentoring:my_mentoring")).content.decode()
    assert "You are in no pairing at the moment" in page


def test_signed_out_people_are_sent_to_sign_in(client, pairing):
    assert client.get(reverse("mentoring:my_mentoring")).status_code == 302
    assert client.get(url("pairing", pairing)).status_code == 302


def test_a_mentor_logs_a_meeting_and_both_see_it(client, pairing, mentor, learner, entry):
    client.force_login(mentor)
    answer = client.post(url("log_meeting", pairing), entry)
    assert (answer.status_code, answer.url) == (302, url("pairing", pairing))
    meeting = Meeting.objects.get()
    assert (meeting.held_on, meeting.minutes, meeting.kind) == (days_ago(1), 30, "visit")
    assert meeting.topics == ["teaching", "room"]
    for person in (mentor, learner):
        client.force_login(person)
        page = client.get(url("pairing", pairing)).content.decode()
        assert "30 minutes · Visit · Teaching together · Running the room" in page
        assert "She has a plan." in page


def test_the_same_form_twice_is_one_meeting(client, pairing, mentor, entry):
    client.force_login(mentor)
    client.post(url("log_meeting", pairing), entry)
    client.post(url("log_meeting", pairing), entry | {"note": "Something else"})
    meeting = Meeting.objects.get()
    assert notes.note_of(meeting, mentor) == "She has a plan."


def test_any_number_of_minutes_may_be_typed(client, pairing, mentor, entry):
    client.force_login(mentor)
    client.post(url("log_meeting", pairing), entry | {"length": "own", "own_minutes": "25"})
    assert Meeting.objects.get().minutes == 25


@pytest.mark.parametrize(
    "wrong",
    [
        {"held_on": str(days_ahead(1))},
        {"held_on": str(days_ago(40))},
        {"held_on": "0000-99-99"},
        {"held_on": ""},
        {"length": "own", "own_minutes": ""},
        {"length": "own", "own_minutes": "0"},
        {"length": "own", "own_minutes": "900"},
        {"length": "own", "own_minutes": "9" * 5000},
        {"length": "30", "own_minutes": "25"},
        {"length": "31"},
        {"kind": "party"},
        {"topics": ["gossip"]},
        {"form_key": "not-a-key"},
        {"note": "x" * 4001},
        {"note": "null\x00byte"},
    ],
)
def test_a_form_with_mistakes_keeps_what_was_typed_and_logs_nothing(client, pairing, mentor, entry, wrong):
    client.force_login(mentor)
    answer = client.post(url("log_meeting", pairing), {"note": "Kept words", **entry, **wrong})
    assert answer.status_code == 200
    assert "Please check this" in answer.content.decode()
    assert Meeting.objects.count() == 0


def test_what_was_typed_is_kept(client, pairing, mentor, entry):
    client.force_login(mentor)
    page = client.post(url("log_meeting", pairing), entry | {"held_on": str(days_ahead(1))}).content.decode()
    assert "She has a plan." in page
    assert "This day has not come yet." in page


def test_a_second_meeting_on_one_day_is_asked_about(client, pairing, meeting, mentor, learner, entry):
    client.force_login(learner)
    same = entry | {"held_on": str(days_ago(5))}
    page = client.post(url("log_meeting", pairing), same).content.decode()
    assert ("Yes, we met twice on that day" in page, "She has a plan." in page) == (True, True)
    assert client.post(url("log_meeting", pairing), same | {"another": "on"}).status_code == 302
    assert Meeting.objects.count() == 2


def test_the_form_begins_with_today_thirty_minutes_and_the_last_kind(client, pairing, mentor):
    log_meeting(pairing, mentor, kind="observation")
    client.force_login(mentor)
    form = client.get(url("pairing", pairing)).context["log_form"]
    assert [form[name].value() for name in ("length", "kind")] == ["30", "observation"]
    assert form["held_on"].value() == days_ago(0)


def test_planning_moving_holding_and_cancelling(client, pairing, mentor, learner, entry):
    client.force_login(learner)
    plan = {"form_key": str(uuid.uuid4()), "held_on": str(days_ahead(3)), "start_time": "15:15", "length": "45",
            "own_minutes": "", "kind": "talk"}  # fmt: skip
    assert client.post(url("plan_meeting", pairing), plan).status_code == 302
    meeting = Meeting.objects.get()
    assert (meeting.status, meeting.start_time) == ("planned", dt.time(15, 15))
    client.force_login(mentor)
    page = client.get(url("meeting", meeting)).content.decode()
    assert ("Another day" in page, "We have met" in page) == (True, False)
    moved = {"held_on": str(days_ahead(5)), "start_time": "14:00", "length": "60", "own_minutes": ""}
    assert client.post(url("move_meeting", meeting), moved).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.held_on, meeting.minutes, meeting.sequence) == (days_ahead(5), 60, 1)
    too_early = client.post(url("hold_meeting", meeting), entry)
    assert "This day has not come yet." in too_early.content.decode()
    assert client.post(url("cancel_meeting", meeting)).status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == "cancelled"


def test_a_planned_meeting_is_marked_as_held(client, pairing, mentor, learner, entry):
    earlier = meetings.plan(
        pairing, by=learner, held_on=days_ago(2), start_time=dt.time(15), minutes=45,
        at=dt.datetime.combine(days_ago(4), dt.time(12), dt.UTC),
    )  # fmt: skip
    client.force_login(mentor)
    page = client.get(url("pairing", pairing)).content.decode()
    assert "Did you meet on" in page
    assert client.post(url("hold_meeting", earlier), entry).status_code == 302
    earlier.refresh_from_db()
    assert (earlier.status, earlier.minutes, earlier.logged_by) == ("held", 30, mentor)


def test_only_the_author_corrects_and_takes_back(client, meeting, pairing, mentor, learner):
    change = {"length": "60", "own_minutes": "", "kind": "talk", "topics": []}
    client.force_login(learner)
    page = client.post(url("edit_meeting", meeting), change).content.decode()
    assert "Only the person who wrote this can change it." in page
    client.post(url("withdraw_meeting", meeting))
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.status) == (45, "held")
    client.force_login(mentor)
    assert client.post(url("edit_meeting", meeting), change).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.minutes, meeting.topics) == (60, [])
    assert client.post(url("withdraw_meeting", meeting)).status_code == 302
    meeting.refresh_from_db()
    assert meeting.status == "cancelled"


def test_each_of_the_two_keeps_an_own_note(client, meeting, mentor, learner):
    client.force_login(learner)
    client.post(url("write_note", meeting), {"note": "I am glad we talked."})
    assert notes.note_of(meeting, mentor, author=learner) == "I am glad we talked."
    assert notes.note_of(meeting, learner) == "Nora worries about the weeding."
    client.post(url("write_note", meeting), {"note": ""})
    assert notes.note_of(meeting, mentor, author=learner) is None


def test_an_ended_pairing_stays_readable_but_closed(client, pairing, meeting, mentor, learner, coordinator, entry):
    pairings.end(pairing, by=coordinator, reason="Another match", ends_on=days_ago(0))
    client.force_login(mentor)
    page = client.get(url("pairing", pairing)).content.decode()
    assert "Nora worries about the weeding." in page
    assert "Another match" in page
    assert 'id="log"' not in page
    assert "Next step" not in page
    answer = client.post(url("log_meeting", pairing), entry)
    assert "This pairing has ended" in answer.content.decode()
    assert "Earlier pairings" in client.get(reverse("mentoring:my_mentoring")).content.decode()


@pytest.mark.parametrize("pk", ["0", "9223372036854775808", "9" * 60])
@pytest.mark.parametrize("place", ["/my/mentoring/{}/", "/my/mentoring/meetings/{}/"])
def test_ids_that_cannot_be(client, mentor, pk, place):
    client.force_login(mentor)
    assert client.get(place.format(pk)).status_code == 404


def test_garbage_page_numbers_show_the_first_page(client, meeting, pairing, mentor):
    client.force_login(mentor)
    for page in ("x", "-1", "99999999999999999999", "%00"):
        answer = client.get(url("pairing", pairing) + f"?page={page}")
        assert answer.status_code in ({400} if page == "%00" else {200})


def test_the_spanish_pages_work(client, pairing, meeting, mentor):
    client.force_login(mentor)
    for place in ("/es/my/mentoring/", f"/es/my/mentoring/{pairing.pk}/", f"/es/my/mentoring/meetings/{meeting.pk}/"):
        assert client.get(place).status_code == 200


def _count(client, django_assert_num_queries, address, number):
    client.get(address)
    with django_assert_num_queries(number):
        assert client.get(address).status_code == 200


def test_my_mentoring_costs_the_same_for_one_mentee_and_for_three(
    client, programme, mentor, pairing, meeting, coordinator, school_year, django_assert_num_queries
):
    client.force_login(mentor)
    _count(client, django_assert_num_queries, reverse("mentoring:my_mentoring"), MY_MENTORING)
    type(programme).objects.update(caseload=30)
    for number in range(2):
        other = make_person(f"Mentee Number{number}", "librarian", make_school(f"School {number}"))
        log_meeting(make_pairing(programme, mentor, other, coordinator), mentor)
    _count(client, django_assert_num_queries, reverse("mentoring:my_mentoring"), MY_MENTORING)


@pytest.mark.parametrize("mentees", [1, 30])
def test_my_mentoring_unchanged_takes_four_queries_and_shows_a_change_at_once(
    client, settings, programme, mentor, pairing, coordinator, school_year, django_assert_num_queries, mentees
):
    type(programme).objects.update(caseload=30)
    for number in range(1, mentees):
        make_pairing(programme, mentor, make_person(f"Mentee Number{number}", "librarian"), coordinator)
    settings.OWN_PAGE_SECONDS = 300
    client.force_login(mentor)
    _count(client, django_assert_num_queries, reverse("mentoring:my_mentoring"), UNCHANGED)
    log_meeting(pairing, mentor, days=2, minutes=225)
    assert "3.75 of 3.75" in client.get(reverse("mentoring:my_mentoring")).content.decode()
    enroll(pairing.mentee, make_course("Ordering", lessons=["Which books to order"]))
    assert "Which books to order" in client.get(reverse("mentoring:my_mentoring")).content.decode()


def test_my_mentoring_names_lessons_left_alone(client, pairing, mentor, learner):
    course = make_course("Ordering", lessons=["Which books to order"])
    enrollment = enroll(learner, course)
    client.force_login(mentor)
    for days, said in ((13, False), (14, True)):
        type(enrollment).objects.update(last_opened_at=timezone.now() - dt.timedelta(days=days))
        page = client.get(reverse("mentoring:my_mentoring")).content.decode()
        assert ("Stuck for 14 days: Which books to order" in page) is said


def test_the_mentee_page_costs_the_same_for_one_meeting_and_for_three(
    client, mentor, pairing, meeting, school_year, django_assert_num_queries
):
    client.force_login(mentor)
    _count(client, django_assert_num_queries, url("pairing", pairing), MENTEE_PAGE)
    for days in (6, 7):
        log_meeting(pairing, mentor, days=days, note="More words")
    _count(client, django_assert_num_queries, url("pairing", pairing), MENTEE_PAGE)


# session, person; others of the pairs, pairings, school years, meetings, appointments, sign-offs, requests; trail
MY_MENTORING = 16
MENTEE_PAGE = 23  # the same, and notes, concerns, goals, agreement, signatures and checklist
UNCHANGED = 4  # session, person, others of the pairs, stamp
