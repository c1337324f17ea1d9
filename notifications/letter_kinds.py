"""Every kind of letter: what it is called, what stands above it, and whose letterhead it has."""

from dataclasses import dataclass

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
    REQUEST_WITHDRAWN = "request_withdrawn", "Our question needs no answer"
    REFERRAL = "referral", "The review meeting"
    NOT_INVITED = "not_invited", "Why you are not invited, and how else to be heard"
    DRAFT_PLAN = "draft_plan", "The draft plan, for your comment"
    RESPONSE = "response", "Response with the action plan"
    PROGRESS = "progress", "How far the action plan is"
    PLAN_CHANGED = "plan_changed", "The action plan has changed"
    CLOSURE = "closure", "The review is closed"
    EXTENSION = "extension", "A date has changed"
    DATE_MOVED = "date_moved", "A date has moved"
    WITHDRAWAL = "withdrawal", "Application withdrawn"
    MERGER = "merger", "Joined to another review"
    PCC_RECEIVED = "pcc_received", "Request for a second review received"
    PCC_PACK_SENT = "pcc_pack_sent", "The papers of your case are with the office"
    PCC_OUTCOME = "pcc_outcome", "Result of the second review"


class StaffKind(models.TextChoices):
    """Mail to staff: never a letter, never an applicant's."""

    REMINDER = "reminder", "Reminder of dates"
    ESCALATION = "escalation", "Escalation of missed dates"


@dataclass(frozen=True, kw_only=True)
class LetterDesign:
    """How a kind of letter is made. `subject` stands over the letter and in the PDF's title.

    requires: what this letter must be able to say; it is not written without (invariant 6).
    """

    subject: str
    requires: tuple[str, ...] = ()
    from_policing_body: bool = False


AGAINST = ("reasons", "findings", "last_date_to_ask", "complaints")


DESIGNS: dict[LetterKind, LetterDesign] = {
    LetterKind.RECEIPT: LetterDesign(
        subject="We have received your application", requires=("received_on", "dates")
    ),
    LetterKind.ACKNOWLEDGEMENT: LetterDesign(
        subject="We are looking into your application", requires=("received_on", "dates")
    ),
    LetterKind.ACCEPTANCE: LetterDesign(
        subject="We will review your case", requires=("ground", "reasons", "findings", "complaints")
    ),
    LetterKind.REJECTION: LetterDesign(
        subject="Our decision on your application", requires=AGAINST
    ),
    LetterKind.DEFERRAL: LetterDesign(
        subject="We need more time to decide", requires=("reasons", "deferred_until", "complaints")
    ),
    LetterKind.REDIRECTION: LetterDesign(
        subject="Our decision on your application", requires=("redirected_to", *AGAINST)
    ),
    LetterKind.NOT_VALID: LetterDesign(
        subject="Our decision on your application", requires=AGAINST
    ),
    LetterKind.MORE_INFORMATION: LetterDesign(
        subject="We need something from you", requires=("question", "reason", "due_on")
    ),
    LetterKind.CONSENT: LetterDesign(
        subject="We need your yes or no", requires=("asked_to", "question", "reason", "due_on")
    ),
    LetterKind.REQUEST_WITHDRAWN: LetterDesign(
        subject="You do not need to answer our question", requires=("question", "asked_on")
    ),
    LetterKind.REFERRAL: LetterDesign(
        subject="When we meet about your case", requires=("meets_at", "place", "chair")
    ),
    LetterKind.NOT_INVITED: LetterDesign(
        subject="The meeting about your case, and how you can be heard",
        requires=("meets_at", "reason", "other_ways", "heard_by", "complaints"),
    ),
    LetterKind.DRAFT_PLAN: LetterDesign(
        subject="The draft plan for your case: what do you think?",
        requires=("draft_actions", "comment_by"),
    ),
    LetterKind.PROGRESS: LetterDesign(
        subject="How far the action plan is", requires=("message", "steps", "complaints")
    ),
    LetterKind.PLAN_CHANGED: LetterDesign(
        subject="The action plan for your case has changed",
        requires=("wording", "agency", "reason", "complaints"),
    ),
    LetterKind.RESPONSE: LetterDesign(
        subject="The result of your review",
        requires=("plan_findings", "agreed_on", "last_date_to_ask", "complaints"),
    ),
    LetterKind.CLOSURE: LetterDesign(
        subject="We have closed your review", requires=("reason", "last_date_to_ask", "complaints")
    ),
    LetterKind.EXTENSION: LetterDesign(
        subject="A date in your case has changed", requires=("reason", "due_on", "revised_on")
    ),
    LetterKind.DATE_MOVED: LetterDesign(
        subject="A date in your case has moved", requires=("because", "moved")
    ),
    LetterKind.WITHDRAWAL: LetterDesign(subject="Your application has been withdrawn"),
    LetterKind.MERGER: LetterDesign(subject="We are looking at your application with another"),
    LetterKind.PCC_RECEIVED: LetterDesign(
        subject="We have received your request",
        requires=("requested_on", "grounds"),
        from_policing_body=True,
    ),
    LetterKind.PCC_PACK_SENT: LetterDesign(
        subject="We have the papers of your case",
        requires=("requested_on", "grounds"),
        from_policing_body=True,
    ),
    LetterKind.PCC_OUTCOME: LetterDesign(
        subject="The result of your request",
        requires=("requested_on", "status", "reasons"),
        from_policing_body=True,
    ),
}
