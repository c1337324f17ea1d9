"""What differs between an applicant's message and one to staff; `delivering.py` does the rest.

Each answers the same questions: must it wait, may it go, what does it say, what follows when it was
accepted, what when it did not arrive after all, and what instead when it cannot go this way.
"""

import datetime as dt
from typing import Protocol

from cases.commands.telling import record_not_reached, record_returned, record_told
from cases.models import EventFacts
from notifications import emails, reminder_mail, texts
from notifications.audience import Circle, live
from notifications.channels import ways
from notifications.chasing import is_quiet_for
from notifications.falling_back import next_ways
from notifications.letters import bytes_of
from notifications.models import Delivery, Message
from notifications.queueing import queue
from notifications.told import note_chased
from notifications.transports.protocol import Outgoing, Paper
from organisations.actors import Actor
from organisations.clock import date_of

Channel = Delivery.Channel

ROLE_ENDED = "The person no longer holds the role that this mail was for."


class Recipient(Protocol):
    """How one kind of recipient is written to. at: domain time."""

    def must_wait(self, message: Message, *, at: dt.datetime) -> bool:
        """Whether this is no time to write; it is tried again later."""

    def refused_now(self, delivery: Delivery, *, at: dt.datetime) -> str:
        """Why its channel must not be used any more; empty where it still may."""

    def compose(self, delivery: Delivery, *, at: dt.datetime) -> Outgoing:
        """What goes out, from the state now. Raises BadAddress, NothingLeft, LetterDamaged."""

    def accepted(self, message: Message, *, by: Actor, at: dt.datetime) -> None:
        """What follows when it was told for the first time."""

    def not_reached(self, delivery: Delivery, *, told_at: dt.datetime, at: dt.datetime) -> None:
        """What follows when it was accepted, at `told_at`, and did not arrive."""

    def came_back(self, delivery: Delivery, *, at: dt.datetime) -> None:
        """What follows when paper was brought back."""

    def instead(self, delivery: Delivery) -> None:
        """What follows when it cannot go this way, for good."""


class ToApplicant:
    """By safe ways only; what was told is reported to the case; paper where e-mail fails."""

    def must_wait(self, message: Message, *, at: dt.datetime) -> bool:
        """An applicant's letter never waits: it may meet a deadline."""
        return False

    def refused_now(self, delivery: Delivery, *, at: dt.datetime) -> str:
        """Whoever says today that e-mail is not safe gets none tomorrow (invariant 5)."""
        (way,) = ways(delivery.message.person, channels=(delivery.channel,))
        return way.refused

    def compose(self, delivery: Delivery, *, at: dt.datetime) -> Outgoing:
        """That there is a letter, or the letter on paper. Raises BadAddress, LetterDamaged."""
        message = delivery.message
        if delivery.channel == Channel.TEXT:
            return texts.compose(message, number=message.person.phone)
        if delivery.channel == Channel.POST:
            return Paper(pdf=bytes_of(message.letter), pages=message.letter.pages)
        facts = EventFacts.objects.get(
            partnership_id=message.partnership_id, event_id=message.event_id
        )
        (way,) = ways(message.person, channels=(Channel.EMAIL,))
        return emails.compose(
            message,
            address=message.person.email,
            facts=facts.content,
            message_id=delivery.provider_reference,
            full_text=way.full_text,
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

    def not_reached(self, delivery: Delivery, *, told_at: dt.datetime, at: dt.datetime) -> None:
        """The case hears of it; a date that it had met is owed again (ADR 30)."""
        message = delivery.message
        record_not_reached(
            partnership_id=message.partnership_id,
            application_id=message.application_id,
            letter_kind=message.kind,
            message_id=message.pk,
            delivery_id=delivery.pk,
            channel=delivery.channel,
            told_at=told_at,
            at=at,
        )

    def came_back(self, delivery: Delivery, *, at: dt.datetime) -> None:
        """It stands on the case's record; nothing more goes to that address (ADR 29)."""
        message = delivery.message
        record_returned(
            partnership_id=message.partnership_id,
            application_id=message.application_id,
            letter_kind=message.kind,
            message_id=message.pk,
            delivery_id=delivery.pk,
            at=at,
        )

    def instead(self, delivery: Delivery) -> None:
        """The next way that is safe, as the procedure says; else a person sees it."""
        message = delivery.message
        queue(message, person=message.person, channels=next_ways(delivery))


class ToStaff:
    """Within the hours that the partnership has set; a failure stays in plain sight."""

    def must_wait(self, message: Message, *, at: dt.datetime) -> bool:
        """A retry can fall into quiet hours."""
        return is_quiet_for(message.partnership, at=at)

    def refused_now(self, delivery: Delivery, *, at: dt.datetime) -> str:
        """Whoever left between the queue and the sending reads of no case any more."""
        message = delivery.message
        if message.user_id is None:
            return ""
        roles = [circle.value for circle in Circle]
        held = live(message.partnership_id, roles=roles, on=date_of(at))
        return "" if held.filter(user_id=message.user_id).exists() else ROLE_ENDED

    def compose(self, delivery: Delivery, *, at: dt.datetime) -> Outgoing:
        """The dates that are still owed. Raises BadAddress, NothingLeft."""
        return reminder_mail.compose(
            delivery.message, message_id=delivery.provider_reference, at=at
        )

    def accepted(self, message: Message, *, by: Actor, at: dt.datetime) -> None:
        """Each chaser that was told goes on its case's record."""
        note_chased(message, by=by, at=at)

    def not_reached(self, delivery: Delivery, *, told_at: dt.datetime, at: dt.datetime) -> None:
        """Nothing is taken back: a reminder meets no date. The attempt shows that it failed."""

    def came_back(self, delivery: Delivery, *, at: dt.datetime) -> None:
        """Nothing: staff get no paper."""

    def instead(self, delivery: Delivery) -> None:
        """Nothing: staff get no paper. The administrator's page shows the failure."""


def recipient_of(message: Message) -> Recipient:
    """How the message's recipient is written to."""
    return ToStaff() if message.application_id is None else ToApplicant()
