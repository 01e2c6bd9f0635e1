"""Packs: who has which, versions by date, what is loaded, what needs pre-approval."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command

from pdportal.credits import queries
from pdportal.credits.errors import VersionStartsTooEarly
from pdportal.credits.loading import load_packs
from pdportal.credits.records import RulePack, RulePackVersion
from pdportal.credits.rules import publish_version
from pdportal.people.appointments import appoint
from pdportal.transcripts.choices import CreditType
from pdportal.transcripts.pages import Topic
from tests.credits.making import cap, pack
from tests.factories import days_ago, days_ahead

pytestmark = pytest.mark.django_db


def names(versions):
    return [version.pack.slug for version in versions]


def test_packs_follow_from_the_roles_held_on_the_day(learner, teacher, school, django_assert_num_queries):
    pack("librarian")
    pack("teacher", audience={"role": ["teacher"]})
    pack("not-in-use").__class__.objects.filter(slug="not-in-use").update(active=False)
    with django_assert_num_queries(2):  # versions in force, those of this person
        assert names(queries.versions_for(learner, days_ago(0))) == ["librarian"]
    appoint(teacher, "librarian", school, starts_on=days_ago(5))
    assert names(queries.versions_for(teacher, days_ago(0))) == ["librarian", "teacher"]
    assert names(queries.versions_for(teacher, days_ago(6))) == ["teacher"]


def test_nobody_has_a_pack_where_there_is_none(learner):
    assert queries.versions_for(learner, days_ago(0)) == []


def test_a_changed_rule_is_a_new_version_and_the_old_one_stays(coordinator):
    made = pack(needed="100")
    first = made.versions.get()
    second = publish_version(made, by=coordinator, valid_from=days_ago(10), hours_needed=Decimal(120))
    assert (second.number, second.audience, second.created_by) == (2, first.audience, coordinator)
    assert [version.hours_needed for version in queries.versions_on(days_ago(11))] == [100]
    assert [version.hours_needed for version in queries.versions_on(days_ago(10))] == [120]


def test_saying_the_same_again_makes_no_version(coordinator):
    made = pack("renewal", cap(["presenting"], percent=10))
    again = pack("other", cap(["presenting"], percent=10)).versions.get()
    same = publish_version(made, by=coordinator, hours_needed=Decimal("100.00"), rules=again.rules)
    assert same == made.versions.get()


def test_a_version_may_run_out_and_may_not_start_before_the_present_one(coordinator):
    made = pack(valid_until=days_ago(3))
    assert names(queries.versions_on(days_ago(3))) == ["renewal"]
    assert names(queries.versions_on(days_ago(2))) == []
    with pytest.raises(VersionStartsTooEarly):
        publish_version(made, by=coordinator, valid_from=days_ago(4000), hours_needed=Decimal(1))
    with pytest.raises(ValidationError):
        publish_version(made, by=coordinator, valid_until=days_ago(1), valid_from=days_ahead(1))
    with pytest.raises(ValidationError):
        publish_version(made, by=coordinator, audience={"nonsense": []})
    assert made.versions.count() == 1


def test_the_packs_that_come_with_the_portal():
    call_command("load_rule_packs", verbosity=0)
    needed = {version.pack.slug: version.hours_needed for version in queries.versions_on(dt.date.today(), active=False)}
    assert needed == {
        "texas-librarian": 200, "texas-teacher": 150, "connecticut-certified": 18, "connecticut-paraeducator": 18,
        "district-in-service": 12, "district-aides": 18,
    }  # fmt: skip
    assert {each.slug for each in RulePack.objects.filter(duty="offer")} == {
        "connecticut-certified", "connecticut-paraeducator", "district-aides",
    }  # fmt: skip
    librarian = RulePackVersion.objects.get(pack__slug="texas-librarian")
    caps = {tuple(sorted(each.types)): (each.limit(Decimal(200)), each.confirmed) for each in librarian.terms.caps}
    assert caps == {
        ("curriculum", "independent"): (40, True), ("presenting",): (20, True), ("mentoring",): (60, False),
    }  # fmt: skip
    assert [(each.unit, each.clock_hours) for each in librarian.terms.conversions] == [("semester_hour", 15)]
    assert Topic.objects.get(slug="disabilities-dyslexia").name_es.startswith("Enseñanza")


def test_what_the_packs_say_fits_its_columns_on_every_database():
    load_packs()
    for row in (*Topic.objects.all(), *RulePack.objects.all(), *RulePackVersion.objects.all()):
        row.clean_fields()


def test_every_state_rule_has_its_source_and_the_day_it_was_checked():
    load_packs()
    for version in RulePackVersion.objects.exclude(pack__jurisdiction="This district"):
        assert version.source.startswith("http")
        assert version.checked_on
        assert all(term.source.startswith("http") for term in (*version.terms.caps, *version.terms.topics))


def test_loading_again_leaves_what_was_changed(coordinator):
    assert len(load_packs()) == 6
    made = RulePack.objects.get(slug="district-in-service")
    publish_version(made, by=coordinator, hours_needed=Decimal(20))
    assert load_packs() == []
    assert made.versions.order_by("-number").first().hours_needed == 20


def test_the_mentoring_cap_is_marked_as_to_be_confirmed():
    load_packs()
    teacher = RulePackVersion.objects.get(pack__slug="texas-teacher")
    assert [sorted(each.types) for each in teacher.terms.unconfirmed] == [["mentoring"]]
    assert [sorted(each.types) for each in teacher.terms.confirmed_caps] == [
        ["curriculum", "independent"],
        ["presenting"],
    ]


def test_only_a_confirmed_rule_of_an_own_pack_asks_for_pre_approval(learner, teacher):
    pack("conference", {"approval": {"types": ["conference"]}})
    pack("college", {"approval": {"types": ["college"], "confirmed": False}})
    assert queries.needs_pre_approval(learner, CreditType.CONFERENCE) == ["Conference"]
    assert queries.needs_pre_approval(learner, CreditType.COLLEGE) == []
    assert queries.needs_pre_approval(learner, CreditType.ATTENDED) == []
    assert queries.needs_pre_approval(teacher, CreditType.CONFERENCE) == []


def test_semester_hours_become_clock_hours(learner, teacher):
    pack("renewal", {"conversion": {"unit": "semester_hour", "clock_hours": Decimal(15)}})
    assert queries.clock_hours(learner, Decimal(3), "semester_hour") == 45
    assert queries.clock_hours(teacher, Decimal(3), "semester_hour") is None
