"""What only some procedures ask the assessors, beside the questions that all of them ask."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from thresholds.facts import COMPLAINT, Answer, HateMark, Incident, Report, parse_facts
from thresholds.procedure import Procedure
from thresholds.routes import Counted, Discretion, OneIncident, SameIncident

SENIOR_AGREED = "senior_agreed"
# Asked by every procedure's assessment or found elsewhere, and never a second time.
ASKED_ANYWAY = frozenset(
    {
        "persists",
        "harm",
        "vulnerability",
        "response_inadequate",
        "agency_timeframe_unexpired",
        "single_agency_conduct_complaint",
    }
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The assessors' answers. What is left out is not known, unless said otherwise.

    answers: yes or no by the code of a condition, reason or exclusion, and `senior_agreed`. hate:
    by incident id what it was about, empty where it was no hate. apart: by report id the reason
    why it counts by itself beside other reports of its incident. sources: by report id a way of
    reporting that the procedure does not count; one left out counts. unrelated: by incident id the
    reason why it is not part of this problem, None where nobody knows whether it is; one left out
    is part of it, as the applicant said.
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    hate: Mapping[int, tuple[HateMark, ...]] = field(default_factory=dict)
    apart: Mapping[int, str] = field(default_factory=dict)
    sources: Mapping[int, str] = field(default_factory=dict)
    unrelated: Mapping[int, str | None] = field(default_factory=dict)


def asked_before(stored: Mapping[str, Any]) -> Asked:
    """The answers in the facts of an earlier assessment. Raises FactsError where they are none."""
    facts = parse_facts(stored)
    reports = [report for incident in facts.incidents for report in incident.reports]
    return Asked(
        answers={code: answer.value for code, answer in facts.answers.items()}
        | {SENIOR_AGREED: facts.senior_agreed.value},
        hate={
            _id_in(incident.key): incident.hate
            for incident in facts.incidents
            if incident.hate is not None
        },
        apart={
            _id_in(report.key): _reason(report) for report in reports if _reason(report).strip()
        },
        sources={
            _id_in(report.key): report.source for report in reports if report.source != COMPLAINT
        },
        unrelated={
            _id_in(incident.key): _why_unrelated(incident)
            for incident in facts.incidents
            if incident.related is not Answer.YES
        },
    )


def questions_of(procedure: Procedure) -> dict[str, tuple[str, str]]:
    """By code the question and what to know before answering it, in the published order."""
    found = {}
    for question in procedure.threshold.questions():
        found[question.code] = (f"Is this so? {question.wording}", "")
    for exclusion in procedure.exclusions:
        advisory = "Advisory: it can never outweigh three qualifying complaints (section 104(4))."
        found[exclusion.code] = (f"Does this apply? {exclusion.title}", advisory)
    roles = [
        route.senior_role
        for route in procedure.threshold.routes
        if isinstance(route, Discretion) and route.senior_role
    ]
    if roles:
        found[SENIOR_AGREED] = (f"Has this person agreed? {' / '.join(dict.fromkeys(roles))}", "")
    return {code: words for code, words in found.items() if code not in ASKED_ANYWAY}


def asks_hate(procedure: Procedure) -> bool:
    """Whether any route looks at hate."""
    return bool(_hates(procedure))


def asks_recorded(procedure: Procedure) -> bool:
    """Whether any route asks what was recorded as hate at the time."""
    return any(hate.recorded_at_the_time for hate in _hates(procedure))


def characteristics_of(procedure: Procedure) -> tuple[str, ...]:
    """The codes of the characteristics that the routes name, in the published order."""
    return tuple(dict.fromkeys(one for hate in _hates(procedure) for one in hate.characteristics))


def asks_apart(procedure: Procedure) -> bool:
    """Whether it is decided case by case that reports of the same incident count by themselves."""
    return procedure.threshold.same_incident is SameIncident.CASE_BY_CASE


def asks_sources(procedure: Procedure) -> tuple[str, ...]:
    """The ways of reporting that do not count on the published routes; none where all do."""
    return procedure.threshold.sources_not_counted


def asks_related(procedure: Procedure) -> bool:
    """Whether any route counts only what is part of the same problem."""
    return any(
        isinstance(route, Counted) and not isinstance(route, OneIncident) and route.related
        for route in procedure.threshold.routes
    )


def asks_risk_band(procedure: Procedure) -> bool:
    """Whether any route looks at the band of the risk."""
    routes = procedure.threshold.routes
    return any(isinstance(route, Discretion) and route.risk_bands for route in routes)


def _hates(procedure: Procedure):
    routes = procedure.threshold.routes
    return [route.hate for route in routes if not isinstance(route, Discretion) and route.hate]


def _reason(report: Report) -> str:
    return report.apart_reason or ""


def _why_unrelated(incident: Incident) -> str | None:
    return (incident.related_reason or "") if incident.related is Answer.NO else None


def _id_in(key: str) -> int:
    """The id in a key such as `incident-12`."""
    return int(key.rpartition("-")[2])
