"""When dates that are owed are chased: settings of each partnership (docs/adr/0010)."""

import datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="partnership",
            name="escalate_after",
            field=models.PositiveSmallIntegerField(db_default=2, default=2),
        ),
        migrations.AddField(
            model_name="partnership",
            name="remind_from",
            field=models.TimeField(db_default=datetime.time(8, 0), default=datetime.time(8, 0)),
        ),
        migrations.AddField(
            model_name="partnership",
            name="remind_long_before",
            field=models.PositiveSmallIntegerField(db_default=5, default=5),
        ),
        migrations.AddField(
            model_name="partnership",
            name="remind_short_before",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="partnership",
            name="remind_until",
            field=models.TimeField(db_default=datetime.time(18, 0), default=datetime.time(18, 0)),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("escalate_after__gte", 1),
                    ("escalate_after__lte", 20),
                    ("remind_long_before__gte", models.F("remind_short_before")),
                    ("remind_long_before__lte", 20),
                    ("remind_short_before__gte", 1),
                ),
                name="partnership_reminder_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(("remind_until__gt", models.F("remind_from"))),
                name="partnership_reminder_hours",
            ),
        ),
    ]
