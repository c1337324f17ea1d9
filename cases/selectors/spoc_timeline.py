"""What happened in a case, in plain words, and who opened it."""

import datetime as dt
from dataclasses import dataclass

from cases.event_kinds import EVENT_WORDS, EventKind
from cases.models import Event
from cases.selectors.case_rows import READS, CaseRows
from cases.selectors.due import moment_in_words
from cases.status import Outcome
from organisations.actors import APPLICANT, STAFF
from organisations.models import User
from thresholds.periods import weekday_in_words

_CHASED = {
    "before": "Single point of contact reminded before the date",
    "on_the_day": "Single point of contact reminded on the day",
    "overdue": "Single point of contact told that the date was missed",
    "escalation": "Escalated to the accountable officer",
}
_READ = {"read.case": "the case", "read.letter": "a letter", "read.agency": "the agency's part"}


@dataclass(frozen=True, kw_only=True)
class EntryShown:
    """One entry of the timeline; the names are those that its component reads."""

    title: str
    at: str
    iso: str
    by: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class ReaderShown:
    """Somebody who opened the case."""

    name: str
    what: str
    at: str


@dataclass(frozen=True, kw_only=True)
class RecordShown:
    """What happened, the newest first, and who opened the case."""

    timeline: list[EntryShown]
    readers: list[ReaderShown]


def record_of(*, limits: dict[str, str], rows: CaseRows) -> RecordShown:
    """The case's latest events and reads in words. limits: what limits are called."""
    events, reads = rows[Event][::-1], rows[READS][::-1]
    people = {event.actor_id for event in (*events, *reads) if event.actor_kind == STAFF}
    names = rows.names(User, people - {None})
    return RecordShown(
        timeline=_timeline_of(events, names=names, limits=limits),
        readers=_readers_of(reads, names=names),
    )


def _timeline_of(
    events: list[Event], *, names: dict[int, str], limits: dict[str, str]
) -> list[EntryShown]:
    """The events in words. limits: what each time limit is called."""
    return [
        EntryShown(
            title=EVENT_WORDS[EventKind(event.kind)],
            at=moment_in_words(event.happened_at),
            iso=event.happened_at.isoformat(),
            by=_who(event, names),
            text=_more(event, limits),
        )
        for event in events
    ]


def _readers_of(reads: list[Event], *, names: dict[int, str]) -> list[ReaderShown]:
    """The reads in words."""
    return [
        ReaderShown(
            name=_who(event, names),
            what=_READ.get(event.kind, event.kind.removeprefix("read.").replace("_", " ")),
            at=moment_in_words(event.happened_at),
        )
        for event in reads
    ]


def _who(event: Event, names: dict[int, str]) -> str:
    if event.actor_kind == STAFF:
        return names.get(event.actor_id, "somebody who has left")
    return "the applicant" if event.actor_kind == APPLICANT else "the system"


def _more(event: Event, limits: dict[str, str]) -> str:
    """What the payload adds: an outcome, a limit, a letter."""
    given = event.payload
    if event.kind == EventKind.DECISION_MADE:
        return Outcome(given["outcome"]).label
    if event.kind == EventKind.DEADLINE_EXTENDED:
        return limits.get(given["limit"], given["limit"])
    if event.kind == EventKind.DEADLINE_CHASED:
        due = weekday_in_words(dt.date.fromisoformat(given["due_on"]))
        limit = limits.get(given["limit"], given["limit"])
        return f"{_CHASED[given['stage']]}: {limit}, due {due}."
    if event.kind == EventKind.DEADLINE_MOVED:
        was = weekday_in_words(dt.date.fromisoformat(given["was_on"]))
        now = weekday_in_words(dt.date.fromisoformat(given["due_on"]))
        return f"{limits.get(given['limit'], given['limit'])}: from {was} to {now}."
    if event.kind == EventKind.LETTER_TOLD:
        letter = given["letter"].replace("_", " ").capitalize()
        met = [limits.get(name, name) for name in given.get("met", [])]
        return f"{letter}. Kept: {', '.join(met)}." if met else f"{letter}."
    if event.kind == EventKind.LETTER_NOT_REACHED:
        letter = given["letter"].replace("_", " ").capitalize()
        owed = [limits.get(name, name) for name in given["reopened"]]
        return f"{letter}. Owed again: {', '.join(owed)}." if owed else f"{letter}."
    if event.kind == EventKind.ACTION_PROGRESSED:
        return {"open": "Still to do", "done": "Done", "dropped": "Dropped"}[given["status"]]
    if event.kind == EventKind.PEER_REVIEW_CONSIDERED:
        return "Asked for." if given["wanted"] else "Not asked for."
    if event.kind == EventKind.ASSESSMENT_RECORDED and given["statutory_met"]:
        return "The test in the Act is met."
    if event.kind == EventKind.APPLICATION_REPINNED:
        return f"From version {given['from_version']} to version {given['to_version']}."
    if event.kind == EventKind.CASE_REOPENED:
        return f"Round {given['round']} begins."
    return ""
