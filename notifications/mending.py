"""What a person does where the post could not: try, send, or tell again; or say what became of it.

A row has one writer at a time. Locks are taken in the one order in which workers and commands take
them: delivery, message, case, stream; or two of them would wait for each other. A second press of
the same button, or a second person's, finds that it has been done and is told so.
"""

import datetime as dt
from collections.abc import Iterable
from contextlib import suppress
from functools import partial

from django.db import transaction
from django.utils import timezone

from cases import permissions
from cases.commands.frame import lock_case
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import OutboxEntry
from cases.permission_names import Permission
from cases.policies import NotNow, NotThatDay
from notifications.channels import ways
from notifications.commands import NoSuchDelivery
from notifications.models import Delivery, Message
from notifications.nudge import nudge_event
from notifications.queueing import attempt, note_other_way
from notifications.settling import note_told
from notifications.troubles import came_back_among
from organisations.actors import Actor
from organisations.clock import LONDON, date_of
from organisations.tenancy import Scope, visiting

Channel, State = Delivery.Channel, Delivery.State

UNDER_WAY = frozenset({State.QUEUED, State.SENDING})
NOON = dt.time(12)
HOW_AT_MOST = 200
ALL_AT_MOST = 1000


class NoSuchEvent(LookupError):
    """The event is not there for this person."""


class NoSuchMessage(LookupError):
    """The message is not there for this person."""


def tell_again(*, partnership_id: int, event_id: int, by: Actor, at: dt.datetime) -> OutboxEntry:
    """An event that was given up gets its five attempts again, from now on.

    Raises NoSuchEvent, NotPermitted, and NotNow where it is not stuck (any more).
    """
    with visiting(Scope.staff(partnership_id)):
        entry = (
            OutboxEntry.objects.select_for_update(of=("self",), no_key=True)
            .select_related("event__case", "event__application")
            .filter(partnership_id=partnership_id, event_id=event_id)
            .first()
        )
        if entry is None:
            raise NoSuchEvent(event_id)
        event = entry.event
        _check_may_mend(by, event.case, partnership_id, at=at)
        if entry.state != OutboxEntry.State.STUCK:
            raise NotNow(_NOT_STUCK[entry.state])
        entry.state, entry.attempts, entry.error = OutboxEntry.State.WAITING, 0, ""
        entry.written_at = timezone.now()
        entry.save(update_fields=["state", "attempts", "error", "written_at"])
        if event.case is not None:
            lock_case(partnership_id=partnership_id, case_id=event.case_id, version=None)
        record(
            kind=EventKind.LETTER_TRIED_AGAIN,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=event.case,
            application=event.application,
            stream=event.stream if event.case is None else None,
            stream_id=event.stream_id if event.case is None else None,
            payload={"event": event.pk, "kind": event.kind},
            tell=False,
        )
        transaction.on_commit(partial(nudge_event, partnership_id, event.pk))
    return entry


def tell_all_again(
    *, partnership_id: int, district_ids: Iterable[int] | None, by: Actor, at: dt.datetime
) -> int:
    """Every event that was given up, of these districts' cases (None: of all); how many.

    For when what stopped them all is mended. At most a thousand at once, the oldest first; those
    that somebody else tries meanwhile are left to them.
    """
    with visiting(Scope.staff(partnership_id)):
        stuck = OutboxEntry.objects.filter(
            partnership_id=partnership_id, state=OutboxEntry.State.STUCK
        )
        if district_ids is not None:
            stuck = stuck.filter(event__case__district_id__in=sorted(district_ids))
        tried = 0
        for event_id in list(stuck.order_by("id").values_list("event_id", flat=True)[:ALL_AT_MOST]):
            with suppress(NotNow):
                tell_again(partnership_id=partnership_id, event_id=event_id, by=by, at=at)
                tried += 1
    return tried


_NOT_STUCK = {
    OutboxEntry.State.WAITING: "This letter is being tried again already.",
    OutboxEntry.State.TOLD: "This letter has been written meanwhile.",
}


