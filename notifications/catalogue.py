"""What is told about each kind of event, and to whom; or why nothing is (ARCHITECTURE section 3).

Each applicant named in the event's frozen facts gets a letter, by the safest way they gave: see
`notifications/channels.py`. Agencies and the panel get mail: see `notifications/mailing.py`. A test
proves that every kind of event has its line. What follows from dates and the clock, and from no
event, stands below in BY_THE_CLOCK.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cases.event_kinds import EventKind
from cases.models import ApplicantRequest
from cases.status import Outcome
from notifications.letter_kinds import DraftKind, LetterKind, StaffKind
from notifications.models import Delivery

IN_ORDER = (Delivery.Channel.EMAIL, Delivery.Channel.TEXT, Delivery.Channel.POST)
"""The ways to write to an applicant, one at a time, in the order tried when there is no wish."""


class UnknownEvent(LookupError):
    """An event kind, or the outcome of a decision, for which the catalogue has no line."""


class Reader(StrEnum):
    """Who outside the applicants reads a mail about an event."""

    AGENCIES = "the agencies concerned"
    CHAIR = "the chair of the meeting"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One e-mail to each of its readers, about one event."""

    kind: StaffKind
    to: tuple[Reader, ...]


@dataclass(frozen=True, kw_only=True)
class Told:
    """One letter to each applicant, and mails to others; either may be missing, never both.

    channels: in the order tried when the applicant has no wish. unwritten: why the applicants hear
    nothing, where there is no letter. instead: letters that the frozen facts of one application may
    name in its place.
    """

    letter: LetterKind | None = None
    channels: tuple[str, ...] = IN_ORDER
    mails: tuple[Mail, ...] = ()
    unwritten: str = ""
    instead: tuple[LetterKind, ...] = ()

    def letter_for(self, application: Mapping) -> LetterKind:
        """The letter to one application of the frozen facts. Raises UnknownEvent."""
        named = application.get("letter", self.letter)
        if named != self.letter and named not in self.instead:
            raise UnknownEvent(f"no letter {named} about this event")
        return LetterKind(named)


@dataclass(frozen=True, kw_only=True)
class ToldByOutcome:
    """One letter to each applicant, chosen by the `outcome` in the event's payload."""

    letters: Mapping[str, LetterKind]
    channels: tuple[str, ...] = IN_ORDER


@dataclass(frozen=True, kw_only=True)
class ToldOfDraft:
    """One mail to whoever began an application and gave an address for it: see `draft_mail.py`."""

    mail: DraftKind


@dataclass(frozen=True, kw_only=True)
class Silent:
    """Nothing is sent, for a reason."""

    reason: str


INVITATION = Mail(kind=StaffKind.PANEL_INVITATION, to=(Reader.AGENCIES, Reader.CHAIR))

DECISION_LETTERS = {
    Outcome.ACCEPTED.value: LetterKind.ACCEPTANCE,
    Outcome.REJECTED.value: LetterKind.REJECTION,
    Outcome.DEFERRED.value: LetterKind.DEFERRAL,
    Outcome.REDIRECTED.value: LetterKind.REDIRECTION,
    Outcome.INVALID.value: LetterKind.NOT_VALID,
}

INVITATION_LETTERS = {"invited": LetterKind.REFERRAL, "not_invited": LetterKind.NOT_INVITED}

REQUEST_LETTERS = {
    ApplicantRequest.Kind.INFORMATION.value: LetterKind.MORE_INFORMATION,
    ApplicantRequest.Kind.CONSENT.value: LetterKind.CONSENT,
}

