"""Which page of this door carries which command, and what its link says."""

from cases.status import Command
from portals.addresses import address_of_case

# In the order in which the case page offers them.
PAGES: dict[Command, tuple[str, str]] = {
    Command.ACKNOWLEDGE: ("acknowledge", "Send the acknowledgement"),
    Command.RECORD_ASSESSMENT: ("assess", "Record the assessment"),
    Command.RECORD_RISK: ("risk", "Record the risk"),
    Command.DECIDE: ("decide", "Decide on the threshold"),
    Command.RESUME: ("resume", "Look at it again"),
    Command.CONSIDER_PEER_REVIEW: ("peer_review", "Consider a peer review"),
    Command.REFER: ("refer", "Refer to a meeting"),
    Command.DECIDE_INVITATION: ("invitation", "Say whether an applicant is invited"),
    Command.SEND_DRAFT_PLAN: ("draft_plan", "Send the draft plan for comment"),
    Command.RECORD_COMMENT: ("draft_comment", "Record a comment on the draft plan"),
    Command.SEND_RESPONSE: ("respond", "Send the response"),
    Command.TELL_PROGRESS: ("tell_progress", "Tell the applicant how far the plan is"),
    Command.ASK_APPLICANT: ("ask_applicant", "Ask the applicant something"),
    Command.REQUEST_INFORMATION: ("request_information", "Ask an agency for information"),
    Command.MERGE: ("merge", "Join to another case"),
    Command.CLOSE: ("close", "Close the case"),
    Command.REOPEN: ("reopen", "Open the case again"),
    Command.WITHDRAW: ("withdraw", "Record a withdrawal"),
    Command.REPIN: ("repin", "Judge it by another version of the procedure"),
    Command.IDENTIFY: ("identify", "Say who is behind an agency’s code"),
    Command.CHOOSE_LETTER_FORM: ("letter_form", "Choose large print"),
}


def url_of(command: Command | None, *, slug: str, reference: str) -> str:
    """The address of an act's page; empty where the act has none here."""
    if command not in PAGES:
        return ""
    return address_of_case(f"spoc:{PAGES[command][0]}", slug, reference)


def links_of(
    acts: frozenset[Command], *, besides: Command | None, slug: str, reference: str
) -> list[dict[str, str]]:
    """Links to what may be done now, besides the one next step."""
    return [
        {"text": text, "href": url_of(command, slug=slug, reference=reference)}
        for command, (_, text) in PAGES.items()
        if command in acts and command != besides
    ]
