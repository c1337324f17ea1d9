"""A chain of events for changes of a partnership's settings."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0003_outbox_stuck"),
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
                ],
                max_length=12,
            ),
        ),
    ]
