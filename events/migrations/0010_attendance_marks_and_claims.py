"""Room for marks with versions, arrivals, and claims of presence; events that exist count every session as before."""

import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0009_proposed_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPresenceClaim",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("minutes", models.PositiveIntegerField(verbose_name="minutes")),
                ("note", models.CharField(max_length=300, verbose_name="note")),
                ("claimed_at", models.DateTimeField(verbose_name="said at")),
                ("answer_by", models.DateTimeField(verbose_name="answer by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for an answer"),
                            ("granted", "Granted"),
                            ("refused", "Not granted"),
                            ("settled", "Settled on the roster"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="answer")),
                ("escalated_at", models.DateTimeField(blank=True, null=True, verbose_name="passed on at")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical “I was there”",
                "verbose_name_plural": "historical “I was there”",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PresenceClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("minutes", models.PositiveIntegerField(verbose_name="minutes")),
                ("note", models.CharField(max_length=300, verbose_name="note")),
                ("claimed_at", models.DateTimeField(verbose_name="said at")),
                ("answer_by", models.DateTimeField(verbose_name="answer by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waiting for an answer"),
                            ("granted", "Granted"),
                            ("refused", "Not granted"),
                            ("settled", "Settled on the roster"),
                        ],
                        default="open",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                ("answer", models.CharField(blank=True, max_length=200, verbose_name="answer")),
                ("escalated_at", models.DateTimeField(blank=True, null=True, verbose_name="passed on at")),
            ],
            options={
                "verbose_name": "“I was there”",
                "verbose_name_plural": "“I was there”",
                "ordering": ["answer_by", "pk"],
            },
        ),
        # Events that exist go on as before (0: every session counts); new ones count once.
        migrations.AddField(
            model_name="eventpage",
            name="sessions_needed",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="1: the hours count once in a school year, however many sessions somebody goes to. 2 or more: so many sessions together give the hours once. 0: every session gives the hours again, as for meetings.",
                validators=[django.core.validators.MaxValueValidator(20)],
                verbose_name="sessions that make the whole",
            ),
        ),
        migrations.AlterField(
            model_name="eventpage",
            name="sessions_needed",
            field=models.PositiveSmallIntegerField(
                default=1,
                help_text="1: the hours count once in a school year, however many sessions somebody goes to. 2 or more: so many sessions together give the hours once. 0: every session gives the hours again, as for meetings.",
                validators=[django.core.validators.MaxValueValidator(20)],
                verbose_name="sessions that make the whole",
            ),
        ),
        migrations.AddField(
            model_name="historicalregistration",
            name="arrived_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="checked in at"),
        ),
        migrations.AddField(
            model_name="historicalregistration",
            name="hours_waiting",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="historicalregistration",
            name="left_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="checked out at"),
        ),
        migrations.AddField(
            model_name="historicalregistration",
            name="mark_version",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="historicalregistration",
            name="marked_through",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Roster"),
                    ("check_in", "Check-in by the person"),
                    ("sheet", "Paper sheet"),
                    ("claim", "“I was there”"),
                ],
                default="",
                max_length=20,
                verbose_name="marked through",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="arrived_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="checked in at"),
        ),
        migrations.AddField(
            model_name="registration",
            name="hours_waiting",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="registration",
            name="left_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="checked out at"),
        ),
        migrations.AddField(
            model_name="registration",
            name="mark_version",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="registration",
            name="marked_through",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Roster"),
                    ("check_in", "Check-in by the person"),
                    ("sheet", "Paper sheet"),
                    ("claim", "“I was there”"),
                ],
                default="",
                max_length=20,
                verbose_name="marked through",
            ),
        ),
        migrations.AlterField(
            model_name="historicalregistration",
            name="attendance",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not marked"),
                    ("attended", "Attended"),
                    ("late", "Came late"),
                    ("left_early", "Left early"),
                    ("partly", "Attended in part"),
                    ("absent", "Absent"),
                ],
                default="",
                max_length=20,
                verbose_name="attendance",
            ),
        ),
        migrations.AlterField(
            model_name="registration",
            name="attendance",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not marked"),
                    ("attended", "Attended"),
                    ("late", "Came late"),
                    ("left_early", "Left early"),
                    ("partly", "Attended in part"),
                    ("absent", "Absent"),
                ],
                default="",
                max_length=20,
                verbose_name="attendance",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("hours_waiting", True)), fields=["session"], name="events_hours_waiting"
            ),
        ),
        migrations.AddField(
            model_name="historicalpresenceclaim",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalpresenceclaim",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalpresenceclaim",
            name="registration",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="events.registration",
            ),
        ),
        migrations.AddField(
            model_name="presenceclaim",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="presenceclaim",
            name="registration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="presence_claims", to="events.registration"
            ),
        ),
        migrations.AddConstraint(
            model_name="presenceclaim",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("registration",), name="events_one_open_presence"
            ),
        ),
    ]
