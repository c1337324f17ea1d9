"""What differs between an applicant's message and one to staff; `delivering.py` does the rest.

Each answers the same five questions: must it wait, may it go, what does it say, what follows when
it was accepted, and what instead when it cannot go by e-mail.
"""

import datetime as dt
from typing import Protocol

from django.core.mail import EmailMessage

from cases.commands.telling import record_told
from cases.models import EventFacts
from notifications import emails, reminder_mail
from notifications.audience import Circle, live
from notifications.channels import ways
from notifications.chasing import is_quiet_for
from notifications.models import Delivery, Message
from notifications.queueing import queue
from notifications.told import note_chased
from organisations.actors import Actor
from organisations.clock import date_of

Channel = Delivery.Channel

ROLE_ENDED = "The person no longer holds the role that this mail was for."


class Recipient(Protocol):
    """How one kind of recipient is written to. at: domain time."""

    def must_wait(self, message: Message, *, at: dt.datetime) -> bool:
        """Whether this is no time to write; it is tried again later."""

    def refused_now(self, message: Message, *, at: dt.datetime) -> str:
        """Why e-mail must not be used any more; empty where it still may."""

    def compose(self, delivery: Delivery, *, at: dt.datetime) -> EmailMessage:
        """The e-mail, from the state now. Raises BadAddress, NothingLeft."""

    def accepted(self, message: Message, *, by: Actor, at: dt.datetime) -> None:
        """What follows when it was told for the first time."""

    def instead(self, message: Message) -> None:
        """What follows when it cannot go by e-mail, for good."""


class ToApplicant:
    """By safe ways only; what was told is reported to the case; paper where e-mail fails."""

    def must_wait(self, message: Message, *, at: dt.datetime) -> bool:
        """An applicant's letter never waits: it may meet a deadline."""
        return False

    def refused_now(self, message: Message, *, at: dt.datetime) -> str:
        """Whoever says today that e-mail is not safe gets none tomorrow (invariant 5)."""
        (way,) = ways(message.person, channels=(Channel.EMAIL,))
        return way.refused

    def compose(self, delivery: Delivery, *, at: dt.datetime) -> EmailMessage:
        """That there is a letter. Raises BadAddress."""
        message = delivery.message
        facts = EventFacts.objects.get(
            partnership_id=message.partnership_id, event_id=message.event_id
        )
        return emails.compose(
            message,
            address=message.person.email,
            facts=facts.content,
            message_id=delivery.provider_reference,
        )

    def accepted(self, message: Message, *, by: Actor, at: dt.datetime) -> None:
        """The case hears of it, which may meet a deadline."""
        record_told(
            partnership_id=message.partnership_id,
            application_id=message.application_id,
            letter_kind=message.kind,
            message_id=message.pk,
            by=by,
            at=at,
        )

    def instead(self, message: Message) -> None:
        """The letter goes by post, where that is safe."""
        queue(message, person=message.person, channels=(Channel.POST,))


class ToStaff:
    """Within the hours that the partnership has set; a failure stays in plain sight."""

    def must_wait(self, message: Message, *, at: dt.datetime) -> bool:
        """A retry can fall into quiet hours."""
        return is_quiet_for(message.partnership, at=at)

    def refused_now(self, message: Message, *, at: dt.datetime) -> str:
        """Whoever left between the queue and the sending reads of no case any more."""
        if message.user_id is None:
            return ""
        roles = [circle.value for circle in Circle]
        held = live(message.partnership_id, roles=roles, on=date_of(at))
        return "" if held.filter(user_id=message.user_id).exists() else ROLE_ENDED

    def compose(self, delivery: Delivery, *, at: dt.datetime) -> EmailMessage:
        """The dates that are still owed. Raises BadAddress, NothingLeft."""
        return reminder_mail.compose(
            delivery.message, message_id=delivery.provider_reference, at=at
        )

    def accepted(self, message: Message, *, by: Actor, at: dt.datetime) -> None:
        """Each chaser that was told goes on its case's record."""
        note_chased(message, by=by, at=at)

    def instead(self, message: Message) -> None:
        """Nothing: staff get no paper. The administrator's page shows the failure."""


def recipient_of(message: Message) -> Recipient:
    """How the message's recipient is written to."""
    return ToStaff() if message.application_id is None else ToApplicant()
