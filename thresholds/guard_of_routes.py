"""What routes that count reports ask for, and s.104(4) does not.

Routes are looked at by what they ask (`persists`, `window`, ...), not by their kind, so that a kind
that is new is guarded as well.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from thresholds.concerns import (
    COMPLAINTS_CLAUSE,
    COUNT_CLAUSE,
    SIX_MONTHS,
    Concern,
    Weight,
    shorter_than,
    warning,
)
from thresholds.conditions import MONITORED_STRANDS
from thresholds.periods import joined
from thresholds.routes import HIGHEST_STATUTORY_COUNT, Statute, Threshold, WindowAnchor


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """One thing that a route may ask and s.104(4) does not."""

    field: str
    asks: Callable[[Any], bool]
    words: str
    below: str = ""


_ASKED = (
    _Asked(
        field="window",
        asks=lambda window: window is not None and shorter_than(window, SIX_MONTHS),
        words="The Act looks back six months, beginning with the day of each complaint. This route"
        " looks back less far.",
    ),
    _Asked(
        field="window_anchor",
        asks=lambda anchor: anchor is WindowAnchor.FIRST_INCIDENT,
        words="The Act does not ask that the incidents lie close to the first of them.",
    ),
    _Asked(
        field="related",
        asks=bool,
        words="The Act asks for complaints about the behaviour; that the incidents be shown to be"
        " related is not among its conditions.",
    ),
    _Asked(
        field="persists",
        asks=bool,
        words="The Act does not ask that the problem still goes on. Whether it persists belongs to"
        " the discretion of section 104(5).",
    ),
    _Asked(
        field="recency",
        asks=lambda recency: recency is not None,
        words="The Act does not ask that the latest incident or complaint be recent: each complaint"
        " has its six months.",
    ),
    _Asked(
        field="same_place",
        asks=bool,
        words="The Act does not ask that everything happened in the same place.",
    ),
    _Asked(
        field="separate_incidents_required",
        asks=bool,
        words="Several people who complain of one incident have each made a complaint: the Act does"
        " not ask for separate incidents.",
    ),
    _Asked(
        field="applicant_counts",
        asks=lambda counts: counts is False,
        words="The Act counts complaints by anyone, the applicant among them.",
    ),
)
_SAME_PERSON = (
    "Only the applicant’s own reports count on this route. The Act counts complaints by anyone."
)
_TOO_MANY = (
    f"The Act’s number may be set lower than {HIGHEST_STATUTORY_COUNT}, not higher. A route that"
    " asks one person for more tells people with three complaints that they cannot apply."
)
_MANY_REPORTS = (
    f"The Act is met by {HIGHEST_STATUTORY_COUNT} complaints, whether one person or several made"
    " them. This route asks for more."
)
_DIFFERENT_PEOPLE = (
    "The Act does not ask that different people complain: complaints by one person count as much as"
    " complaints by several."
)
_ONE_INCIDENT = (
    "All reports must be about one and the same incident on this route. The Act adds up complaints"
    " about the behaviour, whichever incident each is about."
)
_HATE = (
    "The Act does not ask that the behaviour be hate. This route asks for as many reports as the"
    " Act does, and for hate besides."
)


def of_routes(threshold: Threshold) -> Iterator[Concern]:
    """What the routes that count reports ask and s.104(4) does not, route by route."""
    for index, route in enumerate(threshold.routes):
        path = f"threshold.routes[{index}]"
        yield from _of_numbers(route, threshold.statute, path)
        yield from _of_hate(route, threshold.statute, path)
        for asked in _ASKED:
            if hasattr(route, asked.field) and asked.asks(getattr(route, asked.field)):
                yield warning(f"{path}.{asked.field}", asked.field, COMPLAINTS_CLAUSE, asked.words)


def _of_numbers(route: Any, statute: Statute, path: str) -> Iterator[Concern]:
    needed = getattr(route, "reports_needed", None)
    if needed is None:
        return
    number = f"{path}.{'reports' if hasattr(route, 'reports') else 'count'}"
    several = hasattr(route, "people")
    if several and route.people > 1:
        yield warning(f"{path}.people", "people", COMPLAINTS_CLAUSE, _DIFFERENT_PEOPLE)
    if needed > HIGHEST_STATUTORY_COUNT:
        yield _too_many(number, several)
    elif needed > statute.count:
        words = (
            f"This procedure sets the Act’s number at {statute.count}."
            f" This route asks for {needed}."
        )
        yield warning(number, "own_count", COMPLAINTS_CLAUSE, words)
    if not several:
        yield warning(path, "same_person", COMPLAINTS_CLAUSE, _SAME_PERSON)
    if hasattr(route, "repeats_count"):
        yield warning(path, "one_incident", COMPLAINTS_CLAUSE, _ONE_INCIDENT)


def _too_many(path: str, several: bool) -> Concern:
    if several:
        return warning(path, "reports", COUNT_CLAUSE, _MANY_REPORTS)
    return Concern(
        path=path, code="count", weight=Weight.REFUSED, clause=COUNT_CLAUSE, words=_TOO_MANY
    )


def _of_hate(route: Any, statute: Statute, path: str) -> Iterator[Concern]:
    """Hate as the Act does not ask for it. A route that asks for fewer reports than the Act does
    opens a door more, and is warned of only for what it leaves out of hate."""
    hate = getattr(route, "hate", None)
    if hate is None:
        return
    if route.reports_needed >= statute.count:
        yield warning(f"{path}.hate", "hate", COMPLAINTS_CLAUSE, _HATE)
    left_out = [one for one in MONITORED_STRANDS if one not in hate.characteristics]
    if hate.characteristics and left_out:
        yield warning(
            f"{path}.hate.characteristics",
            "hate_characteristics",
            COMPLAINTS_CLAUSE,
            "The Act makes no difference between reasons for the behaviour. This list leaves out"
            f" what police and councils usually record as hate: {_named(left_out)}. Somebody who is"
            " targeted for it would read that this route is not for them.",
        )
    if hate.recorded_at_the_time:
        yield warning(
            f"{path}.hate.recorded_at_the_time",
            "hate_recorded",
            COMPLAINTS_CLAUSE,
            "The Act counts complaints, however the agency recorded them. Whether an agency wrote"
            " it down as hate is not in the hands of the person who complained.",
        )


def _named(codes: list[str]) -> str:
    return joined([code.replace("_", " ") for code in codes])
