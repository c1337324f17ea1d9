"""Which way a person can be written to without harm. Enforced here and nowhere else (invariant 5).

A channel is used only where the person said that it is safe. Not asked means not used. Nor is an
address from which a letter came back, until somebody has confirmed or changed it (ADR 29).
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from cases.models import Person, SafeContact
from notifications.models import Delivery
from notifications.phone_numbers import NOT_MOBILE, takes_texts
from notifications.transports.choice import offered
from thresholds.periods import day_in_words

Channel = Delivery.Channel

NOT_SAFE = {
    Channel.EMAIL: "The person said that e-mail is not safe.",
    Channel.TEXT: "The person said that text messages are not safe.",
    Channel.POST: "The person said that post is not safe.",
}
NOT_ASKED = {
    Channel.EMAIL: "The person has not said that e-mail is safe.",
    Channel.TEXT: "The person has not said that text messages are safe.",
    Channel.POST: "The person has not said that post is safe.",
}
NO_ADDRESS = {
    Channel.EMAIL: "There is no e-mail address.",
    Channel.TEXT: "There is no phone number.",
    Channel.POST: "There is no postal address.",
}


@dataclass(frozen=True, kw_only=True)
class Way:
    """One channel for one person; `refused` says why it must not be used, or is empty.

    full_text: the person chose to have the whole letter in an e-mail.
    """

    channel: str
    refused: str
    preferred: bool = False
    full_text: bool = False


def ways(person: Person, *, channels: tuple[str, ...]) -> list[Way]:
    """Each channel and whether it may be used now: the preferred one first, else as given.

    Channels that nothing carries here are left out.

    Reads the person's SafeContact rows as they are now, not as they were at the event: whoever
    says today that e-mail is not safe gets none tomorrow.
    """
    known = _known([person], partnership_id=person.partnership_id, channels=channels)
    found = [_way(person, channel, *known) for channel in channels if offered(channel)]
    return sorted(found, key=lambda way: not way.preferred)


def refusals(people: Iterable[Person], *, partnership_id: int, channel: str) -> dict[int, str]:
    """By person why the channel must not be used now; empty where it may. Two queries."""
    people = list(people)
    known = _known(people, partnership_id=partnership_id, channels=(channel,))
    return {person.pk: _way(person, channel, *known).refused for person in people}


def came_back(partnership_id: int) -> QuerySet[Delivery]:
    """Letters that came back from an address which nobody has confirmed or changed since."""
    return Delivery.objects.filter(
        partnership_id=partnership_id,
        channel=Channel.POST,
        state=Delivery.State.RETURNED,
        address_settled_at__isnull=True,
    )


def _known(people: list[Person], *, partnership_id: int, channels: tuple[str, ...]) -> tuple:
    """What each person said of each channel, and when a letter came back from them."""
    ids = [person.pk for person in people]
    told = {
        (row.person_id, row.channel): row
        for row in SafeContact.objects.filter(
            partnership_id=partnership_id, person_id__in=ids, channel__in=channels
        )
    }
    back: dict[int, dt.date] = {}
    if Channel.POST in channels:
        rows = came_back(partnership_id).filter(message__person_id__in=ids).order_by("returned_on")
        back = dict(rows.values_list("message__person_id", "returned_on"))
    return told, back


def _way(person: Person, channel: str, told: dict, back: dict[int, dt.date]) -> Way:
    contact = told.get((person.pk, channel))
    address = address_of(person, channel)
    if contact is None:
        refused = NOT_ASKED[channel]
    elif not contact.safe:
        refused = NOT_SAFE[channel]
    elif not address.strip():
        refused = NO_ADDRESS[channel]
    elif channel == Channel.TEXT and not takes_texts(address):
        refused = NOT_MOBILE
    elif channel == Channel.POST and person.pk in back:
        refused = (
            f"A letter to this address came back on {day_in_words(back[person.pk])}, and nobody"
            " has confirmed or changed the address since."
        )
    else:
        refused = ""
    return Way(
        channel=channel,
        refused=refused,
        preferred=bool(contact and contact.preferred and not refused),
        full_text=bool(contact and contact.full_text and not refused),
    )


def address_of(person: Person, channel: str) -> str:
    """Where a channel leads, as the person gave it."""
    return {Channel.EMAIL: person.email, Channel.TEXT: person.phone}.get(channel, person.address)
