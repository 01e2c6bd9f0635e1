"""Registers the admin parts of requirements."""

from django.urls import path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from pdportal.requirements.change_views import ask_what_it_means, course_change
from pdportal.requirements.records import Assignment, Requirement
from pdportal.requirements.viewsets import AssignmentPolicy, RequirementPolicy, RequirementsGroup

register_permission_policy(Requirement, RequirementPolicy(Requirement))
register_permission_policy(Assignment, AssignmentPolicy(Assignment))
hooks.register("after_publish_page", ask_what_it_means)


@hooks.register("register_admin_viewset")
def register_requirements():
    """The menu “Requirements”."""
    return RequirementsGroup()


@hooks.register("register_admin_urls")
def register_course_change():
    """The question what a changed course means."""
    return [path("course-change/<id:revision>/", course_change, name="course_change")]
