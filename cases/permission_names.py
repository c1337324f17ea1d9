"""The names of everything that a person may or may not do with a case, and the roles that may."""

from enum import StrEnum

from organisations.roles import Role


class Permission(StrEnum):
    """One name per act; the checks are in `cases/permissions.py`."""

    VIEW_CASE = "view_case"
    ACKNOWLEDGE = "acknowledge"
    ASSESS = "assess"
    DECIDE = "decide"
    CONSIDER_PEER_REVIEW = "consider_peer_review"
    REFER = "refer"
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
    DECIDE_INVITATION = "decide_invitation"
    SEND_DRAFT_PLAN = "send_draft_plan"
    RECORD_COMMENT = "record_comment"
    TELL_PROGRESS = "tell_progress"
    CHANGE_ACTION = "change_action"
    REVIEW_FOR_PCC = "review_for_pcc"
    ANSWER_PCC = "answer_pcc"
    POST_LETTERS = "post_letters"
    MEND_POST = "mend_post"
    OVERSEE_POST = "oversee_post"
    CHECK_CONTACT = "check_contact"
    KEY_IN_APPLICATION = "key_in_application"
    AUDIT = "audit"


ROLES: dict[Permission, frozenset[Role]] = {
    Permission.VIEW_CASE: frozenset({Role.SPOC, Role.ASSESSOR, Role.ACCOUNTABLE_OFFICER}),
    Permission.ACKNOWLEDGE: frozenset({Role.SPOC}),
    Permission.ASSESS: frozenset({Role.SPOC, Role.ASSESSOR}),
    Permission.DECIDE: frozenset({Role.SPOC}),
    Permission.CONSIDER_PEER_REVIEW: frozenset({Role.SPOC}),
    Permission.REFER: frozenset({Role.SPOC}),
    Permission.RECORD_PLAN: frozenset({Role.LMAPS_CHAIR}),
    Permission.SEND_RESPONSE: frozenset({Role.SPOC}),
    Permission.RECORD_PROGRESS: frozenset({Role.SPOC, Role.LMAPS_CHAIR, Role.AGENCY_MEMBER}),
    Permission.CLOSE: frozenset({Role.SPOC}),
    Permission.REOPEN: frozenset({Role.SPOC, Role.PCC_OFFICER}),
    Permission.WITHDRAW: frozenset({Role.SPOC}),
    Permission.MERGE: frozenset({Role.SPOC}),
    Permission.EXTEND_DEADLINE: frozenset({Role.SPOC}),
    Permission.REQUEST_INFORMATION: frozenset({Role.SPOC}),
    Permission.RECORD_RETURN: frozenset({Role.AGENCY_MEMBER}),
    Permission.REQUEST_PCC_REVIEW: frozenset(),
    Permission.REPIN: frozenset({Role.SPOC}),
    Permission.IDENTIFY: frozenset({Role.SPOC}),
    Permission.CHOOSE_LETTER_FORM: frozenset({Role.SPOC}),
    Permission.ASK_APPLICANT: frozenset({Role.SPOC}),
    Permission.RECORD_ANSWER: frozenset({Role.SPOC}),
    Permission.DECIDE_INVITATION: frozenset({Role.SPOC, Role.LMAPS_CHAIR}),
    Permission.SEND_DRAFT_PLAN: frozenset({Role.SPOC, Role.LMAPS_CHAIR}),
    Permission.RECORD_COMMENT: frozenset({Role.SPOC}),
    Permission.TELL_PROGRESS: frozenset({Role.SPOC}),
    Permission.CHANGE_ACTION: frozenset({Role.SPOC}),
    Permission.REVIEW_FOR_PCC: frozenset({Role.PCC_OFFICER}),
    Permission.ANSWER_PCC: frozenset({Role.SPOC}),
    Permission.POST_LETTERS: frozenset({Role.SPOC}),
    Permission.MEND_POST: frozenset({Role.SPOC}),
    Permission.OVERSEE_POST: frozenset({Role.SPOC, Role.ACCOUNTABLE_OFFICER, Role.AUDITOR}),
    Permission.CHECK_CONTACT: frozenset({Role.SPOC}),
    Permission.KEY_IN_APPLICATION: frozenset({Role.SPOC}),
    Permission.AUDIT: frozenset({Role.AUDITOR, Role.ACCOUNTABLE_OFFICER}),
}

# What an applicant may do with their own application, without an account.
APPLICANT_MAY = frozenset(
    {
        Permission.VIEW_CASE,
        Permission.WITHDRAW,
        Permission.REQUEST_PCC_REVIEW,
        Permission.RECORD_ANSWER,
        Permission.RECORD_COMMENT,
    }
)
