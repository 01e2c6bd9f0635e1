"""Who may open what: every address of mentoring, for everybody; a new address fails until it is placed here."""

import datetime as dt
import uuid

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse

from mentoring import buddies, concerns, goals, matching, meetings
from mentoring import pairing as pairings
from mentoring.urls import urlpatterns
from tests.factories import days_ago, days_ahead, make_person
from tests.mentoring.making import ITEM, make_pairing, make_programme, save_profile

STRANGERS = ("other_mentor", "buddy", "principal", "outsider")
LEADS = ("coordinator", "director", "superuser")
EVERYBODY = ("mentor", "learner", *STRANGERS, *LEADS, "anonymous")


def _row(usual, **others):
    """What everybody gets (``usual``), but for those named."""
    return dict.fromkeys(EVERYBODY, usual) | {"anonymous": "sign in"} | others


OWN = _row("ok")
PAIR = _row("nothing here", mentor="ok", learner="ok")
MENTOR = _row("nothing here", mentor="ok")
# Wagtail sends whoever has no business in the admin to the sign-in page.
DESK = _row("sign in", **dict.fromkeys(LEADS, "ok"))
NO_PAIR = _row("sign in", **dict.fromkeys(LEADS, "nothing here"))
NOBODY = _row("sign in", **dict.fromkeys(LEADS, "turned away"))

# (name, what is asked for, method): who gets what. The mentee of the pair is ``learner``.
TABLE = {
    ("mentoring:my_mentoring", None, "get"): OWN,
    ("mentoring:pairing", "pairing", "get"): PAIR,
    ("mentoring:log_meeting", "pairing", "post"): PAIR,
    ("mentoring:plan_meeting", "pairing", "post"): PAIR,
    ("mentoring:agreement", "pairing", "get"): PAIR,
    ("mentoring:sign_agreement", "pairing", "post"): PAIR,
    ("mentoring:add_goal", "pairing", "post"): PAIR,
    ("mentoring:mark_goal", "goal", "post"): PAIR,
    ("mentoring:remove_goal", "goal", "post"): PAIR,
    ("mentoring:tick_item", "pairing", "post"): PAIR,
    ("mentoring:name_buddy", "pairing", "post"): PAIR,
    ("mentoring:meeting", "meeting", "get"): PAIR,
    ("mentoring:hold_meeting", "planned", "post"): PAIR,
    ("mentoring:edit_meeting", "meeting", "post"): PAIR,
    ("mentoring:move_meeting", "planned", "post"): PAIR,
    ("mentoring:cancel_meeting", "planned", "post"): PAIR,
    ("mentoring:withdraw_meeting", "meeting", "post"): PAIR,
    ("mentoring:write_note", "meeting", "post"): PAIR,
    ("mentoring:confirm_meeting", "meeting", "post"): PAIR,
    ("mentoring:dispute_meeting", "meeting", "post"): PAIR,
    ("mentoring:raise_concern", "pairing", "get"): PAIR,
    ("concerns:index", None, "get"): DESK,  # empty for superusers
    ("concerns:index_results", None, "get"): DESK,
    ("concerns:answer", "concern", "get"): _row("sign in", coordinator="ok", director="ok", superuser="turned away"),
    ("pairings:index", None, "get"): DESK,
    ("pairings:index_results", None, "get"): DESK,
    ("pairings:add", None, "get"): DESK,
    ("pairings:inspect", "pairing", "get"): DESK,
    ("pairings:edit", "pairing", "get"): DESK,  # leads to inspect
    ("pairings:delete", "pairing", "post"): NOBODY,
    ("pairings:history", "pairing", "get"): DESK,
    ("pairings:history_results", "pairing", "get"): DESK,
    ("pairings:usage", "pairing", "get"): NOBODY,
    ("pairings:activate", "proposal", "post"): DESK,
    ("pairings:end", "pairing", "get"): DESK,
    ("pairings:complete", "pairing", "post"): DESK,
    ("pairings:meetings", "pairing", "get"): DESK,
    ("pairings:buddy", "pairing", "get"): DESK,
    ("pairings:settle", "meeting", "post"): DESK,
    ("pairings:dismiss", "meeting", "post"): DESK,
    ("mentoring:profile", None, "get"): OWN,
    ("mentoring:offer", "offer", "get"): MENTOR,
    ("mentoring:accept_offer", "offer", "post"): MENTOR,
    ("mentoring:decline_offer", "offer", "post"): MENTOR,
    ("matching:index", None, "get"): DESK,
    ("matching:make", None, "post"): DESK,
    ("matching:find", None, "get"): DESK,
    ("matching:run", "run", "get"): DESK,
    ("matching:again", "run", "post"): DESK,
    ("matching:override", "run", "post"): DESK,
    ("matching:publish", "run", "post"): DESK,
    ("matching:table", "run as csv", "get"): DESK,
    ("matching:compare", "two runs", "get"): DESK,
    ("matching:decide", "programme", "post"): NO_PAIR,  # no pair is posted
    ("matching:candidates", "mentee", "get"): DESK,
    ("matching:propose", "mentee", "post"): NO_PAIR,
    ("contact_hours:index", None, "get"): DESK,
    ("contact_hours:table", "csv", "get"): DESK,
}


