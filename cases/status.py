"""The statuses of a case and of a PCC review, who owns each, and which commands leave it.

The tables stand next to each other so that a missing line is seen; a test proves that they are
complete and `docs/STATES.md` is generated from them and from the transitions of the models.
"""

from django.db import models

from organisations.roles import Role


class Status(models.TextChoices):
    RECEIVED = "received", "Received"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    ASSESSMENT = "assessment", "Being assessed"
    ACCEPTED = "accepted", "Accepted"
    REJECTED = "rejected", "Threshold not met"
    DEFERRED = "deferred", "Deferred"
    REDIRECTED = "redirected", "Redirected"
    INVALID = "invalid", "Not a valid application"
    REFERRED = "referred", "Referred to LMAPS"
    PLAN_AGREED = "plan_agreed", "Action plan agreed"
    RESPONDED = "responded", "Response sent"
    MONITORING = "monitoring", "Plan being followed"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"
    MERGED = "merged", "Joined to another case"


ENDED = frozenset({Status.CLOSED, Status.WITHDRAWN, Status.MERGED})
OPEN = frozenset(Status) - ENDED
DECIDED_AGAINST = frozenset({Status.REJECTED, Status.REDIRECTED, Status.INVALID})

OWNER: dict[Status, Role | None] = {
    Status.RECEIVED: Role.SPOC,
    Status.ACKNOWLEDGED: Role.SPOC,
    Status.ASSESSMENT: Role.ASSESSOR,
    Status.ACCEPTED: Role.SPOC,
    Status.REJECTED: Role.SPOC,
    Status.DEFERRED: Role.SPOC,
    Status.REDIRECTED: Role.SPOC,
    Status.INVALID: Role.SPOC,
    Status.REFERRED: Role.LMAPS_CHAIR,
    Status.PLAN_AGREED: Role.SPOC,
    Status.RESPONDED: Role.AGENCY_MEMBER,
    Status.MONITORING: Role.AGENCY_MEMBER,
    Status.CLOSED: None,
    Status.WITHDRAWN: None,
    Status.MERGED: None,
}


class Command(models.TextChoices):
    """Every command on a case; the same names as the functions in `cases/commands`."""

    ACKNOWLEDGE = "acknowledge"
    RECORD_ASSESSMENT = "record_assessment"
    RECORD_RISK = "record_risk"
    DECIDE = "decide"
    RESUME = "resume"
    CONSIDER_PEER_REVIEW = "consider_peer_review"
    REFER = "refer"
    RECORD_INVOLVEMENT = "record_involvement"
    RECORD_PLAN = "record_plan"
    SEND_RESPONSE = "send_response"
    RECORD_PROGRESS = "record_progress"
    CLOSE = "close"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    EXTEND_DEADLINE = "extend_deadline"
    REQUEST_INFORMATION = "request_information"
    RECORD_RETURN = "record_return"
    REQUEST_PCC_REVIEW = "request_pcc_review"
    REPIN = "repin"
    IDENTIFY = "identify"
    CHOOSE_LETTER_FORM = "choose_letter_form"
    ASK_APPLICANT = "ask_applicant"
    RECORD_ANSWER = "record_answer"
    WITHDRAW_REQUEST = "withdraw_request"
    DECIDE_INVITATION = "decide_invitation"
    SEND_DRAFT_PLAN = "send_draft_plan"
    RECORD_COMMENT = "record_comment"
    TELL_PROGRESS = "tell_progress"
    CHANGE_ACTION = "change_action"


# Which statuses each command leaves from. A command that runs beside the status lists all those in
# which it may run.
ALLOWED: dict[Command, frozenset[Status]] = {
    Command.ACKNOWLEDGE: frozenset({Status.RECEIVED}),
    Command.RECORD_ASSESSMENT: frozenset({Status.ACKNOWLEDGED, Status.ASSESSMENT}),
    Command.RECORD_RISK: OPEN - DECIDED_AGAINST,
    Command.DECIDE: frozenset({Status.ASSESSMENT}),
    Command.RESUME: frozenset({Status.DEFERRED}),
    Command.CONSIDER_PEER_REVIEW: frozenset({Status.ACCEPTED, Status.REFERRED}),
    Command.REFER: frozenset({Status.ACCEPTED, Status.REFERRED}),
    Command.RECORD_INVOLVEMENT: frozenset({Status.REFERRED}),
    Command.RECORD_PLAN: frozenset({Status.REFERRED}),
    Command.SEND_RESPONSE: frozenset({Status.PLAN_AGREED}),
    Command.RECORD_PROGRESS: OPEN - DECIDED_AGAINST - {Status.RECEIVED, Status.ACKNOWLEDGED},
    Command.CLOSE: DECIDED_AGAINST | {Status.RESPONDED, Status.MONITORING},
    Command.REOPEN: DECIDED_AGAINST | {Status.RESPONDED, Status.MONITORING, Status.CLOSED},
    Command.WITHDRAW: OPEN,
    Command.MERGE: frozenset(
        {Status.RECEIVED, Status.ACKNOWLEDGED, Status.ASSESSMENT, Status.DEFERRED}
    ),
    Command.EXTEND_DEADLINE: OPEN - DECIDED_AGAINST,
    Command.REQUEST_INFORMATION: OPEN - DECIDED_AGAINST,
    Command.RECORD_RETURN: OPEN,
    Command.REQUEST_PCC_REVIEW: DECIDED_AGAINST
    | {Status.RESPONDED, Status.MONITORING, Status.CLOSED},
    Command.REPIN: frozenset(
        {Status.RECEIVED, Status.ACKNOWLEDGED, Status.ASSESSMENT, Status.DEFERRED}
    ),
    Command.IDENTIFY: frozenset(
        {Status.RECEIVED, Status.ACKNOWLEDGED, Status.ASSESSMENT, Status.DEFERRED}
    ),
    # A closed case still has letters to come: a second review's.
    Command.CHOOSE_LETTER_FORM: OPEN | {Status.CLOSED},
    Command.ASK_APPLICANT: OPEN - DECIDED_AGAINST,
    Command.RECORD_ANSWER: OPEN,
    Command.WITHDRAW_REQUEST: OPEN,
    Command.DECIDE_INVITATION: frozenset({Status.REFERRED}),
    Command.SEND_DRAFT_PLAN: frozenset({Status.REFERRED}),
    Command.RECORD_COMMENT: frozenset({Status.REFERRED}),
    Command.TELL_PROGRESS: frozenset({Status.RESPONDED, Status.MONITORING}),
    Command.CHANGE_ACTION: frozenset({Status.RESPONDED, Status.MONITORING}),
}


