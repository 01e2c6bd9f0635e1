"""Registers the admin parts of courses."""

from wagtail.snippets.models import register_snippet

from courses.quiz_viewsets import QuestionBankViewSet
from courses.scorm_viewsets import ScormPackageViewSet
from courses.viewsets import ResourceListViewSet

register_snippet(QuestionBankViewSet)
register_snippet(ResourceListViewSet)
register_snippet(ScormPackageViewSet)
