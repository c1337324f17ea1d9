"""The look of letters, their twins, and the seals that prove them (docs/adr/0028)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import organisations.fields
from organisations import guards, rls


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_letters_in_large_print"),
        ("notifications", "0015_replies_chased"),
        ("organisations", "0005_agency_mailbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="check_code",
            field=models.CharField(blank=True, db_default="", max_length=11),
        ),
        migrations.AddField(
            model_name="letter",
            name="look_version",
            field=models.PositiveIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="letter",
            name="posted_form",
            field=models.CharField(
                choices=[
                    ("standard", "Standard letter"),
                    ("large_print", "Large print"),
                    ("plain_text", "Plain text"),
                ],
                db_default="standard",
                default="standard",
                max_length=11,
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="site",
            field=models.CharField(blank=True, db_default="", max_length=200),
        ),
        migrations.AddField(
            model_name="letter",
            name="window",
            field=models.CharField(
                choices=[("dl", "DL: A4 folded twice"), ("c5", "C5: A4 folded once")],
                db_default="dl",
                default="dl",
                max_length=3,
            ),
        ),
        migrations.CreateModel(
            name="LetterLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("letterhead", models.TextField(blank=True)),
                ("signatory_name", models.CharField(blank=True, max_length=150)),
                ("signatory_title", models.CharField(blank=True, max_length=150)),
                ("logo_path", models.CharField(blank=True, max_length=200)),
                ("logo_alt", models.CharField(blank=True, max_length=150)),
                (
                    "window",
                    models.CharField(
                        choices=[("dl", "DL: A4 folded twice"), ("c5", "C5: A4 folded once")],
                        default="dl",
                        max_length=3,
                    ),
                ),
                ("furniture", models.CharField(blank=True, max_length=300)),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "ordering": ["version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "version"), name="letter_look_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("window__in", ["dl", "c5"])), name="letter_look_window"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterSeal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proof", models.CharField(max_length=64)),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("standard", "Standard letter"),
                            ("large_print", "Large print"),
                            ("plain_text", "Plain text"),
                        ],
                        max_length=11,
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("words", models.CharField(max_length=100)),
                ("written_on", models.DateField()),
                ("pages", models.PositiveSmallIntegerField()),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["partnership", "proof"], name="letter_seal_proof")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "sha256"), name="letter_seal_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proof__regex", "^[0-9a-f]{64}$"), ("sha256__regex", "^[0-9a-f]{64}$")
                        ),
                        name="letter_seal_is_whole",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterTwin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("standard", "Standard letter"),
                            ("large_print", "Large print"),
                            ("plain_text", "Plain text"),
                        ],
                        max_length=11,
                    ),
                ),
                ("path", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("pages", models.PositiveSmallIntegerField()),
                (
                    "application",
                    organisations.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="cases.application",
                    ),
                ),
                (
                    "case",
                    organisations.fields.TenantForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "letter",
                    organisations.fields.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="twins",
                        to="notifications.letter",
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["partnership", "case"], name="letter_twin_of_case")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "letter", "form"), name="letter_twin_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$"), ("size__gt", 0)),
                        name="letter_twin_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("form__in", ["large_print", "plain_text"])),
                        name="letter_twin_form",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterLogo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
                (
                    "partnership",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.partnership",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "sha256"), name="letter_logo_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$"), ("size__gt", 0)),
                        name="letter_logo_is_whole",
                    ),
                ],
            },
        ),
        rls.SecureTable("notifications_letterlogo", rls.STAFF),
        guards.AppendOnly("notifications_letterlogo"),
        rls.SecureTable("notifications_letterlook", rls.STAFF),
        rls.SecureTable("notifications_lettertwin", rls.APPLICATION),
        rls.SecureTable("notifications_letterseal", rls.PARTNERSHIP),
        rls.SameTenant("notifications_lettertwin", "application_id", "cases_application"),
        rls.SameTenant("notifications_lettertwin", "case_id", "cases_case"),
        rls.SameTenant("notifications_lettertwin", "letter_id", "notifications_letter"),
        guards.AppendOnly("notifications_letterlook"),
        guards.AppendOnly("notifications_letterseal"),
    ]
