"""Print batches, letters that came back, and what the figures are read by (docs/adr/0029)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import organisations.fields
from organisations import rls


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0011_rough_dates"),
        ("notifications", "0010_letter_wording"),
        ("organisations", "0004_read_by_partnership"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BatchLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "In the batch"),
                            ("posted", "Posted"),
                            ("left_out", "Left out"),
                            ("held_back", "Not to be posted"),
                            ("not_posted", "Not posted"),
                            ("freed", "Batch given up"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(default=0)),
                ("pages", models.PositiveSmallIntegerField(default=0)),
                ("address_sheet", models.BooleanField(default=False)),
                ("why", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PrintBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Being made"),
                            ("ready", "Ready to print"),
                            ("failed", "Could not be made"),
                            ("settled", "Dealt with"),
                            ("given_up", "Given up"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("both_sides", models.BooleanField()),
                ("asked_at", models.DateTimeField()),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=60)),
                ("printed_on", models.DateField(blank=True, null=True)),
                ("made_at", models.DateTimeField(blank=True, null=True)),
                ("path", models.CharField(blank=True, max_length=200)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("size", models.PositiveIntegerField(default=0)),
                ("letters", models.PositiveSmallIntegerField(default=0)),
                ("sheets", models.PositiveSmallIntegerField(default=0)),
                ("posted_on", models.DateField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "print batches",
                "ordering": ["id"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="delivery_state",
        ),
        migrations.RemoveConstraint(
            model_name="delivery",
            name="delivery_not_sent_has_reason",
        ),
        migrations.AddField(
            model_name="delivery",
            name="address_settled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="returned_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="delivery",
            name="returned_why",
            field=models.CharField(
                blank=True,
                choices=[
                    ("gone_away", "Gone away"),
                    ("refused", "Refused"),
                    ("incomplete", "The address is incomplete"),
                    ("other", "Another reason"),
                ],
                db_default="",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="delivery",
            name="state",
            field=models.CharField(
                choices=[
                    ("queued", "Waiting"),
                    ("sending", "Being sent"),
                    ("accepted", "Sent"),
                    ("delivered", "Delivered"),
                    ("failed", "Failed"),
                    ("uncertain", "Not known whether it was sent"),
                    ("cancelled", "Not used"),
                    ("returned", "Came back"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("state", "returned")),
                fields=["partnership", "message"],
                name="delivery_returned",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("finished_at__isnull", False)),
                fields=["partnership", "finished_at"],
                name="delivery_finished",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["partnership", "written_on"], name="letter_written"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "queued",
                            "sending",
                            "accepted",
                            "delivered",
                            "failed",
                            "uncertain",
                            "cancelled",
                            "returned",
                        ],
                    )
                ),
                name="delivery_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["failed", "uncertain", "cancelled", "returned"]),
                        _negated=True,
                    ),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="delivery_not_sent_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("returned_on__isnull", True), ("returned_why", "")),
                    models.Q(
                        ("returned_on__isnull", False),
                        ("state", "returned"),
                        models.Q(("returned_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="delivery_returned_is_whole",
            ),
        ),
        migrations.AddField(
            model_name="batchline",
            name="delivery",
            field=organisations.fields.TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="batch_lines",
                to="notifications.delivery",
            ),
        ),
        migrations.AddField(
            model_name="batchline",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.partnership",
            ),
        ),
        migrations.AddField(
            model_name="printbatch",
            name="asked_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="printbatch",
            name="partnership",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.partnership",
            ),
        ),
        migrations.AddField(
            model_name="printbatch",
            name="settled_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="batchline",
            name="batch",
            field=organisations.fields.TenantForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="notifications.printbatch",
            ),
        ),
        migrations.AddIndex(
            model_name="printbatch",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "ready", "failed"])),
                fields=["partnership", "id"],
                name="print_batch_open",
            ),
        ),
        migrations.AddIndex(
            model_name="printbatch",
            index=models.Index(fields=["partnership", "settled_at"], name="print_batch_settled"),
        ),
        migrations.AddConstraint(
            model_name="printbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["waiting", "ready", "failed", "settled", "given_up"])
                ),
                name="print_batch_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="printbatch",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["ready", "settled"]), _negated=True),
                    models.Q(("letters", 0), ("path", "")),
                    models.Q(("sha256__regex", "^[0-9a-f]{64}$"), ("size__gt", 0)),
                    _connector="OR",
                ),
                name="print_batch_is_whole",
            ),
        ),
        migrations.AddIndex(
            model_name="batchline",
            index=models.Index(fields=["partnership", "delivery"], name="batch_line_of_delivery"),
        ),
        migrations.AddConstraint(
            model_name="batchline",
            constraint=models.UniqueConstraint(
                fields=("partnership", "batch", "delivery"), name="batch_line_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="batchline",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("partnership", "delivery"),
                name="batch_line_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        ["open", "posted", "left_out", "held_back", "not_posted", "freed"],
                    )
                ),
                name="batch_line_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="batchline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["left_out", "held_back", "not_posted"]), _negated=True),
                    models.Q(("why", ""), _negated=True),
                    _connector="OR",
                ),
                name="batch_line_not_posted_has_reason",
            ),
        ),
        rls.SecureTable("notifications_printbatch", rls.STAFF),
        rls.SecureTable("notifications_batchline", rls.STAFF),
        rls.SameTenant("notifications_batchline", "batch_id", "notifications_printbatch"),
        rls.SameTenant("notifications_batchline", "delivery_id", "notifications_delivery"),
    ]
