"""Registers the admin parts of credits."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from pdportal.credits.records import RulePack
from pdportal.credits.viewsets import RulePackPolicy, rule_packs

register_permission_policy(RulePack, RulePackPolicy(RulePack))


@hooks.register("register_admin_viewset")
def register_rule_packs():
    """The menu “Rule packs”."""
    return rule_packs
