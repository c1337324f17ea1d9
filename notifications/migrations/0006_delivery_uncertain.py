"""Health counts what nobody knows the fate of once a minute, over all partnerships."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notifications", "0005_scope_of_several_cases")]

    operations = [
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "uncertain")),
                fields=["partnership", "finished_at"],
                name="delivery_uncertain",
            ),
        ),
    ]
