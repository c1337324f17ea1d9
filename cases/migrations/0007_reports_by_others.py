"""Reports by other people, from agencies' returns; applicants never see them (docs/adr/0023)."""

import django.db.models.deletion
from django.db import migrations, models

from organisations import rls


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_scope_of_several_cases"),
        ("organisations", "0003_reminder_times"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="named_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.agency",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="person_code",
            field=models.CharField(blank=True, max_length=50),
        ),
        migrations.AddField(
            model_name="report",
            name="reported_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="incident",
            name="description",
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name="report",
            name="reported_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reported_on__isnull", False), ("reported_until__isnull", True)),
                    models.Q(("reporter_pseudonym", ""), _negated=True),
                    _connector="OR",
                ),
                name="report_by_applicant_has_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reporter_pseudonym", ""),
                    models.Q(("agency__isnull", False), ("reporter__isnull", True)),
                    _connector="OR",
                ),
                name="report_by_other_has_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reported_until__isnull", True),
                    models.Q(
                        ("reported_on__isnull", False),
                        ("reported_until__gte", models.F("reported_on")),
                    ),
                    _connector="OR",
                ),
                name="report_range_has_order",
            ),
        ),
        rls.HideFromApplicant("cases_incident", "named_by_id IS NULL"),
        rls.HideFromApplicant("cases_report", "reporter_pseudonym = ''"),
    ]
