"""Counting the reports of a ledger: how many for certain, and how many at most."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from thresholds.facts import Answer
from thresholds.ledger import Entry, days_of
from thresholds.periods import Period

Entries = tuple[Entry, ...]
OUTSIDE = "outside the time in which most incidents lie together"
ANOTHER_INCIDENT = "about another incident"


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A number that is certain and the number that it could be at most."""

    certain: int
    possible: int


def incidents_reported(entries: Entries) -> Tally:
    """Different incidents with a report that counts."""
    return _distinct(entries, lambda entry: entry.occasion)


def reports_made(entries: Entries) -> Tally:
    """Reports that count, each by itself; unknown ones by the same person about the
    same incident could be one at most."""
    certain = _with(entries, Answer.YES)
    unknown = _with(entries, Answer.UNKNOWN)
    return Tally(
        certain=len(certain), possible=len(certain) + len({_made_by(entry) for entry in unknown})
    )


def every_report(entries: Entries) -> Tally:
    """Reports that count where the same incident may count more than once."""
    certain = len(_with(entries, Answer.YES))
    return Tally(certain=certain, possible=certain + len(_with(entries, Answer.UNKNOWN)))


def people_who_reported(entries: Entries) -> Tally:
    """Different people with a report that counts; somebody unknown is at least one
    person where nobody is known, and may each time be one more."""
    return _distinct(entries, _person)


def people_with_incidents_of_their_own(entries: Entries) -> Tally:
    """The most people to whom separate incidents, one each, can be assigned
    (a largest matching of people to incidents they reported)."""
    certain = _with(entries, Answer.YES)
    known = [entry for entry in certain if entry.report.reporter_key]
    at_least = _largest_matching(known) or (1 if certain else 0)
    return Tally(
        certain=at_least,
        possible=_largest_matching([*certain, *_with(entries, Answer.UNKNOWN)]),
    )


def by_place(entries: Entries) -> Iterator[Entries]:
    """For each place the ledger as if only it counted; an unknown place may be any."""
    places = sorted({entry.incident.place_key for entry in entries} - {None}, key=str)
    for place in places or [None]:
        yield tuple(_at_place(entry, place) for entry in entries)


def by_incident(entries: Entries) -> Iterator[Entries]:
    """The reports of each incident by themselves; `whole_ledger` adds the rest."""
    incidents: dict[str, list[Entry]] = {}
    for entry in entries:
        incidents.setdefault(entry.incident.key, []).append(entry)
    for key in sorted(incidents):
        yield tuple(incidents[key])


def by_first_incident(entries: Entries, window: Period) -> Iterator[Entries]:
    """For each incident that may count, what lies in the window that it opens.

    Only what lies in the window is listed, so that long histories stay cheap;
    `whole_ledger` adds the rest. Without any known date everything is unknown.
    """
    open_entries = [entry for entry in entries if entry.counts is not Answer.NO]
    exact = sorted(
        (entry for entry in open_entries if entry.incident.occurred_on and not _ranged(entry)),
        key=_occurred,
    )
    loose = [entry for entry in open_entries if not entry.incident.occurred_on or _ranged(entry)]
    days = [_occurred(entry) for entry in exact]
    starts = {*days, *(day for entry in loose for day in _ends(entry))}
    if not starts:
        yield tuple(_perhaps_inside(entry, None, window) for entry in loose)
    for start in sorted(starts):
        inside = exact[bisect_left(days, start) : bisect_right(days, window.last_day(start))]
        yield (*inside, *(_perhaps_inside(entry, start, window) for entry in loose))


def whole_ledger(entries: Entries, inside: Entries, *, left_out: str = OUTSIDE) -> Entries:
    """All `entries`; those left out of `inside` do not count, for the reason `left_out`."""
    kept = {entry.report.key: entry for entry in inside}
    return tuple(
        kept.get(entry.report.key)
        or (entry if entry.counts is Answer.NO else entry.turned(Answer.NO, left_out))
        for entry in entries
    )


def _at_place(entry: Entry, place: str | None) -> Entry:
    if entry.counts is Answer.NO or entry.incident.place_key == place:
        unknown = entry.counts is Answer.YES and place is None
        return entry.turned(Answer.UNKNOWN, "the place is not known") if unknown else entry
    if entry.incident.place_key is None:
        return entry.turned(Answer.UNKNOWN, "the place is not known")
    return entry.turned(Answer.NO, "at another place")


def _occurred(entry: Entry) -> date:
    return entry.incident.occurred_on or date.max


def _ends(entry: Entry) -> tuple[date, ...]:
    """The first and the last day that a range may be: one of them opens the best window."""
    return days_of(entry.incident.occurred_on, entry.incident.occurred_until) or ()


def _ranged(entry: Entry) -> bool:
    incident = entry.incident
    return incident.occurred_until not in (None, incident.occurred_on)


def _perhaps_inside(entry: Entry, start: date | None, window: Period) -> Entry:
    days = days_of(entry.incident.occurred_on, entry.incident.occurred_until)
    if days and start:
        last = window.last_day(start)
        if start <= days[0] and days[1] <= last:
            return entry
        if days[1] < start or days[0] > last:
            return entry.turned(Answer.NO, OUTSIDE)
    return entry.turned(Answer.UNKNOWN, "it may lie too far from the other incidents")


def _with(entries: Iterable[Entry], counts: Answer) -> list[Entry]:
    return [entry for entry in entries if entry.counts is counts]


def _person(entry: Entry) -> tuple[str, str]:
    """The reporter, or a person of their own for each report by somebody unknown."""
    if entry.report.reporter_key is None:
        return "unknown", entry.report.key
    return "known", entry.report.reporter_key


def _made_by(entry: Entry) -> tuple[tuple[str, ...], tuple[str, str]]:
    return entry.occasion, _person(entry)


def _distinct(entries: Entries, key) -> Tally:
    certain_entries = _with(entries, Answer.YES)
    certain = {key(entry) for entry in certain_entries}
    possible = certain | {key(entry) for entry in _with(entries, Answer.UNKNOWN)}
    if key is _person:
        known = {person for person in certain if person[0] == "known"}
        return Tally(certain=len(known) or min(1, len(certain)), possible=len(possible))
    return Tally(certain=len(certain), possible=len(possible))


def _largest_matching(entries: Iterable[Entry]) -> int:
    incidents: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for entry in entries:
        incidents.setdefault(_person(entry), []).append(entry.occasion)
    taken: dict[tuple[str, ...], tuple[str, str]] = {}
    return sum(_assign(person, incidents, taken, set()) for person in incidents)


def _assign(person, incidents, taken, tried) -> bool:
    for incident in incidents[person]:
        if incident in tried:
            continue
        tried.add(incident)
        if incident not in taken or _assign(taken[incident], incidents, taken, tried):
            taken[incident] = person
            return True
    return False
