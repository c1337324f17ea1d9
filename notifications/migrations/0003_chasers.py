"""Chasers, mail to staff beside the letters, and what an e-mail said (docs/adr/0010)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import organisations.fields
from organisations import rls


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_row_level_security"),
        ("notifications", "0002_row_level_security"),
        ("organisations", "0003_reminder_times"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Chaser",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField()),
                (
                    "stage",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Before the date"),
                            (2, "On the day"),
                            (3, "Overdue"),
                            (4, "Escalated"),
                        ]
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("queued_at", models.DateTimeField(blank=True, null=True)),
                ("told_at", models.DateTimeField(blank=True, null=True)),
                ("stopped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "stopped_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("met", "The act has been recorded"),
                            ("lapsed", "Nothing is owed any more"),
                            ("moved", "The date has changed"),
                            ("overtaken", "A later stage was reached before it was told"),
                        ],
                        db_default="",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ChaserLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("for_information", models.BooleanField()),
                ("left_out", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="message_kind",
        ),
        migrations.AddField(
            model_name="message",
            name="body",
            field=models.TextField(blank=True, db_default=""),
        ),
        migrations.AddField(
            model_name="message",
            name="subject",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="message",
            name="to_address",
            field=models.EmailField(blank=True, db_default="", max_length=254),
        ),
        migrations.AddField(
            model_name="message",
            name="user",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="application",
            field=organisations.fields.TenantForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="cases.application",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="application",
            field=organisations.fields.TenantForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="cases.application",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="event",
            field=organisations.fields.TenantForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="cases.event",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receipt", "Receipt"),
                    ("acknowledgement", "Acknowledgement"),
                    ("acceptance", "Decision: the review goes ahead"),
                    ("rejection", "Decision: the threshold is not met"),
                    ("deferral", "Decision put off to a later date"),
                    ("redirection", "Decision: another route is the right one"),
                    ("not_valid", "Decision: not a valid application"),
                    ("referral", "The review meeting"),
                    ("response", "Response with the action plan"),
                    ("closure", "The review is closed"),
                    ("extension", "A date has changed"),
                    ("withdrawal", "Application withdrawn"),
                    ("merger", "Joined to another review"),
                    ("pcc_received", "Request for a second review received"),
                    ("pcc_outcome", "Result of the second review"),
                    ("reminder", "Reminder of dates"),
                    ("escalation", "Escalation of missed dates"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="person",
            field=organisations.fields.TenantForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="cases.person",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("application__isnull", True)),
                fields=["partnership", "id"],
                name="message_to_staff",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("application__isnull", False),
                        ("event__isnull", False),
                        (
                            "kind__in",
                            [
                                "receipt",
                                "acknowledgement",
                                "acceptance",
                                "rejection",
                                "deferral",
                                "redirection",
                                "not_valid",
                                "referral",
                                "response",
                                "closure",
                                "extension",
                                "withdrawal",
                                "merger",
                                "pcc_received",
                                "pcc_outcome",
                            ],
                        ),
                        ("person__isnull", False),
                        ("to_address", ""),
                        ("user__isnull", True),
                    ),
                    models.Q(
                        ("application__isnull", True),
                        ("case__isnull", True),
                        ("event__isnull", True),
                        ("kind__in", ["reminder", "escalation"]),
                        ("person__isnull", True),
                        models.Q(
                            models.Q(("to_address", ""), ("user__isnull", False)),
                            models.Q(
                                ("user__isnull", True), models.Q(("to_address", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="message_recipient",
            ),
        ),
        migrations.AddField(
            model_name="chaser",
            name="deadline",
            field=organisations.fields.TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chasers",
                to="cases.deadline",
            ),
        ),
        migrations.AddField(
            model_name="chaser",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.partnership",
            ),
        ),
        migrations.AddField(
            model_name="chaserline",
            name="chaser",
            field=organisations.fields.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="notifications.chaser",
            ),
        ),
        migrations.AddField(
            model_name="chaserline",
            name="message",
            field=organisations.fields.TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chaser_lines",
                to="notifications.message",
            ),
        ),
        migrations.AddField(
            model_name="chaserline",
            name="partnership",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.partnership",
            ),
        ),
        migrations.AddIndex(
            model_name="chaser",
            index=models.Index(
                condition=models.Q(("queued_at__isnull", True), ("stopped_at__isnull", True)),
                fields=["partnership", "id"],
                name="chaser_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="chaser",
            constraint=models.UniqueConstraint(
                fields=("partnership", "deadline", "due_on", "stage"), name="chaser_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="chaser",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__gte", 1), ("stage__lte", 4)), name="chaser_stage"
            ),
        ),
        migrations.AddConstraint(
            model_name="chaser",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stopped_at__isnull", True), ("stopped_because", "")),
                    models.Q(
                        ("stopped_at__isnull", False),
                        ("stopped_because__in", ["met", "lapsed", "moved", "overtaken"]),
                    ),
                    _connector="OR",
                ),
                name="chaser_stopped_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="chaser",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("told_at__isnull", True), ("stopped_at__isnull", True), _connector="OR"
                ),
                name="chaser_told_or_stopped",
            ),
        ),
        migrations.AddConstraint(
            model_name="chaserline",
            constraint=models.UniqueConstraint(
                fields=("partnership", "message", "chaser"), name="chaser_line_once"
            ),
        ),
        rls.SecureTable("notifications_chaser", rls.STAFF),
        rls.SecureTable("notifications_chaserline", rls.STAFF),
        rls.SameTenant("notifications_chaser", "deadline_id", "cases_deadline"),
        rls.SameTenant("notifications_chaserline", "chaser_id", "notifications_chaser"),
        rls.SameTenant("notifications_chaserline", "message_id", "notifications_message"),
    ]
