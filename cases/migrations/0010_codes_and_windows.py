"""Who is behind an agency's code (docs/adr/0024), and the window to ask the PCC office (0025)."""

import django.db.models.deletion
from django.db import migrations, models

import organisations.fields
from organisations import rls


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_queue_of_a_group")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="found_to_be",
            field=models.CharField(
                blank=True,
                choices=[
                    ("applicant", "One of those who applied"),
                    ("somebody_else", "Somebody else"),
                ],
                max_length=15,
            ),
        ),
        migrations.RemoveConstraint(model_name="report", name="report_by_other_has_agency"),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("found_to_be", ""), ("reporter_pseudonym", "")),
                    models.Q(
                        ("agency__isnull", False),
                        ("found_to_be__in", ["", "somebody_else"]),
                        ("reporter__isnull", True),
                    ),
                    models.Q(
                        ("agency__isnull", False),
                        ("found_to_be", "applicant"),
                        ("reporter__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="report_by_other_has_agency",
            ),
        ),
        migrations.CreateModel(
            name="PccWindow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("limit", models.CharField(max_length=40)),
                ("round", models.PositiveSmallIntegerField()),
                ("anchor_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("told_on", models.DateField(blank=True, null=True)),
                ("calendar_version", models.CharField(max_length=64)),
                (
                    "application",
                    organisations.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pccwindows",
                        to="cases.application",
                    ),
                ),
                (
                    "case",
                    organisations.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        db_index=False,
                        related_name="pccwindows",
                        to="cases.case",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        db_index=False,
                        related_name="+",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["partnership", "due_on"], name="pcc_window_by_date"),
                    models.Index(fields=["partnership", "case"], name="pcc_window_of_case"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "application", "round"), name="pcc_window_once"
                    )
                ],
            },
        ),
        rls.SecureTable("cases_pccwindow", rls.APPLICATION),
        rls.SameTenant("cases_pccwindow", "application_id", "cases_application"),
        rls.SameTenant("cases_pccwindow", "case_id", "cases_case"),
    ]
