"""Row-level security, tenant foreign keys and append-only tables (docs/adr/0005)."""

from django.db import migrations

from organisations import rls


class Migration(migrations.Migration):
    dependencies = [("thresholds", "0001_initial"), ("organisations", "0002_row_level_security")]

    operations = [
        rls.SecureTable("thresholds_procedure", rls.PARTNERSHIP),
        rls.SecureTable("thresholds_calendarday", rls.PARTNERSHIP),
    ]
