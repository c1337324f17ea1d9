"""A scope may name several cases, so that an agency's list is read at once (docs/adr/0022)."""

from django.db import migrations

from organisations import rls


class Migration(migrations.Migration):
    dependencies = [("notifications", "0004_message_untold")]

    operations = [
        rls.RenewScope("notifications_message", rls.APPLICATION),
        rls.RenewScope("notifications_letter", rls.APPLICATION),
        rls.RenewScope("notifications_delivery", rls.APPLICATION),
    ]
