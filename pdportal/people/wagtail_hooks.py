"""Registers the admin parts of people."""

from wagtail import hooks
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from pdportal.people.choosers import person_chooser
from pdportal.people.records import StaffMember
from pdportal.people.viewsets import PeopleGroup

# Without this the proxy would inherit the policy of User, and its own permissions would count for nothing.
register_permission_policy(StaffMember, ModelPermissionPolicy(StaffMember), exact_class=True)


@hooks.register("register_admin_viewset")
def register_person_chooser():
    """The pop-up in which a person is chosen."""
    return person_chooser


@hooks.register("register_admin_viewset")
def register_people():
    """The menu “People”."""
    return PeopleGroup()
