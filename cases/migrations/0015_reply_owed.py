from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_what_applicants_are_asked"),
        ("organisations", "0005_agency_mailbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="applicantrequest",
            index=models.Index(
                condition=models.Q(("answered_at__isnull", True), ("withdrawn_at__isnull", True)),
                fields=["partnership", "due_on"],
                name="reply_owed",
            ),
        ),
    ]
