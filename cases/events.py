"""The record: append-only events, each chained by hash to the one before in its stream (ADR 4)."""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable
from functools import partial

from django.db import connection, transaction
from django.utils import timezone

from cases.deadlines import meet_deadlines
from cases.models import Application, Case, Event, EventFacts, OutboxEntry
from organisations.actors import Actor
from organisations.compiled import Compiled

# Who is nudged after the commit: the post registers itself, so that cases need not know it.
_listeners: list[Callable[[int, int], None]] = []


def listen(listener: Callable[[int, int], None]) -> None:
    """Have `listener(partnership_id, event_id)` called after a commit; it must not raise."""
    if listener not in _listeners:
        _listeners.append(listener)


def _nudge(partnership_id: int, event_id: int) -> None:
    for listener in _listeners:
        listener(partnership_id, event_id)


def _lock_stream(partnership_id: int, stream: str, stream_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{partnership_id}:{stream}:{stream_id}"],
        )


def hash_of(event: Event) -> str:
    """The SHA-256 of an event's content and its predecessor's hash."""
    content = {
        "partnership": event.partnership_id,
        "stream": str(event.stream),
        "stream_id": event.stream_id,
        "sequence": event.sequence,
        "kind": event.kind,
        "case": event.case_id,
        "application": event.application_id,
        "actor": [event.actor_kind, event.actor_id],
        "happened_at": event.happened_at.astimezone(dt.UTC).isoformat(),
        "recorded_at": event.recorded_at.astimezone(dt.UTC).isoformat(),
        "payload": event.payload,
        "previous": event.previous_hash,
    }
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


_LAST = Compiled(
    lambda partnership, stream, stream_id: (
        Event.objects.filter(partnership_id=partnership, stream=stream, stream_id=stream_id)
        .order_by("-sequence")
        .values_list("sequence", "hash")[:1]
    ),
    partnership=int,
    stream=str,
    stream_id=int,
)


