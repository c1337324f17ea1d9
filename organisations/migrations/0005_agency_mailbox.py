from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_read_by_partnership"),
    ]

    operations = [
        migrations.AddField(
            model_name="partneragency",
            name="contact_email",
            field=models.EmailField(blank=True, db_default="", default="", max_length=254),
        ),
    ]
