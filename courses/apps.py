"""Tells Django about the courses app."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Configuration of ``courses``."""

    name = "courses"
