"""Discretion: published reasons for which a person may accept a case that counts do not reach.

The factors of s.104(5), reasons that a procedure adds, a risk band, a senior
person's agreement. A risk band opens the route and never closes another.
"""

from collections.abc import Callable, Iterator

from thresholds import criteria, wording
from thresholds.facts import Answer, Facts
from thresholds.findings import (
    CriterionFinding,
    Finding,
    RouteFinding,
    all_of,
    any_of,
    finding_of,
)
from thresholds.routes import Discretion, Factor, Needs, Threshold

_FACTORS: dict[Factor, Callable[[Facts], Answer]] = {
    Factor.HARM: lambda facts: facts.harm,
    Factor.VULNERABILITY: lambda facts: facts.vulnerability,
    Factor.PERSISTENCE: lambda facts: facts.persists,
    Factor.ADEQUACY_OF_RESPONSE: lambda facts: facts.response_inadequate,
}


def find_discretion(route: Discretion, threshold: Threshold, facts: Facts) -> RouteFinding:
    """A route of discretion: its reasons, and what has to hold beside them."""
    reasons = tuple(_reasons(route, facts))
    beside = (
        *(
            criteria.condition(one, finding_of(facts.answer(one.code)))
            for one in threshold.conditions_of(route)
        ),
        *_senior(route, facts),
    )
    needed = all_of if route.needs is Needs.ALL else any_of
    found = [needed(reason.finding for reason in reasons)] if reasons else []
    finding = all_of([*found, *(one.finding for one in beside)])
    return RouteFinding(
        code=route.code,
        kind=route.kind,
        title=route.title,
        clause=route.clause,
        finding=finding,
        counted=None,
        possible=None,
        needed=None,
        criteria=tuple(wording.under(route.clause, one) for one in (*reasons, *beside)),
        lines=(),
        wording=wording.DISCRETION[finding],
        cure=None if finding is Finding.MET else wording.DISCRETION_CURE,
    )


def _reasons(route: Discretion, facts: Facts) -> Iterator[CriterionFinding]:
    for factor in route.factors:
        yield criteria.factor(factor, finding_of(_FACTORS[factor](facts)))
    for reason in route.reasons:
        yield criteria.reason(reason, finding_of(facts.answer(reason.code)))
    if route.risk_bands:
        yield _risk(route.risk_bands, facts.risk_band)


def _risk(bands: tuple[str, ...], found: str | None) -> CriterionFinding:
    if found is None:
        finding = Finding.NOT_KNOWN
    else:
        finding = Finding.MET if found in bands else Finding.NOT_MET
    return criteria.risk(" or ".join(bands).replace("_", " "), found, finding)


def _senior(route: Discretion, facts: Facts) -> Iterator[CriterionFinding]:
    if route.senior_role:
        yield criteria.senior(route.senior_role, finding_of(facts.senior_agreed))
