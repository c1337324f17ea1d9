"""Letters and what became of them, as pages show them: plain rows with ready text.

In whatever scope the page reads in: an applicant gets their own, the PCC office the case's.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cases.models import Application, Case, Event, OutboxEntry, Person
from cases.selectors.case_rows import Arm, CaseRows
from notifications.batches import waiting_for_post
from notifications.catalogue import IN_ORDER, UnknownEvent, letter_of
from notifications.channels import Way, address_of, ways
from notifications.letter_forms import LINK_WORDS, LetterForm
from notifications.letter_kinds import LetterKind
from notifications.models import Delivery, Letter, LetterTwin, Message
from notifications.transports.choice import transport_of
from notifications.troubles import Trouble, came_back_among, undelivered, unwritten
from notifications.wordings import EDITED
from organisations.clock import date_of
from thresholds.periods import day_in_words, weekday_in_words

WAITING = "waiting"
STORED = "stored"

Channel, State = Delivery.Channel, Delivery.State


@dataclass(frozen=True, kw_only=True)
class LetterRow:
    """A letter, and its latest delivery.

    state: `waiting` (being written; no id yet) or `stored`. delivery_state: Delivery.State, or
    empty. note: how somebody told the person without the post. trouble: what a member of staff
    has to see to; None where all is well. edited: a paragraph was worded for this letter alone.
    forms: in which it can be had, each with the words of its link, the one that goes by post first.
    pages: of that one.
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
    note: str = ""
    trouble: Trouble | None = None
    forms: tuple[tuple[str, str], ...] = ()
    edited: bool = False

    @property
    def may_come_back(self) -> bool:
        """Whether it was posted, so that the post may bring it back."""
        posted = {State.ACCEPTED, State.DELIVERED}
        return self.channel == Channel.POST and self.delivery_state in posted

    @property
    def problem(self) -> str:
        """What is wrong and what to do; empty where all is well."""
        return self.trouble.text if self.trouble else ""


# Events of a case that no worker has turned into letters yet, or that were given up.
UNTOLD = Arm(
    model=OutboxEntry,
    where="t.state IN ('waiting', 'stuck') AND t.event_id IN (SELECT id FROM cases_event"
    " WHERE partnership_id = %(partnership)s AND case_id = %(case)s)",
)
POST_OF_CASE = (Letter, Message, Delivery, UNTOLD)


def letters_of_case(case: Case, rows: CaseRows | None = None) -> list[LetterRow]:
    """Every letter of a case, newest first, those still being written on top.

    rows: where they are read already, with `POST_OF_CASE`.
    """
    rows = rows or CaseRows(case, *POST_OF_CASE, Application, Person, Event)
    applications = {application.pk: application for application in rows[Application]}
    messages = {message.pk: message for message in rows[Message]}
    people = {person.pk: person for person in rows[Person]}
    attempts = defaultdict(list)
    for delivery in rows[Delivery]:
        attempts[delivery.message_id].append(delivery)
    for letter in rows[Letter]:
        letter.application = applications[letter.application_id]
        letter.application.case = case
        letter.message = messages[letter.message_id]
        letter.message.person = people[letter.message.person_id]
    return [
        *_waiting(case, rows),
        *(_row(letter, attempts[letter.message_id]) for letter in reversed(rows[Letter])),
    ]


def letters_of_application(*, partnership_id: int, application_id: int) -> list[LetterRow]:
    """Every letter to one applicant, newest first. Two queries."""
    return _rows(partnership_id, _letters(partnership_id).filter(application_id=application_id))


def letters_to_post(
    *, partnership_id: int, district_ids: Iterable[int] | None = None
) -> list[LetterRow]:
    """Letters that wait to be printed and posted and are in no batch, oldest first.

    None where post goes by itself. Two queries.

    district_ids: of whose cases; all of the partnership's when not given.
    """
    queued = waiting_for_post(partnership_id)
    letters = _letters(partnership_id).filter(message__deliveries__in=queued).order_by("id")
    if district_ids is not None:
        letters = letters.filter(case__district_id__in=list(district_ids))
    return _rows(partnership_id, letters)


@dataclass(frozen=True, kw_only=True)
class MessageShown:
    """A message on the pages where somebody deals with it.

    latest_id: its latest attempt. handed_over_on: the day on which that was given to the mail
    server. ways: each channel with where it leads, or why it may not be used.
    """

    letter: LetterRow
    latest_id: int | None
    told: bool
    handed_over_on: dt.date | None
    ways: list[tuple[Way, str]]


def message_shown(*, partnership_id: int, message_id: int) -> MessageShown | None:
    """The message with its letter; None where there is none. Three queries."""
    letter = _letters(partnership_id).filter(message_id=message_id).first()
    if letter is None:
        return None
    attempts = list(
        Delivery.objects.filter(partnership_id=partnership_id, message_id=message_id).order_by("id")
    )
    latest, person = attempts[-1] if attempts else None, letter.message.person
    return MessageShown(
        letter=_row(letter, attempts),
        latest_id=latest.pk if latest else None,
        told=letter.message.told_at is not None and came_back_among(attempts) is None,
        handed_over_on=date_of(latest.claimed_at) if latest and latest.claimed_at else None,
        ways=[
            (way, " ".join(address_of(person, way.channel).split()))
            for way in ways(person, channels=IN_ORDER)
        ],
    )


