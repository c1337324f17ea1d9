from django.db import migrations, models


class Migration(migrations.Migration):
    """Messages that reached nobody are counted on every page of staff; told without the post."""

    dependencies = [
        ("notifications", "0003_chasers"),
        ("cases", "0002_row_level_security"),
        ("organisations", "0002_row_level_security"),
    ]

    operations = [
        migrations.AlterField(
            model_name="delivery",
            name="channel",
            field=models.CharField(
                choices=[
                    ("email", "E-mail"),
                    ("post", "Letter by post"),
                    ("other", "Another way"),
                ],
                max_length=5,
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("told_at__isnull", True)),
                fields=["partnership", "id"],
                name="message_untold",
            ),
        ),
    ]
