"""What an evaluation finds: per report, per criterion, per route, and overall.

An `Outcome` is evidence: it is stored with the case as JSON and reads back equal,
so that what was found then can be shown and replayed later.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from thresholds.facts import Answer
from thresholds.reading import Reader, ReadingError, write

OUTCOME_FORMAT = 1


class OutcomeError(ReadingError):
    """A stored outcome that cannot be read."""


class Finding(StrEnum):
    """What is found of a criterion, a route or a test."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"


class Suggestion(StrEnum):
    """What the findings add up to. A person decides."""

    MET_STATUTORY = "met_statutory"
    MET_LOCAL = "met_local"
    DISCRETION_OPEN = "discretion_open"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """One report in the ledger of one test: whether it counts there, and why.

    `occurred_until` and `reported_until` make a date a range; outcomes kept before they were
    written down have none.
    """

    incident: str
    report: str
    occurred_on: date | None
    reported_on: date | None
    counts: Answer
    reason: str
    occurred_until: date | None = None
    reported_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class CriterionFinding:
    """One criterion of a route, with the facts it rests on, the words of the procedure or
    the Act that it comes from (`clause`), and what would cure it."""

    code: str
    title: str
    finding: Finding
    facts_used: tuple[str, ...]
    wording: str
    cure: str | None
    clause: str | None = None


@dataclass(frozen=True, kw_only=True)
class RouteFinding:
    """One test or route: its criteria, its ledger, and the wording for the letter.

    `counted` reports count for certain, `possible` could count at most, `needed`
    are asked for; all three are None where the route counts nothing.
    """

    code: str
    kind: str
    title: str
    clause: str
    finding: Finding
    counted: int | None
    possible: int | None
    needed: int | None
    criteria: tuple[CriterionFinding, ...]
    lines: tuple[ReportLine, ...]
    wording: str
    cure: str | None

    @property
    def lines_counted(self) -> tuple[ReportLine, ...]:
        """The reports that count for certain."""
        return tuple(line for line in self.lines if line.counts is Answer.YES)

    @property
    def lines_not_counted(self) -> tuple[ReportLine, ...]:
        """The reports that do not count, or not for certain, each with its reason."""
        return tuple(line for line in self.lines if line.counts is not Answer.YES)


@dataclass(frozen=True, kw_only=True)
class ExclusionFinding:
    """A published exclusion and whether it applies. Advisory: no exclusion can
    outweigh s.104(4). `because` says what it was found from; None where a person
    answered, or nobody."""

    code: str
    title: str
    applies: Answer
    wording: str
    advice: str
    because: str | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The whole evaluation of one procedure on one set of facts."""

    format: int
    application_on: date
    suggestion: Suggestion
    summary: str
    statutory: RouteFinding
    routes: tuple[RouteFinding, ...]
    exclusions: tuple[ExclusionFinding, ...]
    warnings: tuple[str, ...]

    @property
    def statutory_met(self) -> bool:
        """Whether s.104(4) is met, so that the case may not be refused."""
        return self.statutory.finding is Finding.MET

    def to_json(self) -> dict[str, Any]:
        """The JSON value that `from_json` reads back as an equal outcome."""
        return write(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Outcome":
        """A stored outcome; raises OutcomeError where it is not one."""
        return Reader(error=OutcomeError).read(cls, data, path="outcome")


def all_of(findings: Iterable[Finding]) -> Finding:
    """Met where all are met; not met where one is not; otherwise not known."""
    found = set(findings)
    if Finding.NOT_MET in found:
        return Finding.NOT_MET
    return Finding.NOT_KNOWN if Finding.NOT_KNOWN in found else Finding.MET


def any_of(findings: Iterable[Finding]) -> Finding:
    """Met where one is met; not met where none is or could be; otherwise not known."""
    found = set(findings)
    if Finding.MET in found:
        return Finding.MET
    return Finding.NOT_KNOWN if Finding.NOT_KNOWN in found else Finding.NOT_MET


def answer_of(finding: Finding) -> Answer:
    """A finding as an answer to "is it so?"."""
    return {
        Finding.MET: Answer.YES,
        Finding.NOT_MET: Answer.NO,
        Finding.NOT_KNOWN: Answer.UNKNOWN,
    }[finding]


def finding_of(answer: Answer) -> Finding:
    """An answer to "is it so?" as a finding."""
    return {
        Answer.YES: Finding.MET,
        Answer.NO: Finding.NOT_MET,
        Answer.UNKNOWN: Finding.NOT_KNOWN,
    }[answer]


def reached(*, certain: int, possible: int, needed: int) -> Finding:
    """A count as a finding: met for certain, out of reach, or not known yet."""
    if certain >= needed:
        return Finding.MET
    return Finding.NOT_KNOWN if possible >= needed else Finding.NOT_MET
