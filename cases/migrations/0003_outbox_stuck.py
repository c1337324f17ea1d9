from django.db import migrations, models


class Migration(migrations.Migration):
    """Events that could not be told are counted on every page of staff."""

    dependencies = [
        ("cases", "0002_row_level_security"),
        ("organisations", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="outboxentry",
            index=models.Index(
                condition=models.Q(("state", "stuck")),
                fields=["partnership", "id"],
                name="outbox_stuck",
            ),
        ),
    ]
