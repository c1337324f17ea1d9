"""What nobody knows is asked for: GOV.UK Notify has an attempt's reference, or has it not.

    uncertain, and Notify has it               -> what it says: accepted, delivered, failed
    uncertain, and Notify has not, for a while -> certainly not sent: may be sent again
    a letter that was handed over              -> accepted once it goes to the printer

Each attempt is taken by compare-and-set of its next look, so that two sweeps ask once; it is asked
outside any transaction. Notify keeps what it was sent for seven days: then nobody can be asked.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from notifications.models import Delivery
from notifications.settling import locked, settle, take_in
from notifications.transports import by_notify
from notifications.transports.by_notify import Asked, Notify
from notifications.transports.protocol import Result
from notifications.turns import each_partnership, go_on_after
from organisations.tenancy import Scope, transaction_in

Channel, State = Delivery.Channel, Delivery.State

ASK_FOR = dt.timedelta(days=6)
# A token is good for half a minute, so that nothing is taken later; then as long as a queue takes.
SURELY_NOT_AFTER = dt.timedelta(minutes=30)
ASK_AGAIN = dt.timedelta(minutes=5)
LOOK_AGAIN = dt.timedelta(hours=2)
AT_ONCE = 50

NEVER_PRINTED = "GOV.UK Notify took it in and has not said that it is printed."
NOT_THERE = Result(
    state=State.FAILED, reason="GOV.UK Notify does not have it: it was not sent.", again=True
)


@dataclass(frozen=True, kw_only=True)
class _Open:
    """An attempt that is ours to ask about."""

    delivery_id: int
    reference: str
    claimed_at: dt.datetime


def ask_due(*, at: dt.datetime) -> int:
    """Ask about what is due to be asked about, each partnership in turn; how many changed.

    at: domain time, at which the person counts as told.
    """

    def ask_of(partnership_id: int) -> int:
        return sum(_ask_alone(partnership_id, pk, at=at) for pk in _due(partnership_id))

    return each_partnership(ask_of, doing="asking what became of deliveries")


def _to_ask(partnership_id: int, now: dt.datetime) -> QuerySet:
    open_ones = (
        Q(state=State.UNCERTAIN)
        | Q(state=State.SENDING, handed_over_at__isnull=False)
        | Q(state=State.ACCEPTED, channel=Channel.POST)
    )
    return Delivery.objects.filter(
        open_ones,
        partnership_id=partnership_id,
        transport=Notify.name,
        due_at__lte=now,
        claimed_at__gt=now - ASK_FOR,
    )


def _due(partnership_id: int) -> list[int]:
    """What is to be asked about; before that, what cannot be asked any more is for a person."""
    now = timezone.now()
    with transaction_in(Scope.staff(partnership_id)):
        Delivery.objects.filter(
            partnership_id=partnership_id,
            transport=Notify.name,
            state=State.SENDING,
            handed_over_at__lte=now - ASK_FOR,
        ).update(state=State.UNCERTAIN, finished_at=now, reason=NEVER_PRINTED)
        rows = _to_ask(partnership_id, now).order_by("due_at", "id")
        return list(rows.values_list("pk", flat=True)[:AT_ONCE])


def _ask_alone(partnership_id: int, delivery_id: int, *, at: dt.datetime) -> bool:
    """One of many: whatever goes wrong with it is logged, and the others go on."""
    try:
        return ask_about(partnership_id=partnership_id, delivery_id=delivery_id, at=at)
    except Exception as error:
        about = f"asking about delivery {delivery_id} of partnership {partnership_id}"
        go_on_after(error, about=about)
        return False


def ask_about(*, partnership_id: int, delivery_id: int, at: dt.datetime) -> bool:
    """Ask Notify about one attempt and write down what it says; whether that changed anything."""
    ours = _take(partnership_id, delivery_id)
    if ours is None:
        return False
    asked = by_notify.ask(ours.reference)
    if asked is None:
        return False
    with transaction_in(Scope.staff(partnership_id)):
        delivery = locked(partnership_id=partnership_id, delivery_id=delivery_id)
        return _note(delivery, asked, since=timezone.now() - ours.claimed_at, at=at)


def _take(partnership_id: int, delivery_id: int) -> _Open | None:
    now = timezone.now()
    with transaction_in(Scope.staff(partnership_id)):
        rows = _to_ask(partnership_id, now).filter(pk=delivery_id)
        waits = LOOK_AGAIN if rows.filter(state=State.ACCEPTED).exists() else ASK_AGAIN
        if not rows.update(due_at=now + waits):
            return None
        found = Delivery.objects.get(partnership_id=partnership_id, pk=delivery_id)
        return _Open(
            delivery_id=found.pk,
            reference=found.provider_reference,
            claimed_at=found.claimed_at,
        )


def _note(delivery: Delivery, asked: Asked, *, since: dt.timedelta, at: dt.datetime) -> bool:
    if asked.known:
        if asked.result is None or asked.result.state == delivery.state:
            return False
        return take_in(delivery, asked.result, at=at)
    if delivery.state == State.UNCERTAIN and since > SURELY_NOT_AFTER:
        settle(delivery, NOT_THERE)
        return True
    return False
