"""What stands between a letter and its person, in plain words, with what to do about it.

The same words and the same acts wherever a letter is read: in its case, and in the list over all
cases. Times are real time, as the mail server's log has them.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from cases.event_kinds import EVENT_WORDS
from cases.models import OutboxEntry
from cases.selectors.due import Due, day_of, moment_in_words
from notifications.catalogue import UnknownEvent, letter_of, mails_of
from notifications.letter_kinds import LetterKind, StaffKind
from notifications.models import Delivery, Letter
from notifications.transports.by_notify import Notify
from notifications.transports.choice import transport_of
from thresholds.periods import day_in_words

Channel, State = Delivery.Channel, Delivery.State


class Kind(models.TextChoices):
    """What sort of trouble it is; the label heads its row."""

    UNWRITTEN = "unwritten", "Could not be written"
    UNCERTAIN = "uncertain", "Not known whether it was sent"
    UNREACHED = "unreached", "Reached nobody"
    RETURNED = "returned", "Came back"
    SLOW = "slow", "Waiting unusually long"


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """One letter that has not reached its person.

    wrong: what is wrong. todo: what a person does about it. log_reference: what to look for in the
    mail server's log. latest_id: the latest delivery, so that two people do not act on the same
    one. due: the open legal date that this letter would meet, once it has reached its person.
    """

    kind: Kind
    title: str
    wrong: str
    todo: str
    since_text: str
    event_id: int
    message_id: int | None = None
    latest_id: int | None = None
    letter_id: int | None = None
    application_id: int | None = None
    case_id: int | None = None
    person_id: int | None = None
    district_id: int | None = None
    reference: str = ""
    recipient: str = ""
    channel_text: str = ""
    log_reference: str = ""
    letter_kind: str = ""
    due: Due | None = None
    due_title: str = ""

    @property
    def may_tell_again(self) -> bool:
        """Whether the letter can be tried once more."""
        return self.kind == Kind.UNWRITTEN

    @property
    def may_mark_sent(self) -> bool:
        """Whether somebody can find out that it went."""
        return self.kind == Kind.UNCERTAIN

    @property
    def may_send_again(self) -> bool:
        """Whether the letter is there and nothing is under way: it can also be told otherwise."""
        return self.kind in {Kind.UNCERTAIN, Kind.UNREACHED, Kind.RETURNED}

    @property
    def may_check_contact(self) -> bool:
        """Whether where the person is reached is in doubt."""
        return self.kind in {Kind.UNREACHED, Kind.RETURNED} and bool(self.reference)

    @property
    def text(self) -> str:
        """What is wrong and what to do, for lists that show no more."""
        return f"{self.wrong} {self.todo}"


# --- Letters that could not be written ------------------------------------------------------------

GIVEN_UP = "This letter could not be written after several attempts."
REPORT = "Report the fault with the case's reference"
TELL = "Tell the applicant yourself meanwhile if a date is near."


def _names_below(error: type) -> set[str]:
    return {error.__name__}.union(*(_names_below(more) for more in error.__subclasses__()))


STORAGE = frozenset(_names_below(OSError)) | {"SuspiciousFileOperation"}
DATABASE = frozenset({"OperationalError", "InterfaceError", "DatabaseError"})
BROKEN_OFF = frozenset({OutboxEntry.INTERRUPTED, "SoftTimeLimitExceeded", "MemoryError"})

_WHY_NOT = {
    "IncompleteFacts": (
        "The record of this step lacks something that the letter must say.",
        f"{REPORT}, and try again when it is mended. {TELL}",
    ),
    "EmptyPlace": (
        "The wording of this letter names something that the record does not hold.",
        f"{REPORT}, and try again when the wording is mended. {TELL}",
    ),
    "FactsErased": (
        "What the letter would say has been erased, as the rules for keeping data ask.",
        "It cannot be written any more. Tell the applicant yourself if this is still owed to them.",
    ),
    "UnknownEvent": (
        "The service does not know which letter belongs to this step.",
        f"{REPORT}, and try again when it is mended. {TELL}",
    ),
}
_WHY_NOT |= dict.fromkeys(
    STORAGE,
    (
        "The place where letters are kept could not be reached, or is full.",
        "Try again now. If it fails again, report that letters cannot be stored.",
    ),
)
_WHY_NOT |= dict.fromkeys(
    DATABASE,
    ("The database could not be reached.", f"Try again now. If it fails again: {REPORT.lower()}."),
)
_WHY_NOT |= dict.fromkeys(
    BROKEN_OFF,
    (
        "Writing it took too long, or was broken off each time.",
        f"Try again once. If it fails again: {REPORT.lower()}. {TELL}",
    ),
)


def unwritten(entry: OutboxEntry, *, late: bool = False) -> Trouble | None:
    """The trouble of an event that was given up, or, where `late`, waits; None if it is silent.

    The event's case is read where there is one.
    """
    event, case = entry.event, entry.event.case
    try:
        told = letter_of(kind=event.kind, payload=event.payload)
    except UnknownEvent:
        letter, title = "", EVENT_WORDS.get(event.kind, "A step of the case")
    else:
        mails = mails_of(kind=event.kind)
        if told is None and not mails:
            return None
        letter = told.letter if told else ""
        title = LetterKind(letter).label if told else StaffKind(mails[0].kind).label
    if late:
        wrong = "Nobody has written this letter yet."
        todo = (
            "Nothing to do for now. If more letters wait, report that they are not being written."
        )
    else:
        why, todo = _WHY_NOT.get(
            entry.error,
            (
                f"The kind of fault is {entry.error}.",
                f"Try again now. If it fails again: {REPORT.lower()}. {TELL}",
            ),
        )
        wrong = f"{GIVEN_UP} {why}"
    return Trouble(
        kind=Kind.SLOW if late else Kind.UNWRITTEN,
        title=title,
        wrong=wrong,
        todo=todo,
        since_text=moment_in_words(event.recorded_at),
        event_id=event.pk,
        application_id=event.application_id,
        case_id=event.case_id,
        district_id=case.district_id if case else None,
        reference=case.reference if case else "",
        recipient=case.applicant_name if case else "",
        letter_kind=letter,
    )


# --- Letters that did not arrive ------------------------------------------------------------------

BY_ITSELF = "It is not sent again by itself."
ASKED = (
    "GOV.UK Notify is asked about it every few minutes. It is sent again only if Notify certainly"
    " does not have it. If this stays for an hour, look for the reference in Notify: if it is"
    " there, say that it was sent; if not, send it again."
)
TRIED_AGAIN = (
    "It is tried again every few minutes. If this stays, report it with the case's reference."
)
AGREE = (
    "Agree with the applicant how they get this letter; then send it again, or say how they were"
    " told."
)


CHECK = (
    "Check the address with the applicant by a way that is safe for them, and confirm or change it;"
    " then send the letter again, or say how they were told. Nothing more is posted to this address"
    " before. A date that posting it met stays met."
)
WENT_ON = frozenset({State.QUEUED, State.SENDING, State.ACCEPTED, State.DELIVERED})


def came_back_among(attempts: Iterable[Delivery]) -> Delivery | None:
    """The attempt that came back, where none after it went or is under way. Oldest first."""
    back = None
    for one in attempts:
        if one.state == State.RETURNED:
            back = one
        elif one.state in WENT_ON:
            back = None
    return back


def undelivered(
    letter: Letter, deliveries: Iterable[Delivery], *, late: dt.datetime | None = None
) -> Trouble | None:
    """The trouble of a letter by its attempts, oldest first; None where all is well or under way.

    late: attempts that were queued before this moment and still wait are a trouble too.
    """
    attempts = list(deliveries)
    back = came_back_among(attempts)
    if not attempts or (letter.message.told_at is not None and back is None):
        return None
    latest = attempts[-1]
    if back is not None and latest.state != State.UNCERTAIN:
        kind, wrong, todo = Kind.RETURNED, _how_it_came_back(back, attempts), CHECK
    else:
        kind, wrong, todo = _judged(latest, attempts, late)
    if kind is None:
        return None
    message, case = letter.message, letter.application.case
    return Trouble(
        kind=kind,
        title=letter.title,
        wrong=wrong,
        todo=todo,
        since_text=_since(latest),
        event_id=message.event_id,
        message_id=message.pk,
        latest_id=latest.pk,
        letter_id=letter.pk,
        application_id=letter.application_id,
        case_id=letter.application.case_id,
        person_id=message.person_id,
        district_id=case.district_id if case else None,
        reference=case.reference if case else "",
        recipient=message.person.full_name,
        channel_text=latest.get_channel_display(),
        log_reference=latest.provider_reference if kind == Kind.UNCERTAIN else "",
        letter_kind=letter.kind,
    )


_WHAT = {Channel.EMAIL: "e-mail", Channel.TEXT: "text", Channel.POST: "letter"}
_NOT_TAKEN = {False: "Nobody has sent this {what} yet.", True: "The {what} is not taken."}


def _how_it_came_back(back: Delivery, attempts: list[Delivery]) -> str:
    """When and why; and why another attempt since did not go."""
    since = [one.reason for one in attempts if one.pk > back.pk and one.reason]
    said = f"The post brought it back on {day_in_words(back.returned_on)}. {back.reason}"
    return " ".join([said, *since])


def _judged(
    latest: Delivery, attempts: list[Delivery], late: dt.datetime | None
) -> tuple[Kind | None, str, str]:
    if latest.state == State.UNCERTAIN:
        if latest.transport == Notify.name:
            return Kind.UNCERTAIN, latest.reason, ASKED
        todo = (
            f"{BY_ITSELF} Have the mail server's log searched. If it went, say that it was sent;"
            " if not, send it again."
        )
        return Kind.UNCERTAIN, latest.reason, todo
    if latest.state == State.CANCELLED:
        reasons = " ".join(_reasons(attempts))
        return Kind.UNREACHED, f"No safe way to write. {reasons}", AGREE
    if latest.state == State.FAILED:
        return Kind.UNREACHED, " ".join(_reasons(attempts)), AGREE
    waits = latest.state in {State.QUEUED, State.SENDING} and transport_of(latest.channel)
    if waits and late is not None and latest.queued_at <= late:
        if latest.reason:
            return Kind.SLOW, latest.reason, TRIED_AGAIN
        failed = any(one.state == State.FAILED for one in attempts)
        wrong = _NOT_TAKEN[failed].format(what=_WHAT[latest.channel])
        if latest.handed_over_at is not None:
            wrong = "GOV.UK Notify has it, and has not given it to the printer yet."
        return Kind.SLOW, wrong, "Nothing to do for now: it is tried again by itself."
    return None, "", ""


def _reasons(attempts: list[Delivery]) -> list[str]:
    """Why the latest attempt by each channel did not bring it, each said once."""
    latest = {one.channel: one for one in attempts}
    return list(dict.fromkeys(one.reason for one in latest.values() if one.reason))


def _since(delivery: Delivery) -> str:
    if delivery.state == State.UNCERTAIN:
        return moment_in_words(delivery.claimed_at or delivery.queued_at)
    if delivery.state == State.RETURNED:
        return day_in_words(delivery.returned_on)
    return day_of(delivery.finished_at or delivery.queued_at)
