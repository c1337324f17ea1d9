"""What a procedure publishes about its threshold: the routes by which it can be met.

The statute's own test (s.104(4) of the Anti-social Behaviour, Crime and Policing
Act 2014) stands beside the routes with its own numbers, because a published
route may be narrower than the Act.

Where a published text is silent, the defaults here favour the applicant: the
applicant counts among several people (`applicant_counts`), several people may
have reported the same incident (`separate_incidents_required` is false), reports
count whatever way and to whatever body they were made (`sources_not_counted`
and `bodies_counted` are empty), and nothing is asked beyond the numbers
(`conditions` is empty).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from thresholds.conditions import MOST, Condition, Hate, Reason, hate_problems
from thresholds.periods import Period
from thresholds.reading import code, codes, repeated, some, whole, words

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


class Needs(StrEnum):
    """Whether any one of a discretion's reasons is enough, or all of them are needed."""

    ANY = "any"
    ALL = "all"


class ApplicationAnchor(StrEnum):
    """What an application must follow soon enough.

    `complaint`: each complaint that is to count. `first_complaint`: the earliest
    of them; where it is too old the route is not met. `latest_incident`: the
    latest incident, reported or not.
    """

    COMPLAINT = "complaint"
    FIRST_COMPLAINT = "first_complaint"
    LATEST_INCIDENT = "latest_incident"


class SameIncident(StrEnum):
    """What several reports by one person about the same incident come to.

    `once`: one report. `case_by_case`: one report, unless a person decides with a
    reason that one of them counts apart.
    """

    ONCE = "once"
    CASE_BY_CASE = "case_by_case"


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
    """The application must come within a period beginning with each complaint, with
    the first complaint, or with the latest incident."""

    within: Period
    anchor: ApplicationAnchor = ApplicationAnchor.COMPLAINT


@dataclass(frozen=True, kw_only=True)
class IndividualReports:
    """A number of reports by the applicant."""

    kind: ClassVar[str] = "individual_reports"
    code: str = code()
    title: str = words()
    clause: str = words()
    count: int = whole(at_least=1, at_most=MOST)
    window: Period | None
    window_anchor: WindowAnchor = WindowAnchor.APPLICATION
    distinct_incidents: bool = True
    related: bool = False
    persists: bool = False
    recency: Recency | None = None
    hate: Hate | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        yield from hate_problems(self.hate, self.count)

    @property
    def reports_needed(self) -> int:
        """How many reports the route asks for."""
        return self.count


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
    people: int = whole(at_least=2, at_most=MOST)
    reports: int = whole(at_least=2, at_most=MOST)
    window: Period | None
    window_anchor: WindowAnchor = WindowAnchor.APPLICATION
    applicant_counts: bool = True
    separate_incidents_required: bool = False
    same_place: bool = False
    related: bool = False
    persists: bool = False
    recency: Recency | None = None
    hate: Hate | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        if self.reports < self.people:
            yield "reports", f"must be at least {self.people}, the number of people"
        yield from hate_problems(self.hate, self.reports)

    @property
    def reports_needed(self) -> int:
        """How many reports the route asks for."""
        return self.reports


@dataclass(frozen=True, kw_only=True)
class OneIncident:
    """A number of reports about one and the same incident, by whoever made them.

    `people` is how many different people must be among those who reported. With
    `repeats_count` the same person telling of it again, or telling another
    agency, counts again; without it each person counts once.
    """

    kind: ClassVar[str] = "one_incident"
    code: str = code()
    title: str = words()
    clause: str = words()
    count: int = whole(at_least=2, at_most=MOST)
    people: int = whole(at_least=1, at_most=MOST, default=1)
    window: Period | None
    repeats_count: bool = True
    persists: bool = False
    recency: Recency | None = None
    hate: Hate | None = None

    def problems(self) -> Iterator[tuple[str, str]]:
        if self.count < self.people:
            yield "people", f"must be at most {self.count}, the number of reports"
        yield from hate_problems(self.hate, self.count)

    @property
    def reports_needed(self) -> int:
        """How many reports the route asks for."""
        return self.count


@dataclass(frozen=True, kw_only=True)
class Discretion:
    """A person may accept a case that the counts do not reach (s.104(5)).

    Any one of `factors` and `reasons` that a person has answered with yes, or a
    risk assessed in one of `risk_bands` (codes of the risk matrix), opens the
    route; with `needs` all of them are needed. Where `senior_role` is set that
    person must have agreed as well; alone, their agreement is enough.
    """

    kind: ClassVar[str] = "discretion"
    code: str = code()
    title: str = words()
    clause: str = words()
    factors: tuple[Factor, ...]
    reasons: tuple[Reason, ...] = ()
    risk_bands: tuple[str, ...] = codes(default=())
    needs: Needs = Needs.ANY
    senior_role: str | None = words(default=None)

    def problems(self) -> Iterator[tuple[str, str]]:
        if not (self.factors or self.reasons or self.risk_bands or self.senior_role):
            others = "reasons, risk_bands or senior_role"
            yield "factors", f"must have at least one entry where there are no {others}"
        if twice := repeated(iter(self.factors)):
            yield "factors", f"{str(twice)!r} comes twice"


Counted = IndividualReports | SeveralPeople | OneIncident
Route = IndividualReports | SeveralPeople | OneIncident | Discretion


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """The statutory test, the published routes (any one is enough), and what makes
    a report count towards them. Limits that are not published are null.

    `bodies_counted` are the kinds of agency that a report must have gone to
    (`council`, `police`, ...); an empty list means any. Nothing but `statute`
    touches the statutory test.
    """

    statute: Statute
    report_within: Period | None
    application_within: ApplicationWithin | None
    routes: tuple[Route, ...] = some()
    conditions: tuple[Condition, ...] = ()
    sources_not_counted: tuple[str, ...] = ()
    bodies_counted: tuple[str, ...] = codes(default=())
    same_incident: SameIncident = SameIncident.ONCE

    def conditions_of(self, route: Route) -> tuple[Condition, ...]:
        """The conditions that `route` asks for, in the published order."""
        by_default = not isinstance(route, Discretion)
        return tuple(
            one
            for one in self.conditions
            if (route.code in one.routes if one.routes else by_default)
        )

    def questions(self) -> tuple[Condition | Reason, ...]:
        """Everything a person is asked beyond the factors: conditions, then reasons."""
        reasons = (
            reason
            for route in self.routes
            if isinstance(route, Discretion)
            for reason in route.reasons
        )
        return (*self.conditions, *reasons)

    def problems(self) -> Iterator[tuple[str, str]]:
        if twice := repeated(route.code for route in self.routes):
            yield "routes", f"the code {twice!r} comes twice"
        if twice := repeated(question.code for question in self.questions()):
            yield "conditions", f"the code {twice!r} comes twice among conditions and reasons"
        known = [route.code for route in self.routes]
        for number, condition in enumerate(self.conditions):
            for name in condition.routes:
                if name not in known:
                    path = f"conditions[{number}].routes"
                    yield path, f"must name routes: {', '.join(known)}; got {name!r}"
