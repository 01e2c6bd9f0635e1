"""Registers the admin parts of requirements."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from pdportal.requirements.records import Assignment, Requirement
from pdportal.requirements.viewsets import AssignmentPolicy, RequirementPolicy, RequirementsGroup

register_permission_policy(Requirement, RequirementPolicy(Requirement))
register_permission_policy(Assignment, AssignmentPolicy(Assignment))


@hooks.register("register_admin_viewset")
def register_requirements():
    """The menu “Requirements”."""
    return RequirementsGroup()
