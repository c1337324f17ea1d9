"""Questions to applicants, invitations, draft plans and changes of actions (docs/adr/0031)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import organisations.fields
from organisations import rls


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_dates_of_agencies"),
        ("organisations", "0004_read_by_partnership"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DraftPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField()),
                ("actions", models.JSONField()),
                ("comment_by", models.DateField()),
                ("sent_at", models.DateTimeField()),
                (
                    "case",
                    organisations.fields.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="cases.case",
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
                (
                    "sent_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="DraftComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("given_at", models.DateTimeField()),
                (
                    "application",
                    organisations.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draftcomments",
                        to="cases.application",
                    ),
                ),
                (
                    "case",
                    organisations.fields.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="cases.case",
                    ),
                ),
                (
                    "keyed_by",
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
                (
                    "draft",
                    organisations.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="cases.draftplan",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("invited", models.BooleanField()),
                ("reason", models.TextField(blank=True)),
                ("other_ways", models.TextField(blank=True)),
                ("heard_by", models.DateField(blank=True, null=True)),
                ("decided_at", models.DateTimeField()),
                (
                    "application",
                    organisations.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="cases.application",
                    ),
                ),
                (
                    "case",
                    organisations.fields.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="cases.case",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    organisations.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations",
                        to="cases.agendaitem",
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
            },
        ),
        migrations.CreateModel(
            name="ActionChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was_due_on", models.DateField()),
                ("due_on", models.DateField()),
                ("was_owner_name", models.CharField(max_length=150)),
                ("owner_name", models.CharField(max_length=150)),
                ("dropped", models.BooleanField(default=False)),
                ("reason", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "action",
                    organisations.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="cases.action",
                    ),
                ),
                (
                    "case",
                    organisations.fields.TenantForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="cases.case",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
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
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["partnership", "case"], name="action_change_of_case")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="action_change_has_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicantRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("information", "Information"), ("consent", "Consent")],
                        max_length=12,
                    ),
                ),
                (
                    "consent_kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("share", "Share what I told you with the agencies concerned"),
                            ("represent", "This person may act for me"),
                            ("truth", "What I have written is true as far as I know"),
                        ],
                        max_length=10,
                    ),
                ),
                ("question", models.TextField()),
                ("reason", models.TextField()),
                ("help_offered", models.TextField(blank=True)),
                ("due_on", models.DateField()),
                ("asked_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True)),
                ("agreed", models.BooleanField(blank=True, null=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_how",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("online", "Online"),
                            ("phone", "By phone"),
                            ("paper", "On paper or by e-mail"),
                            ("in_person", "In person"),
                        ],
                        max_length=10,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "application",
                    organisations.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="cases.application",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                "ordering": ["due_on", "id"],
                "indexes": [
                    models.Index(fields=["partnership", "case"], name="applicant_request_of_case"),
                    models.Index(
                        fields=["partnership", "application"], name="request_of_application"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("question", ""), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                        ),
                        name="applicant_request_has_words",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("consent_kind", ""), ("kind", "information")),
                            models.Q(
                                ("kind", "consent"), models.Q(("consent_kind", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="applicant_request_consent_to_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("agreed__isnull", True),
                                ("answer", ""),
                                ("answered_at__isnull", True),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("kind", "information"),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            models.Q(
                                ("agreed__isnull", False),
                                ("answered_at__isnull", False),
                                ("kind", "consent"),
                            ),
                            _connector="OR",
                        ),
                        name="applicant_request_answer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at__isnull", True),
                            ("withdrawn_at__isnull", True),
                            _connector="OR",
                        ),
                        name="applicant_request_ends_once",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="draftplan",
            index=models.Index(fields=["partnership", "case"], name="draft_plan_of_case"),
        ),
        migrations.AddIndex(
            model_name="draftcomment",
            index=models.Index(fields=["partnership", "case"], name="draft_comment_of_case"),
        ),
        migrations.AddConstraint(
            model_name="draftcomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="draft_comment_has_words"
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(fields=["partnership", "case"], name="invitation_of_case"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("invited", True),
                    models.Q(
                        models.Q(("reason", ""), _negated=True),
                        models.Q(("other_ways", ""), _negated=True),
                        ("heard_by__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="invitation_refused_has_words",
            ),
        ),
        rls.SecureTable("cases_applicantrequest", rls.APPLICATION),
        rls.SameTenant("cases_applicantrequest", "application_id", "cases_application"),
        rls.SameTenant("cases_applicantrequest", "case_id", "cases_case"),
        rls.SecureTable("cases_invitation", rls.APPLICATION),
        rls.SameTenant("cases_invitation", "application_id", "cases_application"),
        rls.SameTenant("cases_invitation", "item_id", "cases_agendaitem"),
        rls.SameTenant("cases_invitation", "case_id", "cases_case"),
        rls.SecureTable("cases_actionchange", rls.CASE),
        rls.SameTenant("cases_actionchange", "action_id", "cases_action"),
        rls.SameTenant("cases_actionchange", "case_id", "cases_case"),
        rls.SecureTable("cases_draftplan", rls.CASE),
        rls.SameTenant("cases_draftplan", "case_id", "cases_case"),
        rls.SecureTable("cases_draftcomment", rls.APPLICATION),
        rls.SameTenant("cases_draftcomment", "application_id", "cases_application"),
        rls.SameTenant("cases_draftcomment", "draft_id", "cases_draftplan"),
        rls.SameTenant("cases_draftcomment", "case_id", "cases_case"),
    ]
