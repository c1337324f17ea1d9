"""What is told about each kind of event, and to whom; or why nothing is (ARCHITECTURE section 3).

Told to each applicant named in the event's frozen facts, by the safest way they gave: see
`notifications/channels.py`. A test proves that every kind of event has its line.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.event_kinds import EventKind
from cases.status import Outcome
from notifications.letter_kinds import LetterKind
from notifications.models import Delivery

EMAIL_THEN_POST = (Delivery.Channel.EMAIL, Delivery.Channel.POST)


class UnknownEvent(LookupError):
    """An event kind, or the outcome of a decision, for which the catalogue has no line."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One letter to each applicant; `channels` in the order tried when the person has no wish."""

    letter: LetterKind
    channels: tuple[str, ...] = EMAIL_THEN_POST


@dataclass(frozen=True, kw_only=True)
class ToldByOutcome:
    """One letter to each applicant, chosen by the `outcome` in the event's payload."""

    letters: Mapping[str, LetterKind]
    channels: tuple[str, ...] = EMAIL_THEN_POST


@dataclass(frozen=True, kw_only=True)
class Silent:
    """Nothing is sent, for a reason."""

    reason: str


DECISION_LETTERS = {
    Outcome.ACCEPTED.value: LetterKind.ACCEPTANCE,
    Outcome.REJECTED.value: LetterKind.REJECTION,
    Outcome.DEFERRED.value: LetterKind.DEFERRAL,
    Outcome.REDIRECTED.value: LetterKind.REDIRECTION,
    Outcome.INVALID.value: LetterKind.NOT_VALID,
}

CATALOGUE: dict[EventKind, Told | ToldByOutcome | Silent] = {
    EventKind.APPLICATION_RECEIVED: Told(letter=LetterKind.RECEIPT),
    EventKind.APPLICATION_WITHDRAWN: Told(letter=LetterKind.WITHDRAWAL),
    EventKind.CASE_ACKNOWLEDGED: Told(letter=LetterKind.ACKNOWLEDGEMENT),
    EventKind.ASSESSMENT_RECORDED: Silent(reason="The decision's letter gives every finding."),
    EventKind.RISK_RECORDED: Silent(reason="Internal: knowing how a risk is judged can be a risk."),
    EventKind.DECISION_MADE: ToldByOutcome(letters=DECISION_LETTERS),
    EventKind.CASE_RESUMED: Silent(reason="The decision follows, and its letter with it."),
    EventKind.PEER_REVIEW_CONSIDERED: Silent(reason="Between partnerships; it changes no date."),
    EventKind.CASE_REFERRED: Told(letter=LetterKind.REFERRAL),
    EventKind.INVOLVEMENT_RECORDED: Silent(reason="The applicant took part, so they know."),
    EventKind.PLAN_AGREED: Silent(reason="The response gives the plan."),
    EventKind.RESPONSE_SENT: Told(letter=LetterKind.RESPONSE),
    EventKind.ACTION_PROGRESSED: Silent(reason="On the tracker; the closing letter sums up."),
    EventKind.CASE_CLOSED: Told(letter=LetterKind.CLOSURE),
    EventKind.CASE_REOPENED: Silent(reason="On the tracker; a second review's result says it."),
    EventKind.CASE_MERGED: Told(letter=LetterKind.MERGER),
    EventKind.DEADLINE_EXTENDED: Told(letter=LetterKind.EXTENSION),
    EventKind.DEADLINE_CHASED: Silent(reason="To staff, by mail of its own; it moves no date."),
    EventKind.DEADLINE_MOVED: Told(letter=LetterKind.DATE_MOVED),
    EventKind.INFORMATION_REQUESTED: Silent(reason="Agencies see it in their worklist."),
    EventKind.INFORMATION_RETURNED: Silent(reason="The SPOC sees it in the case."),
    EventKind.PCC_REVIEW_REQUESTED: Told(letter=LetterKind.PCC_RECEIVED),
    EventKind.PCC_REVIEW_FOUND_ELIGIBLE: Silent(reason="The result is told when there is one."),
    EventKind.PCC_REVIEW_FOUND_NOT_ELIGIBLE: Told(letter=LetterKind.PCC_OUTCOME),
    EventKind.PCC_REVIEW_PARTNERSHIP_ASKED: Silent(reason="The SPOC sees it in the case."),
    EventKind.PCC_REVIEW_PARTNERSHIP_ANSWERED: Silent(reason="The office sees it in the review."),
    EventKind.PCC_REVIEW_BEGUN: Silent(reason="The result is told when there is one."),
    EventKind.PCC_REVIEW_UPHELD: Told(letter=LetterKind.PCC_OUTCOME),
    EventKind.PCC_REVIEW_NOT_UPHELD: Told(letter=LetterKind.PCC_OUTCOME),
    EventKind.PCC_REVIEW_ANSWERED: Silent(reason="Says that the result has been told."),
    EventKind.PCC_REVIEW_CLOSED: Silent(reason="The applicant has had the result."),
    EventKind.LETTER_TOLD: Silent(reason="Says that a letter has been told."),
    EventKind.LETTER_TRIED_AGAIN: Silent(reason="The letter that it brings is what is told."),
    EventKind.LETTER_SENT_AGAIN: Silent(reason="The letter that goes again is what is told."),
    EventKind.LETTER_MARKED_SENT: Silent(reason="The applicant has the letter."),
    EventKind.LETTER_TOLD_ANOTHER_WAY: Silent(reason="The applicant has been told."),
    EventKind.MEETING_PLANNED: Silent(reason="No case is on its agenda yet."),
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
    EventKind.CALENDAR_DAY_ADDED: Silent(reason="Each applicant is told of the dates that moved."),
    EventKind.CALENDAR_DAY_REMOVED: Silent(reason="Each applicant is told of dates that moved."),
}

SILENT = sorted(kind for kind, line in CATALOGUE.items() if isinstance(line, Silent))
"""The kinds about which nothing is sent, whatever their payload."""


def letter_of(*, kind: str, payload: Mapping) -> Told | None:
    """What is told about an event; None where the catalogue says that it is silent.

    Raises UnknownEvent where there is no line.
    """
    line = CATALOGUE.get(kind)
    if line is None:
        raise UnknownEvent(kind)
    if isinstance(line, Silent):
        return None
    if isinstance(line, Told):
        return line
    letter = line.letters.get(payload.get("outcome"))
    if letter is None:
        raise UnknownEvent(f"{kind} without a known outcome")
    return Told(letter=letter, channels=line.channels)
