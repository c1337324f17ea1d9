"""What follows from what became of an attempt: told, tried again, another way, or taken back.

News of an attempt comes from whoever sent it, from a question (`asking.py`) or a receipt
(`receipts.py`), in any order and more than once. Two rules keep the states true: what was delivered
was delivered, whatever is said before or after; and only the latest attempt is followed by another.

Locks are taken in one order: delivery, message, case, stream.
"""

import datetime as dt
import random

from django.db.models import Q
from django.utils import timezone

from notifications.models import Delivery, Message
from notifications.queueing import attempt
from notifications.recipients import recipient_of
from notifications.transports.protocol import Result
from organisations.actors import SYSTEM_ACTOR, Actor
from organisations.clock import date_of
from organisations.tenancy import Scope, transaction_in

State = Delivery.State

MOST_ATTEMPTS = 4
FIRST_WAIT = dt.timedelta(minutes=2)
FIRST_LOOK = dt.timedelta(minutes=5)
LOOK_AGAIN = dt.timedelta(hours=2)
AFTER_ALL = "It was delivered by an earlier attempt after all."

BROUGHT = frozenset({State.ACCEPTED, State.DELIVERED})
UNKNOWN = frozenset({State.SENDING, State.UNCERTAIN})


def finish(*, partnership_id: int, delivery_id: int, result: Result, at: dt.datetime) -> None:
    """Write down what became of a delivery that was being sent, and what follows from it.

    Also of one that the sweep has called uncertain meanwhile: now it is known. Where a receipt or
    an answer was quicker, it is known already.
    """
    with transaction_in(Scope.staff(partnership_id)):
        delivery = locked(partnership_id=partnership_id, delivery_id=delivery_id)
        if delivery is not None and delivery.state in UNKNOWN:
            take_in(delivery, result, at=at)


def locked(*, partnership_id: int, delivery_id: int) -> Delivery | None:
    """The attempt with its message, locked; None where there is none."""
    return (
        Delivery.objects.select_for_update(of=("self",), no_key=True)
        .select_related("message__person", "message__application")
        .filter(partnership_id=partnership_id, pk=delivery_id)
        .first()
    )


def take_in(delivery: Delivery, result: Result, *, at: dt.datetime) -> bool:
    """News of a locked attempt, from wherever it comes; whether it changed anything.

    The table is tests/specs/receipts.csv.
    """
    before = delivery.state
    if before in UNKNOWN and result.state != State.RETURNED:
        return _first_news(delivery, result, at=at)
    if result.state == State.DELIVERED and before in {State.ACCEPTED, State.FAILED}:
        close(delivery, state=State.DELIVERED)
        _spare_the_rest(delivery)
        note_told(delivery.message, by=SYSTEM_ACTOR, at=at)
        return True
    if result.state == State.RETURNED and before in BROUGHT:
        _note_returned(delivery, result, at=at)
        return True
    if result.state == State.FAILED and before == State.ACCEPTED:
        close(delivery, state=State.FAILED, reason=result.reason)
        _take_back(delivery, at=at)
        _follow(delivery, result)
        return True
    return False


def _note_returned(delivery: Delivery, result: Result, *, at: dt.datetime) -> None:
    """As when a person marks it: the date stays met, and somebody sees to it (ADR 29)."""
    delivery.state, delivery.reason = State.RETURNED, result.reason
    delivery.returned_on, delivery.returned_why = date_of(at), Delivery.CameBack.OTHER
    delivery.save(update_fields=["state", "reason", "returned_on", "returned_why"])
    recipient_of(delivery.message).came_back(delivery, at=at)


def _first_news(delivery: Delivery, result: Result, *, at: dt.datetime) -> bool:
    if result.state == State.SENDING:
        now = timezone.now()
        delivery.state, delivery.due_at = State.SENDING, now + FIRST_LOOK
        delivery.handed_over_at = delivery.handed_over_at or now
        delivery.save(update_fields=["state", "due_at", "handed_over_at"])
    elif result.state in BROUGHT:
        close(delivery, state=result.state)
        note_told(delivery.message, by=SYSTEM_ACTOR, at=at)
    else:
        settle(delivery, result)
    return True


def settle(delivery: Delivery, result: Result) -> None:
    """A failed attempt is followed by another one later, or by what the recipient has instead."""
    close(delivery, state=result.state, reason=result.reason)
    if result.state == State.FAILED:
        _follow(delivery, result)


def _follow(delivery: Delivery, result: Result) -> None:
    """The next attempt, unless somebody has made one since, or an earlier one has arrived since."""
    message = delivery.message
    others = message.deliveries.filter(partnership_id=message.partnership_id)
    made_since = Q(pk__gt=delivery.pk)
    arrived_since = Q(state=State.DELIVERED, finished_at__gt=delivery.queued_at)
    if others.exclude(pk=delivery.pk).filter(made_since | arrived_since).exists():
        return
    if result.again and delivery.attempt < MOST_ATTEMPTS:
        wait = max(backoff(delivery.attempt), _jittered(result.wait))
        attempt(message, channel=delivery.channel, after=wait)
    else:
        recipient_of(message).instead(delivery)


def backoff(number: int) -> dt.timedelta:
    """How long to wait after attempt `number`: 2, 8, 32 minutes, give or take a quarter."""
    spread = random.uniform(0.75, 1.25)  # noqa: S311  spreads load; nothing secret hangs on it
    return FIRST_WAIT * 4 ** (number - 1) * spread


def _jittered(wait: dt.timedelta) -> dt.timedelta:
    """No earlier than asked, and not all at once."""
    return wait * random.uniform(1, 1.25)  # noqa: S311  as above


def close(delivery: Delivery, *, state: str, reason: str = "") -> None:
    """The attempt has ended so, for now; what can still be asked is asked again later."""
    now = timezone.now()
    delivery.state, delivery.reason, delivery.finished_at = state, reason, now
    delivery.due_at = now + (FIRST_LOOK if state == State.UNCERTAIN else LOOK_AGAIN)
    delivery.save(update_fields=["state", "reason", "finished_at", "due_at"])


def _spare_the_rest(delivery: Delivery) -> None:
    """It has arrived: what waits to be sent after it need not go."""
    Delivery.objects.filter(
        partnership_id=delivery.partnership_id,
        message_id=delivery.message_id,
        state=State.QUEUED,
        pk__gt=delivery.pk,
    ).update(state=State.CANCELLED, finished_at=timezone.now(), reason=AFTER_ALL)


def note_told(message: Message, *, by: Actor, at: dt.datetime) -> None:
    """The person has been told, by whichever way came first; what follows from it follows once."""
    first = Message.objects.filter(
        partnership_id=message.partnership_id, pk=message.pk, told_at__isnull=True
    ).update(told_at=at)
    if first:
        message.told_at = at
        recipient_of(message).accepted(message, by=by, at=at)


def _take_back(delivery: Delivery, *, at: dt.datetime) -> None:
    """It was taken, and did not arrive: the person has not been told by it after all (ADR 30)."""
    message = delivery.message
    brought = Delivery.objects.filter(
        partnership_id=delivery.partnership_id, message_id=message.pk, state__in=BROUGHT
    )
    if message.application_id is None or brought.exists():
        return
    told_at = (
        Message.objects.select_for_update(of=("self",), no_key=True)
        .filter(partnership_id=message.partnership_id, pk=message.pk)
        .values_list("told_at", flat=True)
        .get()
    )
    if told_at is None:
        return
    message.told_at = None
    message.save(update_fields=["told_at"])
    recipient_of(message).not_reached(delivery, told_at=told_at, at=at)
