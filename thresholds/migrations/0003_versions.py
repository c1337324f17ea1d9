"""Versions of a procedure: consulted on, never two in force, never changed (docs/adr/0021)."""

import datetime as dt

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import organisations.fields
from organisations import guards, rls
from organisations.tenancy import for_each_partnership

DAY = dt.timedelta(days=1)

# Ranges of both kinds have their own index classes, so that no extension is needed.
ONE_IN_FORCE = """
ALTER TABLE thresholds_procedure ADD CONSTRAINT procedure_dates_in_order
    CHECK (effective_to >= effective_from - 1);
ALTER TABLE thresholds_procedure ADD CONSTRAINT procedure_one_in_force EXCLUDE USING gist (
    int8range(partnership_id, partnership_id, '[]') WITH &&,
    daterange(effective_from, effective_to + 1, '[)') WITH &&
) WHERE (status IN ('published', 'superseded'));
"""
NO_MORE_ONE_IN_FORCE = """
ALTER TABLE thresholds_procedure DROP CONSTRAINT procedure_one_in_force;
ALTER TABLE thresholds_procedure DROP CONSTRAINT procedure_dates_in_order;
"""

KEEP_PROCEDURE = """
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.status <> 'draft' THEN
            RAISE EXCEPTION 'a procedure that was consulted on or published is kept'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN OLD;
    END IF;
    IF (NEW.partnership_id, NEW.version) IS DISTINCT FROM (OLD.partnership_id, OLD.version) THEN
        RAISE EXCEPTION 'the number of a procedure never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
        ('draft', 'consulted'), ('consulted', 'published'), ('published', 'superseded')
    ) THEN
        RAISE EXCEPTION 'a procedure does not go from % to %', OLD.status, NEW.status
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.status IN ('published', 'superseded') AND (
        (NEW.content, NEW.revision, NEW.effective_from)
            IS DISTINCT FROM (OLD.content, OLD.revision, OLD.effective_from)
        OR (OLD.effective_to IS NOT NULL AND NEW.effective_to IS DISTINCT FROM OLD.effective_to)
    ) THEN
        RAISE EXCEPTION 'a published procedure never changes'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END """


def close_what_overlaps(apps, schema_editor):
    """Where two published versions held on one day the newer one was applied: so it stays."""
    procedure = apps.get_model("thresholds", "Procedure")
    partnerships = apps.get_model("organisations", "Partnership").objects.order_by("pk")

    def close(partnership_id):
        taken = []
        final = procedure.objects.filter(
            partnership_id=partnership_id, status__in=["published", "superseded"]
        )
        for one in final.order_by("-version"):
            first, last = one.effective_from, one.effective_to
            held = days_left(first, last, taken)
            if held is None:
                held = (first, first - DAY)
            else:
                taken.append(held)
            if held != (first, last):
                one.effective_from, one.effective_to = held
                one.status = "superseded"
                one.save(update_fields=["effective_from", "effective_to", "status"])

    for_each_partnership(list(partnerships.values_list("pk", flat=True)), close)


def days_left(first, last, taken):
    """The first stretch of a range that no other takes, as (first, last); None where none is left.

    A last day of None is without end; a range that ends before it begins holds nothing.
    """
    for from_day, to_day in sorted(taken, key=lambda one: one[0]):
        if to_day is not None and to_day < first:
            continue
        if from_day > first:
            last = from_day - DAY if last is None or last >= from_day else last
            break
        if to_day is None:
            return None
        first = to_day + DAY
    return None if last is not None and last < first else (first, last)


class Migration(migrations.Migration):
    dependencies = [
        ("thresholds", "0002_row_level_security"),
        ("organisations", "0002_row_level_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="procedure",
            name="revision",
            field=models.PositiveIntegerField(db_default=1, default=1),
        ),
        migrations.AlterField(
            model_name="procedure",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("consulted", "Consulted on"),
                    ("published", "Published"),
                    ("superseded", "Superseded"),
                ],
                default="draft",
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint(model_name="procedure", name="procedure_published_has_date"),
        migrations.RemoveConstraint(model_name="procedure", name="procedure_status"),
        migrations.AddConstraint(
            model_name="procedure",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("status__in", ["draft", "consulted"]),
                    ("effective_from__isnull", False),
                    _connector="OR",
                ),
                name="procedure_published_has_date",
            ),
        ),
        migrations.AddConstraint(
            model_name="procedure",
            constraint=models.CheckConstraint(
                condition=Q(("status__in", ["draft", "consulted", "published", "superseded"])),
                name="procedure_status",
            ),
        ),
        migrations.RunPython(close_what_overlaps, migrations.RunPython.noop),
        migrations.RunSQL(ONE_IN_FORCE, NO_MORE_ONE_IN_FORCE),
        guards.KeepRows("thresholds_procedure", "keep_procedure", KEEP_PROCEDURE),
        rls.NarrowTable("thresholds_procedure", rls.PUBLISHED),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("revision", models.PositiveIntegerField()),
                (
                    "body",
                    models.CharField(
                        choices=[
                            ("policing_body", "The local policing body"),
                            ("landlord", "Social landlords"),
                            ("other", "Somebody else"),
                        ],
                        max_length=15,
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("asked_on", models.DateField()),
                ("note", models.TextField(blank=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.partnership",
                    ),
                ),
                (
                    "procedure",
                    organisations.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consultations",
                        to="thresholds.procedure",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["asked_on", "id"],
                "indexes": [
                    models.Index(
                        fields=["partnership", "procedure"], name="consultation_of_version"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("body__in", ["policing_body", "landlord", "other"])),
                        name="consultation_body",
                    ),
                    models.CheckConstraint(
                        condition=Q(("name", ""), _negated=True), name="consultation_has_name"
                    ),
                ],
            },
        ),
        rls.SecureTable("thresholds_consultation", rls.STAFF),
        rls.SameTenant("thresholds_consultation", "procedure_id", "thresholds_procedure"),
        guards.AppendOnly("thresholds_consultation"),
    ]
