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

from collections.abc import Iterator

from thresholds import counting, wording
from thresholds.counted_routes import find_counted
from thresholds.discretion import find_discretion
from thresholds.exclusions import find_exclusion
from thresholds.facts import Answer, Facts
from thresholds.findings import (
    OUTCOME_FORMAT,
    ExclusionFinding,
    Finding,
    Outcome,
    RouteFinding,
    Suggestion,
    any_of,
    reached,
)
from thresholds.ledger import Related, Rule, anyone, ledger, once_each
from thresholds.procedure import Procedure
from thresholds.routes import STATUTE_CLAUSE, Discretion, Route, Threshold
from thresholds.under_codes import as_applicants


def evaluate(procedure: Procedure, facts: Facts) -> Outcome:
    """Judge `facts` by `procedure`; the same inputs always give the same outcome."""
    statutory, routes = _tests(procedure, facts)
    exclusions = tuple(find_exclusion(exclusion, facts) for exclusion in procedure.exclusions)
    suggestion = _suggestion(statutory, routes)
    return Outcome(
        format=OUTCOME_FORMAT,
        application_on=facts.application_on,
        suggestion=suggestion,
        summary=wording.SUMMARIES[suggestion],
        statutory=statutory,
        routes=routes,
        exclusions=exclusions,
        warnings=(
            *_warnings(statutory, routes, exclusions),
            *_counted_twice(procedure, facts, statutory, routes),
        ),
    )


def _tests(procedure: Procedure, facts: Facts) -> tuple[RouteFinding, tuple[RouteFinding, ...]]:
    """The test in the Act, and the published routes."""
    threshold = procedure.threshold
    routes = tuple(_route(route, threshold, facts) for route in threshold.routes)
    return _statutory(procedure, facts), routes


def _statutory(procedure: Procedure, facts: Facts) -> RouteFinding:
    statute = procedure.threshold.statute
    rule = Rule(
        report_within=statute.report_within,
        application_within=(statute.application_within,),
        related=Related.UNLESS_REBUTTED,
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
    criterion = wording.under(STATUTE_CLAUSE, criterion)
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


def _counted_twice(
    procedure: Procedure,
    facts: Facts,
    statutory: RouteFinding,
    routes: tuple[RouteFinding, ...],
) -> Iterator[str]:
    """What is met only by counting somebody twice, who may be one person (ADR 24)."""
    fewer = as_applicants(facts)
    if fewer is None:
        return
    now = [one for one in (statutory, *routes) if one.kind != Discretion.kind]
    act, others = _tests(procedure, fewer)
    then = [one for one in (act, *others) if one.kind != Discretion.kind]
    met = [one for one in now if one.finding is Finding.MET]
    if met and any_of(one.finding for one in then) is not Finding.MET:
        yield wording.counted_twice("The threshold")
        return
    for before, after in zip(now, then, strict=True):
        if before.finding is Finding.MET and after.finding is not Finding.MET:
            yield wording.counted_twice(f"“{before.title}”")


def _route(route: Route, threshold: Threshold, facts: Facts) -> RouteFinding:
    if isinstance(route, Discretion):
        return find_discretion(route, threshold, facts)
    return find_counted(route, threshold, facts)
