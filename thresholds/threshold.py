"""The threshold evaluated: a published procedure and plain facts give an outcome.

Two things are computed apart. The **statutory** test of s.104(4) asks only how
many qualifying complaints were made about the behaviour, by anyone: each made
within one month beginning with the date of the behaviour, the application within
six months beginning with the date of the complaint. The published **routes** may
ask more (by the same person, that the problem persists, recently). Whatever a
route or an exclusion says, a case that meets the statutory test cannot be
refused, and the outcome warns of it.

The same person telling several agencies of one incident has made one complaint.
Different people complaining of the same incident have each made one: the Act
counts complaints, by anyone.

"Not known" is kept apart from "not met" all the way up: a count that missing
facts could still reach is not known, and no refusal is suggested on it.
"""

from collections.abc import Callable, Iterator

from thresholds import counting, wording
from thresholds.counted_routes import find_counted
from thresholds.facts import Answer, Facts
from thresholds.findings import (
    OUTCOME_FORMAT,
    ExclusionFinding,
    Finding,
    Outcome,
    RouteFinding,
    Suggestion,
    all_of,
    any_of,
    finding_of,
    reached,
)
from thresholds.ledger import Related, Rule, anyone, ledger, once_each
from thresholds.procedure import Exclusion, Procedure
from thresholds.routes import STATUTE_CLAUSE, Discretion, Factor, Route, Threshold

_FACTORS: dict[Factor, Callable[[Facts], Answer]] = {
    Factor.HARM: lambda facts: facts.harm,
    Factor.VULNERABILITY: lambda facts: facts.vulnerability,
    Factor.PERSISTENCE: lambda facts: facts.persists,
    Factor.ADEQUACY_OF_RESPONSE: lambda facts: facts.response_inadequate,
}


def evaluate(procedure: Procedure, facts: Facts) -> Outcome:
    """Judge `facts` by `procedure`; the same inputs always give the same outcome."""
    statutory = _statutory(procedure, facts)
    routes = tuple(
        _route(route, procedure.threshold, facts) for route in procedure.threshold.routes
    )
    exclusions = tuple(_exclusion(exclusion, facts) for exclusion in procedure.exclusions)
    suggestion = _suggestion(statutory, routes)
    return Outcome(
        format=OUTCOME_FORMAT,
        application_on=facts.application_on,
        suggestion=suggestion,
        summary=wording.SUMMARIES[suggestion],
        statutory=statutory,
        routes=routes,
        exclusions=exclusions,
        warnings=tuple(_warnings(statutory, routes, exclusions)),
    )


def _statutory(procedure: Procedure, facts: Facts) -> RouteFinding:
    statute = procedure.threshold.statute
    rule = Rule(
        report_within=statute.report_within,
        application_within=(statute.application_within,),
        related=Related.UNLESS_REBUTTED,
        sources_not_counted=(),
        reporter=anyone,
    )
    entries = once_each(ledger(rule, facts), by_reporter=True)
    tally = counting.reports_made(entries)
    finding = reached(certain=tally.certain, possible=tally.possible, needed=statute.count)
    criterion = wording.count_criterion(
        code="complaints",
        noun=wording.COMPLAINT,
        finding=finding,
        tally=tally,
        needed=statute.count,
        within=statute.report_within,
    )
    return RouteFinding(
        code="statutory",
        kind="statutory",
        title="The test in the Act",
        clause=STATUTE_CLAUSE,
        finding=finding,
        counted=tally.certain,
        possible=tally.possible,
        needed=statute.count,
        criteria=(criterion,),
        lines=tuple(entry.line for entry in entries),
        wording=wording.statutory(finding, tally, statute.count),
        cure=criterion.cure,
    )


def _discretion(route: Discretion, facts: Facts) -> RouteFinding:
    criteria = [
        wording.factor_criterion(factor, finding_of(_FACTORS[factor](facts)))
        for factor in route.factors
    ]
    finding = any_of(criterion.finding for criterion in criteria)
    if route.senior_role:
        senior = wording.senior_criterion(route.senior_role, finding_of(facts.senior_agreed))
        finding = all_of((finding, senior.finding))
        criteria.append(senior)
    return RouteFinding(
        code=route.code,
        kind=route.kind,
        title=route.title,
        clause=route.clause,
        finding=finding,
        counted=None,
        possible=None,
        needed=None,
        criteria=tuple(criteria),
        lines=(),
        wording=wording.DISCRETION[finding],
        cure=None if finding is Finding.MET else wording.DISCRETION_CURE,
    )


def _exclusion(exclusion: Exclusion, facts: Facts) -> ExclusionFinding:
    return ExclusionFinding(
        code=exclusion.code,
        title=exclusion.title,
        applies=facts.answer(exclusion.code),
        wording=exclusion.wording,
        advice=exclusion.advice,
    )


def _suggestion(statutory: RouteFinding, routes: tuple[RouteFinding, ...]) -> Suggestion:
    if statutory.finding is Finding.MET:
        return Suggestion.MET_STATUTORY
    counted = any_of(route.finding for route in routes if route.kind != Discretion.kind)
    if counted is Finding.MET:
        return Suggestion.MET_LOCAL
    discretion = any_of(route.finding for route in routes if route.kind == Discretion.kind)
    if discretion is Finding.MET:
        return Suggestion.DISCRETION_OPEN
    if any_of((statutory.finding, counted)) is Finding.NOT_KNOWN:
        return Suggestion.NOT_KNOWN
    if discretion is Finding.NOT_KNOWN:
        return Suggestion.DISCRETION_OPEN
    return Suggestion.NOT_MET


def _warnings(
    statutory: RouteFinding,
    routes: tuple[RouteFinding, ...],
    exclusions: tuple[ExclusionFinding, ...],
) -> Iterator[str]:
    if statutory.finding is not Finding.MET:
        return
    counted = [route for route in routes if route.kind != Discretion.kind]
    if counted and any_of(route.finding for route in counted) is not Finding.MET:
        yield wording.NARROWER_THAN_THE_ACT
    for exclusion in exclusions:
        if exclusion.applies is Answer.YES:
            yield wording.excluded_yet_met(exclusion.title)


def _route(route: Route, threshold: Threshold, facts: Facts) -> RouteFinding:
    if isinstance(route, Discretion):
        return _discretion(route, facts)
    return find_counted(route, threshold, facts)
