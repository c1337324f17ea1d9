"""Row-level security, tenant foreign keys and append-only tables (docs/adr/0005)."""

from django.db import migrations

from organisations import rls


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [
        rls.SecureTable("organisations_district", rls.PARTNERSHIP),
        rls.SecureTable("organisations_locality", rls.PARTNERSHIP),
        rls.SecureTable("organisations_partneragency", rls.PARTNERSHIP),
        rls.SameTenant("organisations_locality", "district_id", "organisations_district"),
    ]
