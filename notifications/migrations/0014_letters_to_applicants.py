"""The letters to applicants that were missing (docs/adr/0031)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_what_applicants_are_asked"),
        ("notifications", "0013_mail_to_agencies"),
        ("organisations", "0005_agency_mailbox"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="message_recipient",
        ),
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receipt", "Receipt"),
                    ("acknowledgement", "Acknowledgement"),
                    ("acceptance", "Decision: the review goes ahead"),
                    ("rejection", "Decision: the threshold is not met"),
                    ("deferral", "Decision put off to a later date"),
                    ("redirection", "Decision: another route is the right one"),
                    ("not_valid", "Decision: not a valid application"),
                    ("more_information", "A question to you"),
                    ("consent", "May we? A question to you"),
                    ("request_withdrawn", "Our question needs no answer"),
                    ("referral", "The review meeting"),
                    ("not_invited", "Why you are not invited, and how else to be heard"),
                    ("draft_plan", "The draft plan, for your comment"),
                    ("response", "Response with the action plan"),
                    ("progress", "How far the action plan is"),
                    ("plan_changed", "The action plan has changed"),
                    ("closure", "The review is closed"),
                    ("extension", "A date has changed"),
                    ("date_moved", "A date has moved"),
                    ("withdrawal", "Application withdrawn"),
                    ("merger", "Joined to another review"),
                    ("pcc_received", "Request for a second review received"),
                    ("pcc_pack_sent", "The papers of your case are with the office"),
                    ("pcc_outcome", "Result of the second review"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("receipt", "Receipt"),
                    ("acknowledgement", "Acknowledgement"),
                    ("acceptance", "Decision: the review goes ahead"),
                    ("rejection", "Decision: the threshold is not met"),
                    ("deferral", "Decision put off to a later date"),
                    ("redirection", "Decision: another route is the right one"),
                    ("not_valid", "Decision: not a valid application"),
                    ("more_information", "A question to you"),
                    ("consent", "May we? A question to you"),
                    ("request_withdrawn", "Our question needs no answer"),
                    ("referral", "The review meeting"),
                    ("not_invited", "Why you are not invited, and how else to be heard"),
                    ("draft_plan", "The draft plan, for your comment"),
                    ("response", "Response with the action plan"),
                    ("progress", "How far the action plan is"),
                    ("plan_changed", "The action plan has changed"),
                    ("closure", "The review is closed"),
                    ("extension", "A date has changed"),
                    ("date_moved", "A date has moved"),
                    ("withdrawal", "Application withdrawn"),
                    ("merger", "Joined to another review"),
                    ("pcc_received", "Request for a second review received"),
                    ("pcc_pack_sent", "The papers of your case are with the office"),
                    ("pcc_outcome", "Result of the second review"),
                    ("reminder", "Reminder of dates"),
                    ("escalation", "Escalation of missed dates"),
                    ("digest", "Digest of the day"),
                    ("owed", "Reminder of returns, actions and meetings"),
                    ("owed_escalation", "Escalation of missed returns and actions"),
                    ("agency_reminder", "Reminder to an agency"),
                    ("agency_request", "Request for information"),
                    ("panel_invitation", "Invitation to a meeting"),
                    ("agency_actions", "Actions of a plan"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agency__isnull", True),
                        ("application__isnull", False),
                        ("event__isnull", False),
                        (
                            "kind__in",
                            [
                                "receipt",
                                "acknowledgement",
                                "acceptance",
                                "rejection",
                                "deferral",
                                "redirection",
                                "not_valid",
                                "more_information",
                                "consent",
                                "request_withdrawn",
                                "referral",
                                "not_invited",
                                "draft_plan",
                                "response",
                                "progress",
                                "plan_changed",
                                "closure",
                                "extension",
                                "date_moved",
                                "withdrawal",
                                "merger",
                                "pcc_received",
                                "pcc_pack_sent",
                                "pcc_outcome",
                            ],
                        ),
                        ("person__isnull", False),
                        ("to_address", ""),
                        ("user__isnull", True),
                    ),
                    models.Q(
                        ("application__isnull", True),
                        ("case__isnull", True),
                        ("person__isnull", True),
                        models.Q(
                            models.Q(
                                ("event__isnull", True),
                                (
                                    "kind__in",
                                    [
                                        "agency_reminder",
                                        "digest",
                                        "escalation",
                                        "owed",
                                        "owed_escalation",
                                        "reminder",
                                    ],
                                ),
                            ),
                            models.Q(
                                ("event__isnull", False),
                                (
                                    "kind__in",
                                    ["agency_actions", "agency_request", "panel_invitation"],
                                ),
                            ),
                            _connector="OR",
                        ),
                        models.Q(
                            models.Q(("to_address", ""), ("user__isnull", False)),
                            models.Q(
                                ("user__isnull", True), models.Q(("to_address", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="message_recipient",
            ),
        ),
    ]
