"""The admin's menu “Rule packs”: a change is a new version; nothing is deleted."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from wagtail.models import ModelLogEntry

from pdportal.credits.records import RulePack
from pdportal.people.appointments import sync_groups
from tests.credits.making import cap, pack

pytestmark = pytest.mark.django_db
LIST = "/admin/rule-packs/"


@pytest.fixture
def admin(client, site, coordinator):
    """A browser in which the coordinator is signed in."""
    sync_groups(coordinator)
    client.force_login(coordinator)
    return client


def data(**changes):
    """The form as it is sent for a pack with one cap."""
    return {
        "name_en": "Renewal", "name_es": "Renovación", "jurisdiction": "Somewhere", "duty": "earn", "position": "1",
        "active": "on", "roles": ["librarian"], "hours_needed": "100", "cycle_start": "person", "cycle_years": "5",
        "authority": "Rule 7", "source": "https://rules.example/7", "checked_on": "2026-11-01", "confirmed": "on",
        "note_en": "", "note_es": "", "valid_from": dt.date.today().isoformat(), "valid_until": "",
        "rules-count": "1", "rules-0-deleted": "", "rules-0-order": "0", "rules-0-type": "cap", "rules-0-id": "",
        "rules-0-value-types": ["presenting"], "rules-0-value-percent": "10", "rules-0-value-hours": "",
        "rules-0-value-confirmed": "on", "rules-0-value-source": "", "rules-0-value-note_en": "",
        "rules-0-value-note_es": "", **changes,
    }  # fmt: skip


def test_a_pack_is_written_with_its_first_version(admin, coordinator):
    assert admin.get(f"{LIST}new/").status_code == 200
    assert admin.post(f"{LIST}new/", data())["Location"] == LIST
    version = RulePack.objects.get(slug="renewal").versions.get()
    assert (version.number, version.hours_needed, version.audience) == (1, 100, {"role": ["librarian"]})
    assert [(each.types, each.percent, each.confirmed) for each in version.terms.caps] == [
        (frozenset(["presenting"]), 10, True)
    ]
    assert version.created_by == coordinator


def test_a_change_is_a_new_version_and_saying_the_same_is_none(admin):
    admin.post(f"{LIST}new/", data())
    made = RulePack.objects.get()
    page = f"{LIST}edit/{made.pk}/"
    assert "Versions so far" in admin.get(page).content.decode()
    admin.post(page, data(name_en="State renewal"))
    assert (made.versions.count(), RulePack.objects.get().name_en) == (1, "State renewal")
    admin.post(page, data(hours_needed="120"))
    assert list(made.versions.values_list("number", "hours_needed")) == [(2, 120), (1, 100)]
    assert made.history.count() >= 2
    assert ModelLogEntry.objects.for_instance(made).count() >= 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"valid_from": "1800-01-01"}, "valid_from"),
        ({"valid_from": "9999-01-01"}, "valid_from"),
        ({"valid_until": "1999-01-01"}, "valid_until"),
        ({"cycle_start": "school_year"}, "cycle_years"),
        ({"cycle_years": "0"}, "cycle_years"),
        ({"hours_needed": "-1"}, "hours_needed"),
        ({"hours_needed": "9" * 400}, "hours_needed"),
        ({"source": "javascript:alert(1)"}, "source"),
        ({"source": "", "authority": ""}, "confirmed"),
        ({"roles": ["wizard"]}, "roles"),
        ({"rules-0-value-percent": "101"}, "rules"),
        ({"rules-0-value-percent": ""}, "rules"),
        ({"rules-0-value-hours": "4"}, "rules"),
        ({"rules-count": "many"}, "rules"),
    ],
)
def test_mistakes_are_named_and_nothing_is_written(admin, changes, field):
    response = admin.post(f"{LIST}new/", data(**changes))
    assert list(response.context["form"].errors) == [field]
    assert RulePack.objects.count() == 0


def test_a_form_without_its_rules_writes_nothing(admin):
    made = pack("renewal", cap(["presenting"], percent=10))
    sent = {name: value for name, value in data().items() if not name.startswith("rules")}
    response = admin.post(f"{LIST}edit/{made.pk}/", sent)
    assert list(response.context["form"].errors) == ["rules"]
    assert made.versions.count() == 1


def test_two_caps_on_one_type_are_refused(admin):
    second = {name.replace("rules-0", "rules-1"): value for name, value in data().items() if name.startswith("rules-0")}
    response = admin.post(f"{LIST}new/", data(**(second | {"rules-count": "2", "rules-1-order": "1"})))
    assert list(response.context["form"].errors) == ["rules"]


def test_a_finer_audience_is_kept(admin):
    finer = {"all": [{"role": ["librarian"]}, {"level": ["high"]}]}
    made = pack("renewal", audience=finer)
    admin.post(f"{LIST}edit/{made.pk}/", data(roles=[], hours_needed="77"))
    assert made.versions.order_by("-number").first().audience == finer


def test_the_list_searches_filters_and_exports(admin):
    pack("renewal")
    pack("offered", duty="offer")
    assert "Offered" in admin.get(LIST, {"duty": "offer"}).content.decode()
    assert "Renewal" not in admin.get(f"{LIST}results/", {"q": "offered"}).content.decode()
    assert b"".join(admin.get(LIST, {"export": "csv"}).streaming_content).decode().count("Somewhere") == 2


def test_nobody_deletes_a_pack(admin, client, superuser):
    made = pack("renewal")
    for person in (None, superuser):
        if person:
            client.force_login(person)
        client.post(f"{LIST}delete/{made.pk}/")
        assert RulePack.objects.filter(pk=made.pk).exists()


def test_editors_of_pages_have_no_rule_packs(client, site, editor):
    sync_groups(editor)
    assert Group.objects.get(name="Editors") in editor.groups.all()
    client.force_login(editor)
    assert client.get(LIST).status_code == 302
    assert client.post(f"{LIST}new/", data()).status_code == 302
    assert RulePack.objects.count() == 0