def _check_may_mend(by: Actor, case, partnership_id: int, *, at: dt.datetime) -> None:
    """An event without a case is for those whose role is not narrowed to a district."""
    if case is None:
        permissions.check_may_in_partnership(
            by, Permission.MEND_POST, partnership_id=partnership_id
        )
    else:
        permissions.check_may(by, Permission.MEND_POST, case, at=at)


def send_again(
    *,
    partnership_id: int,
    message_id: int,
    channel: str,
    by: Actor,
    at: dt.datetime,
    seen: int | None = None,
    though_told: bool = False,
) -> Delivery:
    """One more attempt by a channel that is safe now; it is an event of its own, never automatic.

    seen: the latest delivery that the person's page showed; None where no page stands behind it.
    though_told: the person has said that it is to go again although the applicant has been told.
    Raises NoSuchMessage, NotPermitted, and NotNow where the channel may not be used, another
    attempt is under way or was made since, or the applicant has been told.
    """
    with visiting(Scope.staff(partnership_id)):
        message = lock_message(partnership_id, message_id, by=by, at=at)
        _check_as_seen(message, seen)
        if message.told_at is not None and not though_told and not _came_back(message):
            raise NotNow(
                "The applicant has been told this already. Tick the box if it is to go again."
            )
        (way,) = ways(message.person, channels=(channel,))
        if way.refused:
            raise NotNow(f"It was not sent again. {way.refused}")
        delivery = attempt(message, channel=channel)
        record_mending(EventKind.LETTER_SENT_AGAIN, message, delivery, by=by, at=at)
    return delivery


def mark_sent(
    *, partnership_id: int, delivery_id: int, sent_on: dt.date, by: Actor, at: dt.datetime
) -> Delivery:
    """Somebody found out that a delivery of which nobody knew did go: the applicant counts as told.

    sent_on: the day on which it went, as the mail log says. Raises NoSuchDelivery, NotPermitted,
    and NotNow where the delivery is not uncertain (any more), or the day cannot be right.
    """
    with visiting(Scope.staff(partnership_id)):
        delivery = (
            Delivery.objects.select_for_update(of=("self",), no_key=True)
            .filter(partnership_id=partnership_id, pk=delivery_id)
            .first()
        )
        if delivery is None:
            raise NoSuchDelivery(delivery_id)
        message = lock_message(partnership_id, delivery.message_id, by=by, at=at)
        _check_uncertain(delivery)
        moment = moment_of(message, sent_on, at=at)
        delivery.state, delivery.finished_at = State.ACCEPTED, timezone.now()
        delivery.marked_by_id = by.id
        delivery.save(update_fields=["state", "finished_at", "marked_by"])
        record_mending(EventKind.LETTER_MARKED_SENT, message, delivery, by=by, at=at)
        note_told(message, by=by, at=moment)
    return delivery


def told_another_way(
    *,
    partnership_id: int,
    message_id: int,
    how: str,
    told_on: dt.date,
    by: Actor,
    at: dt.datetime,
    seen: int | None = None,
) -> Delivery:
    """The applicant was told what the letter says by telephone, in person, or otherwise.

    how: kept with the delivery, never in an event. seen: as for `send_again`. Raises
    NoSuchMessage, NotPermitted, and NotNow where the applicant has been told, the letter is under
    way, or the day cannot be right.
    """
    with visiting(Scope.staff(partnership_id)):
        message = lock_message(partnership_id, message_id, by=by, at=at)
        _check_as_seen(message, seen)
        _check_untold(message)
        if not 0 < len(how.strip()) <= HOW_AT_MOST:
            raise NotNow(f"Say in up to {HOW_AT_MOST} characters how the applicant was told.")
        moment = moment_of(message, told_on, at=at)
        delivery = note_other_way(message, how=how.strip(), by_id=by.id)
        record_mending(EventKind.LETTER_TOLD_ANOTHER_WAY, message, delivery, by=by, at=at)
        note_told(message, by=by, at=moment)
    return delivery


