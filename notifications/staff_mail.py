"""Mail to staff that did not go, as pages show it: plain rows with ready text and what to do."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.selectors.due import moment_in_words
from notifications.letter_kinds import StaffKind
from notifications.models import Delivery, Message
from notifications.reminding_again import Standing, did_not_go, standings

State = Delivery.State
SHOWN_FOR = dt.timedelta(days=30)
MOST = 50

CHECK_PERSON = (
    "Check the address. If it is wrong, give the role to the right address under People and end the"
    " old one. Then send it again."
)
CHECK_MAILBOX = (
    "Check the address. If it is wrong, give somebody the role under People, or ask those who run"
    " this service to correct it. Then send it again."
)
NOT_THERE = (
    "Give somebody the role under People where nobody holds it, or have the agency name somebody."
    " Then send it again: it goes to whoever holds the role by then, or to the mailbox."
)
ASK = (
    "Ask them whether it came, or have the mail server's log searched. If it came, say so; if not,"
    " send it again."
)
NOTHING_TO_DO = {
    Standing.UNDER_WAY: "Nothing to do: it goes again with the next reminders, or is on its way.",
    Standing.SETTLED: (
        "Nothing to do: the dates in it have been seen to, somebody else was told of them, or a"
        " later reminder has taken its place."
    ),
}


@dataclass(frozen=True, kw_only=True)
class NotSent:
    """A mail that reached nobody, or of which that is not known. name: empty for a mailbox.

    may_mark: whether somebody can find out that it came. todo: what the administrator does about
    it. log_reference: what to look for in the mail server's log, where nobody knows.
    """

    message_id: int
    name: str
    address: str
    what: str
    at_text: str
    reason: str
    todo: str
    may_send_again: bool
    may_mark: bool = False
    log_reference: str = ""


def mails_not_sent(*, partnership_id: int, at: dt.datetime) -> list[NotSent]:
    """The latest mails to staff and agencies that failed for good, are uncertain, or were held back
    because somebody had left; a constant number of queries. at: domain time.

    Those that went at a later attempt are not among them. In the partnership's scope.
    """
    later = Delivery.objects.filter(
        partnership_id=partnership_id, message_id=OuterRef("message_id"), pk__gt=OuterRef("pk")
    )
    to_staff = Message.objects.filter(
        partnership_id=partnership_id,
        application__isnull=True,
        kind__in=StaffKind.values,
        told_at__isnull=True,
        made_at__gt=timezone.now() - SHOWN_FOR,
    )
    found = list(
        Delivery.objects.filter(
            ~Exists(later), did_not_go(), partnership_id=partnership_id, message__in=to_staff
        )
        .select_related("message__user", "message__agency")
        .order_by("-id")[:MOST]
    )
    if not found:
        return []
    stands = standings(
        partnership_id=partnership_id, messages=[delivery.message for delivery in found], at=at
    )
    return [_row(delivery, stands[delivery.message_id]) for delivery in found]


def count_to_send_again(*, partnership_id: int, at: dt.datetime) -> int:
    """How many of them wait for somebody to send them again; at most as many as are listed."""
    found = mails_not_sent(partnership_id=partnership_id, at=at)
    return sum(mail.may_send_again for mail in found)


def _row(delivery: Delivery, standing: Standing) -> NotSent:
    message, user = delivery.message, delivery.message.user
    owed = standing == Standing.OWED
    unknown = owed and delivery.state == State.UNCERTAIN
    return NotSent(
        message_id=message.pk,
        name=_name(message),
        address=user.email if user else message.to_address,
        what=message.get_kind_display(),
        at_text=moment_in_words(delivery.finished_at),
        reason=delivery.reason,
        todo=_todo(delivery) if owed else NOTHING_TO_DO[standing],
        may_send_again=owed,
        may_mark=unknown,
        log_reference=delivery.provider_reference if unknown else "",
    )


def _name(message: Message) -> str:
    """Who it was for: a person, with their agency; an agency's mailbox; empty for another one."""
    names = [message.user.full_name] if message.user else []
    return ", ".join(names + ([message.agency.name] if message.agency else []))


def _todo(delivery: Delivery) -> str:
    """Of a mail with dates that are still to be told."""
    if delivery.state == State.UNCERTAIN:
        return ASK
    if delivery.state == State.CANCELLED:
        return NOT_THERE
    return CHECK_PERSON if delivery.message.user_id else CHECK_MAILBOX
