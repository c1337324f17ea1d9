"""Receipts by GOV.UK Notify: what became of a message, told by whoever carried it.

A receipt names our own reference, in which the partnership stands: nobody is looked for across
tenants, and a reference that is not one of ours, or of no attempt, changes nothing and says
nothing. In any order, and more than once: `settling.take_in` keeps the states true.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from notifications.models import Delivery
from notifications.settling import locked, take_in
from notifications.transports.by_notify import REFERENCE, Notify
from notifications.transports.notify_status import KINDS, RETURNED, result_of
from notifications.transports.protocol import Result
from organisations.tenancy import Scope, visiting

Channel = Delivery.Channel

KIND_OF = {Channel.EMAIL: "email", Channel.TEXT: "sms", Channel.POST: "letter"}
# The only states that a receipt may have; the others are for questions.
FINAL = frozenset({"delivered", "permanent-failure", "temporary-failure", "technical-failure"})
RETURN = frozenset({"notification_id", "reference", "date_sent"})


class NotAReceipt(ValueError):
    """Not what GOV.UK Notify says that it posts."""


def receive(content: Any, *, at: dt.datetime) -> bool:
    """Take in one receipt, as parsed JSON; whether it changed anything. at: domain time.

    Raises NotAReceipt. The address or number in it is not read.
    """
    if not isinstance(content, Mapping):
        raise NotAReceipt("not an object")
    kind, result = _returned(content) if "date_sent" in content else _judged(content)
    reference = content.get("reference")
    if reference is None:
        return False
    if not isinstance(reference, str):
        raise NotAReceipt("reference")
    place = REFERENCE.match(reference)
    if place is None:
        return False
    return _settle(
        partnership_id=int(place["partnership"]),
        delivery_id=int(place["delivery"]),
        reference=reference,
        kind=kind,
        result=result,
        at=at,
    )


def _judged(content: Mapping) -> tuple[str, Result]:
    kind, status = content.get("notification_type"), content.get("status")
    if not all(isinstance(value, str) for value in (content.get("id"), kind, status)):
        raise NotAReceipt("id, notification_type or status")
    if kind not in KINDS or status not in FINAL:
        raise NotAReceipt("notification_type or status")
    found = result_of(kind=kind, status=status)
    if found is None:
        raise NotAReceipt("status")
    return kind, found


def _returned(content: Mapping) -> tuple[str, Result]:
    """A letter that came back to Notify; weeks later, as a rule."""
    if not content.keys() >= RETURN or not isinstance(content["notification_id"], str):
        raise NotAReceipt("notification_id")
    return KIND_OF[Channel.POST], RETURNED


def _settle(
    *,
    partnership_id: int,
    delivery_id: int,
    reference: str,
    kind: str,
    result: Result,
    at: dt.datetime,
) -> bool:
    with visiting(Scope.staff(partnership_id)):
        delivery = locked(partnership_id=partnership_id, delivery_id=delivery_id)
        if (
            delivery is None
            or delivery.transport != Notify.name
            or delivery.provider_reference != reference
            or KIND_OF[delivery.channel] != kind
        ):
            return False
        return take_in(delivery, result, at=at)
