"""Versions and assignments learn the activity their requirement asks for."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps, _schema_editor):
    """Copy the activity of the requirement, in three statements."""
    requirements = apps.get_model("requirements", "Requirement").objects.filter(pk=OuterRef("requirement_id"))
    for name in ("RequirementVersion", "Assignment", "HistoricalAssignment"):
        rows = apps.get_model("requirements", name).objects.filter(activity_key=None)
        rows.update(activity_key=Subquery(requirements.values("activity_key")[:1]))


class Migration(migrations.Migration):
    dependencies = [("requirements", "0003_rounds_rotation_consequences")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
