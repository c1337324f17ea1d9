"""Every kind of event that commands write. The post's catalogue answers for each one of them."""

from enum import StrEnum


class EventKind(StrEnum):
    """Past tense and dotted; the part before the dot is the noun."""

    DRAFT_KEPT = "draft.kept"
    DRAFT_LINK_ASKED = "draft.link_asked"
    DRAFT_OPENED = "draft.opened"
    DRAFT_REMINDED = "draft.reminded"
    DRAFT_ERASED = "draft.erased"
    APPLICATION_RECEIVED = "application.received"
    APPLICATION_WITHDRAWN = "application.withdrawn"
    CASE_ACKNOWLEDGED = "case.acknowledged"
    ASSESSMENT_RECORDED = "assessment.recorded"
    RISK_RECORDED = "risk.recorded"
    DECISION_MADE = "decision.made"
    CASE_RESUMED = "case.resumed"
    PEER_REVIEW_CONSIDERED = "peer_review.considered"
    CASE_REFERRED = "case.referred"
    INVITATION_DECIDED = "invitation.decided"
    DRAFT_PLAN_SENT = "draft_plan.sent"
    DRAFT_PLAN_COMMENTED = "draft_plan.commented"
    INVOLVEMENT_RECORDED = "involvement.recorded"
    PLAN_AGREED = "plan.agreed"
    RESPONSE_SENT = "response.sent"
    ACTION_PROGRESSED = "action.progressed"
    ACTION_CHANGED = "action.changed"
    PROGRESS_REPORTED = "progress.reported"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    CASE_MERGED = "case.merged"
    SURVEY_INVITED = "survey.invited"
    DEADLINE_EXTENDED = "deadline.extended"
    DEADLINE_CHASED = "deadline.chased"
    DEADLINE_MOVED = "deadline.moved"
    INFORMATION_REQUESTED = "information.requested"
    INFORMATION_RETURNED = "information.returned"
    APPLICANT_ASKED = "applicant.asked"
    APPLICANT_ANSWERED = "applicant.answered"
    APPLICANT_REQUEST_WITHDRAWN = "applicant.request_withdrawn"
    APPLICANT_REMINDED = "applicant.reminded"
    REPLY_CHASED = "reply.chased"
    INFORMATION_CHASED = "information.chased"
    ACTION_CHASED = "action.chased"
    MEETING_CHASED = "meeting.chased"
    PCC_REVIEW_REQUESTED = "pcc_review.requested"
    PCC_REVIEW_FOUND_ELIGIBLE = "pcc_review.found_eligible"
    PCC_REVIEW_FOUND_NOT_ELIGIBLE = "pcc_review.found_not_eligible"
    PCC_REVIEW_PARTNERSHIP_ASKED = "pcc_review.partnership_asked"
    PCC_REVIEW_PARTNERSHIP_ANSWERED = "pcc_review.partnership_answered"
    PCC_REVIEW_BEGUN = "pcc_review.begun"
    PCC_REVIEW_UPHELD = "pcc_review.upheld"
    PCC_REVIEW_NOT_UPHELD = "pcc_review.not_upheld"
    PCC_REVIEW_ANSWERED = "pcc_review.answered"
    PCC_REVIEW_CLOSED = "pcc_review.closed"
    LETTER_TOLD = "letter.told"
    LETTER_TRIED_AGAIN = "letter.tried_again"
    LETTER_SENT_AGAIN = "letter.sent_again"
    LETTER_MARKED_SENT = "letter.marked_sent"
    LETTER_TOLD_ANOTHER_WAY = "letter.told_another_way"
    LETTER_BATCHED = "letter.batched"
    LETTER_UNBATCHED = "letter.unbatched"
    LETTER_RETURNED = "letter.returned"
    CONTACT_CHECKED = "contact.checked"
    LETTER_NOT_REACHED = "letter.not_reached"
    MEETING_PLANNED = "meeting.planned"
    PROCEDURE_DRAFTED = "procedure.drafted"
    PROCEDURE_EDITED = "procedure.edited"
    PROCEDURE_CONSULTED = "procedure.consulted"
    PROCEDURE_DISCARDED = "procedure.discarded"
    PROCEDURE_PUBLISHED = "procedure.published"
    APPLICATION_REPINNED = "application.repinned"
    PERSON_IDENTIFIED = "person.identified"
    LETTER_FORM_CHOSEN = "letter_form.chosen"
    MEMBERSHIP_GIVEN = "membership.given"
    MEMBERSHIP_ENDED = "membership.ended"
    REMINDERS_CHANGED = "reminders.changed"
    REMINDER_SENT_AGAIN = "reminder.sent_again"
    LETTER_LOOK_CHANGED = "letter_look.changed"
    REMINDER_MARKED_ARRIVED = "reminder.marked_arrived"
    AGENCY_MAILBOX_CHANGED = "agency_mailbox.changed"
    WORDING_CHANGED = "wording.changed"
    CALENDAR_DAY_ADDED = "calendar_day.added"
    CALENDAR_DAY_REMOVED = "calendar_day.removed"


