"""What somebody has begun to write and not sent yet (docs/adr/0035)."""

import django.db.models.deletion
from django.db import migrations, models

from organisations import rls


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0017_survey_after_closure"),
        ("organisations", "0007_drafts_of_applications"),
        ("thresholds", "0004_read_by_partnership"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="stream",
            field=models.CharField(
                choices=[
                    ("application", "Application"),
                    ("case", "Case"),
                    ("reads", "Reads"),
                    ("meeting", "Meeting"),
                    ("procedure", "Procedure"),
                    ("membership", "Membership"),
                    ("settings", "Settings"),
                    ("draft", "Draft"),
                ],
                max_length=12,
            ),
        ),
        migrations.CreateModel(
            name="ApplicationDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField()),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("link_digest", models.CharField(max_length=64, unique=True)),
                ("links_used", models.PositiveSmallIntegerField(default=0)),
                ("content", models.JSONField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("begun_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                ("keep_until", models.DateField()),
                ("reminded_at", models.DateTimeField(blank=True, null=True)),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["partnership", "keep_until"], name="draft_to_erase"),
                    models.Index(
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True), ("reminded_at__isnull", True)
                        ),
                        fields=["partnership", "saved_at"],
                        name="draft_to_remind",
                    ),
                    models.Index(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=["partnership", "email"],
                        name="draft_by_email",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("partnership", "key"), name="draft_key"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("digest", ""), _negated=True),
                            models.Q(("link_digest", ""), _negated=True),
                        ),
                        name="draft_has_secrets",
                    ),
                ],
            },
        ),
        rls.SecureTable("cases_applicationdraft", rls.DRAFT),
        migrations.RemoveConstraint(
            model_name="application",
            name="application_submitted_is_whole",
        ),
        migrations.RemoveConstraint(
            model_name="application",
            name="application_status",
        ),
        migrations.AlterField(
            model_name="application",
            name="status",
            field=models.CharField(
                choices=[("submitted", "Submitted"), ("withdrawn", "Withdrawn")],
                default="submitted",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("case__isnull", False),
                    ("procedure__isnull", False),
                    ("received_at__isnull", False),
                ),
                name="application_submitted_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.CheckConstraint(
                condition=models.Q(("status__in", ["submitted", "withdrawn"])),
                name="application_status",
            ),
        ),
    ]
