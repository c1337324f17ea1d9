"""What a procedure publishes about its threshold: the routes by which it can be met.

The statute's own test (s.104(4) of the Anti-social Behaviour, Crime and Policing
Act 2014) stands beside the routes with its own numbers, because a published
route may be narrower than the Act.

Where a published text is silent, the defaults here favour the applicant: the
applicant counts among several people (`applicant_counts`), several people may
have reported the same incident (`separate_incidents_required` is false), and
reports count whatever way they were made (`sources_not_counted` is empty).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from thresholds.periods import Period
from thresholds.reading import code, repeated, some, whole, words

STATUTE_CLAUSE = "s.104(4) Anti-social Behaviour, Crime and Policing Act 2014"
HIGHEST_STATUTORY_COUNT = 3
"""Explanatory note 231: the number may be set lower, not higher."""


class WindowAnchor(StrEnum):
    """What the window of a route is measured from.

    `application`: the application is made within the window beginning with each
    report. `first_incident`: the incidents lie within the window beginning with
    the earliest of them.
    """

    APPLICATION = "application"
    FIRST_INCIDENT = "first_incident"


class Dated(StrEnum):
    """Whose date a rule looks at."""

    INCIDENT = "incident"
    REPORT = "report"


class Factor(StrEnum):
    """A question that a person answers when they use their discretion (s.104(5))."""

    HARM = "harm"
    VULNERABILITY = "vulnerability"
    PERSISTENCE = "persistence"
    ADEQUACY_OF_RESPONSE = "adequacy_of_response"


class ApplicationAnchor(StrEnum):
    """What an application must follow soon enough."""

    COMPLAINT = "complaint"
    LATEST_INCIDENT = "latest_incident"


@dataclass(frozen=True, kw_only=True)
class Statute:
    """The numbers of s.104(4): how many qualifying complaints, how soon after the
    behaviour each is made, and how soon after each complaint the application is."""

    count: int = whole(at_least=1, at_most=HIGHEST_STATUTORY_COUNT)
    report_within: Period
    application_within: Period


@dataclass(frozen=True, kw_only=True)
class Recency:
    """The latest incident or report must lie this close to the application."""

    of: Dated
    within: Period


@dataclass(frozen=True, kw_only=True)
class ApplicationWithin:
    """The application must come within a period beginning with each complaint, or
    with the latest incident."""

    within: Period
    anchor: ApplicationAnchor = ApplicationAnchor.COMPLAINT


@dataclass(frozen=True, kw_only=True)
class IndividualReports:
    """A number of reports by the applicant."""

    kind: ClassVar[str] = "individual_reports"
    code: str = code()
    title: str = words()
    clause: str = words()
    count: int = whole(at_least=1, at_most=50)
    window: Period | None
    window_anchor: WindowAnchor = WindowAnchor.APPLICATION
    distinct_incidents: bool = True
    related: bool = False
    persists: bool = False
    recency: Recency | None = None


@dataclass(frozen=True, kw_only=True)
class SeveralPeople:
    """Reports by a number of people.

    `people` is how many different people must have reported and `reports` how
    many reports they must have made together; the same person telling several
    agencies of one incident has made one report.
    """

    kind: ClassVar[str] = "several_people"
    code: str = code()
    title: str = words()
    clause: str = words()
    people: int = whole(at_least=2, at_most=50)
    reports: int = whole(at_least=2, at_most=50)
    window: Period | None
    window_anchor: WindowAnchor = WindowAnchor.APPLICATION
    applicant_counts: bool = True
    separate_incidents_required: bool = False
    same_place: bool = False
    related: bool = False
    persists: bool = False
    recency: Recency | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        if self.reports < self.people:
            yield "reports", f"must be at least {self.people}, the number of people"


@dataclass(frozen=True, kw_only=True)
class Discretion:
    """A person may accept a case that the counts do not reach (s.104(5)).

    Any one of `factors` that a person has answered with yes opens the route;
    where `senior_role` is set, that person must have agreed as well.
    """

    kind: ClassVar[str] = "discretion"
    code: str = code()
    title: str = words()
    clause: str = words()
    factors: tuple[Factor, ...] = some()
    senior_role: str | None = words(default=None)

    def problems(self) -> Iterator[tuple[str, str]]:
        if twice := repeated(iter(self.factors)):
            yield "factors", f"{twice!r} comes twice"


Counted = IndividualReports | SeveralPeople
Route = IndividualReports | SeveralPeople | Discretion


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """The statutory test, the published routes (any one is enough), and what makes
    a report count towards them. Limits that are not published are null."""

    statute: Statute
    report_within: Period | None
    application_within: ApplicationWithin | None
    routes: tuple[Route, ...] = some()
    sources_not_counted: tuple[str, ...] = ()

    def problems(self) -> Iterator[tuple[str, str]]:
        if twice := repeated(route.code for route in self.routes):
            yield "routes", f"the code {twice!r} comes twice"
