"""Queue a message on the next way that may be used; each way that may not is noted with why."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.models import Person
from notifications.channels import ways
from notifications.models import Delivery, Message
from notifications.nudge import nudge_delivery
from notifications.transports.choice import transport_of

State = Delivery.State


def queue(message: Message, *, person: Person, channels: tuple[str, ...]) -> Delivery | None:
    """Queue the message on the first of the channels that is safe; None where there is none.

    A channel that may not be used leaves a cancelled row with the reason, which the SPOC sees.
    """
    for way in ways(person, channels=channels):
        if not way.refused:
            return attempt(message, channel=way.channel)
        refuse(message, channel=way.channel, reason=way.refused)
    return None


def attempt(message: Message, *, channel: str, after: dt.timedelta = dt.timedelta()) -> Delivery:
    """A new attempt, due after a while; after the commit a worker is nudged where it may go now."""
    now = timezone.now()
    delivery = Delivery.objects.create(
        **_below(message),
        channel=channel,
        attempt=_next_number(message, channel),
        queued_at=now,
        due_at=now + after,
    )
    if transport_of(channel) is not None and not after:
        transaction.on_commit(partial(nudge_delivery, message.partnership_id, delivery.pk))
    return delivery


def refuse(message: Message, *, channel: str, reason: str) -> Delivery:
    """Note that a channel was not used, and why."""
    now = timezone.now()
    return Delivery.objects.create(
        **_below(message),
        channel=channel,
        attempt=_next_number(message, channel),
        state=State.CANCELLED,
        queued_at=now,
        due_at=now,
        finished_at=now,
        reason=reason,
    )


def note_other_way(message: Message, *, how: str, by_id: int | None) -> Delivery:
    """Note that somebody told the person without the post, and how."""
    now = timezone.now()
    return Delivery.objects.create(
        **_below(message),
        channel=Delivery.Channel.OTHER,
        attempt=_next_number(message, Delivery.Channel.OTHER),
        state=State.ACCEPTED,
        queued_at=now,
        due_at=now,
        finished_at=now,
        reason=how,
        marked_by_id=by_id,
    )


def _next_number(message: Message, channel: str) -> int:
    earlier = message.deliveries.filter(
        partnership_id=message.partnership_id, channel=channel
    ).aggregate(last=Max("attempt"))
    return (earlier["last"] or 0) + 1


def _below(message: Message) -> dict:
    return {
        "partnership_id": message.partnership_id,
        "application_id": message.application_id,
        "case_id": message.case_id,
        "message": message,
    }