# What each is called where staff read of it: the case's timeline and the audit.
EVENT_WORDS: dict[EventKind, str] = {
    EventKind.DRAFT_KEPT: "Draft of an application kept",
    EventKind.DRAFT_LINK_ASKED: "Link to a draft asked for",
    EventKind.DRAFT_OPENED: "Draft opened by the link in an e-mail",
    EventKind.DRAFT_REMINDED: "Reminder of a draft that was not sent",
    EventKind.DRAFT_ERASED: "Draft of an application erased",
    EventKind.APPLICATION_RECEIVED: "Application received",
    EventKind.APPLICATION_WITHDRAWN: "Application withdrawn",
    EventKind.CASE_ACKNOWLEDGED: "Acknowledgement written",
    EventKind.ASSESSMENT_RECORDED: "Assessment recorded",
    EventKind.RISK_RECORDED: "Risk assessment recorded",
    EventKind.DECISION_MADE: "Decision made",
    EventKind.CASE_RESUMED: "Deferred case taken up again",
    EventKind.PEER_REVIEW_CONSIDERED: "Peer review considered",
    EventKind.CASE_REFERRED: "Referred to the review meeting",
    EventKind.INVITATION_DECIDED: "Decided whether the applicant is invited",
    EventKind.DRAFT_PLAN_SENT: "Draft of the plan sent for comment",
    EventKind.DRAFT_PLAN_COMMENTED: "Applicant’s comment on the draft plan",
    EventKind.INVOLVEMENT_RECORDED: "Victim’s part in the meeting recorded",
    EventKind.PLAN_AGREED: "Action plan agreed",
    EventKind.RESPONSE_SENT: "Response written",
    EventKind.ACTION_PROGRESSED: "Progress on an action recorded",
    EventKind.ACTION_CHANGED: "Action changed, and the applicant told why",
    EventKind.PROGRESS_REPORTED: "Applicant told how far the plan is",
    EventKind.CASE_CLOSED: "Case closed",
    EventKind.CASE_REOPENED: "Case opened again",
    EventKind.CASE_MERGED: "Joined to another case",
    EventKind.SURVEY_INVITED: "Applicant asked what the review was like",
    EventKind.DEADLINE_EXTENDED: "Deadline extended",
    EventKind.DEADLINE_CHASED: "Reminder sent",
    EventKind.DEADLINE_MOVED: "Date moved: the days off or the meetings have changed",
    EventKind.INFORMATION_REQUESTED: "Information asked of an agency",
    EventKind.INFORMATION_RETURNED: "Information returned by an agency",
    EventKind.APPLICANT_ASKED: "Applicant asked for something",
    EventKind.APPLICANT_ANSWERED: "Applicant answered what we asked",
    EventKind.APPLICANT_REQUEST_WITHDRAWN: "Question to the applicant withdrawn",
    EventKind.APPLICANT_REMINDED: "Applicant reminded of a question",
    EventKind.REPLY_CHASED: "Contact told that an applicant has not answered",
    EventKind.INFORMATION_CHASED: "Reminder of information that an agency owes",
    EventKind.ACTION_CHASED: "Reminder of an action that an agency owes",
    EventKind.MEETING_CHASED: "Reminder of a meeting sent",
    EventKind.PCC_REVIEW_REQUESTED: "Review by the PCC office asked for",
    EventKind.PCC_REVIEW_FOUND_ELIGIBLE: "PCC office: request found eligible",
    EventKind.PCC_REVIEW_FOUND_NOT_ELIGIBLE: "PCC office: request found not eligible",
    EventKind.PCC_REVIEW_PARTNERSHIP_ASKED: "PCC office: partnership asked",
    EventKind.PCC_REVIEW_PARTNERSHIP_ANSWERED: "PCC office: partnership answered",
    EventKind.PCC_REVIEW_BEGUN: "PCC office: review begun",
    EventKind.PCC_REVIEW_UPHELD: "PCC office: upheld and referred back",
    EventKind.PCC_REVIEW_NOT_UPHELD: "PCC office: not upheld",
    EventKind.PCC_REVIEW_ANSWERED: "PCC office: applicant told the outcome",
    EventKind.PCC_REVIEW_CLOSED: "PCC office: review closed",
    EventKind.LETTER_TOLD: "Letter accepted for delivery",
    EventKind.LETTER_TRIED_AGAIN: "Letter to be written once more",
    EventKind.LETTER_SENT_AGAIN: "Letter to be sent once more",
    EventKind.LETTER_MARKED_SENT: "Letter found to have been sent",
    EventKind.LETTER_TOLD_ANOTHER_WAY: "Told another way than by letter",
    EventKind.LETTER_BATCHED: "Letter put into a print batch",
    EventKind.LETTER_UNBATCHED: "Letter taken out of a print batch, not posted",
    EventKind.LETTER_RETURNED: "Letter brought back by the post",
    EventKind.CONTACT_CHECKED: "Contact details confirmed or corrected",
    EventKind.LETTER_NOT_REACHED: "Letter did not arrive after all",
    EventKind.MEETING_PLANNED: "Meeting planned",
    EventKind.PROCEDURE_DRAFTED: "Draft of a procedure begun",
    EventKind.PROCEDURE_EDITED: "Draft of a procedure changed",
    EventKind.PROCEDURE_CONSULTED: "Consultation on a procedure recorded",
    EventKind.PROCEDURE_DISCARDED: "Draft of a procedure given up",
    EventKind.PROCEDURE_PUBLISHED: "Procedure published",
    EventKind.APPLICATION_REPINNED: "Application moved to another version of the procedure",
    EventKind.PERSON_IDENTIFIED: "Found who somebody is whom an agency named under a code",
    EventKind.LETTER_FORM_CHOSEN: "Chosen whether letters are in large print",
    EventKind.MEMBERSHIP_GIVEN: "Role given",
    EventKind.MEMBERSHIP_ENDED: "Role ended",
    EventKind.REMINDERS_CHANGED: "Times of reminders changed",
    EventKind.REMINDER_SENT_AGAIN: "Reminder to staff sent again",
    EventKind.LETTER_LOOK_CHANGED: "Look of the letters changed",
    EventKind.REMINDER_MARKED_ARRIVED: "Reminder to staff found to have arrived",
    EventKind.AGENCY_MAILBOX_CHANGED: "Mailbox of an agency changed",
    EventKind.WORDING_CHANGED: "Wording of a letter changed",
    EventKind.CALENDAR_DAY_ADDED: "Day off added",
    EventKind.CALENDAR_DAY_REMOVED: "Day off removed",
}
