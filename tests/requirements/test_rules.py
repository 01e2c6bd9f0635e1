"""A changed rule is a new version."""

import pytest
from django.core.exceptions import ValidationError

from pdportal.requirements.errors import RuleStartsTooEarly
from pdportal.requirements.rules import publish_version
from tests.factories import days_ago
from tests.requirements.makers import LONG_AGO


def test_a_change_makes_a_version_and_leaves_the_old_one(requirement, coordinator):
    old = requirement.versions.get()
    new = publish_version(requirement, by=coordinator, due_working_days=10)
    assert (new.number, new.due_working_days, new.audience) == (2, 10, old.audience)
    assert (new.effective_on, new.created_by) == (days_ago(0), coordinator)
    old.refresh_from_db()
    assert (old.due_working_days, old.effective_on) == (30, LONG_AGO)
    assert requirement.version_on(days_ago(1)) == old
    assert requirement.version_on(days_ago(0)) == new


def test_saving_the_same_words_again_makes_none(requirement, coordinator):
    assert publish_version(requirement, by=coordinator, due_working_days=30) == requirement.versions.get()


def test_of_two_versions_of_one_day_the_later_rules(requirement, coordinator):
    publish_version(requirement, by=coordinator, due_working_days=10)
    last = publish_version(requirement, by=coordinator, due_working_days=20)
    assert requirement.version_on(days_ago(0)) == last


@pytest.mark.parametrize(
    "rule",
    [{"audience": {"role": ["pirate"]}}, {"due_anchor": "moon"}, {"recurrence": "daily"}, {"warn_days": -1}],
)
def test_nonsense_is_refused_and_nothing_written(requirement, coordinator, rule):
    with pytest.raises(ValidationError):
        publish_version(requirement, by=coordinator, **rule)
    assert requirement.versions.count() == 1


def test_a_rule_cannot_start_before_the_present_one(requirement, coordinator):
    publish_version(requirement, by=coordinator, due_working_days=10)
    with pytest.raises(RuleStartsTooEarly):
        publish_version(requirement, by=coordinator, due_working_days=12, effective_on=days_ago(9))
