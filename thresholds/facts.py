"""The plain inputs of a threshold evaluation. What is not known is said to be unknown.

Dates may be exact, a range ("some time in March": 1 to 31 March) or not known at
all; people, places, agencies and applications are keys without meaning here, so
that no personal data enters an evaluation. Somebody whom the applicant names
without knowing when they reported is a report under a key of their own with no
date: it may count, and is never a silent no.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from thresholds.reading import Reader, ReadingError, code, repeated, words, write

COMPLAINT = "complaint"
"""How a report was made where no procedure has a reason to ask."""


class FactsError(ReadingError):
    """Facts that cannot be read: `path` and `message` say where and what is allowed."""


class Answer(StrEnum):
    """A question that may also be unanswered."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """What is known of a report: said by the applicant, confirmed by the agency, or
    not found in the agency's log, which alone is no reason not to count it."""

    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, kw_only=True)
class Report:
    """One telling of an incident to an agency.

    `reported_until` makes the date a range; `reporter_key` is None where nobody
    knows who reported. A report counts unless a person rebuts it with a reason;
    a blank reason rebuts nothing. `source` names how it was made where a
    procedure does not count some ways (`diary_sheet`), `agency_kind` what body it
    went to where a procedure lists the bodies. `apart_reason` is why a person
    counts it apart from other reports of the same incident, where a procedure
    decides that case by case. `application_key` is the linked application that
    told of it; None where the application evaluated did. `may_have_applied`: an agency told of it
    under a code, and nobody has said yet whether the person is one of those who applied.
    """

    key: str = words()
    reporter_key: str | None
    reported_on: date | None
    reported_until: date | None = None
    agency_key: str | None = None
    agency_kind: str | None = None
    standing: Standing = Standing.CLAIMED
    rebutted_reason: str | None = None
    apart_reason: str | None = None
    source: str = COMPLAINT
    application_key: str | None = None
    may_have_applied: bool = False

    def __post_init__(self):
        _settle(self, standing=Standing(self.standing))

    @property
    def rebutted(self) -> bool:
        """Whether a person has said, with a reason, that it does not count."""
        return bool(self.rebutted_reason and self.rebutted_reason.strip())

    @property
    def apart(self) -> bool:
        """Whether a person has said, with a reason, that it counts by itself."""
        return bool(self.apart_reason and self.apart_reason.strip())

    def problems(self) -> Iterator[tuple[str, str]]:
        yield from _range_problems(self.reported_on, self.reported_until, "reported")


@dataclass(frozen=True, kw_only=True)
class HateMark:
    """Hostility to one characteristic (`race`; None where it is not known which), and
    whether the agency recorded the incident as such hate when it was reported."""

    characteristic: str | None = code(default=None)
    recorded: Answer = Answer.UNKNOWN

    def __post_init__(self):
        _settle(self, recorded=Answer(self.recorded))


@dataclass(frozen=True, kw_only=True)
class LinkedApplication:
    """Another application in the same review: its reports are measured from its own day.

    `applicant_key` stands for its victim; None where it names none.
    """

    key: str = words()
    application_on: date
    applicant_key: str | None = None