class Outcome(models.TextChoices):
    """What the SPOC can decide about the threshold (DOMAIN section 2, step 9)."""

    ACCEPTED = "accepted", "Accept: the review goes ahead"
    REJECTED = "rejected", "Reject: the threshold is not met"
    DEFERRED = "deferred", "Defer: decide on a later date"
    REDIRECTED = "redirected", "Redirect: another route or area is the right one"
    INVALID = "invalid", "Not a valid application"


class Ground(models.TextChoices):
    """Why a case was accepted."""

    STATUTORY = "statutory", "Three qualifying complaints: s.104(4)"
    LOCAL = "local", "The threshold of the published procedure"
    HARM = "harm", "Discretion: harm, potential harm or vulnerability"


class PccStatus(models.TextChoices):
    REQUESTED = "requested", "Requested"
    ELIGIBLE = "eligible", "Eligible"
    NOT_ELIGIBLE = "not_eligible", "Not eligible"
    AWAITING_PARTNERSHIP = "awaiting_partnership", "Awaiting the partnership"
    UNDER_REVIEW = "under_review", "Under review"
    UPHELD = "upheld", "Upheld and referred back"
    NOT_UPHELD = "not_upheld", "Not upheld"
    ANSWERED = "answered", "Answered"
    CLOSED = "closed", "Closed"


PCC_OPEN = frozenset(PccStatus) - {PccStatus.ANSWERED, PccStatus.CLOSED}

PCC_OWNER: dict[PccStatus, Role | None] = {
    PccStatus.REQUESTED: Role.PCC_OFFICER,
    PccStatus.ELIGIBLE: Role.PCC_OFFICER,
    PccStatus.NOT_ELIGIBLE: Role.PCC_OFFICER,
    PccStatus.AWAITING_PARTNERSHIP: Role.SPOC,
    PccStatus.UNDER_REVIEW: Role.PCC_OFFICER,
    PccStatus.UPHELD: Role.PCC_OFFICER,
    PccStatus.NOT_UPHELD: Role.PCC_OFFICER,
    PccStatus.ANSWERED: Role.PCC_OFFICER,
    PccStatus.CLOSED: None,
}


class PccCommand(models.TextChoices):
    """Every command on a PCC review."""

    FIND_ELIGIBLE = "find_eligible"
    FIND_NOT_ELIGIBLE = "find_not_eligible"
    ASK_PARTNERSHIP = "ask_partnership"
    ANSWER_OFFICE = "answer_office"
    BEGIN_REVIEW = "begin_review"
    UPHOLD = "uphold"
    NOT_UPHOLD = "not_uphold"
    MARK_ANSWERED = "mark_answered"
    CLOSE_REVIEW = "close_review"


PCC_ALLOWED: dict[PccCommand, frozenset[PccStatus]] = {
    PccCommand.FIND_ELIGIBLE: frozenset({PccStatus.REQUESTED}),
    PccCommand.FIND_NOT_ELIGIBLE: frozenset({PccStatus.REQUESTED}),
    PccCommand.ASK_PARTNERSHIP: frozenset({PccStatus.ELIGIBLE, PccStatus.UNDER_REVIEW}),
    PccCommand.ANSWER_OFFICE: frozenset({PccStatus.AWAITING_PARTNERSHIP}),
    PccCommand.BEGIN_REVIEW: frozenset({PccStatus.ELIGIBLE, PccStatus.AWAITING_PARTNERSHIP}),
    PccCommand.UPHOLD: frozenset({PccStatus.UNDER_REVIEW}),
    PccCommand.NOT_UPHOLD: frozenset({PccStatus.UNDER_REVIEW}),
    PccCommand.MARK_ANSWERED: frozenset(
        {PccStatus.UPHELD, PccStatus.NOT_UPHELD, PccStatus.NOT_ELIGIBLE}
    ),
    PccCommand.CLOSE_REVIEW: frozenset({PccStatus.ANSWERED}),
}
