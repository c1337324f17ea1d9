"""Every event's place in its chain, and where each stream must end (ADR 4)."""

from collections.abc import Iterator

from cases.events import ChainWalk
from cases.models import Event
from ct_portal.keeping.files import Tell
from ct_portal.keeping.manifest import Head

# Named, so that a database of an earlier release can be checked before it is migrated.
HASHED = (
    "partnership_id",
    "stream",
    "stream_id",
    "sequence",
    "kind",
    "case_id",
    "application_id",
    "actor_kind",
    "actor_id",
    "happened_at",
    "recorded_at",
    "payload",
    "previous_hash",
    "hash",
)


def check_chains(*, problem: Tell, heads: Iterator[Head] | None = None) -> str:
    """Follow every event of every stream, in constant memory; what was checked, in words.

    heads: where each stream must end, as a backup noted it. A chain alone cannot tell that its
    last events were removed.
    """
    walk, ends = ChainWalk(), _Ends(heads, problem=problem)
    events = Event.objects.only(*HASHED).order_by(
        "partnership_id", "stream", "stream_id", "sequence"
    )
    for event in events.iterator(chunk_size=2000):
        if walk.begins_stream(event):
            ends.note(walk.last)
        if fault := walk.follow(event):
            problem(fault)
    ends.note(walk.last)
    ends.finish()
    return f"{walk.events} events in {walk.streams} chains"


class _Ends:
    """Compares the last event of each stream with a list in the same order."""

    def __init__(self, heads: Iterator[Head] | None, *, problem: Tell):
        self.problem = problem
        self.compares = heads is not None
        self.heads = heads or iter(())
        self.next = next(self.heads, None)

    def note(self, last: Event | None) -> None:
        """A stream ended with this event."""
        if last is None or not self.compares:
            return
        found = Head(last.partnership_id, last.stream, last.stream_id, last.sequence, last.hash)
        while self.next is not None and self.next[:3] < found[:3]:
            self._missing()
        if self.next is None or self.next[:3] > found[:3]:
            self.problem(f"{_named(found)} is not in the backup's list")
            return
        if self.next != found:
            self.problem(
                f"{_named(found)} ends with event number {found.sequence} ({found.hash[:12]}),"
                f" not with {self.next.sequence} ({self.next.hash[:12]})"
            )
        self.next = next(self.heads, None)

    def finish(self) -> None:
        """All streams have been noted."""
        while self.next is not None:
            self._missing()

    def _missing(self) -> None:
        self.problem(f"{_named(self.next)} has lost all its events")
        self.next = next(self.heads, None)


def _named(head: Head) -> str:
    return f"stream {head.stream} {head.stream_id} of partnership {head.partnership_id}"
