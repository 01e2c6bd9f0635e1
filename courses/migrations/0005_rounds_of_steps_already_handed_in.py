"""Gives every practice step that is handed in or decided the round it would have had; ticks were kept by id alone."""

from django.db import migrations


def open_rounds(apps, schema_editor):
    """One round for each step without any."""
    Submission = apps.get_model("courses", "PracticeSubmission")
    Round = apps.get_model("courses", "PracticeRound")
    outcomes = {"handed_in": "waiting", "returned": "returned", "signed_off": "signed_off"}
    found = Submission.objects.filter(status__in=outcomes, rounds=None).exclude(handed_in_at=None)
    Round.objects.bulk_create(
        (
            Round(
                submission=step, number=1, note=step.note, handed_in_at=step.handed_in_at, outcome=outcomes[step.status],
                decided_at=step.decided_at, decided_by=step.decided_by, comment=step.comment,
            )  # fmt: skip
            for step in found.iterator()
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("courses", "0004_practice_rounds_and_files")]
    operations = [migrations.RunPython(open_rounds, migrations.RunPython.noop)]
