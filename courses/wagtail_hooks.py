"""Registers the admin parts of courses."""

from wagtail.snippets.models import register_snippet

from courses.viewsets import ResourceListViewSet

register_snippet(ResourceListViewSet)