def message_of_delivery(*, partnership_id: int, delivery_id: int) -> int | None:
    """Which message an attempt belongs to; None where there is no such attempt."""
    found = Delivery.objects.filter(partnership_id=partnership_id, pk=delivery_id)
    return found.values_list("message_id", flat=True).first()


def _letters(partnership_id: int):
    return (
        Letter.objects.filter(partnership_id=partnership_id)
        .select_related("message__person", "application__case")
        .order_by("-id")
    )


def _rows(partnership_id: int, letters) -> list[LetterRow]:
    letters = list(letters)
    attempts = defaultdict(list)
    for delivery in Delivery.objects.filter(
        partnership_id=partnership_id,
        message_id__in=[letter.message_id for letter in letters],
    ).order_by("id"):
        attempts[delivery.message_id].append(delivery)
    _count_posted_pages(partnership_id, letters)
    return [_row(letter, attempts[letter.message_id]) for letter in letters]


def _count_posted_pages(partnership_id: int, letters: list[Letter]) -> None:
    """Large print has more sheets; asked only where somebody wants it."""
    large = {letter.pk: letter for letter in letters if letter.posted_form != LetterForm.STANDARD}
    if large:
        twins = LetterTwin.objects.filter(partnership_id=partnership_id, letter_id__in=large)
        for twin in twins:
            if twin.form == large[twin.letter_id].posted_form:
                large[twin.letter_id].pages = twin.pages


def _row(letter: Letter, attempts: list[Delivery]) -> LetterRow:
    told_at = letter.message.told_at
    delivery = _decisive(attempts)
    other = delivery is not None and delivery.channel == Channel.OTHER
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
        note=delivery.reason if other else "",
        trouble=undelivered(letter, attempts),
        forms=_forms(letter),
        edited=EDITED in letter.wording.values(),
    )


def _forms(letter: Letter) -> tuple[tuple[str, str], ...]:
    """The form that goes by post first. Letters from before there were check codes have one."""
    if not letter.check_code:
        return ((LetterForm.STANDARD.value, LINK_WORDS[LetterForm.STANDARD]),)
    ordered = sorted(LetterForm, key=lambda form: form != letter.posted_form)
    return tuple((form.value, LINK_WORDS[form]) for form in ordered)


def _decisive(attempts: list[Delivery]) -> Delivery | None:
    """The latest attempt; where that one failed, the one before it that went."""
    if attempts and attempts[-1].state not in {State.QUEUED, State.SENDING}:
        arrived = {State.ACCEPTED, State.DELIVERED, State.RETURNED}
        return ([one for one in attempts if one.state in arrived] or attempts)[-1]
    return attempts[-1] if attempts else None


_BY = {Channel.EMAIL: "e-mail", Channel.TEXT: "text message", Channel.POST: "post"}


def _text(delivery: Delivery, told_at) -> str:
    """What became of a delivery, in a few words."""
    by = _BY.get(delivery.channel, "")
    if delivery.state in {State.ACCEPTED, State.DELIVERED}:
        on = f" on {weekday_in_words(date_of(told_at))}" if told_at else ""
        if delivery.channel == Channel.OTHER:
            return f"Told another way{on}"
        if delivery.channel == Channel.POST:
            return f"Posted{on}"
        arrived = ", and it arrived" if delivery.state == State.DELIVERED else ""
        return f"Told by {by}{on}{arrived}"
    if delivery.state == State.RETURNED:
        return f"Came back on {weekday_in_words(delivery.returned_on)}"
    if delivery.state == State.QUEUED:
        if transport_of(delivery.channel) is None:
            return "To be printed and posted"
        again = f", attempt {delivery.attempt}" if delivery.attempt > 1 else ""
        return f"Waiting to be sent by {by}{again}"
    return {
        State.SENDING: f"Being sent by {by}",
        State.FAILED: f"Did not arrive by {by}",
        State.UNCERTAIN: f"Not known whether it was sent by {by}",
        State.CANCELLED: "Not sent",
    }[delivery.state]


def _waiting(case: Case, rows: CaseRows) -> list[LetterRow]:
    """Letters of events that no worker has told yet; those given up say so."""
    events = {event.pk: event for event in rows[Event]}
    found = []
    for entry in reversed(rows[UNTOLD]):
        entry.event = events.get(entry.event_id) or entry.event
        entry.event.case = case
        stuck = entry.state == OutboxEntry.State.STUCK
        letter = _kind_of(entry.event.kind, entry.event.payload)
        trouble = unwritten(entry) if stuck else None
        if letter is not None or trouble is not None:
            found.append(
                LetterRow(
                    id=None,
                    kind=letter or "",
                    title=LetterKind(letter).label if letter else trouble.title,
                    state=WAITING,
                    delivery_text="Could not be written" if stuck else "Being written",
                    trouble=trouble,
                )
            )
    return found


def _kind_of(kind: str, payload: dict) -> str | None:
    try:
        told = letter_of(kind=kind, payload=payload)
    except UnknownEvent:
        return None
    return told.letter if told else None
