"""Programmes that ran before keep running without an end; drafts keep where their hours come from."""

from django.db import migrations


def keep(apps, schema_editor):
    """No semester is the last one; the old name of the source is replaced in every revision."""
    programmes = apps.get_model("mentoring", "MentoringProgramme")
    programmes.objects.update(length_terms=0, length_source="")
    keys = [str(pk) for pk in programmes.objects.values_list("pk", flat=True)]
    for revision in apps.get_model("wagtailcore", "Revision").objects.filter(object_id__in=keys).iterator():
        if "rule_source" in revision.content:
            revision.content["minimum_hours_source"] = revision.content.pop("rule_source")
            revision.content |= {"length_terms": 0, "length_source": ""}
            revision.save(update_fields=["content"])


class Migration(migrations.Migration):

    dependencies = [
        ("mentoring", "0007_programme_rules"),
        ("wagtailcore", "0094_alter_page_locale"),
    ]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
