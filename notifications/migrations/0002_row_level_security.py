"""Row-level security and tenant foreign keys (docs/adr/0005)."""

from django.db import migrations

from organisations import rls


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial"), ("cases", "0002_row_level_security")]

    operations = [
        rls.SecureTable("notifications_message", rls.APPLICATION),
        rls.SecureTable("notifications_letter", rls.APPLICATION),
        rls.SecureTable("notifications_delivery", rls.APPLICATION),
        rls.SameTenant("notifications_message", "application_id", "cases_application"),
        rls.SameTenant("notifications_message", "case_id", "cases_case"),
        rls.SameTenant("notifications_message", "event_id", "cases_event"),
        rls.SameTenant("notifications_message", "person_id", "cases_person"),
        rls.SameTenant("notifications_letter", "application_id", "cases_application"),
        rls.SameTenant("notifications_letter", "case_id", "cases_case"),
        rls.SameTenant("notifications_letter", "message_id", "notifications_message"),
        rls.SameTenant("notifications_delivery", "application_id", "cases_application"),
        rls.SameTenant("notifications_delivery", "case_id", "cases_case"),
        rls.SameTenant("notifications_delivery", "message_id", "notifications_message"),
    ]
