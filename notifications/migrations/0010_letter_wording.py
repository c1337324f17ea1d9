"""A partnership's own words in letters, and which of them a letter has (docs/adr/0027)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from organisations import guards, rls


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0009_date_moved_in_words"),
        ("organisations", "0004_read_by_partnership"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="wording",
            field=models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict),
        ),
        migrations.CreateModel(
            name="LetterWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("paragraph", models.CharField(max_length=40)),
                ("version", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("instead_of", models.TextField()),
                ("made_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "kind", "paragraph", "version"),
                        name="letter_wording_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)), name="letter_wording_from_one"
                    ),
                ],
            },
        ),
        rls.SecureTable("notifications_letterwording", rls.STAFF),
        guards.AppendOnly("notifications_letterwording"),
    ]
