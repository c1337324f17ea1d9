"""What differs between a message to an applicant, to staff, and to an agency or the panel.

`delivering.py` does the rest.

Each answers the same questions: must it wait, may it go, what does it say, what follows when it was
accepted, what when it did not arrive after all, and what instead when it cannot go this way.
"""

import datetime as dt
from typing import Protocol

from cases.commands.telling import record_not_reached, record_returned, record_told
from cases.models import EventFacts
from cases.permissions import live_grants
from notifications import digests, draft_mail, emails, mailing, owed_mail, reminder_mail, texts
from notifications.audience import Circle, live, live_members
from notifications.channels import ways
from notifications.chasing import is_quiet_for
from notifications.falling_back import next_ways
from notifications.letter_kinds import OF_AN_EVENT, DraftKind, StaffKind
from notifications.letters import open_posted
from notifications.models import Delivery, Message
from notifications.queueing import queue
from notifications.told import note_chased, note_owed_chased
from notifications.transports.protocol import Outgoing, Paper
from organisations.actors import Actor
from organisations.clock import date_of
from organisations.roles import PARTNERSHIP_ROLES

Channel = Delivery.Channel
OWING = (StaffKind.OWED, StaffKind.OWED_ESCALATION, StaffKind.AGENCY_REMINDER)

ROLE_ENDED = "The person no longer holds the role that this mail was for."
ACCESS_ENDED = "The agency no longer takes part in the case that this mail was about."


class Recipient(Protocol):
    """How one kind of recipient is written to. at: domain time.

    keeps_words: whether what went out is kept with the message.
    """

    keeps_words: bool

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

    keeps_words = True

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
            here = {"partnership_id": message.partnership_id}
            posted = open_posted(letter_id=message.letter.pk, **here)
            return Paper(pdf=posted.content, pages=posted.pages)
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

    keeps_words = True

    def must_wait(self, message: Message, *, at: dt.datetime) -> bool:
        """A retry can fall into quiet hours."""
        return is_quiet_for(message.partnership, at=at)

    def refused_now(self, delivery: Delivery, *, at: dt.datetime) -> str:
        """Whoever left between the queue and the sending reads of no case any more."""
        return role_refused(delivery.message, at=at)

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


class ToDaily(ToStaff):
    """Whoever chose one mail a day."""

    def refused_now(self, delivery: Delivery, *, at: dt.datetime) -> str:
        """Whoever left reads of no case any more, whatever role it was."""
        message = delivery.message
        held = live(message.partnership_id, roles=sorted(PARTNERSHIP_ROLES), on=date_of(at))
        return "" if held.filter(user_id=message.user_id).exists() else ROLE_ENDED

    def compose(self, delivery: Delivery, *, at: dt.datetime) -> Outgoing:
        """The day as it stands. Raises BadAddress, NothingLeft."""
        return digests.compose(delivery.message, message_id=delivery.provider_reference, at=at)


class ToOwing(ToStaff):
    """Whoever keeps a date, or is copied in: agencies, chairs, contacts and officers."""

    def refused_now(self, delivery: Delivery, *, at: dt.datetime) -> str:
        """Whoever left reads nothing; of which cases an agency may still read, each line says."""
        message = delivery.message
        if message.agency_id is not None:
            return agency_refused(message, case_id=None, at=at)
        return role_refused(message, at=at)

    def compose(self, delivery: Delivery, *, at: dt.datetime) -> Outgoing:
        """What is still owed. Raises BadAddress, NothingLeft."""
        return owed_mail.compose(delivery.message, message_id=delivery.provider_reference, at=at)

    def accepted(self, message: Message, *, by: Actor, at: dt.datetime) -> None:
        """Each date that was told goes on its case's record."""
        note_owed_chased(message, by=by, at=at)


