"""What happened and who looked, in words: for auditors and for the PCC office's bundle.

Nothing here shows what a case is about: kinds of events, references, names of staff, hashes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from cases.event_kinds import EVENT_WORDS, EventKind
from cases.events import BrokenChain, ChainWalk, verify_stream
from cases.models import Case, Event
from cases.selectors.due import moment_in_words
from organisations.actors import APPLICANT, STAFF, Actor
from organisations.models import User
from organisations.roles import Role

PAGE = 50
CHUNK = 2000
READ = "read."

STREAMS = {
    Event.Stream.APPLICATION: "Application",
    Event.Stream.MEETING: "Meeting",
    Event.Stream.PROCEDURE: "Procedure",
    Event.Stream.MEMBERSHIP: "People",
    Event.Stream.SETTINGS: "Settings",
    Event.Stream.DRAFT: "Draft of an application",
}


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """One event, ready to show. `reference` is the case's, empty where there is none."""

    id: int
    sequence: int
    at_text: str
    iso: str
    what: str
    who: str
    about: str
    reference: str
    digest: str


@dataclass(frozen=True, kw_only=True)
class EventPage:
    """Events, newest first; `before` is the id to go on from, None on the last page."""

    rows: tuple[EventRow, ...]
    before: int | None


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What a check of hash chains found; `problems` name events by id, at most twenty of them."""

    streams: int
    events: int
    problems: tuple[str, ...]


def kind_in_words(kind: str) -> str:
    """An event's kind as a person says it."""
    if kind.startswith(READ):
        return f"Opened: {kind.removeprefix(READ).replace('_', ' ')}"
    return EVENT_WORDS[EventKind(kind)]


def staff_names(ids: Iterable[int | None]) -> dict[int, str]:
    """The names of people who sign in, by id, in one query."""
    wanted = {one for one in ids if one is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "full_name"))


def _who(event: dict, names: dict[int, str]) -> str:
    if event["actor_kind"] == STAFF:
        return names.get(event["actor_id"], "Somebody who has left")
    return "The applicant" if event["actor_kind"] == APPLICANT else "The system"


def _rows(events: list[dict]) -> tuple[EventRow, ...]:
    names = staff_names(event["actor_id"] for event in events if event["actor_kind"] == STAFF)
    return tuple(
        EventRow(
            id=event["id"],
            sequence=event["sequence"],
            at_text=moment_in_words(event["happened_at"]),
            iso=event["happened_at"].isoformat(),
            what=kind_in_words(event["kind"]),
            who=_who(event, names),
            about=event["case__reference"] or STREAMS.get(event["stream"], ""),
            reference=event["case__reference"] or "",
            digest=event["hash"][:12],
        )
        for event in events
    )


FIELDS = (
    "id",
    "sequence",
    "stream",
    "kind",
    "actor_kind",
    "actor_id",
    "happened_at",
    "case__reference",
    "hash",
)


def districts_of_auditor(actor: Actor, *, partnership_id: int) -> frozenset[int] | None:
    """The districts that somebody's audit roles reach; None for the whole partnership."""
    roles = frozenset({Role.AUDITOR, Role.ACCOUNTABLE_OFFICER})
    found = {
        grip.district_id for grip in actor.grips_in(partnership_id=partnership_id, roles=roles)
    }
    return None if None in found else frozenset(found)


def recent_events(
    *, partnership_id: int, district_ids: frozenset[int] | None, before: int | None
) -> EventPage:
    """A page of the partnership's events and reads, newest first.

    before: the id that the page before ended with. district_ids: None for all; else only events of
    cases in these districts.
    """
    events = Event.objects.filter(partnership_id=partnership_id)
    if district_ids is not None:
        events = events.filter(case__district_id__in=district_ids)
    if before is not None:
        events = events.filter(pk__lt=before)
    found = list(events.order_by("-id").values(*FIELDS)[: PAGE + 1])
    shown = found[:PAGE]
    return EventPage(rows=_rows(shown), before=shown[-1]["id"] if len(found) > PAGE else None)


def events_of_case(case: Case) -> tuple[EventRow, ...]:
    """All that happened in a case, its applications' streams included, oldest first."""
    events = Event.objects.filter(partnership_id=case.partnership_id, case_id=case.pk)
    return _rows(list(events.exclude(stream=Event.Stream.READS).order_by("id").values(*FIELDS)))


def reads_of_case(case: Case) -> tuple[EventRow, ...]:
    """Who opened the case, newest first."""
    events = Event.objects.filter(
        partnership_id=case.partnership_id, case_id=case.pk, stream=Event.Stream.READS
    )
    return _rows(list(events.order_by("-id").values(*FIELDS)))


def verify_case(case: Case) -> Verification:
    """Recompute the chains of a case: what happened, and who looked."""
    events, problems = 0, []
    streams = (Event.Stream.CASE, Event.Stream.READS)
    for stream in streams:
        try:
            events += verify_stream(
                partnership_id=case.partnership_id, stream=stream, stream_id=case.pk
            )
        except BrokenChain as broken:
            problems.append(str(broken))
    return Verification(streams=len(streams), events=events, problems=tuple(problems))


def verify_partnership(*, partnership_id: int) -> Verification:
    """Recompute every chain of a partnership, reading the events in chunks."""
    walk = ChainWalk()
    problems = [problem for event in _in_order(partnership_id) if (problem := walk.follow(event))]
    return Verification(streams=walk.streams, events=walk.events, problems=tuple(problems[:20]))


def _in_order(partnership_id: int) -> Iterator[Event]:
    every = Event.objects.filter(partnership_id=partnership_id).order_by(
        "stream", "stream_id", "sequence"
    )
    chunk = list(every[:CHUNK])
    while chunk:
        yield from chunk
        last = chunk[-1]
        chunk = list(
            every.filter(
                Q(stream__gt=last.stream)
                | Q(stream=last.stream, stream_id__gt=last.stream_id)
                | Q(stream=last.stream, stream_id=last.stream_id, sequence__gt=last.sequence)
            )[:CHUNK]
        )