CATALOGUE: dict[EventKind, Told | ToldByOutcome | ToldOfDraft | Silent] = {
    EventKind.DRAFT_KEPT: Silent(reason="The page shows the code; a mail goes only where asked."),
    EventKind.DRAFT_LINK_ASKED: ToldOfDraft(mail=DraftKind.LINK),
    EventKind.DRAFT_OPENED: Silent(reason="By whoever had the link."),
    EventKind.DRAFT_REMINDED: ToldOfDraft(mail=DraftKind.REMINDER),
    EventKind.DRAFT_ERASED: Silent(reason="It was sent, or they asked for it, or knew the day."),
    EventKind.APPLICATION_RECEIVED: Told(letter=LetterKind.RECEIPT),
    EventKind.APPLICATION_WITHDRAWN: Told(letter=LetterKind.WITHDRAWAL),
    EventKind.CASE_ACKNOWLEDGED: Told(letter=LetterKind.ACKNOWLEDGEMENT),
    EventKind.ASSESSMENT_RECORDED: Silent(reason="The decision's letter gives every finding."),
    EventKind.RISK_RECORDED: Silent(reason="Internal: knowing how a risk is judged can be a risk."),
    EventKind.DECISION_MADE: ToldByOutcome(letters=DECISION_LETTERS),
    EventKind.CASE_RESUMED: Silent(reason="The decision follows, and its letter with it."),
    EventKind.PEER_REVIEW_CONSIDERED: Silent(reason="Between partnerships; it changes no date."),
    EventKind.CASE_REFERRED: Told(
        letter=LetterKind.REFERRAL, mails=(INVITATION,), instead=(LetterKind.NOT_INVITED,)
    ),
    EventKind.INVITATION_DECIDED: ToldByOutcome(letters=INVITATION_LETTERS),
    EventKind.INVOLVEMENT_RECORDED: Silent(reason="They took part, or were told why not before."),
    EventKind.DRAFT_PLAN_SENT: Told(letter=LetterKind.DRAFT_PLAN),
    EventKind.DRAFT_PLAN_COMMENTED: Silent(reason="The applicant said it themselves."),
    EventKind.PLAN_AGREED: Told(
        mails=(Mail(kind=StaffKind.AGENCY_ACTIONS, to=(Reader.AGENCIES,)),),
        unwritten="The response gives the applicant the plan.",
    ),
    EventKind.RESPONSE_SENT: Told(letter=LetterKind.RESPONSE),
    EventKind.ACTION_PROGRESSED: Silent(reason="On the tracker; the contact sums up in a letter."),
    EventKind.ACTION_CHANGED: Told(letter=LetterKind.PLAN_CHANGED),
    EventKind.PROGRESS_REPORTED: Told(letter=LetterKind.PROGRESS),
    EventKind.CASE_CLOSED: Told(letter=LetterKind.CLOSURE),
    EventKind.CASE_REOPENED: Silent(reason="On the tracker; a second review's result says it."),
    EventKind.CASE_MERGED: Told(letter=LetterKind.MERGER),
    EventKind.SURVEY_INVITED: Told(letter=LetterKind.SURVEY),
    EventKind.DEADLINE_EXTENDED: Told(letter=LetterKind.EXTENSION),
    EventKind.DEADLINE_CHASED: Silent(reason="To staff, by mail of its own; it moves no date."),
    EventKind.DEADLINE_MOVED: Told(letter=LetterKind.DATE_MOVED),
    EventKind.INFORMATION_REQUESTED: Told(
        mails=(Mail(kind=StaffKind.AGENCY_REQUEST, to=(Reader.AGENCIES,)),),
        unwritten="It changes nothing of what the applicant is owed.",
    ),
    EventKind.INFORMATION_RETURNED: Silent(reason="The SPOC sees it in the case."),
    EventKind.APPLICANT_ASKED: ToldByOutcome(letters=REQUEST_LETTERS),
    EventKind.APPLICANT_ANSWERED: Silent(reason="The applicant said it themselves."),
    EventKind.APPLICANT_REQUEST_WITHDRAWN: Told(letter=LetterKind.REQUEST_WITHDRAWN),
    EventKind.APPLICANT_REMINDED: Told(letter=LetterKind.REQUEST_REMINDER),
    EventKind.REPLY_CHASED: Silent(reason="To the contact, by mail: they ring the applicant."),
    EventKind.INFORMATION_CHASED: Silent(reason="Says that the agency was reminded, by mail."),
    EventKind.ACTION_CHASED: Silent(reason="Says that the agency was reminded, by mail."),
    EventKind.MEETING_CHASED: Silent(reason="Says that the panel was reminded, by mail."),
    EventKind.PCC_REVIEW_REQUESTED: Told(letter=LetterKind.PCC_RECEIVED),
    EventKind.PCC_REVIEW_FOUND_ELIGIBLE: Silent(reason="The result is told when there is one."),
    EventKind.PCC_REVIEW_FOUND_NOT_ELIGIBLE: Told(letter=LetterKind.PCC_OUTCOME),
    EventKind.PCC_REVIEW_PARTNERSHIP_ASKED: Silent(reason="The SPOC sees it in the case."),
    EventKind.PCC_REVIEW_PARTNERSHIP_ANSWERED: Told(letter=LetterKind.PCC_PACK_SENT),
    EventKind.PCC_REVIEW_BEGUN: Told(letter=LetterKind.PCC_PACK_SENT),
    EventKind.PCC_REVIEW_UPHELD: Told(letter=LetterKind.PCC_OUTCOME),
    EventKind.PCC_REVIEW_NOT_UPHELD: Told(letter=LetterKind.PCC_OUTCOME),
    EventKind.PCC_REVIEW_ANSWERED: Silent(reason="Says that the result has been told."),
    EventKind.PCC_REVIEW_CLOSED: Silent(reason="The applicant has had the result."),
    EventKind.LETTER_TOLD: Silent(reason="Says that a letter has been told."),
    EventKind.LETTER_TRIED_AGAIN: Silent(reason="The letter that it brings is what is told."),
    EventKind.LETTER_SENT_AGAIN: Silent(reason="The letter that goes again is what is told."),
    EventKind.LETTER_MARKED_SENT: Silent(reason="The applicant has the letter."),
    EventKind.LETTER_TOLD_ANOTHER_WAY: Silent(reason="The applicant has been told."),
    EventKind.LETTER_BATCHED: Silent(reason="To be printed; the letter is what is told."),
    EventKind.LETTER_UNBATCHED: Silent(reason="The letter waits, or somebody agrees another way."),
    EventKind.LETTER_RETURNED: Silent(reason="To an address that failed; staff find a safe way."),
    EventKind.CONTACT_CHECKED: Silent(reason="Checked with the applicant by a safe way."),
    EventKind.LETTER_NOT_REACHED: Silent(reason="The same letter goes another way, or staff act."),
    EventKind.MEETING_PLANNED: Told(
        mails=(INVITATION,), unwritten="No case is on its agenda yet, so no applicant's."
    ),
    EventKind.PROCEDURE_DRAFTED: Silent(reason="A draft binds nobody."),
    EventKind.PROCEDURE_EDITED: Silent(reason="A draft binds nobody."),
    EventKind.PROCEDURE_CONSULTED: Silent(reason="Those asked were asked; a draft binds nobody."),
    EventKind.PROCEDURE_DISCARDED: Silent(reason="A draft binds nobody."),
    EventKind.PROCEDURE_PUBLISHED: Silent(reason="Published on the partnership's own page."),
    EventKind.APPLICATION_REPINNED: Silent(reason="It moves no date that was told to a later day."),
    EventKind.PERSON_IDENTIFIED: Silent(reason="The victim hears nothing of other people."),
    EventKind.LETTER_FORM_CHOSEN: Silent(reason="The applicant asked for it."),
    EventKind.MEMBERSHIP_GIVEN: Silent(reason="About staff; no applicant is concerned."),
    EventKind.MEMBERSHIP_ENDED: Silent(reason="About staff; no applicant is concerned."),
    EventKind.REMINDERS_CHANGED: Silent(reason="About staff; no applicant is concerned."),
    EventKind.REMINDER_SENT_AGAIN: Silent(reason="To staff, by mail of its own."),
    EventKind.LETTER_LOOK_CHANGED: Silent(reason="It is seen on the letters that follow."),
    EventKind.REMINDER_MARKED_ARRIVED: Silent(reason="Says that a mail to staff has arrived."),
    EventKind.AGENCY_MAILBOX_CHANGED: Silent(reason="About an agency; no applicant is concerned."),
    EventKind.WORDING_CHANGED: Silent(reason="Letters that follow have it; none is due."),
    EventKind.CALENDAR_DAY_ADDED: Silent(reason="Each applicant is told of the dates that moved."),
    EventKind.CALENDAR_DAY_REMOVED: Silent(reason="Each applicant is told of dates that moved."),
}