def record(
    *,
    kind: str,
    partnership_id: int,
    by: Actor,
    at: dt.datetime,
    case: Case | None = None,
    application: Application | None = None,
    stream: str | None = None,
    stream_id: int | None = None,
    payload: dict | None = None,
    facts: dict | None = None,
    tell: bool = True,
) -> Event:
    """Append one event; with it the facts that letters need and the note that it is to be told.

    payload: ids and kinds only, never personal data. facts: frozen now, erasable later. An event
    in a case's stream meets the limits of the procedure that name its kind (ADR 6).
    stream: the application's where there is no case, else the case's, unless said otherwise.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event is written with its change")
    if stream is None:
        stream = Event.Stream.CASE if case is not None else Event.Stream.APPLICATION
        stream_id = case.pk if case is not None else application.pk
    _lock_stream(partnership_id, stream, stream_id)
    found = _LAST.rows(partnership=partnership_id, stream=str(stream), stream_id=stream_id)
    last = found[0] if found else (0, "")
    event = Event(
        partnership_id=partnership_id,
        stream=stream,
        stream_id=stream_id,
        sequence=last[0] + 1,
        kind=kind,
        case=case,
        application=application,
        actor_kind=by.kind,
        actor_id=by.id,
        happened_at=at,
        recorded_at=timezone.now(),
        payload=payload or {},
        previous_hash=last[1],
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    _write_beside(event, facts=facts, tell=tell)
    if stream == Event.Stream.CASE and case is not None:
        meet_deadlines(
            case,
            by_kind=kind,
            at=at,
            application_id=application.pk if application is not None else None,
        )
    return event


def _write_beside(event: Event, *, facts: dict | None, tell: bool) -> None:
    if facts is not None:
        EventFacts.objects.create(
            partnership_id=event.partnership_id,
            event=event,
            case_id=event.case_id,
            application_id=event.application_id,
            content=facts,
        )
    if tell:
        OutboxEntry.objects.create(
            partnership_id=event.partnership_id, event=event, written_at=event.recorded_at
        )
        transaction.on_commit(partial(_nudge, event.partnership_id, event.pk))


_SEEN = Compiled(
    lambda partnership, case, kind, actor_kind, actor, recently, at: (
        Event.objects.filter(
            partnership_id=partnership,
            stream=Event.Stream.READS,
            stream_id=case,
            kind=kind,
            actor_kind=actor_kind,
            actor_id=actor,
            happened_at__gt=recently,
            happened_at__lte=at,
        )
        .order_by()
        .values_list("pk")[:1]
    ),
    partnership=int,
    case=int,
    kind=str,
    actor_kind=str,
    actor=int,
    recently=dt.datetime,
    at=dt.datetime,
)


READ_AGAIN_AFTER = dt.timedelta(minutes=15)


def record_read(
    *, case: Case, by: Actor, at: dt.datetime, what: str = "case", known: Iterable[Event] = ()
) -> bool:
    """Note that somebody opened a case; the same person again within the quarter hour adds nothing.

    what: which part was opened. known: readings that the page has read anyway; the database is
    asked only where none of them is this person's. Written to the case's stream of reads, chained
    like the others. Gives whether it was written.
    """
    who = (f"read.{what}", by.kind, by.id)
    for event in known:
        read_by = (event.kind, event.actor_kind, event.actor_id)
        if read_by == who and at - READ_AGAIN_AFTER < event.happened_at <= at:
            return False
    seen = _SEEN.rows(
        partnership=case.partnership_id,
        case=case.pk,
        kind=f"read.{what}",
        actor_kind=by.kind,
        actor=by.id,
        recently=at - READ_AGAIN_AFTER,
        at=at,
    )
    if not seen:
        record(
            kind=f"read.{what}",
            partnership_id=case.partnership_id,
            by=by,
            at=at,
            case=case,
            stream=Event.Stream.READS,
            stream_id=case.pk,
            tell=False,
        )
    return not seen


class BrokenChain(Exception):
    """An event was changed, removed or put in between; the text names it by id."""


def check_link(event: Event, *, number: int, previous_hash: str) -> None:
    """Raise BrokenChain unless the event is its stream's `number`th and follows its predecessor."""
    if event.sequence != number:
        raise BrokenChain(f"event {event.pk}: number {event.sequence} instead of {number}")
    if event.previous_hash != previous_hash:
        raise BrokenChain(f"event {event.pk} does not follow its predecessor")
    if event.hash != hash_of(event):
        raise BrokenChain(f"event {event.pk} was changed")


class ChainWalk:
    """Follows events in the order of their streams; what was seen so far, in constant memory."""

    def __init__(self):
        self.streams = 0
        self.events = 0
        self.last: Event | None = None

    def begins_stream(self, event: Event) -> bool:
        """Whether an event, the next to be followed, is of another stream than the last one."""
        return self.last is None or _stream_of(event) != _stream_of(self.last)

    def follow(self, event: Event) -> str:
        """Take the next event; what is wrong with it, empty where it fits its predecessor."""
        begins = self.begins_stream(event)
        before = (0, "") if begins else (self.last.sequence, self.last.hash)
        self.streams += begins
        self.events += 1
        self.last = event
        try:
            check_link(event, number=before[0] + 1, previous_hash=before[1])
        except BrokenChain as broken:
            return str(broken)
        return ""


def _stream_of(event: Event) -> tuple[int, str, int]:
    return event.partnership_id, event.stream, event.stream_id


def verify_stream(*, partnership_id: int, stream: str, stream_id: int) -> int:
    """Recompute a stream's hashes; the number of events. Raises BrokenChain."""
    previous, number = "", 0
    events = Event.objects.filter(
        partnership_id=partnership_id, stream=stream, stream_id=stream_id
    ).order_by("sequence")
    for number, event in enumerate(events, start=1):
        check_link(event, number=number, previous_hash=previous)
        previous = event.hash
    return number
