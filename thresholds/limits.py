"""What a procedure publishes about time: its limits and how receipt is settled.

`thresholds.time_limits` works out the dates of counted limits. What is due at a
scheduled meeting (`MeetingLimit`) is due on the day of that meeting, which
depends on the calendar of meetings and on no counting.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import ClassVar

from thresholds.periods import Period
from thresholds.reading import code, event_kinds, whole, words


class LimitUnit(StrEnum):
    """What a time limit is counted in."""

    WORKING_DAY = "working_day"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


class Direction(StrEnum):
    """Whether the limit runs on from its anchor or back from it."""

    AFTER = "after"
    BEFORE = "before"


class Basis(StrEnum):
    """Where a published setting comes from."""

    PUBLISHED = "published"
    TO_BE_CONFIRMED = "to_be_confirmed"


class Anchor(StrEnum):
    """The event that a limit is counted from."""

    RECEIPT = "receipt"
    ACKNOWLEDGEMENT = "acknowledgement"
    INFORMATION_REQUEST = "information_request"
    ALL_INFORMATION = "all_information"
    THRESHOLD_DECISION = "threshold_decision"
    THRESHOLD_MET_LETTER = "threshold_met_letter"
    ACCEPTANCE = "acceptance"
    MEETING = "meeting"
    PLAN_AGREED = "plan_agreed"
    RESPONSE = "response"
    RESULT_TOLD = "result_told"
    PCC_REVIEW_REQUESTED = "pcc_review_requested"
    PCC_REVIEW_BUNDLE = "pcc_review_bundle"
    CLOSURE = "closure"

    @property
    def text(self) -> str:
        """The event in plain words: `the application was received`."""
        return _ANCHORS[self]


_ANCHORS = {
    Anchor.RECEIPT: "the application was received",
    Anchor.ACKNOWLEDGEMENT: "the application was acknowledged",
    Anchor.INFORMATION_REQUEST: "agencies were asked for information",
    Anchor.ALL_INFORMATION: "all agencies sent their information",
    Anchor.THRESHOLD_DECISION: "the threshold was decided",
    Anchor.THRESHOLD_MET_LETTER: "the letter that the threshold is met was sent",
    Anchor.ACCEPTANCE: "the case was accepted",
    Anchor.MEETING: "the review meeting",
    Anchor.PLAN_AGREED: "the action plan was agreed",
    Anchor.RESPONSE: "the response was sent",
    Anchor.RESULT_TOLD: "the result was sent",
    Anchor.PCC_REVIEW_REQUESTED: "the PCC review was asked for",
    Anchor.PCC_REVIEW_BUNDLE: "the papers were sent to the PCC office",
    Anchor.CLOSURE: "the case was closed",
}


# The events that are an anchor themselves: a limit met by one of them gives the others their date.
EVENTS_OF: dict[Anchor, frozenset[str]] = {
    Anchor.RECEIPT: frozenset({"application.received"}),
    Anchor.ACKNOWLEDGEMENT: frozenset({"case.acknowledged", "acknowledgement.told"}),
    Anchor.INFORMATION_REQUEST: frozenset({"information.requested"}),
    Anchor.THRESHOLD_DECISION: frozenset({"decision.made"}),
    Anchor.THRESHOLD_MET_LETTER: frozenset({"acceptance.told"}),
    Anchor.PLAN_AGREED: frozenset({"plan.agreed"}),
    Anchor.RESPONSE: frozenset({"response.sent", "response.told"}),
    Anchor.PCC_REVIEW_REQUESTED: frozenset({"pcc_review.requested"}),
    Anchor.CLOSURE: frozenset({"case.closed", "closure.told"}),
}


class ReceiptConvention(StrEnum):
    """The day that counts as the day of receipt."""

    ACTUAL_DATE = "actual_date"
    NEXT_WORKING_DAY = "next_working_day"


@dataclass(frozen=True, kw_only=True)
class CountingConvention:
    """How days of receipt are settled.

    With `next_working_day`, what arrives on a day off, or at or after
    `office_closes` where that is set, counts as received on the next working
    day. With `actual_date` the office hours change nothing.
    """

    receipt: ReceiptConvention = ReceiptConvention.ACTUAL_DATE
    office_closes: time | None = None


@dataclass(frozen=True, kw_only=True)
class TimeLimit:
    """One time limit that a procedure publishes."""

    name: str = code()
    title: str = words()
    count: int = whole(at_least=1, at_most=1000)
    unit: LimitUnit
    anchor: Anchor
    direction: Direction = Direction.AFTER
    met_by: tuple[str, ...] = event_kinds(default=())
    extendable: bool = False
    owner: str = code()
    basis: Basis = Basis.PUBLISHED

    def problems(self) -> Iterator[tuple[str, str]]:
        if self.direction is Direction.BEFORE and self.anchor is not Anchor.MEETING:
            yield "direction", "must be after, unless the anchor is the meeting, which is planned"

    @property
    def length(self) -> str:
        """`3 working days`."""
        return counted(self.count, self.unit.replace("_", " "))


@dataclass(frozen=True, kw_only=True)
class MeetingLimit:
    """What is due at the next scheduled meeting rather than after a number of days.

    The meeting is the first one after the day of `anchor`; where `notice_days` is
    set it lies at least that many days later. `held_every` is how often meetings
    are published to be held, for the page that says so; no date is made of it.
    """

    extendable: ClassVar[bool] = False
    name: str = code()
    title: str = words()
    anchor: Anchor
    notice_days: int | None = whole(at_least=1, at_most=366, default=None)
    held_every: Period | None = None
    met_by: tuple[str, ...] = event_kinds(default=())
    owner: str = code()
    basis: Basis = Basis.PUBLISHED

    def due_on(self, *, anchor_on: date, meetings: Iterable[date]) -> date | None:
        """The day of the meeting at which it is due; None where none is scheduled yet."""
        first = anchor_on + timedelta(days=self.notice_days or 1)
        return min((day for day in meetings if day >= first), default=None)

    @property
    def length(self) -> str:
        """Where another limit says how long it is."""
        return "the next scheduled meeting"

    @property
    def text(self) -> str:
        """`at the next scheduled meeting after the application was received`."""
        after = f"at the next scheduled meeting after {self.anchor.text}"
        if self.notice_days is None:
            return after
        return f"{after}, at least {counted(self.notice_days, 'day')} later"


Owed = TimeLimit | MeetingLimit
"""Anything that is owed by a date, however the date comes about."""


def circle(limits: Iterable[TimeLimit]) -> tuple[str, ...]:
    """The names of limits that wait for one another, so that none would ever have a date.

    A limit that runs on from an event waits for the limit that this event meets. One that is also
    met by another event waits for nobody: it can be met that way. Empty where there is no circle.
    """
    waiting = [limit for limit in limits if limit.direction is Direction.AFTER and limit.met_by]
    after: dict[str, list[str]] = {
        limit.name: [
            other.name
            for other in waiting
            if set(other.met_by) <= EVENTS_OF.get(limit.anchor, frozenset())
        ]
        for limit in waiting
    }
    for name in after:
        found = _back_to(name, after, (name,))
        if found:
            return found
    return ()


def _back_to(name: str, after: dict[str, list[str]], path: tuple[str, ...]) -> tuple[str, ...]:
    """The path on which waiting leads back to `name`, or nothing."""
    for following in after[path[-1]]:
        if following == name:
            return path
        if following not in path and (found := _back_to(name, after, (*path, following))):
            return found
    return ()


def counted(n: int, noun: str) -> str:
    """`1 working day`, `3 working days`."""
    return f"{n} {noun}{'' if n == 1 else 's'}"