@pytest.fixture
def people(request, pairing, other_mentor, teacher, buddy, coordinator):
    """Everybody by name; the other mentor has a mentee of her own, and the mentee a building buddy."""
    make_pairing(pairing.programme, other_mentor, teacher, coordinator)
    buddies.name(pairing, buddy, by=coordinator)
    return {who: request.getfixturevalue(who) for who in EVERYBODY if who != "anonymous"}


@pytest.fixture
def buddy(school):
    """Sees nothing but the fact."""
    return make_person("Bella Buddy", "aide", school)


@pytest.fixture
def things(pairing, meeting, mentor, coordinator, school):
    """What addresses ask for."""
    return {
        None: [],
        "pairing": [pairing.pk],
        "meeting": [meeting.pk],
        "planned": [
            meetings.plan(pairing, by=mentor, held_on=days_ahead(3), start_time=dt.time(15), minutes=45).pk
        ],
        "proposal": [
            pairings.propose(
                make_programme("Another"), mentor, make_person("Nick Next", "aide", school), by=coordinator,
                starts_on=days_ago(0),
            ).pk
        ],
        "goal": [goals.add(pairing, by=mentor, text="Weed the atlases", form_key=uuid.uuid4()).pk],
        "concern": [concerns.raise_concern(pairing, by=mentor, text="Words").pk],
        "csv": ["csv"],
    }  # fmt: skip


@pytest.fixture
def of_a_run(programme, pairing, mentor, school, coordinator):
    """What addresses of matching ask for: a published run for one who waits, and the offer to the mentor."""
    waiting = make_person("Wanda Waiting", "librarian", school, new_to="district", starts_on=days_ago(3))
    save_profile(mentor, as_mentor=True)
    run = matching.make_run(programme, {"level": 1}, by=coordinator)
    (offer,), _refused = matching.publish(run, by=coordinator, starts_on=days_ago(0), answer_days=7)
    return {
        "offer": [offer.pk], "run": [run.pk], "run as csv": [run.pk, "csv"], "two runs": [run.pk, run.pk],
        "programme": [programme.pk], "mentee": [programme.pk, waiting.pk],
    }  # fmt: skip


OF_A_RUN = ("offer", "run", "run as csv", "two runs", "programme", "mentee")


def _outcome(answer):
    target = answer.get("Location", "")
    if answer.status_code == 404:
        return "nothing here"
    if answer.status_code == 403:
        return "no entry"
    if target.startswith("/accounts/login/"):
        return "sign in"
    if target == "/admin/":
        return "turned away"
    return "ok" if answer.status_code in {200, 302} else answer.status_code


@pytest.mark.parametrize(("name", "thing", "method"), TABLE)
def test_everybody_gets_what_the_table_says(request, client, people, things, name, thing, method):
    arguments = (request.getfixturevalue("of_a_run") if thing in OF_A_RUN else things)[thing] + (
        ["csv"] if name == "pairings:meetings" else []
    )
    address, expected = reverse(name, args=arguments), TABLE[name, thing, method]
    given = {"item": str(ITEM)} if name == "mentoring:tick_item" else {}
    found = {}
    for who in sorted(EVERYBODY, key=lambda who: expected[who] == "ok"):
        client.logout()
        if who != "anonymous":
            client.force_login(people[who])
        with transaction.atomic():  # everybody finds the same
            found[who] = _outcome(getattr(client, method)(address, given))
            transaction.set_rollback(True)
    assert found == expected


@pytest.mark.parametrize(("name", "thing"), [(name, thing) for name, thing, method in TABLE if method == "post"])
def test_changes_are_not_made_by_opening_an_address(request, client, people, things, name, thing):
    who = "coordinator" if name.startswith(("pairings:", "matching:")) else "mentor"
    client.force_login(people[who])
    arguments = (request.getfixturevalue("of_a_run") if thing in OF_A_RUN else things)[thing]
    answer = client.get(reverse(name, args=arguments))
    assert (answer.status_code == 405, _outcome(answer)) in {(True, 405), (False, "turned away")}


def test_every_address_is_in_the_table():
    placed = {name for name, _thing, _method in TABLE}
    own = {f"mentoring:{pattern.name}" for pattern in urlpatterns}
    admin = {
        f"{space}:{name}"
        for space in ("pairings", "matching", "contact_hours", "concerns")
        for name in get_resolver().namespace_dict[space][1].reverse_dict
        if isinstance(name, str)
    }
    assert placed == own | admin


def test_a_proposal_has_no_page_yet(client, things, mentor):
    client.force_login(mentor)
    (proposal,) = things["proposal"]
    assert client.get(reverse("mentoring:pairing", args=[proposal])).status_code == 404


@pytest.mark.parametrize("name", ["log_meeting", "plan_meeting"])
def test_a_form_for_a_foreign_pairing_is_nothing(client, people, things, name):
    client.force_login(people["other_mentor"])
    answer = client.post(reverse(f"mentoring:{name}", args=things["pairing"]), {"length": "45"})
    assert answer.status_code == 404
