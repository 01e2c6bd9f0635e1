from django.conf import settings
from django.db import migrations

from pdportal.transcripts.printed import frozen, recipient

BATCH = 500


def freeze(apps, schema_editor):
    """Certificates issued before words were frozen keep those they would be printed with today.

    It calls today's ``frozen`` on purpose: theirs are the words of the day on which this runs. What is frozen already
    stays as it is, so it may be stopped half-way and run again.
    """
    Certificate = apps.get_model("transcripts", "Certificate")
    ids = list(Certificate.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        found = Certificate.objects.filter(pk__in=ids[start : start + BATCH]).select_related("completion__learner")
        changed = [certificate for certificate in found if "printed" not in certificate.facts]
        for certificate in changed:
            facts = certificate.facts | {
                "site": settings.WAGTAILADMIN_BASE_URL,
                "recipient": recipient(certificate.completion.learner.email),
            }
            certificate.facts = frozen(facts, code=certificate.code, at=certificate.issued_at)
        Certificate.objects.bulk_update(changed, ["facts"])


class Migration(migrations.Migration):

    dependencies = [("transcripts", "0009_spell_program")]

    operations = [migrations.RunPython(freeze, migrations.RunPython.noop, elidable=True)]
