"""A scope may name several cases, so that an agency's list is read at once (docs/adr/0022)."""

from django.db import migrations

from organisations import rls


class Migration(migrations.Migration):
    dependencies = [("cases", "0005_case_token")]

    operations = [
        rls.RenewScope("cases_application", rls.APPLICATION, application_column="id"),
        rls.RenewScope("cases_person", rls.APPLICATION),
        rls.RenewScope("cases_involvement", rls.APPLICATION),
        rls.RenewScope("cases_safecontact", rls.APPLICATION),
        rls.RenewScope("cases_consent", rls.APPLICATION),
        rls.RenewScope("cases_incident", rls.APPLICATION),
        rls.RenewScope("cases_report", rls.APPLICATION),
        rls.RenewScope("cases_assessment", rls.CASE_STAFF),
        rls.RenewScope("cases_assessmentparty", rls.CASE_STAFF),
        rls.RenewScope("cases_riskassessment", rls.CASE_STAFF),
        rls.RenewScope("cases_decision", rls.CASE_STAFF),
        rls.RenewScope("cases_case", rls.CASE, case_column="id"),
        rls.RenewScope("cases_peerreviewconsideration", rls.CASE_STAFF),
        rls.RenewScope("cases_deadline", rls.APPLICATION),
        rls.RenewScope("cases_event", rls.CASE_STAFF),
        rls.RenewScope("cases_eventfacts", rls.APPLICATION),
        rls.RenewScope("cases_informationrequest", rls.CASE_STAFF),
        rls.RenewScope("cases_agendaitem", rls.CASE_STAFF),
        rls.RenewScope("cases_victiminvolvement", rls.APPLICATION),
        rls.RenewScope("cases_pccreview", rls.SHARED),
        rls.RenewScope("cases_actionplan", rls.CASE),
        rls.RenewScope("cases_action", rls.CASE),
        rls.RenewScope("cases_actionupdate", rls.CASE_STAFF),
        rls.RenewScope("cases_recommendation", rls.CASE),
        rls.RenewScope(
            "cases_statisticsentry",
            rls.SHARED,
            case_column="NULL::bigint",
            application_column="NULL::bigint",
        ),
    ]
