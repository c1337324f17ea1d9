"""Which questions the check has to ask: those that the procedure in force needs, and no other."""

from dataclasses import dataclass

from cases.asked import asks_hate, asks_recorded, characteristics_of
from thresholds.conditions import Condition, Reason
from thresholds.exclusions import Exclusion
from thresholds.procedure import Procedure
from thresholds.routes import Counted, Discretion, Factor, OneIncident, SeveralPeople

# What a condition of this code asks is asked by a question of the page's own already.
_OWN = {"persists", "harm", "vulnerability", "response_inadequate"}


@dataclass(frozen=True, kw_only=True)
class Questions:
    """What to ask beyond the dates, whom somebody told, and whether others did.

    hate: whether a route is about hate; `characteristics` are those that it names, none for any.
    one_incident: whether a route counts reports of one and the same incident. people: the largest
    number of people or reports that a test which counts other people asks for. sources: ways of
    reporting that this procedure does not count. asked: conditions and reasons of its own.
    """

    related: bool
    persists: bool
    harm: bool
    vulnerability: bool
    response: bool
    place: bool
    hate: bool
    recorded: bool
    characteristics: tuple[str, ...]
    one_incident: bool
    people: int
    sources: tuple[str, ...]
    asked: tuple[Condition | Reason, ...]
    exclusions: tuple[Exclusion, ...]


def questions_of(procedure: Procedure) -> Questions:
    """The questions of a procedure; what its reports show by themselves is not asked."""
    threshold = procedure.threshold
    counted = [route for route in threshold.routes if isinstance(route, Counted)]
    discretions = [route for route in threshold.routes if isinstance(route, Discretion)]
    several = [route for route in counted if isinstance(route, SeveralPeople)]
    factors = {factor for route in discretions for factor in route.factors}
    codes = {question.code for question in threshold.questions()}
    return Questions(
        related=any(route.related for route in counted if not isinstance(route, OneIncident)),
        persists=any(route.persists for route in counted)
        or Factor.PERSISTENCE in factors
        or "persists" in codes,
        harm=Factor.HARM in factors or "harm" in codes,
        vulnerability=Factor.VULNERABILITY in factors or "vulnerability" in codes,
        response=Factor.ADEQUACY_OF_RESPONSE in factors or "response_inadequate" in codes,
        place=any(route.same_place for route in several),
        hate=asks_hate(procedure),
        recorded=asks_recorded(procedure),
        characteristics=characteristics_of(procedure),
        one_incident=any(isinstance(route, OneIncident) for route in counted),
        people=max(
            threshold.statute.count,
            *(
                route.reports_needed
                for route in counted
                if isinstance(route, SeveralPeople | OneIncident)
            ),
            0,
        ),
        sources=threshold.sources_not_counted,
        asked=tuple(one for one in threshold.questions() if one.code not in _OWN),
        exclusions=tuple(one for one in procedure.exclusions if one.seen_from is None),
    )
