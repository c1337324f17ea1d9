"""Where a procedure asks for more than the Act does: s.104(4) and (5), warned of before it binds.

The statutory test is computed apart from the published routes, so that no route can take a review
from anybody who meets it. A narrow route still misleads: people read it and do not apply. Each
finding names the place, the clause and, in plain words, what the Act says instead.

What routes ask is in `thresholds.guard_of_routes`. A setting that narrows nothing, or more than the
Act itself does, is named with its reason in the tests (tests/unit/test_guard.py).
"""

from collections.abc import Iterable, Iterator

from thresholds.concerns import (
    COMPLAINTS_CLAUSE,
    DISCRETION_CLAUSE,
    ONE_MONTH,
    SIX_MONTHS,
    WITHIN_CLAUSE,
    Concern,
    Weight,
    shorter_than,
    warning,
)
from thresholds.conditions import Condition
from thresholds.guard_of_routes import of_routes
from thresholds.periods import joined
from thresholds.procedure import Procedure
from thresholds.routes import (
    ApplicationAnchor,
    Counted,
    Discretion,
    Factor,
    Needs,
    Statute,
    Threshold,
)

CONSIDERED = (Factor.PERSISTENCE, Factor.HARM, Factor.ADEQUACY_OF_RESPONSE)
"""What s.104(5) names: looked at before an application is refused."""
RELEVANT_BODIES = {
    "council": "the council",
    "police": "the police",
    "health": "the health service",
    "landlord": "a social landlord",
}
"""The kinds of agency that are relevant bodies (Sch.4 para 5, s.105), as they are said."""


def concerns_of(procedure: Procedure) -> tuple[Concern, ...]:
    """Every rule of the procedure that asks for more than the Act, in the order of its parts."""
    threshold = procedure.threshold
    return (
        *_of_statute(threshold.statute),
        *_of_time(threshold),
        *_of_complaints(threshold),
        *_of_conditions(threshold),
        *of_routes(threshold),
        *_of_discretion(threshold),
        *_of_exclusions(procedure),
    )


def refusals_of(procedure: Procedure) -> tuple[Concern, ...]:
    """Those with which it cannot be published."""
    return tuple(one for one in concerns_of(procedure) if one.weight is Weight.REFUSED)


def _of_statute(statute: Statute) -> Iterator[Concern]:
    if shorter_than(statute.report_within, ONE_MONTH):
        yield warning(
            "threshold.statute.report_within",
            "statute_report_within",
            WITHIN_CLAUSE,
            "The Act counts a complaint that is made within one month beginning with the day of the"
            f" behaviour. {statute.report_within.text.capitalize()} is shorter: complaints that"
            " count under the Act would not count here.",
        )
    if shorter_than(statute.application_within, SIX_MONTHS):
        yield warning(
            "threshold.statute.application_within",
            "statute_application_within",
            WITHIN_CLAUSE,
            "The Act allows an application within six months beginning with the day of the"
            f" complaint. {statute.application_within.text.capitalize()} is shorter.",
        )


def _of_time(threshold: Threshold) -> Iterator[Concern]:
    if threshold.report_within and shorter_than(threshold.report_within, ONE_MONTH):
        yield warning(
            "threshold.report_within",
            "report_within",
            WITHIN_CLAUSE,
            "The Act gives one month, beginning with the day of the behaviour, to complain."
            f" {threshold.report_within.text.capitalize()} is shorter.",
        )
    limit = threshold.application_within
    if limit and shorter_than(limit.within, SIX_MONTHS):
        yield warning(
            "threshold.application_within.within",
            "application_within",
            WITHIN_CLAUSE,
            "The Act gives six months, beginning with the day of the complaint, to apply."
            f" {limit.within.text.capitalize()} is shorter.",
        )
    if limit and limit.anchor is not ApplicationAnchor.COMPLAINT:
        yield warning(
            "threshold.application_within.anchor",
            "application_anchor",
            WITHIN_CLAUSE,
            "The Act counts the time to apply from each complaint by itself: not from an incident,"
            " and not from the first complaint for all of them.",
        )


