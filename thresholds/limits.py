"""What a procedure publishes about time: its limits and how receipt is settled.

`thresholds.time_limits` works out the dates.
"""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

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

    @property
    def length(self) -> str:
        """`3 working days`."""
        return counted(self.count, self.unit.replace("_", " "))


def counted(n: int, noun: str) -> str:
    """`1 working day`, `3 working days`."""
    return f"{n} {noun}{'' if n == 1 else 's'}"
