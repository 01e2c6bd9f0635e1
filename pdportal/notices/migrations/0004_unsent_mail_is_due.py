"""What was waiting when ``due_at`` came is due at once; what had been given up stays so."""

from django.db import migrations
from django.db.models import F

MOST_TRIES = 10  # as it was then


def fill(apps, schema_editor):
    """Due since it was written."""
    waiting = apps.get_model("notices", "OutgoingMail").objects.filter(sent_at=None, tries__lt=MOST_TRIES)
    waiting.update(due_at=F("created_at"))


class Migration(migrations.Migration):
    dependencies = [("notices", "0003_mail_is_due")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