def lock_message(partnership_id: int, message_id: int, *, by: Actor, at: dt.datetime) -> Message:
    """A message with its letter, locked, for somebody who mends post. Raises NoSuchMessage,
    NotPermitted."""
    message = (
        Message.objects.select_for_update(of=("self",), no_key=True)
        .select_related("application__case", "person", "letter")
        .filter(partnership_id=partnership_id, pk=message_id)
        .first()
    )
    if message is None:
        raise NoSuchMessage(message_id)
    permissions.check_may(by, Permission.MEND_POST, message.application.case, at=at)
    return message


def check_can_be_sent_again(*, partnership_id: int, message_id: int) -> None:
    """Raise NotNow while an attempt is under way: whether the page for it may be opened."""
    _check_as_seen(_message(partnership_id, message_id), None)


def check_can_be_told(*, partnership_id: int, message_id: int) -> None:
    """Raise NotNow where the applicant has been told, or may be at any moment."""
    message = _message(partnership_id, message_id)
    _check_untold(message)
    _check_as_seen(message, None)


def check_can_be_marked(*, partnership_id: int, delivery_id: int) -> None:
    """Raise NotNow unless nobody knows what became of the delivery."""
    _check_uncertain(Delivery.objects.get(partnership_id=partnership_id, pk=delivery_id))


def _message(partnership_id: int, message_id: int) -> Message:
    return Message.objects.get(partnership_id=partnership_id, pk=message_id)


def _check_as_seen(message: Message, seen: int | None) -> None:
    """Raise NotNow while an attempt is under way, or where one was made since the page showed."""
    attempts = list(message.deliveries.filter(partnership_id=message.partnership_id).order_by("id"))
    under_way = next((one for one in attempts if one.state in UNDER_WAY), None)
    if under_way is not None and under_way.channel == Channel.POST:
        raise NotNow("This letter waits to be posted already: print it, post it, then mark it.")
    if under_way is not None:
        raise NotNow("This letter is on its way already. Look again in a few minutes.")
    if seen is not None and attempts and attempts[-1].pk != seen:
        raise NotNow(
            "This letter was dealt with while you had the page open. Look at what became of it"
            " before you do more."
        )


def _check_untold(message: Message) -> None:
    """Raise NotNow where the applicant has been told, unless the letter came back since."""
    if message.told_at is not None and not _came_back(message):
        raise NotNow("The applicant has been told this already.")


def _came_back(message: Message) -> bool:
    attempts = message.deliveries.filter(partnership_id=message.partnership_id).order_by("id")
    return came_back_among(attempts) is not None


def _check_uncertain(delivery: Delivery) -> None:
    """Raise NotNow unless nobody knows what became of the delivery."""
    if delivery.state != State.UNCERTAIN:
        raise NotNow("It is known by now what became of this letter.")


def moment_of(message: Message, day: dt.date, *, at: dt.datetime) -> dt.datetime:
    """Now, or noon of an earlier day, no earlier than the letter. Raises NotNow."""
    if day > date_of(at):
        raise NotThatDay("The day must not be in the future.")
    if day < message.letter.written_on:
        raise NotThatDay("The day must not be before the letter was written.")
    return at if day == date_of(at) else dt.datetime.combine(day, NOON, tzinfo=LONDON)


def record_mending(
    kind: EventKind, message: Message, delivery: Delivery, *, by: Actor, at: dt.datetime, **more
) -> None:
    """An event in the case's stream, by ids and kinds; the case is locked before its stream."""
    here = message.partnership_id
    case = lock_case(partnership_id=here, case_id=message.application.case_id, version=None)
    record(
        kind=kind,
        partnership_id=here,
        by=by,
        at=at,
        case=case,
        application=message.application,
        payload={
            "message": message.pk,
            "letter": message.kind,
            "delivery": delivery.pk,
            "channel": delivery.channel,
            **more,
        },
        tell=False,
    )
