"""Registers the admin parts of courses."""

from django.urls import path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from courses.policy_viewsets import PoliciesGroup
from courses.quiz_admin_views import quiz_statistics
from courses.quiz_viewsets import QuestionBankViewSet, QuizGroup
from courses.records import EarlyOpening
from courses.scorm_records import ScormPackage
from courses.scorm_viewsets import ScormPackagePolicy, ScormPackageViewSet
from courses.viewsets import EarlyOpeningPolicy, LearningGroup, ResourceListViewSet, early_openings

register_permission_policy(EarlyOpening, EarlyOpeningPolicy(EarlyOpening))
register_permission_policy(ScormPackage, ScormPackagePolicy(ScormPackage))
register_snippet(QuestionBankViewSet)
register_snippet(ResourceListViewSet)
register_snippet(ScormPackageViewSet)


@hooks.register("register_admin_viewset")
def register_learning():
    """The menu “Learning”."""
    return LearningGroup()


@hooks.register("register_admin_viewset")
def register_early_openings():
    """The menu entry “Opened early”."""
    return early_openings


@hooks.register("register_admin_viewset")
def register_quizzes():
    """The menu “Quiz attempts”."""
    return QuizGroup()


@hooks.register("register_admin_urls")
def register_statistics():
    """The item statistics of a page."""
    return [path("quiz-statistics/<id:pk>/", quiz_statistics, name="quiz_statistics")]


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
def link_statistics(page, user, view_name=None, next_url=None):
    """“Quiz statistics” beside a lesson with a quiz and a course with a pre-check, in the editor and in lists."""
    if getattr(page.specific, "quiz_blocks", None) and page.permissions_for_user(user).can_edit():
        address = reverse("quiz_statistics", args=[page.pk])
        yield Button(_("Quiz statistics"), url=address, icon_name="order", priority=70)


@hooks.register("register_admin_viewset")
def register_policies():
    """The menu “Policies”."""
    return PoliciesGroup()
