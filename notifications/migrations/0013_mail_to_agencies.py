import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import organisations.fields
from organisations import rls


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_dates_of_agencies"),
        ("notifications", "0012_channels"),
        ("organisations", "0005_agency_mailbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="OwedChaser",
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
            name="OwedLine",
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
        migrations.CreateModel(
            name="ReminderChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("each", "Each reminder as it falls due"),
                            ("daily", "One e-mail a day"),
                        ],
                        default="each",
                        max_length=5,
                    ),
                ),
                ("hour", models.PositiveSmallIntegerField(default=9)),
                ("digest_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="message_recipient",
        ),
        migrations.AddField(
            model_name="message",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.agency",
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
                    ("date_moved", "A date has moved"),
                    ("withdrawal", "Application withdrawn"),
                    ("merger", "Joined to another review"),
                    ("pcc_received", "Request for a second review received"),
                    ("pcc_outcome", "Result of the second review"),
                    ("reminder", "Reminder of dates"),
                    ("escalation", "Escalation of missed dates"),
                    ("digest", "Digest of the day"),
                    ("owed", "Reminder of returns, actions and meetings"),
                    ("owed_escalation", "Escalation of missed returns and actions"),
                    ("agency_reminder", "Reminder to an agency"),
                    ("agency_request", "Request for information"),
                    ("panel_invitation", "Invitation to a meeting"),
                    ("agency_actions", "Actions of a plan"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                condition=models.Q(("application__isnull", True), ("event__isnull", False)),
                fields=("partnership", "event", "kind", "user", "to_address", "agency"),
                name="message_to_staff_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agency__isnull", True),
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
                                "date_moved",
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
                        ("person__isnull", True),
                        models.Q(
                            models.Q(
                                ("event__isnull", True),
                                (
                                    "kind__in",
                                    [
                                        "agency_reminder",
                                        "digest",
                                        "escalation",
                                        "owed",
                                        "owed_escalation",
                                        "reminder",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("event__isnull", False),
                                (
                                    "kind__in",
                                    ["agency_actions", "agency_request", "panel_invitation"],
                                ),
                            ),
                            _connector="OR",
                        ),
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
            model_name="owedchaser",
            name="action",
            field=organisations.fields.TenantForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.action",
            ),
        ),
        migrations.AddField(
            model_name="owedchaser",
            name="meeting",
            field=organisations.fields.TenantForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.meeting",
            ),
        ),
        migrations.AddField(
            model_name="owedchaser",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.partnership",
            ),
        ),
        migrations.AddField(
            model_name="owedchaser",
            name="request",
            field=organisations.fields.TenantForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.informationrequest",
            ),
        ),
        migrations.AddField(
            model_name="owedline",
            name="chaser",
            field=organisations.fields.TenantForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="notifications.owedchaser",
            ),
        ),
        migrations.AddField(
            model_name="owedline",
            name="message",
            field=organisations.fields.TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="owed_lines",
                to="notifications.message",
            ),
        ),
        migrations.AddField(
            model_name="owedline",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.partnership",
            ),
        ),
        migrations.AddField(
            model_name="reminderchoice",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.partnership",
            ),
        ),
        migrations.AddField(
            model_name="reminderchoice",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddIndex(
            model_name="owedchaser",
            index=models.Index(
                condition=models.Q(("queued_at__isnull", True), ("stopped_at__isnull", True)),
                fields=["partnership", "id"],
                name="owed_waiting",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedchaser",
            constraint=models.UniqueConstraint(
                fields=("partnership", "request", "due_on", "stage"), name="owed_request_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="owedchaser",
            constraint=models.UniqueConstraint(
                fields=("partnership", "action", "due_on", "stage"), name="owed_action_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="owedchaser",
            constraint=models.UniqueConstraint(
                fields=("partnership", "meeting", "due_on", "stage"), name="owed_meeting_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="owedchaser",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("action__isnull", True),
                        ("meeting__isnull", True),
                        ("request__isnull", False),
                    ),
                    models.Q(
                        ("action__isnull", False),
                        ("meeting__isnull", True),
                        ("request__isnull", True),
                    ),
                    models.Q(
                        ("action__isnull", True),
                        ("meeting__isnull", False),
                        ("request__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="owed_is_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedchaser",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__gte", 1), ("stage__lte", 4)), name="owed_stage"
            ),
        ),
        migrations.AddConstraint(
            model_name="owedchaser",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("stopped_at__isnull", True), ("stopped_because", "")),
                    models.Q(
                        ("stopped_at__isnull", False),
                        ("stopped_because__in", ["met", "lapsed", "moved", "overtaken"]),
                    ),
                    _connector="OR",
                ),
                name="owed_stopped_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedchaser",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("told_at__isnull", True), ("stopped_at__isnull", True), _connector="OR"
                ),
                name="owed_told_or_stopped",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedline",
            constraint=models.UniqueConstraint(
                fields=("partnership", "message", "chaser"), name="owed_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderchoice",
            constraint=models.UniqueConstraint(
                fields=("partnership", "user"), name="reminder_choice_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("hour__lte", 23)), name="reminder_choice_hour"
            ),
        ),
        migrations.AddConstraint(
            model_name="reminderchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["each", "daily"])), name="reminder_choice_way"
            ),
        ),
        rls.SecureTable("notifications_owedchaser", rls.STAFF),
        rls.SecureTable("notifications_owedline", rls.STAFF),
        rls.SecureTable("notifications_reminderchoice", rls.STAFF),
        rls.SameTenant("notifications_owedchaser", "request_id", "cases_informationrequest"),
        rls.SameTenant("notifications_owedchaser", "action_id", "cases_action"),
        rls.SameTenant("notifications_owedchaser", "meeting_id", "cases_meeting"),
        rls.SameTenant("notifications_owedline", "chaser_id", "notifications_owedchaser"),
        rls.SameTenant("notifications_owedline", "message_id", "notifications_message"),
    ]