class ToPartner:
    """Agencies and chairs, about one event: at once, as long as they take part in the case."""

    keeps_words = True

    def must_wait(self, message: Message, *, at: dt.datetime) -> bool:
        """What was done in working hours is told in them; nobody is woken by a list."""
        return False

    def refused_now(self, delivery: Delivery, *, at: dt.datetime) -> str:
        """Whoever's part has ended between the queue and the sending is written to no more."""
        message = delivery.message
        if message.agency_id is not None:
            return agency_refused(message, case_id=message.event.case_id, at=at)
        return role_refused(message, at=at)

    def compose(self, delivery: Delivery, *, at: dt.datetime) -> Outgoing:
        """What is asked, planned or owed, from the frozen facts. Raises BadAddress."""
        return mailing.compose(delivery.message, message_id=delivery.provider_reference, at=at)

    def accepted(self, message: Message, *, by: Actor, at: dt.datetime) -> None:
        """Nothing: the message keeps what was said to whom and when."""

    def not_reached(self, delivery: Delivery, *, told_at: dt.datetime, at: dt.datetime) -> None:
        """Nothing is taken back: no date hangs on it. The attempt shows that it failed."""

    def came_back(self, delivery: Delivery, *, at: dt.datetime) -> None:
        """Nothing: it is no paper."""

    def instead(self, delivery: Delivery) -> None:
        """Nothing: the administrator's page shows the failure."""


class ToWhoeverBegan:
    """Whoever keeps a draft here and gave an address for it. The mail carries the way to the draft,
    so that nothing of it is kept."""

    keeps_words = False

    def must_wait(self, message: Message, *, at: dt.datetime) -> bool:
        """They have just asked for it, or the sweep looked at the hour."""
        return False

    def refused_now(self, delivery: Delivery, *, at: dt.datetime) -> str:
        """A draft that was sent or erased meanwhile needs no way back."""
        return draft_mail.refused(delivery.message)

    def compose(self, delivery: Delivery, *, at: dt.datetime) -> Outgoing:
        """Where it waits, and until when. Raises BadAddress, NothingLeft."""
        return draft_mail.compose(delivery.message, message_id=delivery.provider_reference)

    def accepted(self, message: Message, *, by: Actor, at: dt.datetime) -> None:
        """Nothing: no date hangs on it."""

    def not_reached(self, delivery: Delivery, *, told_at: dt.datetime, at: dt.datetime) -> None:
        """Nothing: there is no other way to them, and they have the code."""

    def came_back(self, delivery: Delivery, *, at: dt.datetime) -> None:
        """Nothing: it is no paper."""

    def instead(self, delivery: Delivery) -> None:
        """Nothing: there is no other way to them, and they have the code."""


def role_refused(message: Message, *, at: dt.datetime) -> str:
    """Why a member of the partnership's staff must not be written to any more; empty if not."""
    if message.user_id is None:
        return ""
    roles = [circle.value for circle in Circle]
    held = live(message.partnership_id, roles=roles, on=date_of(at))
    return "" if held.filter(user_id=message.user_id).exists() else ROLE_ENDED


def agency_refused(message: Message, *, case_id: int | None, at: dt.datetime) -> str:
    """The same of an agency and its members. case_id: of which they are told; None for several."""
    if message.user_id is not None:
        held = live_members(agency_ids=[message.agency_id], on=date_of(at))
        if not held.filter(user_id=message.user_id).exists():
            return ROLE_ENDED
    if case_id is None:
        return ""
    grants = live_grants(at=at).filter(
        partnership_id=message.partnership_id, case_id=case_id, agency_id=message.agency_id
    )
    return "" if grants.exists() else ACCESS_ENDED


def recipient_of(message: Message) -> Recipient:
    """How the message's recipient is written to."""
    if message.application_id is not None:
        return ToApplicant()
    if message.kind in DraftKind.values:
        return ToWhoeverBegan()
    if message.kind in OF_AN_EVENT:
        return ToPartner()
    if message.kind == StaffKind.DIGEST:
        return ToDaily()
    return ToOwing() if message.kind in OWING else ToStaff()
