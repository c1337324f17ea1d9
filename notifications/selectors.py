"""Letters and what became of them, as pages show them: plain rows with ready text.

In whatever scope the page reads in: an applicant gets their own, the PCC office the case's.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.models import OutboxEntry
from notifications.catalogue import UnknownEvent, letter_of
from notifications.letter_kinds import LetterKind
from notifications.models import Delivery, Letter
from organisations.clock import date_of
from thresholds.periods import day_in_words, weekday_in_words

WAITING = "waiting"
STORED = "stored"

Channel, State = Delivery.Channel, Delivery.State


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    """A letter, and its latest delivery.

    state: `waiting` (being written; no id yet) or `stored`. delivery_state: Delivery.State, or
    empty. problem: what a member of staff has to see to; empty where all is well.
    """

    id: int | None
    kind: str
    title: str
    state: str
    application_id: int | None = None
    reference: str = ""
    recipient_name: str = ""
    written_on_text: str = ""
    pages: int = 0
    sha256: str = ""
    channel: str = ""
    delivery_id: int | None = None
    delivery_state: str = ""
    delivery_text: str = ""
    problem: str = ""


def letters_of_case(*, partnership_id: int, case_id: int) -> list[LetterRow]:
    """Every letter of a case, newest first, those still being written on top. Three queries."""
    letters = _letters(partnership_id).filter(case_id=case_id)
    waiting = OutboxEntry.objects.filter(event__case_id=case_id)
    return [*_waiting(partnership_id, waiting), *_rows(partnership_id, letters)]


def letters_of_application(*, partnership_id: int, application_id: int) -> list[LetterRow]:
    """Every letter to one applicant, newest first. Two queries."""
    return _rows(partnership_id, _letters(partnership_id).filter(application_id=application_id))


def letters_to_post(
    *, partnership_id: int, district_ids: Iterable[int] | None = None
) -> list[LetterRow]:
    """Letters that wait to be printed and posted, oldest first. Two queries.

    district_ids: of whose cases; all of the partnership's when not given.
    """
    queued = Delivery.objects.filter(
        partnership_id=partnership_id, channel=Channel.POST, state=State.QUEUED
    )
    letters = _letters(partnership_id).filter(message__deliveries__in=queued).order_by("id")
    if district_ids is not None:
        letters = letters.filter(case__district_id__in=list(district_ids))
    return _rows(partnership_id, letters)


def _letters(partnership_id: int):
    return (
        Letter.objects.filter(partnership_id=partnership_id)
        .select_related("message__person", "application")
        .order_by("-id")
    )


def _rows(partnership_id: int, letters) -> list[LetterRow]:
    letters = list(letters)
    latest = {
        delivery.message_id: delivery
        for delivery in Delivery.objects.filter(
            partnership_id=partnership_id,
            message_id__in=[letter.message_id for letter in letters],
        ).order_by("id")
    }
    return [_row(letter, latest.get(letter.message_id)) for letter in letters]


def _row(letter: Letter, delivery: Delivery | None) -> LetterRow:
    told_at = letter.message.told_at
    return LetterRow(
        id=letter.pk,
        kind=letter.kind,
        title=letter.title,
        state=STORED,
        application_id=letter.application_id,
        reference=letter.application.reference,
        recipient_name=letter.message.person.full_name,
        written_on_text=day_in_words(letter.written_on),
        pages=letter.pages,
        sha256=letter.sha256,
        channel=delivery.channel if delivery else "",
        delivery_id=delivery.pk if delivery else None,
        delivery_state=delivery.state if delivery else "",
        delivery_text=_text(delivery, told_at) if delivery else "",
        problem=_problem(delivery) if delivery else "",
    )


def _text(delivery: Delivery, told_at) -> str:
    """What became of a delivery, in a few words."""
    post = delivery.channel == Channel.POST
    if delivery.state in {State.ACCEPTED, State.DELIVERED}:
        on = f" on {weekday_in_words(date_of(told_at))}" if told_at else ""
        return f"Posted{on}" if post else f"Told by e-mail{on}"
    if delivery.state == State.QUEUED:
        again = f", attempt {delivery.attempt}" if delivery.attempt > 1 else ""
        return "To be printed and posted" if post else f"Waiting to be sent by e-mail{again}"
    return {
        State.SENDING: "E-mail is being sent",
        State.FAILED: "E-mail could not be sent",
        State.UNCERTAIN: "Not known whether the e-mail was sent",
        State.CANCELLED: "Not sent",
    }[delivery.state]


def _problem(delivery: Delivery) -> str:
    """What a person has to see to, and the next thing to do."""
    if delivery.state == State.CANCELLED:
        return (
            f"No safe way to write. {delivery.reason} Agree with the person how they get this"
            " letter, and record it as safe."
        )
    if delivery.state == State.UNCERTAIN:
        return (
            f"{delivery.reason} It is not sent again by itself: ask the person whether they know"
            " of it, or give them the letter."
        )
    if delivery.state == State.FAILED:
        return f"{delivery.reason} Agree with the person how they get this letter."
    return ""


def _waiting(partnership_id: int, entries) -> list[LetterRow]:
    """Letters of events that no worker has told yet; those given up say so."""
    untold = entries.filter(
        partnership_id=partnership_id,
        state__in=[OutboxEntry.State.WAITING, OutboxEntry.State.STUCK],
    ).order_by("-id")
    rows = []
    for kind, payload, state in untold.values_list("event__kind", "event__payload", "state"):
        letter = _kind_of(kind, payload)
        if letter is not None:
            stuck = state == OutboxEntry.State.STUCK
            rows.append(
                LetterRow(
                    id=None,
                    kind=letter,
                    title=LetterKind(letter).label,
                    state=WAITING,
                    delivery_text="Could not be written" if stuck else "Being written",
                    problem=STUCK_PROBLEM if stuck else "",
                )
            )
    return rows


STUCK_PROBLEM = (
    "This letter could not be written after several attempts. Tell the person yourself, and"
    " report the fault with the case's reference."
)


def _kind_of(kind: str, payload: dict) -> str | None:
    try:
        told = letter_of(kind=kind, payload=payload)
    except UnknownEvent:
        return None
    return told.letter if told else None
