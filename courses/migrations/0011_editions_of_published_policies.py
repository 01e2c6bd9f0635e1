"""Notes the texts of policies published before editions were kept, as their first edition."""

from django.db import migrations


def note_first_editions(apps, schema_editor):
    """One row for each published policy; its lines are kept from the next publishing on."""
    PolicyPage = apps.get_model("courses", "PolicyPage")
    PolicyRevision = apps.get_model("courses", "PolicyRevision")
    known = PolicyRevision.objects.values("revision")
    pages = PolicyPage.objects.filter(live=True).exclude(live_revision=None).exclude(live_revision__in=known)
    PolicyRevision.objects.bulk_create(
        PolicyRevision(
            policy_key=page.translation_key, revision=page.live_revision_id, language=page.locale.language_code,
            edition=1, published_at=page.last_published_at,
        )  # fmt: skip
        for page in pages.select_related("locale")
    )


class Migration(migrations.Migration):
    dependencies = [("courses", "0010_policy_editions")]
    operations = [migrations.RunPython(note_first_editions, migrations.RunPython.noop)]
