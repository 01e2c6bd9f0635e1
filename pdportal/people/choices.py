"""Roles and school levels."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person is appointed as; one person may hold several roles at once."""

    LIBRARIAN = "librarian", _("Librarian")
    TEACHER = "teacher", _("Teacher")
    AIDE = "aide", _("Library aide")
    PRINCIPAL = "principal", _("Principal")
    EDITOR = "editor", _("Curriculum editor")
    COORDINATOR = "coordinator", _("Coordinator")
    DIRECTOR = "director", _("Director")


class Level(models.TextChoices):
    """School levels."""

    ELEMENTARY = "elementary", _("Elementary")
    MIDDLE = "middle", _("Middle")
    HIGH = "high", _("High")
    DISTRICT = "district", _("District office")


class NewTo(models.TextChoices):
    """Whether an appointment is somebody's first of its kind."""

    NOTHING = "", _("Neither")
    DISTRICT = "district", _("New to the district")
    PROFESSION = "profession", _("New to the profession")


DISTRICT_ROLES = (Role.COORDINATOR, Role.DIRECTOR)