BY_THE_CLOCK: dict[StaffKind, str] = {
    StaffKind.REMINDER: "Contacts: dates owed to applicants (`AUDIENCES` in audience.py)",
    StaffKind.ESCALATION: "Accountable officers: dates owed to applicants that were missed",
    StaffKind.AGENCY_REMINDER: "Agencies: their returns, actions and meetings",
    StaffKind.OWED: "Contacts and chairs: what agencies and applicants have not sent, and meetings",
    StaffKind.OWED_ESCALATION: "Accountable officers: what agencies have missed",
    StaffKind.DIGEST: "Whoever chose it: the day in one mail, at their hour",
}
"""Mail that no event brings, and who reads it; the stages stand in `notifications/audience.py`."""

SILENT = sorted(kind for kind, line in CATALOGUE.items() if isinstance(line, Silent))
"""The kinds about which nothing is sent, whatever their payload."""


def mails_of(*, kind: str) -> tuple[Mail, ...]:
    """The mails about an event to others than its applicants."""
    line = CATALOGUE.get(kind)
    return line.mails if isinstance(line, Told) else ()


def mail_of_draft(*, kind: str) -> DraftKind | None:
    """The mail about an event of a draft; None where there is none."""
    line = CATALOGUE.get(kind)
    return line.mail if isinstance(line, ToldOfDraft) else None


def letter_of(*, kind: str, payload: Mapping) -> Told | None:
    """What each applicant is told about an event; None where they are told nothing.

    Raises UnknownEvent where there is no line.
    """
    line = CATALOGUE.get(kind)
    if line is None:
        raise UnknownEvent(kind)
    if isinstance(line, Silent | ToldOfDraft):
        return None
    if isinstance(line, Told):
        return line if line.letter else None
    letter = line.letters.get(payload.get("outcome"))
    if letter is None:
        raise UnknownEvent(f"{kind} without a known outcome")
    return Told(letter=letter, channels=line.channels)
