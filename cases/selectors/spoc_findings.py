"""What was found in a case: assessment, risk and decisions, in ready words."""

from dataclasses import dataclass

from cases.models import Application, Assessment, AssessmentParty, Case, Decision, RiskAssessment
from cases.models.applications import Answer
from cases.procedures import procedure_of
from cases.selectors.case_rows import CaseRows
from cases.selectors.due import day_of
from organisations.clock import date_of
from organisations.models import User
from thresholds.facts import Answer as PlainAnswer
from thresholds.findings import CriterionFinding, ExclusionFinding, Finding, RouteFinding
from thresholds.periods import weekday_in_words
from thresholds.risk import RiskAnswerError, score

FINDING_WORDS = {
    Finding.MET: ("Met", "green"),
    Finding.NOT_MET: ("Not met", "grey"),
    Finding.NOT_KNOWN: ("Not known", "yellow"),
}
COUNTS_WORDS = {
    PlainAnswer.YES: "Counts",
    PlainAnswer.NO: "Does not count",
    PlainAnswer.UNKNOWN: "May count",
}


@dataclass(frozen=True, kw_only=True)
class CriterionShown:
    """One criterion with its finding in a word, and why."""

    title: str
    finding: str
    colour: str
    wording: str
    cure: str


@dataclass(frozen=True, kw_only=True)
class LineShown:
    """One report in the count of a route."""

    text: str
    counts: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class RouteShown:
    """One test or route: criterion by criterion, and the reports counted and not counted."""

    title: str
    clause: str
    finding: str
    colour: str
    wording: str
    criteria: tuple[CriterionShown, ...]
    lines: tuple[LineShown, ...]


@dataclass(frozen=True, kw_only=True)
class AssessmentShown:
    """An assessment as it was recorded; `statutory` stands apart from the published routes."""

    id: int
    round: int
    assessed: str
    by: str
    summary: str
    suggestion: str
    statutory_met: bool
    statutory: RouteShown
    routes: tuple[RouteShown, ...]
    exclusions: tuple[tuple[str, str, str], ...]
    warnings: tuple[str, ...]
    harm_view: str
    harm: str
    harm_reason: str
    response_adequate: str
    parties: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class RiskShown:
    """The last risk assessment of one application; `label` says what is still to be confirmed."""

    application: str
    matrix: str
    label: str
    points: int
    highest: int
    band: str
    level: str
    overridden: str
    override_reason: str
    vulnerable: bool
    notes: str
    assessed: str
    by: str
    answers: tuple[tuple[str, str, str], ...]
    missing: int


@dataclass(frozen=True, kw_only=True)
class DecisionShown:
    """One decision with its reasons."""

    round: int
    outcome: str
    outcome_text: str
    ground: str
    reasons: str
    advice: str
    deferred_until: str
    redirected_to: str
    decided: str
    by: str
    second: str


def last_assessment(case: Case, rows: CaseRows | None = None) -> Assessment | None:
    """The last assessment of the case, of whatever round."""
    found = (rows or CaseRows(case))[Assessment]
    return found[-1] if found else None


def counted_in(assessment: Assessment | None) -> dict[str, tuple[str, str]]:
    """For each report's key whether it counts under the Act (yes, no, unknown), and why."""
    if assessment is None:
        return {}
    lines = assessment.found.statutory.lines
    return {line.report: (COUNTS_WORDS[line.counts], line.reason) for line in lines}


def assessment_shown(
    found: Assessment, report_names: dict[str, str], rows: CaseRows
) -> AssessmentShown:
    """An assessment criterion by criterion.

    report_names: what each report's key is called, such as `Nottinghamshire Police, 12 April`.
    """
    parties = [party for party in rows[AssessmentParty] if party.assessment_id == found.pk]
    outcome = found.found
    return AssessmentShown(
        id=found.pk,
        round=found.round,
        assessed=day_of(found.assessed_at),
        by=rows.name(User, found.assessed_by_id),
        summary=outcome.summary,
        suggestion=found.suggestion,
        statutory_met=found.statutory_met,
        statutory=_route_shown(outcome.statutory, report_names),
        routes=tuple(_route_shown(route, report_names) for route in outcome.routes),
        exclusions=tuple(_exclusion_shown(exclusion) for exclusion in outcome.exclusions),
        warnings=outcome.warnings,
        harm_view=found.harm_view,
        harm=Answer(found.harm_view).label,
        harm_reason=found.harm_reason,
        response_adequate=Answer(found.response_adequate).label,
        parties=tuple(_party_shown(party) for party in parties),
    )


