"""Gives every block that holds sessions its row: feeds look into blocks that have one."""

import secrets

from django.db import migrations

SIZE = 128


def number(apps, schema_editor):
    keys = apps.get_model("events", "EventSession").objects.order_by().values_list("pk", flat=True)
    block = apps.get_model("events", "CalendarBlock")
    numbers = {key // SIZE for key in keys.iterator()}
    block.objects.bulk_create(block(number=number, version=secrets.token_urlsafe(12)) for number in sorted(numbers))


class Migration(migrations.Migration):

    dependencies = [("events", "0006_calendar_blocks_and_readers")]

    operations = [migrations.RunPython(number, migrations.RunPython.noop)]
