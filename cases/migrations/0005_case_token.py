"""What cases are found by, and the tokens of the cases that are there (docs/adr/0017)."""

import django.db.models.deletion
from django.db import migrations, models

import organisations.fields
from cases.search_words import tokens_of
from organisations import rls
from organisations.tenancy import for_each_partnership

ROLES = ("victim", "applicant", "representative", "group_member")
AT_A_TIME = 1000


def index_all(apps, schema_editor):
    """Each partnership in its own scope: the owner is bound as everybody is."""
    partnerships = apps.get_model("organisations", "Partnership").objects.order_by("pk")
    case, person, token = (
        apps.get_model("cases", name) for name in ("Case", "Person", "CaseToken")
    )

    def index(partnership_id):
        here = {"partnership_id": partnership_id}
        people = person.objects.filter(**here, case__isnull=False, involvements__role__in=ROLES)
        texts = {}
        for case_id, name in case.objects.filter(**here).values_list("pk", "applicant_name"):
            texts[case_id] = {name}
        for case_id, *more in people.values_list("case_id", "full_name", "postcode"):
            texts[case_id].update(more)
        token.objects.bulk_create(
            (
                token(**here, case_id=case_id, token=one)
                for case_id, found in texts.items()
                for one in sorted(tokens_of(*found))
            ),
            batch_size=AT_A_TIME,
        )

    for_each_partnership(list(partnerships.values_list("pk", flat=True)), index)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0004_settings_stream"),
        ("organisations", "0002_row_level_security"),
    ]

    operations = [
        migrations.CreateModel(
            name="CaseToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.TextField(db_collation="C")),
                (
                    "case",
                    organisations.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="cases.case",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "token", "case"), name="case_token_once"
                    )
                ],
                "indexes": [
                    models.Index(fields=["partnership", "case", "token"], name="case_token_of_case")
                ],
            },
        ),
        rls.SecureTable("cases_casetoken", rls.STAFF),
        rls.SameTenant("cases_casetoken", "case_id", "cases_case"),
        migrations.RunPython(index_all, migrations.RunPython.noop),
    ]
