"""Which channel goes by which transport: the operator's choice, from the environment."""

from django.conf import settings

from notifications.models import Delivery
from notifications.transports.by_mailbox import MailboxTexts
from notifications.transports.by_notify import Notify
from notifications.transports.by_smtp import Smtp
from notifications.transports.protocol import Transport

Channel = Delivery.Channel

_TRANSPORTS: dict[str, Transport] = {one.name: one for one in (Smtp(), Notify(), MailboxTexts())}


def transport_of(channel: str) -> Transport | None:
    """What carries a channel by itself; None where nothing does, or where a person does."""
    names = {
        Channel.EMAIL: settings.MAIL_BY,
        Channel.TEXT: settings.TEXT_BY,
        Channel.POST: settings.POST_BY,
    }
    return _TRANSPORTS.get(names.get(channel, ""))


def carried() -> tuple[str, ...]:
    """The channels that go without a person."""
    return tuple(channel for channel in Channel.values if transport_of(channel) is not None)


def offered(channel: str) -> bool:
    """Whether anybody can be written to by a channel here: paper always, texts where they go."""
    return channel == Channel.POST or transport_of(channel) is not None
