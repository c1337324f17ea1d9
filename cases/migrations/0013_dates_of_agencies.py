from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0012_full_text"),
        ("organisations", "0005_agency_mailbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="informationrequest",
            name="about_from",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="informationrequest",
            name="about_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddIndex(
            model_name="action",
            index=models.Index(
                condition=models.Q(("status", "open")),
                fields=["partnership", "due_on"],
                name="action_owed",
            ),
        ),
        migrations.AddIndex(
            model_name="informationrequest",
            index=models.Index(
                condition=models.Q(("returned_at__isnull", True)),
                fields=["partnership", "due_on"],
                name="request_owed",
            ),
        ),
        migrations.AddConstraint(
            model_name="informationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("about_from__isnull", True), ("about_until__isnull", True)),
                    ("about_until__gte", models.F("about_from")),
                    _connector="OR",
                ),
                name="request_period_in_order",
            ),
        ),
    ]
