"""A mail says when it may be tried next, and both notice and mail what they are about."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_digests")]

    operations = [
        migrations.AddField("notice", "about", models.CharField(blank=True, editable=False, max_length=60, default=""), preserve_default=False),
        migrations.AddField("notice", "change", models.CharField(blank=True, editable=False, max_length=60, default=""), preserve_default=False),
        migrations.AddField("outgoingmail", "about", models.CharField(blank=True, editable=False, max_length=60, default=""), preserve_default=False),
        migrations.AddField("outgoingmail", "due_at", models.DateTimeField(blank=True, null=True, verbose_name="next try")),
        migrations.AddField("outgoingmail", "replaced", models.BooleanField(default=False, editable=False)),
        migrations.AddConstraint(
            "notice",
            models.UniqueConstraint(
                fields=["recipient", "about", "change"], condition=~models.Q(about=""), name="notices_told_once"
            ),
        ),
    ]
