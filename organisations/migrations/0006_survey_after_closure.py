"""When applicants are asked how the review was: a setting of each partnership (docs/adr/0034)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0005_agency_mailbox"),
    ]

    operations = [
        migrations.AddField(
            model_name="partnership",
            name="survey_after",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="partnership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("survey_after__isnull", True),
                    models.Q(("survey_after__gte", 5), ("survey_after__lte", 40)),
                    _connector="OR",
                ),
                name="partnership_survey_days",
            ),
        ),
    ]
