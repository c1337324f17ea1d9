"""Mail to whoever began an application and asked for it (docs/adr/0035)."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0018_drafts_of_applications"),
        ("notifications", "0017_survey_letter"),
        ("organisations", "0007_drafts_of_applications"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="message_recipient",
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
                    ("request_reminder", "A reminder of our question"),
                    ("request_withdrawn", "Our question needs no answer"),
                    ("referral", "The review meeting"),
                    ("not_invited", "Why you are not invited, and how else to be heard"),
                    ("draft_plan", "The draft plan, for your comment"),
                    ("response", "Response with the action plan"),
                    ("progress", "How far the action plan is"),
                    ("plan_changed", "The action plan has changed"),
                    ("closure", "The review is closed"),
                    ("survey", "What was the review like?"),
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
                    ("draft_link", "The way back to an application"),
                    ("draft_reminder", "Application not sent yet"),
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
                                "request_reminder",
                                "request_withdrawn",
                                "referral",
                                "not_invited",
                                "draft_plan",
                                "response",
                                "progress",
                                "plan_changed",
                                "closure",
                                "survey",
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
                    models.Q(
                        ("agency__isnull", True),
                        ("application__isnull", True),
                        ("case__isnull", True),
                        ("event__isnull", False),
                        ("kind__in", ["draft_link", "draft_reminder"]),
                        ("person__isnull", True),
                        ("to_address", ""),
                        ("user__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="message_recipient",
            ),
        ),
    ]