@dataclass(frozen=True, kw_only=True)
class Incident:
    """One occasion of the behaviour, with the reports made about it.

    `related` says whether it is part of the same problem; "no" needs a reason,
    and without one is taken as not known. `hate` is None while nobody has said
    whether it was hate, and empty where it was not.
    """

    key: str = words()
    occurred_on: date | None
    occurred_until: date | None = None
    place_key: str | None = None
    related: Answer = Answer.UNKNOWN
    related_reason: str | None = None
    hate: tuple[HateMark, ...] | None = None
    reports: tuple[Report, ...] = ()

    def __post_init__(self):
        hate = None if self.hate is None else tuple(self.hate)
        _settle(self, related=Answer(self.related), hate=hate, reports=tuple(self.reports))

    def problems(self) -> Iterator[tuple[str, str]]:
        yield from _range_problems(self.occurred_on, self.occurred_until, "occurred")


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known when the threshold is evaluated.

    `answers` holds the answers to questions that only some procedures ask, by
    the code of their exclusion, condition or reason. `risk_band` is the code of
    the band that a person stands for; None while no risk is recorded.
    """

    application_on: date
    applicant_key: str = words()
    incidents: tuple[Incident, ...]
    linked_applications: tuple[LinkedApplication, ...] = ()
    persists: Answer = Answer.UNKNOWN
    harm: Answer = Answer.UNKNOWN
    vulnerability: Answer = Answer.UNKNOWN
    response_inadequate: Answer = Answer.UNKNOWN
    senior_agreed: Answer = Answer.UNKNOWN
    agency_timeframe_unexpired: Answer = Answer.UNKNOWN
    single_agency_conduct_complaint: Answer = Answer.UNKNOWN
    risk_band: str | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)

    def __post_init__(self):
        _settle(
            self,
            incidents=tuple(self.incidents),
            linked_applications=tuple(self.linked_applications),
            answers={code: Answer(answer) for code, answer in self.answers.items()},
            **{name: Answer(getattr(self, name)) for name in _QUESTIONS},
        )
        if twice := repeated(incident.key for incident in self.incidents):
            raise FactsError("incidents", f"the key {twice!r} comes twice")
        reports = [report for one in self.incidents for report in one.reports]
        if twice := repeated(report.key for report in reports):
            raise FactsError("incidents", f"the report key {twice!r} comes twice")
        linked = [application.key for application in self.linked_applications]
        if twice := repeated(iter(linked)):
            raise FactsError("linked_applications", f"the key {twice!r} comes twice")
        for report in reports:
            if report.application_key not in (None, *linked):
                allowed = ", ".join(linked) or "none is given"
                message = f"the report {report.key!r} must name a linked application: {allowed}"
                raise FactsError("incidents", message)

    @property
    def applicant_keys(self) -> frozenset[str]:
        """Everybody who applied, for themselves or through somebody else."""
        linked = (application.applicant_key for application in self.linked_applications)
        return frozenset({self.applicant_key, *(key for key in linked if key)})

    def applied_on(self, report: Report) -> date:
        """The day of the application that told of `report`."""
        for application in self.linked_applications:
            if application.key == report.application_key:
                return application.application_on
        return self.application_on

    def last_applied_on(self, incident: Incident) -> date:
        """The day of the last application that told of `incident`."""
        told = [self.applied_on(report) for report in incident.reports]
        return max(told, default=self.application_on)

    def answer(self, code: str) -> Answer:
        """The answer to the question of that code; unknown where nobody answered."""
        if code in _QUESTIONS:
            return getattr(self, code)
        return self.answers.get(code, Answer.UNKNOWN)


_QUESTIONS = (
    "persists",
    "harm",
    "vulnerability",
    "response_inadequate",
    "senior_agreed",
    "agency_timeframe_unexpired",
    "single_agency_conduct_complaint",
)


def parse_facts(data: Mapping[str, Any], *, path: str = "application") -> Facts:
    """The facts in `data` (parsed JSON); raises FactsError with the path that is wrong."""
    return Reader(error=FactsError).read(Facts, data, path=path)


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """The JSON value that `parse_facts` reads back as equal facts."""
    return write(facts)


def _settle(record: Any, **values: Any) -> None:
    """Set fields of a frozen record while it is made: answers may come as plain text
    and lists as any iterable; an answer that is none raises ValueError."""
    for name, value in values.items():
        object.__setattr__(record, name, value)


def _range_problems(first: date | None, last: date | None, name: str) -> Iterator[tuple[str, str]]:
    if last is None:
        return
    if first is None:
        yield f"{name}_until", f"must be null where {name}_on is"
    elif last < first:
        yield f"{name}_until", f"must not be before {name}_on"
