"""Mail to staff that did not go: what of it is still to be told, and having that told anew.

A stage of a date is put into mails once. Where none of them reached anybody, a person has it put
into mails again: the next sweep writes new ones, to whom it is for by then. Mail about an event
goes again itself, or to who reads for the agency by then.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q

from cases.commands.people import check_administrator
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Event, EventFacts
from cases.policies import NotNow
from notifications.catalogue import mails_of
from notifications.letter_kinds import OF_AN_EVENT, StaffKind
from notifications.mailing import write_mails
from notifications.mending import UNDER_WAY, NoSuchMessage
from notifications.models import Chaser, ChaserLine, Delivery, Message, OwedChaser, OwedLine
from notifications.models.chasers import StageOfDate
from notifications.owed import latest_owed, why_not_owed, with_owed
from notifications.queueing import attempt
from notifications.recipients import ACCESS_ENDED, ROLE_ENDED
from notifications.reminding import latest_stages, why_moot
from notifications.settling import note_told
from organisations.actors import Actor
from organisations.clock import date_of
from organisations.tenancy import Scope, visiting

State = Delivery.State
NOT_SENT = frozenset({State.FAILED, State.UNCERTAIN})
ENDED = (ROLE_ENDED, ACCESS_ENDED)


def did_not_go() -> Q:
    """Attempts that brought nothing: failed, uncertain, or held back because somebody had left."""
    return Q(state__in=sorted(NOT_SENT)) | Q(state=State.CANCELLED, reason__in=ENDED)


class Standing(StrEnum):
    """Of a mail that did not go: is what it was about still to be told, and by whom?"""

    OWED = "owed"
    UNDER_WAY = "under_way"
    SETTLED = "settled"


def standings(
    *, partnership_id: int, messages: Iterable[Message], at: dt.datetime
) -> dict[int, Standing]:
    """How each of these mails to staff stands, by id. A constant number of queries.

    owed: somebody has to act. under_way: the next sweep writes it, or another mail with the same
    dates is on its way. settled: seen to, told by another mail, or overtaken by a later stage.
    """
    messages = list(messages)
    ids = [message.pk for message in messages]
    found = _still_owed(partnership_id, ids, at=at)
    moving = _on_their_way(partnership_id, [one for those in found.values() for one in those])
    elsewhere = _events_elsewhere(partnership_id, messages)
    return {
        message.pk: elsewhere.get(message.pk, Standing.OWED)
        if message.kind in OF_AN_EVENT
        else _standing(found.get(message.pk, []), moving)
        for message in messages
    }


def _events_elsewhere(partnership_id: int, messages: list[Message]) -> dict[int, Standing]:
    """Of mails about an event, those whose agency was told, or is being told, by another one."""
    about = [message for message in messages if message.kind in OF_AN_EVENT]
    if not about:
        return {}
    under_way = Delivery.objects.filter(
        partnership_id=partnership_id, message_id=OuterRef("pk"), state__in=sorted(UNDER_WAY)
    )
    others = Message.objects.filter(
        partnership_id=partnership_id, event_id__in={message.event_id for message in about}
    ).annotate(moves=Exists(under_way))
    found: dict[int, Standing] = {}
    for other in others:
        for message in about:
            same = (other.event_id, other.kind, other.agency_id) == (
                message.event_id,
                message.kind,
                message.agency_id,
            )
            if not same or (other.pk == message.pk and not other.moves):
                continue
            if other.told_at is not None:
                found[message.pk] = Standing.SETTLED
            elif other.moves:
                found.setdefault(message.pk, Standing.UNDER_WAY)
    return found


def _key(chaser: StageOfDate) -> tuple[type, int]:
    return type(chaser), chaser.pk


def _standing(chasers: list[StageOfDate], moving: set[tuple]) -> Standing:
    if not chasers:
        return Standing.SETTLED
    waits = all(_key(chaser) in moving for chaser in chasers)
    return Standing.UNDER_WAY if waits else Standing.OWED


def _still_owed(
    partnership_id: int, message_ids: list[int], *, at: dt.datetime
) -> dict[int, list[StageOfDate]]:
    """By message, its stages that are neither told nor stopped, nor would be stopped now."""
    found = defaultdict(list)
    open_lines = {
        "partnership_id": partnership_id,
        "message_id__in": message_ids,
        "chaser__told_at__isnull": True,
        "chaser__stopped_at__isnull": True,
    }
    lines = list(
        ChaserLine.objects.filter(**open_lines).select_related("chaser__deadline").order_by("id")
    )
    latest = latest_stages(partnership_id, [line.chaser for line in lines])
    for line in lines:
        if not why_moot(line.chaser, latest):
            found[line.message_id].append(line.chaser)
    pairs = list(
        OwedLine.objects.filter(**open_lines).order_by("id").values_list("message_id", "chaser_id")
    )
    if pairs:
        rows = with_owed(
            OwedChaser.objects.filter(partnership_id=partnership_id, pk__in={pk for _, pk in pairs})
        )
        by_id = {row.pk: row for row in rows}
        owed = latest_owed(partnership_id, by_id.values())
        for message_id, pk in pairs:
            if not why_not_owed(by_id[pk], owed, at=at):
                found[message_id].append(by_id[pk])
    return found


def _on_their_way(partnership_id: int, chasers: list[StageOfDate]) -> set[tuple]:
    """Which of them wait for the next sweep, or are in a mail that is queued or being sent.

    A copy does not count: it tells nothing.
    """
    moving = {_key(chaser) for chaser in chasers if chaser.queued_at is None}
    for model, lines in ((Chaser, ChaserLine), (OwedChaser, OwedLine)):
        ids = sorted({chaser.pk for chaser in chasers if type(chaser) is model})
        if not ids:
            continue
        under_way = Delivery.objects.filter(
            partnership_id=partnership_id,
            message_id=OuterRef("message_id"),
            state__in=sorted(UNDER_WAY),
        )
        in_mails = lines.objects.filter(
            Exists(under_way),
            partnership_id=partnership_id,
            chaser_id__in=ids,
            for_information=False,
        )
        moving |= {(model, pk) for pk in in_mails.values_list("chaser_id", flat=True)}
    return moving


def send_reminder_again(*, partnership_id: int, message_id: int, by: Actor, at: dt.datetime) -> int:
    """What the mail was about goes again; how many dates, or mails about an event.

    Stages that were told, stopped or are on their way stay as they are. Raises NotPermitted,
    NoSuchMessage, and NotNow where the mail went, is on its way, or nothing in it is owed.
    """
    check_administrator(by, partnership_id=partnership_id)
    with visiting(Scope.staff(partnership_id)):
        latest = _lock(partnership_id, message_id)
        message = latest.message
        if message.kind in OF_AN_EVENT:
            again = _event_again(latest, at=at)
        else:
            again = _stages_again(partnership_id, message_id, at=at)
        _record(EventKind.REMINDER_SENT_AGAIN, message, by=by, at=at, chasers=again)
    return again


def _stages_again(partnership_id: int, message_id: int, *, at: dt.datetime) -> int:
    owed = _still_owed(partnership_id, [message_id], at=at).get(message_id, [])
    moving = _on_their_way(partnership_id, owed)
    again = [chaser for chaser in owed if _key(chaser) not in moving]
    if not again:
        raise NotNow(_NOTHING_TO_SEND[_standing(owed, moving)])
    for model in (Chaser, OwedChaser):
        ids = [chaser.pk for chaser in again if type(chaser) is model]
        model.objects.filter(partnership_id=partnership_id, pk__in=ids).update(queued_at=None)
    return len(again)


def _event_again(latest: Delivery, *, at: dt.datetime) -> int:
    """The same mail once more; where it was held back, to who reads for the agency by now."""
    message = latest.message
    standing = _events_elsewhere(message.partnership_id, [message]).get(message.pk)
    if standing is not None:
        raise NotNow(_NOTHING_TO_SEND[standing])
    if latest.state != State.CANCELLED:
        attempt(message, channel=Delivery.Channel.EMAIL)
        return 1
    event = message.event
    facts = EventFacts.objects.get(partnership_id=message.partnership_id, event=event)
    mails = [mail for mail in mails_of(kind=event.kind) if mail.kind == message.kind]
    new = write_mails(event, mails, facts.content, on=date_of(at))
    if not new:
        raise NotNow(_NOTHING_TO_SEND[Standing.SETTLED])
    return len(new)


def mark_arrived(*, partnership_id: int, message_id: int, by: Actor, at: dt.datetime) -> Delivery:
    """Somebody found out that a mail of which nobody knew has arrived: it was told.

    Raises NotPermitted, NoSuchMessage, and NotNow where it is not uncertain (any more).
    """
    check_administrator(by, partnership_id=partnership_id)
    with visiting(Scope.staff(partnership_id)):
        latest = _lock(partnership_id, message_id)
        if latest.state != State.UNCERTAIN:
            raise NotNow("It is known of this e-mail that it did not go.")
        latest.state, latest.marked_by_id = State.ACCEPTED, by.id
        latest.save(update_fields=["state", "marked_by"])
        note_told(latest.message, by=by, at=at)
        _record(EventKind.REMINDER_MARKED_ARRIVED, latest.message, by=by, at=at)
    return latest


def _record(kind: EventKind, message: Message, *, by: Actor, at: dt.datetime, **more: int) -> None:
    record(
        kind=kind,
        partnership_id=message.partnership_id,
        by=by,
        at=at,
        stream=Event.Stream.SETTINGS,
        stream_id=message.partnership_id,
        payload={"message": message.pk, "kind": message.kind, **more},
        tell=False,
    )


_NOTHING_TO_SEND = {
    Standing.UNDER_WAY: "This is being sent again already.",
    Standing.SETTLED: (
        "Nothing in this e-mail is still to be told: the dates have been seen to, somebody else"
        " was told of them, or a later reminder has taken its place."
    ),
}


def _lock(partnership_id: int, message_id: int) -> Delivery:
    """The latest attempt and then the message's stages locked, in the order of workers."""
    latest = (
        Delivery.objects.select_for_update(of=("self",), no_key=True)
        .select_related("message__event")
        .filter(
            partnership_id=partnership_id,
            message_id=message_id,
            application__isnull=True,
            message__kind__in=StaffKind.values,
        )
        .order_by("-id")
        .first()
    )
    if latest is None:
        raise NoSuchMessage(message_id)
    if latest.state in UNDER_WAY:
        raise NotNow("This e-mail is still on its way. Look again in a few minutes.")
    if latest.state not in NOT_SENT and latest.reason not in ENDED:
        raise NotNow("This e-mail was sent meanwhile, or is not needed any more.")
    for model in (Chaser, OwedChaser):
        rows = model.objects.filter(partnership_id=partnership_id, lines__message_id=message_id)
        list(rows.select_for_update(of=("self",), no_key=True).order_by("id").values_list("pk"))
    return latest
