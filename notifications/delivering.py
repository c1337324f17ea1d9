"""Deliveries: claimed by compare-and-set, sent outside any transaction, finished in another.

    queued -> sending -> accepted | failed | uncertain
                         failed: tried again later, at last given up (the next way is tried)
    sending, and the worker died: uncertain after a while, never sent again unless the transport
                         can be asked and certainly does not have it (`notifications/asking.py`)

What differs between applicants and staff stands in `notifications/recipients.py`, between the ways
out of the machine in `notifications/transports/`; what follows from an answer in `settling.py`.

At no moment can two workers hold the same delivery, and at no moment does a crash send twice.
"""

import datetime as dt
import logging
import time

from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.models import SafeContact
from notifications import emails, sending
from notifications.channels import came_back, refusals
from notifications.models import BatchLine, Delivery
from notifications.recipients import recipient_of
from notifications.sending import Claimed
from notifications.settling import close, finish, settle
from notifications.transports.choice import carried, transport_of
from notifications.transports.protocol import Outgoing, Result, Text
from notifications.turns import each_partnership, go_on_after
from organisations.database import drop_broken_connection
from organisations.tenancy import Scope, transaction_in

logger = logging.getLogger(__name__)

Channel, State = Delivery.Channel, Delivery.State

PUT_BACK = dt.timedelta(minutes=2)
LOST_AFTER = dt.timedelta(minutes=10)
WAIT_WHILE_QUIET = dt.timedelta(minutes=15)
AT_ONCE = 100
PATIENCE = (0.5, 1, 2, 4, 8, 15)  # seconds, together as long as a database takes to restart


def deliver(*, partnership_id: int, delivery_id: int, at: dt.datetime) -> str:
    """Send what is queued; the state that came of it, or "" where it was not ours to send.

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
    result = sending.send(claimed)
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
        if not any(_take(partnership_id, delivery_id, channel, now) for channel in carried()):
            return None
        delivery = _one(partnership_id, delivery_id)
        recipient = recipient_of(delivery.message)
        if recipient.must_wait(delivery.message, at=at):
            _postpone(delivery, until=now + WAIT_WHILE_QUIET)
            return None
        if refused := recipient.refused_now(delivery, at=at):
            close(delivery, state=State.CANCELLED, reason=refused)
            recipient.instead(delivery)
            return None
        outgoing = _compose(delivery, at=at)
    if outgoing is None:
        return None
    return Claimed(
        delivery_id=delivery.pk,
        outgoing=outgoing,
        transport=transport_of(delivery.channel),
        reference=delivery.provider_reference,
        issued_at=now.timestamp(),
    )


def _take(partnership_id: int, delivery_id: int, channel: str, now: dt.datetime) -> int:
    """Compare-and-set: whether it waited, by this channel, and is ours now."""
    transport = transport_of(channel)
    reference = transport.reference(partnership_id=partnership_id, delivery_id=delivery_id)
    return Delivery.objects.filter(
        ~_being_printed(partnership_id),
        partnership_id=partnership_id,
        pk=delivery_id,
        channel=channel,
        state=State.QUEUED,
        due_at__lte=now,
    ).update(
        state=State.SENDING,
        claimed_at=now,
        provider_reference=reference,
        transport=transport.name,
    )


def _compose(delivery: Delivery, *, at: dt.datetime) -> Outgoing | None:
    """What goes out, its words kept with the message; None where there is nothing to send."""
    message = delivery.message
    recipient = recipient_of(message)
    try:
        outgoing = recipient.compose(delivery, at=at)
    except emails.BadAddress as wrong:
        settle(delivery, Result(state=State.FAILED, reason=str(wrong)))
        return None
    except emails.NothingLeft as reason:
        close(delivery, state=State.CANCELLED, reason=str(reason))
        return None
    if isinstance(outgoing, EmailMessage):
        message.subject = outgoing.subject
        message.body = outgoing.body if recipient.keeps_words else ""
    elif isinstance(outgoing, Text):
        message.subject, message.body = "", outgoing.body
    message.save(update_fields=["subject", "body"])
    return outgoing


def _postpone(delivery: Delivery, *, until: dt.datetime) -> None:
    """Not now: it waits in the queue, out of the way of those that can go."""
    delivery.state, delivery.claimed_at, delivery.due_at = State.QUEUED, None, until
    delivery.save(update_fields=["state", "claimed_at", "due_at"])


def _give_up(partnership_id: int, delivery_id: int, error: Exception) -> None:
    """What cannot be made is noted by the kind of error; the next way is tried then."""
    kind = type(error).__name__
    logger.error("delivery %s of partnership %s: %s", delivery_id, partnership_id, kind)
    with transaction_in(Scope.staff(partnership_id)):
        delivery = _one(partnership_id, delivery_id)
        if delivery.state == State.QUEUED:
            reason = f"The message could not be made ({kind})."
            settle(delivery, Result(state=State.FAILED, reason=reason))


def _one(partnership_id: int, delivery_id: int) -> Delivery:
    return Delivery.objects.select_related(
        "message__person",
        "message__application",
        "message__partnership",
        "message__user",
        "message__event",
    ).get(partnership_id=partnership_id, pk=delivery_id)


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
            handed_over_at__isnull=True,
        ).update(
            state=State.UNCERTAIN,
            finished_at=now,
            due_at=now,
            reason="The worker stopped while sending; nobody knows whether it was sent.",
        )
        _hold_back(partnership_id)
        queued = Delivery.objects.filter(
            ~_being_printed(partnership_id),
            partnership_id=partnership_id,
            channel__in=carried(),
            state=State.QUEUED,
            due_at__lte=now,
        ).order_by("due_at", "id")
        return list(queued.values_list("pk", flat=True)[:AT_ONCE])


def _being_printed(partnership_id: int) -> Exists:
    """A letter in an open batch is a person's to post, whatever carries letters by now."""
    return Exists(
        BatchLine.objects.filter(
            partnership_id=partnership_id,
            delivery_id=OuterRef("pk"),
            state=BatchLine.State.OPEN,
        )
    )


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
        message__person__isnull=False,
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
