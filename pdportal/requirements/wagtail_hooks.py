"""Registers the admin parts of requirements."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
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


class RequestsItem(MenuItem):
    """The way to what people ask for, for those who write requirements; known without a query of its own."""

    def is_shown(self, request):
        """True for those who may change requirements."""
        return request.user.has_perm("requirements.change_requirement")


@hooks.register("register_admin_menu_item")
def register_requests():
    """The menu “Requests to answer”."""
    address = reverse("requirements:requests")
    return RequestsItem(_("Requests to answer"), address, name="requests", icon_name="comment", order=356)


@hooks.register("register_admin_urls")
def register_course_change():
    """The question what a changed course means."""
    return [path("course-change/<id:revision>/", course_change, name="course_change")]
