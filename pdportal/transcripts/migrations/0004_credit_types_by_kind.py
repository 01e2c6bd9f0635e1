"""Gives completions written before types of credit existed the type that their kind of activity starts with."""

from django.db import migrations

TYPES = {"course": "online", "path": "online", "mentoring": "mentoring", "outside": "other"}


def set_types(apps, schema_editor):
    """Courses and paths were online, mentoring was mentoring; events stay “attended”."""
    completions = apps.get_model("transcripts", "Completion").objects.using(schema_editor.connection.alias)
    for kind, credit_type in TYPES.items():
        completions.filter(activity_kind=kind).update(credit_type=credit_type)


class Migration(migrations.Migration):
    dependencies = [("transcripts", "0003_credit_types")]

    operations = [migrations.RunPython(set_types, migrations.RunPython.noop)]
