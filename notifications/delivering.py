"""Deliveries: claimed by compare-and-set, sent outside any transaction, finished in another.

    queued -> sending -> accepted | failed | uncertain
                         failed: tried again later, at last by post
    sending, and the worker died: uncertain after a while, never sent again by itself

At no moment can two workers hold the same delivery, and at no moment does a crash send twice.
"""

import datetime as dt
import logging
import random
import uuid
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import OperationalError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.commands.telling import record_told
from cases.models import EventFacts, SafeContact
from notifications import emails, sending
from notifications.channels import NOT_SAFE, ways
from notifications.models import Delivery, Message
from notifications.queueing import attempt, queue
from notifications.sending import Result
from organisations.actors import SYSTEM_ACTOR, Actor
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in

logger = logging.getLogger(__name__)

Channel, State = Delivery.Channel, Delivery.State

MOST_ATTEMPTS = 4
FIRST_WAIT = dt.timedelta(minutes=2)
LOST_AFTER = dt.timedelta(minutes=10)
AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A delivery that is ours to send, and what to send."""

    delivery_id: int
    email: EmailMessage


def deliver(*, partnership_id: int, delivery_id: int, at: dt.datetime) -> str:
    """Send a queued e-mail; the state that came of it, or "" where it was not ours to send.

    at: domain time, at which the applicant counts as told. Idempotent: of two at once, one sends.
    """
    try:
        claimed = _claim(partnership_id, delivery_id)
    except OperationalError:
        raise
    except Exception as error:  # one that cannot be made must not come back for ever
        _give_up(partnership_id, delivery_id, error)
        return State.FAILED
    if claimed is None:
        return ""
    result = sending.send(claimed.email)
    finish(partnership_id=partnership_id, delivery_id=delivery_id, result=result, at=at)
    return result.state


def _claim(partnership_id: int, delivery_id: int) -> Claimed | None:
    """Take a delivery, in a transaction that is committed before anything is sent."""
    now = timezone.now()
    with transaction.atomic(durable=True), transaction_in(Scope.staff(partnership_id)):
        ours = Delivery.objects.filter(
            partnership_id=partnership_id,
            pk=delivery_id,
            channel=Channel.EMAIL,
            state=State.QUEUED,
            due_at__lte=now,
        ).update(state=State.SENDING, claimed_at=now, provider_reference=_message_id())
        if not ours:
            return None
        delivery = _one(partnership_id, delivery_id)
        if refused := _refused_now(delivery.message):
            _close(delivery, state=State.CANCELLED, reason=refused)
            queue(delivery.message, person=delivery.message.person, channels=(Channel.POST,))
            return None
        try:
            return Claimed(delivery_id=delivery_id, email=_compose(delivery))
        except emails.BadAddress:
            result = Result(state=State.FAILED, reason="The e-mail address is not valid.")
            _settle(delivery, result)
            return None


def _give_up(partnership_id: int, delivery_id: int, error: Exception) -> None:
    """An e-mail that cannot be made is noted by the kind of error, and goes by post instead."""
    kind = type(error).__name__
    logger.error("delivery %s of partnership %s: %s", delivery_id, partnership_id, kind)
    with transaction_in(Scope.staff(partnership_id)):
        delivery = _one(partnership_id, delivery_id)
        if delivery.state == State.QUEUED:
            reason = f"The message could not be made ({kind})."
            _settle(delivery, Result(state=State.FAILED, reason=reason))


def _message_id() -> str:
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"<{uuid.uuid4()}@{sender.rpartition('@')[2]}>"


def _one(partnership_id: int, delivery_id: int) -> Delivery:
    return Delivery.objects.select_related(
        "message__person", "message__application", "message__partnership"
    ).get(partnership_id=partnership_id, pk=delivery_id)


def _refused_now(message: Message) -> str:
    """Why e-mail must not be used any more; empty where it still may (invariant 5)."""
    (way,) = ways(message.person, channels=(Channel.EMAIL,))
    return way.refused


def _compose(delivery: Delivery) -> EmailMessage:
    message = delivery.message
    facts = EventFacts.objects.get(partnership_id=message.partnership_id, event_id=message.event_id)
    return emails.compose(
        message,
        address=message.person.email,
        facts=facts.content,
        message_id=delivery.provider_reference,
    )


def finish(*, partnership_id: int, delivery_id: int, result: Result, at: dt.datetime) -> None:
    """Write down what became of a delivery that was being sent, and what follows from it.

    Also of one that the sweep has called uncertain meanwhile: now it is known.
    """
    with transaction_in(Scope.staff(partnership_id)):
        delivery = (
            Delivery.objects.select_for_update(of=("self",))
            .select_related("message__person")
            .filter(
                partnership_id=partnership_id,
                pk=delivery_id,
                state__in=[State.SENDING, State.UNCERTAIN],
            )
            .first()
        )
        if delivery is None:
            return
        if result.state == State.ACCEPTED:
            _close(delivery, state=State.ACCEPTED)
            note_told(delivery.message, by=SYSTEM_ACTOR, at=at)
        else:
            _settle(delivery, result)


def _settle(delivery: Delivery, result: Result) -> None:
    """A failed attempt is followed by another one later, or by a letter to post."""
    _close(delivery, state=result.state, reason=result.reason)
    if result.state != State.FAILED:
        return
    if result.again and delivery.attempt < MOST_ATTEMPTS:
        attempt(delivery.message, channel=delivery.channel, after=backoff(delivery.attempt))
    else:
        queue(delivery.message, person=delivery.message.person, channels=(Channel.POST,))


def backoff(number: int) -> dt.timedelta:
    """How long to wait after attempt `number`: 2, 8, 32 minutes, give or take a quarter."""
    spread = random.uniform(0.75, 1.25)  # noqa: S311  spreads load; nothing secret hangs on it
    return FIRST_WAIT * 4 ** (number - 1) * spread


def _close(delivery: Delivery, *, state: str, reason: str = "") -> None:
    delivery.state, delivery.reason, delivery.finished_at = state, reason, timezone.now()
    delivery.save(update_fields=["state", "reason", "finished_at"])


def note_told(message: Message, *, by: Actor, at: dt.datetime) -> None:
    """The person has been told, by whichever way came first; reported to the case once."""
    first = Message.objects.filter(
        partnership_id=message.partnership_id, pk=message.pk, told_at__isnull=True
    ).update(told_at=at)
    if first:
        record_told(
            partnership_id=message.partnership_id,
            application_id=message.application_id,
            letter_kind=message.kind,
            message_id=message.pk,
            by=by,
            at=at,
        )


def deliver_queued(*, at: dt.datetime) -> int:
    """Send what is due, each partnership in turn; how many were accepted.

    Before that, what a dead worker left half-sent is called uncertain, and letters to post whose
    person has said meanwhile that post is not safe are held back.
    """
    accepted = 0
    for partnership_id in Partnership.objects.order_by("id").values_list("pk", flat=True):
        for delivery_id in _due(partnership_id):
            accepted += _deliver_alone(partnership_id, delivery_id, at=at)
    return accepted


def _deliver_alone(partnership_id: int, delivery_id: int, *, at: dt.datetime) -> bool:
    """One delivery of many: whatever goes wrong with it is logged, and the others go on."""
    try:
        state = deliver(partnership_id=partnership_id, delivery_id=delivery_id, at=at)
    except OperationalError:
        raise
    except Exception as error:
        logger.error(
            "delivery %s of partnership %s: %s", delivery_id, partnership_id, type(error).__name__
        )
        return False
    return state == State.ACCEPTED


def _due(partnership_id: int) -> list[int]:
    now = timezone.now()
    with transaction_in(Scope.staff(partnership_id)):
        Delivery.objects.filter(
            partnership_id=partnership_id,
            state=State.SENDING,
            claimed_at__lt=now - LOST_AFTER,
        ).update(
            state=State.UNCERTAIN,
            finished_at=now,
            reason="The worker stopped while sending; nobody knows whether it was sent.",
        )
        _hold_back(partnership_id)
        queued = Delivery.objects.filter(
            partnership_id=partnership_id,
            channel=Channel.EMAIL,
            state=State.QUEUED,
            due_at__lte=now,
        ).order_by("due_at", "id")
        return list(queued.values_list("pk", flat=True)[:AT_ONCE])


def _hold_back(partnership_id: int) -> None:
    safe = SafeContact.objects.filter(
        partnership_id=partnership_id,
        person_id=OuterRef("message__person_id"),
        channel=Channel.POST,
        safe=True,
    )
    unsafe = Delivery.objects.filter(
        ~Exists(safe), partnership_id=partnership_id, channel=Channel.POST, state=State.QUEUED
    )
    ids = list(unsafe.values_list("pk", flat=True))
    Delivery.objects.filter(partnership_id=partnership_id, pk__in=ids, state=State.QUEUED).update(
        state=State.CANCELLED, finished_at=timezone.now(), reason=NOT_SAFE[Channel.POST]
    )
