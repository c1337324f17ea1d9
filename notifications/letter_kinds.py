"""Every kind of letter and of mail. What a letter is like stands in its file: `letter_files.py`."""

from django.db import models


class LetterKind(models.TextChoices):
    """The kind also names what has been told: `acknowledgement` is `acknowledgement.told`."""

    RECEIPT = "receipt", "Receipt"
    ACKNOWLEDGEMENT = "acknowledgement", "Acknowledgement"
    ACCEPTANCE = "acceptance", "Decision: the review goes ahead"
    REJECTION = "rejection", "Decision: the threshold is not met"
    DEFERRAL = "deferral", "Decision put off to a later date"
    REDIRECTION = "redirection", "Decision: another route is the right one"
    NOT_VALID = "not_valid", "Decision: not a valid application"
    MORE_INFORMATION = "more_information", "A question to you"
    CONSENT = "consent", "May we? A question to you"
    REQUEST_REMINDER = "request_reminder", "A reminder of our question"
    REQUEST_WITHDRAWN = "request_withdrawn", "Our question needs no answer"
    REFERRAL = "referral", "The review meeting"
    NOT_INVITED = "not_invited", "Why you are not invited, and how else to be heard"
    DRAFT_PLAN = "draft_plan", "The draft plan, for your comment"
    RESPONSE = "response", "Response with the action plan"
    PROGRESS = "progress", "How far the action plan is"
    PLAN_CHANGED = "plan_changed", "The action plan has changed"
    CLOSURE = "closure", "The review is closed"
    SURVEY = "survey", "What was the review like?"
    EXTENSION = "extension", "A date has changed"
    DATE_MOVED = "date_moved", "A date has moved"
    WITHDRAWAL = "withdrawal", "Application withdrawn"
    MERGER = "merger", "Joined to another review"
    PCC_RECEIVED = "pcc_received", "Request for a second review received"
    PCC_PACK_SENT = "pcc_pack_sent", "The papers of your case are with the office"
    PCC_OUTCOME = "pcc_outcome", "Result of the second review"


class StaffKind(models.TextChoices):
    """Mail to staff, of the partnership or of an agency: never a letter, never an applicant's."""

    REMINDER = "reminder", "Reminder of dates"
    ESCALATION = "escalation", "Escalation of missed dates"
    DIGEST = "digest", "Digest of the day"
    OWED = "owed", "Reminder of returns, actions and meetings"
    OWED_ESCALATION = "owed_escalation", "Escalation of missed returns and actions"
    AGENCY_REMINDER = "agency_reminder", "Reminder to an agency"
    AGENCY_REQUEST = "agency_request", "Request for information"
    PANEL_INVITATION = "panel_invitation", "Invitation to a meeting"
    AGENCY_ACTIONS = "agency_actions", "Actions of a plan"


class DraftKind(models.TextChoices):
    """Mail to whoever began an application and asked for it: never a letter (ADR 35)."""

    LINK = "draft_link", "The way back to an application"
    REMINDER = "draft_reminder", "Application not sent yet"


OF_AN_EVENT = (StaffKind.AGENCY_REQUEST, StaffKind.PANEL_INVITATION, StaffKind.AGENCY_ACTIONS)
"""Mail that tells of one event; all other mail to staff follows from dates and the clock."""