def _party_shown(party: AssessmentParty) -> tuple[str, str, str]:
    who = party.get_party_display()
    return (
        f"{who}, {party.name}" if party.name else who,
        party.get_view_display(),
        party.comment,
    )


def _exclusion_shown(exclusion: ExclusionFinding) -> tuple[str, str, str]:
    applies = Answer(exclusion.applies.value).label
    if exclusion.because:
        applies = f"{applies} ({exclusion.because})"
    return exclusion.title, applies, exclusion.advice


def _said_twice(criterion: CriterionFinding) -> bool:
    """Whether the title says no more than the sentence after it."""
    return criterion.wording.rstrip(".") == criterion.title


def _route_shown(route: RouteFinding, report_names: dict[str, str]) -> RouteShown:
    finding, colour = FINDING_WORDS[route.finding]
    return RouteShown(
        title=route.title,
        clause=route.clause,
        finding=finding,
        colour=colour,
        wording=route.wording,
        criteria=tuple(
            CriterionShown(
                title="" if _said_twice(criterion) else criterion.title,
                finding=FINDING_WORDS[criterion.finding][0],
                colour=FINDING_WORDS[criterion.finding][1],
                wording=criterion.wording,
                cure=criterion.cure or "",
            )
            for criterion in route.criteria
        ),
        lines=tuple(
            LineShown(
                text=report_names.get(line.report, "A report that is no longer part of the case"),
                counts=COUNTS_WORDS[line.counts],
                reason=line.reason,
            )
            for line in route.lines
        ),
    )


def risks_of(applications: list[Application], rows: CaseRows) -> list[RiskShown]:
    """The last risk assessment of each application."""
    by_id = {application.pk: application for application in applications}
    newest = {risk.application_id: risk for risk in rows[RiskAssessment]}
    return [
        _risk_shown(risk, by_id[application_id], by=rows.name(User, risk.assessed_by_id))
        for application_id, risk in newest.items()
        if application_id in by_id
    ]


def _risk_shown(risk: RiskAssessment, application: Application, *, by: str) -> RiskShown:
    matrix = procedure_of(application).risk_matrix
    titles = {band.code: band.title for band in matrix.bands}
    try:
        result = score(matrix, risk.answers)
    except RiskAnswerError:  # answered on another version of the matrix: points and band stand
        result = None
    answered = result.questions if result else ()
    return RiskShown(
        application=application.reference,
        matrix=f"{matrix.title}, version {risk.matrix_version}",
        label=matrix.label or "",
        points=risk.points,
        highest=result.highest_points if result else risk.points,
        band=titles.get(risk.effective_band, risk.effective_band),
        level=risk.effective_band,
        overridden=titles.get(risk.band, risk.band) if risk.overridden_band else "",
        override_reason=risk.override_reason,
        vulnerable=risk.vulnerable,
        notes=risk.notes,
        assessed=day_of(risk.assessed_at),
        by=by,
        answers=tuple(
            (
                one.title,
                one.answer_title or "Not answered",
                "" if one.points is None else str(one.points),
            )
            for one in answered
        ),
        missing=len(result.missing) if result else 0,
    )


def decisions_of(rows: CaseRows) -> list[DecisionShown]:
    """Every decision, the newest first."""
    return [
        DecisionShown(
            round=decision.round,
            outcome=decision.outcome,
            outcome_text=decision.get_outcome_display(),
            ground=decision.get_ground_display() if decision.ground else "",
            reasons=decision.reasons,
            advice=decision.advice,
            deferred_until=(
                weekday_in_words(decision.deferred_until) if decision.deferred_until else ""
            ),
            redirected_to=decision.redirected_to,
            decided=weekday_in_words(date_of(decision.decided_at)),
            by=rows.name(User, decision.decided_by_id),
            second=rows.name(User, decision.second_person_id),
        )
        for decision in reversed(rows[Decision])
    ]
