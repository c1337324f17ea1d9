"""Which way a person can be written to without harm. Enforced here and nowhere else (invariant 5).

A channel is used only where the person said that it is safe. Not asked means not used.
"""

from dataclasses import dataclass

from cases.models import Person, SafeContact
from notifications.models import Delivery
from notifications.transports.choice import offered

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
    told = {
        row.channel: row
        for row in SafeContact.objects.filter(
            partnership_id=person.partnership_id, person=person, channel__in=channels
        )
    }
    found = [_way(person, channel, told.get(channel)) for channel in channels if offered(channel)]
    return sorted(found, key=lambda way: not way.preferred)


def _way(person: Person, channel: str, contact: SafeContact | None) -> Way:
    address = address_of(person, channel)
    if contact is None:
        refused = NOT_ASKED[channel]
    elif not contact.safe:
        refused = NOT_SAFE[channel]
    elif not address.strip():
        refused = NO_ADDRESS[channel]
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
