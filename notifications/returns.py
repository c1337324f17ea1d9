"""Letters that the post brought back, and the addresses that they came back from (ADR 29).

The date that posting met stays met: the partnership did in time what it owed. But the person has
not got the letter, so that it needs somebody, and nothing more goes to that address until somebody
has confirmed or changed it.
"""

import datetime as dt

from django.utils import timezone

from cases.commands.contacting import ContactDetails, check_contact
from cases.event_kinds import EventKind
from cases.policies import NotNow, NotThatDay
from notifications.channels import came_back
from notifications.commands import NoSuchDelivery
from notifications.mending import lock_message, record_mending
from notifications.models import Delivery
from organisations.actors import Actor
from organisations.clock import date_of
from organisations.tenancy import Scope, visiting

Channel, State, CameBack = Delivery.Channel, Delivery.State, Delivery.CameBack

WORDS_AT_MOST = 200
POSTED = frozenset({State.ACCEPTED, State.DELIVERED})


def mark_returned(
    *,
    partnership_id: int,
    delivery_id: int,
    came_back_on: dt.date,
    why: str,
    by: Actor,
    at: dt.datetime,
    words: str = "",
) -> Delivery:
    """A letter that was posted came back.

    why: one of `Delivery.CameBack`. words: for another reason; kept with the delivery, never in an
    event. Raises NoSuchDelivery, NotPermitted, and NotNow where it was not posted, came back
    already, or the day or the reason cannot be right.
    """
    with visiting(Scope.staff(partnership_id)):
        delivery = (
            Delivery.objects.select_for_update(of=("self",), no_key=True)
            .filter(partnership_id=partnership_id, pk=delivery_id, application__isnull=False)
            .first()
        )
        if delivery is None:
            raise NoSuchDelivery(delivery_id)
        message = lock_message(partnership_id, delivery.message_id, by=by, at=at)
        _check_posted(delivery)
        if came_back_on > date_of(at):
            raise NotThatDay("The day must not be in the future.")
        if came_back_on < max(message.letter.written_on, date_of(message.told_at)):
            raise NotThatDay("The day must not be before the letter was posted.")
        delivery.reason = _in_words(why, words)
        delivery.state, delivery.returned_on, delivery.returned_why = (
            State.RETURNED,
            came_back_on,
            why,
        )
        delivery.save(update_fields=["state", "reason", "returned_on", "returned_why"])
        record_mending(EventKind.LETTER_RETURNED, message, delivery, by=by, at=at, why=why)
    return delivery


def check_can_come_back(*, partnership_id: int, delivery_id: int) -> None:
    """Raise NotNow unless it was posted: whether the page for it may be opened."""
    _check_posted(Delivery.objects.get(partnership_id=partnership_id, pk=delivery_id))


def check_contact_of(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    person_id: int,
    details: ContactDetails,
    safe: frozenset[str] = frozenset(),
    by: Actor,
    at: dt.datetime,
) -> tuple[str, ...]:
    """`cases.commands.contacting.check_contact`; then letters may go to the address again."""
    with visiting(Scope.staff(partnership_id)):
        changed = check_contact(
            partnership_id=partnership_id,
            case_id=case_id,
            version=version,
            person_id=person_id,
            details=details,
            safe=safe,
            by=by,
            at=at,
        )
        came_back(partnership_id).filter(message__person_id=person_id).update(
            address_settled_at=timezone.now()
        )
    return changed


def _check_posted(delivery: Delivery) -> None:
    if delivery.state == State.RETURNED:
        raise NotNow("It is known already that this letter came back.")
    if delivery.channel != Channel.POST or delivery.state not in POSTED:
        raise NotNow("Only a letter that was posted can come back.")


def _in_words(why: str, words: str) -> str:
    if why not in CameBack.values:
        raise NotNow("Say why the letter came back.")
    if why != CameBack.OTHER:
        return f"{CameBack(why).label}."
    if not 0 < len(words.strip()) <= WORDS_AT_MOST:
        raise NotNow(f"Say in up to {WORDS_AT_MOST} characters why the letter came back.")
    return words.strip()
