"""The queue is read by when a mail is due, and by person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_unsent_mail_is_due")]

    operations = [
        migrations.RemoveIndex("outgoingmail", "notices_mail_waiting"),
        migrations.AddIndex(
            "outgoingmail",
            models.Index(fields=["due_at"], condition=models.Q(due_at__isnull=False), name="notices_mail_due"),
        ),
        migrations.AddIndex(
            "outgoingmail",
            models.Index(fields=["recipient"], condition=models.Q(due_at__isnull=False), name="notices_mail_in_line"),
        ),
    ]
