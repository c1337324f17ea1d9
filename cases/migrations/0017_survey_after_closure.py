"""Who was asked how the review was, and what people answered (docs/adr/0034)."""

import django.db.models.deletion
from django.db import migrations, models

from organisations import rls


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0016_letters_in_large_print"),
        ("organisations", "0006_survey_after_closure"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="surveyed_round",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.CreateModel(
            name="SurveyAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quarter_began_on", models.DateField()),
                (
                    "knew_next",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
                        max_length=10,
                        verbose_name="Did you know what would happen next?",
                    ),
                ),
                (
                    "kept_informed",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
                        max_length=10,
                        verbose_name="Were you kept up to date?",
                    ),
                ),
                (
                    "listened_to",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
                        max_length=10,
                        verbose_name="Did you feel listened to?",
                    ),
                ),
                (
                    "got_better",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("better", "Yes, much better"),
                            ("little", "A little better"),
                            ("same", "It is the same"),
                            ("worse", "It is worse"),
                        ],
                        max_length=10,
                        verbose_name="Has the problem got better?",
                    ),
                ),
                (
                    "how_hard",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("easy", "Easy"),
                            ("between", "Neither easy nor hard"),
                            ("hard", "Hard"),
                        ],
                        max_length=10,
                        verbose_name="How hard was it to ask for a review?",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        blank=True, verbose_name="Is there anything else that you want to tell us?"
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
                "indexes": [
                    models.Index(
                        fields=["partnership", "quarter_began_on"], name="survey_answer_quarter"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("got_better__in", ["", "better", "little", "same", "worse"]),
                            ("how_hard__in", ["", "easy", "between", "hard"]),
                            ("kept_informed__in", ["", "yes", "partly", "no"]),
                            ("knew_next__in", ["", "yes", "partly", "no"]),
                            ("listened_to__in", ["", "yes", "partly", "no"]),
                        ),
                        name="survey_answer_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("got_better", ""),
                            ("how_hard", ""),
                            ("kept_informed", ""),
                            ("knew_next", ""),
                            ("listened_to", ""),
                            ("words", ""),
                            _negated=True,
                        ),
                        name="survey_answer_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quarter_began_on__day", 1),
                            ("quarter_began_on__month__in", [1, 4, 7, 10]),
                        ),
                        name="survey_answer_names_a_quarter",
                    ),
                ],
            },
        ),
        rls.SecureTable("cases_surveyanswer", rls.STAFF),
    ]