def _of_complaints(threshold: Threshold) -> Iterator[Concern]:
    """How a complaint was made, and to whom."""
    if threshold.sources_not_counted:
        names = _said(threshold.sources_not_counted)
        yield warning(
            "threshold.sources_not_counted",
            "sources_not_counted",
            COMPLAINTS_CLAUSE,
            "The Act counts complaints in whatever way they were made. Here these do not:"
            f" {names}.",
        )
    if threshold.bodies_counted:
        left_out = [
            name for kind, name in RELEVANT_BODIES.items() if kind not in threshold.bodies_counted
        ]
        words = "The Act counts complaints about the behaviour and does not ask to whom."
        if left_out:
            words += (
                f" A complaint to {joined(left_out, last='or')} does not count here, though the Act"
                " names them among the bodies that must review a case."
            )
        yield warning("threshold.bodies_counted", "bodies_counted", COMPLAINTS_CLAUSE, words)


def _of_conditions(threshold: Threshold) -> Iterator[Concern]:
    for index, condition in enumerate(threshold.conditions):
        asking = [
            route
            for route in threshold.routes
            if isinstance(route, Counted) and condition in threshold.conditions_of(route)
        ]
        if asking:
            routes = ", ".join(f"“{route.title}”" for route in asking)
            yield warning(
                f"threshold.conditions[{index}]",
                "condition",
                COMPLAINTS_CLAUSE,
                f"“{condition.title}”: the Act asks for complaints and for nothing else. Asked on:"
                f" {routes}.",
            )


def _of_discretion(threshold: Threshold) -> Iterator[Concern]:
    """Persistence, harm and adequacy of the response must have their place before a refusal, and
    each by itself: what holds a route back matters where no other looks at the same freely."""
    ways = [
        (index, route, tuple(_held_back(route, threshold, f"threshold.routes[{index}]")))
        for index, route in enumerate(threshold.routes)
        if isinstance(route, Discretion)
    ]
    open_to = {factor for _, route, _ in ways for factor in route.factors}
    freely = {factor for _, route, held in ways if not held for factor in route.factors}
    missing = [factor for factor in CONSIDERED if factor not in open_to]
    if missing:
        yield warning(
            "threshold.routes",
            "discretion",
            DISCRETION_CLAUSE,
            "Where the count is not reached, the Act names persistence, harm or potential harm, and"
            " the adequacy of the response. No route of this procedure looks at:"
            f" {_said(missing)}. The service asks about all three before a refusal, whatever is"
            " published.",
        )
    for _, route, held in ways:
        if any(factor in route.factors and factor not in freely for factor in CONSIDERED):
            yield from held


def _held_back(route: Discretion, threshold: Threshold, path: str) -> Iterator[Concern]:
    """What has to hold on a route of discretion besides one of its reasons."""
    reasons = len(route.factors) + len(route.reasons) + bool(route.risk_bands)
    if route.needs is Needs.ALL and reasons > 1:
        yield warning(
            f"{path}.needs",
            "needs",
            DISCRETION_CLAUSE,
            "The Act names persistence, harm or potential harm, and the adequacy of the response"
            " side by side. On this route all that is listed must hold together: great harm alone"
            " would not be enough.",
        )
    if route.senior_role:
        yield warning(
            f"{path}.senior_role",
            "senior_role",
            DISCRETION_CLAUSE,
            "The Act leaves the decision to the relevant bodies together. On this route nothing is"
            " enough unless one senior person agrees as well.",
        )
    for index, condition in enumerate(threshold.conditions):
        if condition in threshold.conditions_of(route):
            yield _of_discretion_only_where(condition, f"threshold.conditions[{index}]")


def _of_discretion_only_where(condition: Condition, path: str) -> Concern:
    return warning(
        path,
        "discretion_condition",
        DISCRETION_CLAUSE,
        f"“{condition.title}”: the Act names persistence, harm or potential harm, and the adequacy"
        " of the response. Where this condition does not hold, this procedure does not look at all"
        " of them.",
    )


def _of_exclusions(procedure: Procedure) -> Iterator[Concern]:
    for index, exclusion in enumerate(procedure.exclusions):
        yield warning(
            f"exclusions[{index}]",
            "exclusion",
            COMPLAINTS_CLAUSE,
            f"“{exclusion.title}”: the Act knows no exclusions. This can be advice, never a reason"
            " to refuse somebody with three qualifying complaints.",
        )


def _said(codes: Iterable[str]) -> str:
    return ", ".join(code.replace("_", " ") for code in codes)
