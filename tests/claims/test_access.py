"""Who may open what: every address of claims, for everybody; a new address fails until it is placed here."""

import pytest
from django.urls import get_resolver, reverse

from pdportal.claims import writing
from pdportal.claims.records import ApprovalShape
from pdportal.claims.urls import urlpatterns
from tests.claims.making import make_claim, make_draft, make_shape, upload

LEADS = ("coordinator", "director", "superuser")
EVERYBODY = ("learner", "colleague", "mentor", "principal", "other_principal", *LEADS, "anonymous")


def _row(usual, **others):
    """What everybody gets (``usual``), but for those named."""
    return dict.fromkeys(EVERYBODY, usual) | {"anonymous": "sign in"} | others


ALL = _row("ok")
OWN = _row("nothing here", learner="ok")
OVERSEERS = _row("nothing here", principal="ok", **dict.fromkeys(LEADS, "ok"))
APPROVERS = OVERSEERS | {"other_principal": "ok"}
READERS = OVERSEERS | {"learner": "ok"}
DESK = _row("sign in", **dict.fromkeys(LEADS, "ok"))
NOBODY = _row("sign in", **dict.fromkeys(LEADS, "turned away"))

# (name, what is asked for, method): who gets what. The principal is the learner's, the other principal is not.
TABLE = {
    ("claims:mine", None, "get"): ALL,
    ("claims:begin", None, "post"): ALL,
    ("claims:claim", "draft", "get"): OWN,
    ("claims:claim", "draft", "post"): OWN,
    ("claims:claim", "waiting", "get"): OWN,
    ("claims:save", "draft", "post"): OWN | {"anonymous": "ok"},  # kept for the writer, if it carries a mark
    ("claims:take_back", "waiting", "post"): OWN,
    ("claims:discard", "draft", "post"): OWN,
    ("claims:file", "draft_file", "get"): OWN,
    ("claims:file", "file", "get"): READERS,
    ("claims:queue", None, "get"): APPROVERS,
    ("claims:decide_many", None, "post"): APPROVERS,
    ("claims:review", "draft", "get"): _row("nothing here"),
    ("claims:review", "waiting", "get"): OVERSEERS,
    ("claims:review", "waiting", "post"): OVERSEERS,
    ("approval_shapes:index", None, "get"): DESK,
    ("approval_shapes:index_results", None, "get"): DESK,
    ("approval_shapes:add", None, "get"): DESK,
    ("approval_shapes:edit", "shape", "get"): DESK,
    ("approval_shapes:delete", "shape", "post"): NOBODY,
    ("approval_shapes:history", "shape", "get"): DESK,
    ("approval_shapes:history_results", "shape", "get"): DESK,
    ("approval_shapes:usage", "shape", "get"): DESK,
}


@pytest.fixture
def people(request):
    """Everybody by name; the principal exists before a claim asks for one."""
    return {who: request.getfixturevalue(who) for who in EVERYBODY if who != "anonymous"}


@pytest.fixture
def things(site, people, learner):
    """What addresses ask for."""
    make_shape()
    waiting = make_claim(learner)
    draft = make_draft(learner, title="Not yet")
    return {
        None: [],
        "draft": [draft.pk],
        "waiting": [waiting.pk],
        "file": [waiting.files.get().pk],
        "draft_file": [writing.add_file(draft, upload(colour=7)).pk],
        "shape": [ApprovalShape.objects.get().pk],
    }


def _outcome(answer):
    target = answer.get("Location", "")
    if answer.status_code == 404:
        return "nothing here"
    if target.startswith("/accounts/login/"):
        return "sign in"
    if target == "/admin/":
        return "turned away"
    return "ok" if answer.status_code in {200, 302} else answer.status_code


@pytest.mark.parametrize(("name", "thing", "method"), TABLE)
def test_everybody_gets_what_the_table_says(client, people, things, name, thing, method):
    address, expected = reverse(name, args=things[thing]), TABLE[name, thing, method]
    found = {}
    for who in sorted(EVERYBODY, key=lambda who: (expected[who] == "ok", who != "anonymous")):
        client.logout()
        if who != "anonymous":
            client.force_login(people[who])
        found[who] = _outcome(getattr(client, method)(address))
    assert found == expected


@pytest.mark.parametrize(
    ("name", "thing"),
    [key[:2] for key in TABLE if key[2] == "post" and key[0] not in {"claims:claim", "claims:review"}],
)
def test_changes_are_not_made_by_opening_an_address(client, people, things, name, thing):
    client.force_login(people["learner" if name.startswith("claims:") else "coordinator"])
    answer = client.get(reverse(name, args=things[thing]))
    assert (answer.status_code == 405, _outcome(answer)) in {(True, 405), (False, "turned away")}


def test_every_address_is_in_the_table():
    placed = {name for name, _thing, _method in TABLE}
    own = {f"claims:{pattern.name}" for pattern in urlpatterns}
    admin = {
        f"approval_shapes:{name}"
        for name in get_resolver().namespace_dict["approval_shapes"][1].reverse_dict
        if isinstance(name, str)
    }
    assert placed == own | admin
