"""Deliveries: claimed by compare-and-set, sent outside any transaction, finished in another.

    queued -> sending -> accepted | failed | uncertain
                         failed: tried again later, at last given up (an applicant's goes by post)
    sending, and the worker died: uncertain after a while, never sent again by itself

What differs between applicants and staff stands in `notifications/recipients.py`.

At no moment can two workers hold the same delivery, and at no moment does a crash send twice.
"""

import datetime as dt
import logging
import random
import time
import uuid
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.models import SafeContact
from notifications import emails, sending
from notifications.channels import came_back, refusals
from notifications.models import Delivery, Message
from notifications.queueing import attempt
from notifications.recipients import recipient_of
from notifications.sending import Result
from notifications.turns import each_partnership, go_on_after
from organisations.actors import SYSTEM_ACTOR, Actor
from organisations.database import drop_broken_connection
from organisations.tenancy import Scope, transaction_in

logger = logging.getLogger(__name__)

Channel, State = Delivery.Channel, Delivery.State

MOST_ATTEMPTS = 4
FIRST_WAIT = dt.timedelta(minutes=2)
PUT_BACK = dt.timedelta(minutes=2)
LOST_AFTER = dt.timedelta(minutes=10)
WAIT_WHILE_QUIET = dt.timedelta(minutes=15)
AT_ONCE = 100
PATIENCE = (0.5, 1, 2, 4, 8, 15)  # seconds, together as long as a database takes to restart


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A delivery that is ours to send, and what to send."""

    delivery_id: int
    email: EmailMessage


def deliver(*, partnership_id: int, delivery_id: int, at: dt.datetime) -> str:
    """Send a queued e-mail; the state that came of it, or "" where it was not ours to send.

    at: domain time, at which the person counts as told. Idempotent: of two at once, one sends.
    """
    try:
        claimed = _claim(partnership_id, delivery_id, at=at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # one that cannot be made must not come back for ever
        _give_up(partnership_id, delivery_id, error)
        return State.FAILED
    if claimed is None:
        return ""
    result = sending.send(claimed.email)
    _finish_patiently(partnership_id=partnership_id, delivery_id=delivery_id, result=result, at=at)
    return result.state


def _finish_patiently(**known) -> None:
    """`finish`, and again where the database is away for a moment: what is known must be kept."""
    for seconds in PATIENCE:
        try:
            finish(**known)
        except (OperationalError, InterfaceError) as error:
            kind = type(error).__name__
            logger.warning("delivery %s is not written down yet: %s", known["delivery_id"], kind)
            drop_broken_connection()
            time.sleep(seconds)
        else:
            return
    finish(**known)


def _claim(partnership_id: int, delivery_id: int, *, at: dt.datetime) -> Claimed | None:
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
        recipient = recipient_of(delivery.message)
        if recipient.must_wait(delivery.message, at=at):
            _postpone(delivery, until=now + WAIT_WHILE_QUIET)
            return None
        if refused := recipient.refused_now(delivery.message, at=at):
            _close(delivery, state=State.CANCELLED, reason=refused)
            recipient.instead(delivery.message)
            return None
        return _compose(delivery, at=at)


def _compose(delivery: Delivery, *, at: dt.datetime) -> Claimed | None:
    """The e-mail, kept with the message as it will go out; None where there is none to send."""
    message = delivery.message
    try:
        email = recipient_of(message).compose(delivery, at=at)
    except emails.BadAddress:
        _settle(delivery, Result(state=State.FAILED, reason="The e-mail address is not valid."))
        return None
    except emails.NothingLeft as reason:
        _close(delivery, state=State.CANCELLED, reason=str(reason))
        return None
    message.subject, message.body = email.subject, email.body
    message.save(update_fields=["subject", "body"])
    return Claimed(delivery_id=delivery.pk, email=email)


def _postpone(delivery: Delivery, *, until: dt.datetime) -> None:
    """Not now: it waits in the queue, out of the way of those that can go."""
    delivery.state, delivery.claimed_at, delivery.due_at = State.QUEUED, None, until
    delivery.save(update_fields=["state", "claimed_at", "due_at"])


def _give_up(partnership_id: int, delivery_id: int, error: Exception) -> None:
    """An e-mail that cannot be made is noted by the kind of error; a letter goes by post then."""
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
        "message__person", "message__application", "message__partnership", "message__user"
    ).get(partnership_id=partnership_id, pk=delivery_id)


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
    """A failed attempt is followed by another one later, or by what the recipient has instead."""
    _close(delivery, state=result.state, reason=result.reason)
    if result.state != State.FAILED:
        return
    if result.again and delivery.attempt < MOST_ATTEMPTS:
        attempt(delivery.message, channel=delivery.channel, after=backoff(delivery.attempt))
    else:
        recipient_of(delivery.message).instead(delivery.message)


def backoff(number: int) -> dt.timedelta:
    """How long to wait after attempt `number`: 2, 8, 32 minutes, give or take a quarter."""
    spread = random.uniform(0.75, 1.25)  # noqa: S311  spreads load; nothing secret hangs on it
    return FIRST_WAIT * 4 ** (number - 1) * spread


def _close(delivery: Delivery, *, state: str, reason: str = "") -> None:
    delivery.state, delivery.reason, delivery.finished_at = state, reason, timezone.now()
    delivery.save(update_fields=["state", "reason", "finished_at"])


def note_told(message: Message, *, by: Actor, at: dt.datetime) -> None:
    """The person has been told, by whichever way came first; what follows from it follows once."""
    first = Message.objects.filter(
        partnership_id=message.partnership_id, pk=message.pk, told_at__isnull=True
    ).update(told_at=at)
    if first:
        recipient_of(message).accepted(message, by=by, at=at)


def deliver_queued(*, at: dt.datetime) -> int:
    """Send what is due, each partnership in turn; how many were accepted.

    Before that, what a dead worker left half-sent is called uncertain, and letters to post whose
    person has said meanwhile that post is not safe are held back.
    """

    def deliver_due(partnership_id: int) -> int:
        due = _due(partnership_id)
        return sum(_deliver_alone(partnership_id, delivery_id, at=at) for delivery_id in due)

    return each_partnership(deliver_due, doing="delivering")


def _deliver_alone(partnership_id: int, delivery_id: int, *, at: dt.datetime) -> bool:
    """One delivery of many: whatever goes wrong with it is logged, and the others go on."""
    about = f"delivery {delivery_id} of partnership {partnership_id}"
    try:
        state = deliver(partnership_id=partnership_id, delivery_id=delivery_id, at=at)
    except Exception as error:
        go_on_after(error, about=about)
        _put_back(partnership_id, delivery_id, error)
        return False
    return state == State.ACCEPTED


def _put_back(partnership_id: int, delivery_id: int, error: Exception) -> None:
    """What failed before it could be sent, or given up, waits behind the others and says why."""
    reason = f"The service could not begin to send it ({type(error).__name__})."
    with transaction_in(Scope.staff(partnership_id)):
        Delivery.objects.filter(
            partnership_id=partnership_id, pk=delivery_id, state=State.QUEUED
        ).update(due_at=timezone.now() + PUT_BACK, reason=reason)


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
    """Letters to post whose person must not be written to by post any more, with the reason."""
    safe = SafeContact.objects.filter(
        partnership_id=partnership_id,
        person_id=OuterRef("message__person_id"),
        channel=Channel.POST,
        safe=True,
    )
    back = came_back(partnership_id).filter(message__person_id=OuterRef("message__person_id"))
    refused = Delivery.objects.filter(
        ~Exists(safe) | Exists(back),
        partnership_id=partnership_id,
        channel=Channel.POST,
        state=State.QUEUED,
    ).select_related("message__person")
    held = list(refused)
    if not held:
        return
    why = refusals(
        [one.message.person for one in held], partnership_id=partnership_id, channel=Channel.POST
    )
    for one in held:
        if why[one.message.person_id]:
            Delivery.objects.filter(
                partnership_id=partnership_id, pk=one.pk, state=State.QUEUED
            ).update(
                state=State.CANCELLED,
                finished_at=timezone.now(),
                reason=why[one.message.person_id],
            )
