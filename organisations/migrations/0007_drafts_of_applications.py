"""How long drafts are kept, and when somebody is reminded: settings (docs/adr/0035)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0006_survey_after_closure"),
    ]

    operations = [
        migrations.AddField(
            model_name="partnership",
            name="draft_reminder_after",
            field=models.PositiveSmallIntegerField(blank=True, db_default=3, default=3, null=True),
        ),
        migrations.AddField(
            model_name="partnership",
            name="drafts_kept",
            field=models.PositiveSmallIntegerField(db_default=28, default=28),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("drafts_kept__gte", 7),
                    ("drafts_kept__lte", 90),
                    models.Q(
                        ("draft_reminder_after__isnull", True),
                        models.Q(
                            ("draft_reminder_after__gte", 1),
                            ("draft_reminder_after__lt", models.F("drafts_kept")),
                        ),
                        _connector="OR",
                    ),
                ),
                name="partnership_draft_days",
            ),
        ),
    ]
