"""Mail to staff that did not go: what of it is still to be told, and having that told anew.

A chaser is put into mails once. Where none of them reached anybody, a person has it put into mails
again: the next sweep writes new ones, to whom it is for by then.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Exists, OuterRef

from cases.commands.people import check_administrator
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Event
from cases.policies import NotNow
from notifications.mending import UNDER_WAY, NoSuchMessage
from notifications.models import Chaser, ChaserLine, Delivery, Message
from notifications.reminding import latest_stages, why_moot
from organisations.actors import Actor
from organisations.tenancy import Scope, visiting

State = Delivery.State
NOT_SENT = frozenset({State.FAILED, State.UNCERTAIN})


class Standing(StrEnum):
    """Of a mail that did not go: is what it was about still to be told, and by whom?"""

    OWED = "owed"
    UNDER_WAY = "under_way"
    SETTLED = "settled"


def standings(*, partnership_id: int, message_ids: Iterable[int]) -> dict[int, Standing]:
    """How each of these mails to staff stands, by the ids of its message. Three queries.

    owed: somebody has to act. under_way: the next sweep writes it, or another mail with the same
    dates is on its way. settled: seen to, told by another mail, or overtaken by a later stage.
    """
    message_ids = list(message_ids)
    found = _still_owed(partnership_id, message_ids)
    moving = _on_their_way(partnership_id, [one for those in found.values() for one in those])
    return {message_id: _standing(found.get(message_id, []), moving) for message_id in message_ids}


def _standing(chasers: list[Chaser], moving: set[int]) -> Standing:
    if not chasers:
        return Standing.SETTLED
    waits = all(chaser.pk in moving for chaser in chasers)
    return Standing.UNDER_WAY if waits else Standing.OWED


def _still_owed(partnership_id: int, message_ids: list[int]) -> dict[int, list[Chaser]]:
    """By message, its chasers that are neither told nor stopped, nor would be stopped now."""
    lines = list(
        ChaserLine.objects.filter(
            partnership_id=partnership_id,
            message_id__in=message_ids,
            chaser__told_at__isnull=True,
            chaser__stopped_at__isnull=True,
        )
        .select_related("chaser__deadline")
        .order_by("id")
    )
    latest = latest_stages(partnership_id, [line.chaser for line in lines])
    found = defaultdict(list)
    for line in lines:
        if not why_moot(line.chaser, latest):
            found[line.message_id].append(line.chaser)
    return found


def _on_their_way(partnership_id: int, chasers: list[Chaser]) -> set[int]:
    """Which of them wait for the next sweep, or are in a mail that is queued or being sent.

    A copy does not count: it tells nothing.
    """
    under_way = Delivery.objects.filter(
        partnership_id=partnership_id,
        message_id=OuterRef("message_id"),
        state__in=sorted(UNDER_WAY),
    )
    in_mails = ChaserLine.objects.filter(
        Exists(under_way),
        partnership_id=partnership_id,
        chaser_id__in=sorted({chaser.pk for chaser in chasers}),
        for_information=False,
    )
    waiting = {chaser.pk for chaser in chasers if chaser.queued_at is None}
    return waiting | set(in_mails.values_list("chaser_id", flat=True))


def send_reminder_again(*, partnership_id: int, message_id: int, by: Actor, at: dt.datetime) -> int:
    """What the mail was about goes into new mails at the next sweep; how many chasers.

    Those that were told, stopped or are on their way stay as they are. Raises NotPermitted,
    NoSuchMessage, and NotNow where the mail went, is on its way, or nothing in it is owed.
    """
    check_administrator(by, partnership_id=partnership_id)
    with visiting(Scope.staff(partnership_id)):
        message = _lock(partnership_id, message_id)
        owed = _still_owed(partnership_id, [message_id]).get(message_id, [])
        moving = _on_their_way(partnership_id, owed)
        again = [chaser.pk for chaser in owed if chaser.pk not in moving]
        if not again:
            raise NotNow(_NOTHING_TO_SEND[_standing(owed, moving)])
        Chaser.objects.filter(partnership_id=partnership_id, pk__in=again).update(queued_at=None)
        record(
            kind=EventKind.REMINDER_SENT_AGAIN,
            partnership_id=partnership_id,
            by=by,
            at=at,
            stream=Event.Stream.SETTINGS,
            stream_id=partnership_id,
            payload={"message": message_id, "kind": message.kind, "chasers": len(again)},
            tell=False,
        )
    return len(again)


_NOTHING_TO_SEND = {
    Standing.UNDER_WAY: "This is being sent again already.",
    Standing.SETTLED: (
        "Nothing in this e-mail is still to be told: the dates have been seen to, somebody else"
        " was told of them, or a later reminder has taken its place."
    ),
}


def _lock(partnership_id: int, message_id: int) -> Message:
    """The message, its latest attempt and then its chasers locked, in the order of workers."""
    latest = (
        Delivery.objects.select_for_update(of=("self",))
        .select_related("message")
        .filter(
            partnership_id=partnership_id,
            message_id=message_id,
            application__isnull=True,
        )
        .order_by("-id")
        .first()
    )
    if latest is None:
        raise NoSuchMessage(message_id)
    if latest.state in UNDER_WAY:
        raise NotNow("This e-mail is still on its way. Look again in a few minutes.")
    if latest.state not in NOT_SENT:
        raise NotNow("This e-mail was sent meanwhile, or is not needed any more.")
    chasers = Chaser.objects.filter(partnership_id=partnership_id, lines__message_id=message_id)
    list(chasers.select_for_update(of=("self",)).order_by("id").values_list("pk"))
    return latest.message
