"""The procedure in force in rows ready to show: what is published, and what is to be confirmed."""

import datetime as dt
from dataclasses import dataclass

from cases.procedures import in_force, parsed
from organisations.roles import Role
from thresholds.limits import Basis, TimeLimit
from thresholds.periods import Period, day_in_words
from thresholds.procedure import Procedure
from thresholds.risk import RiskMatrix
from thresholds.routes import Discretion, IndividualReports, Route, SeveralPeople, Threshold

NAMES = {
    "partnership": "Partnership",
    "scheme": "Scheme",
    "application": "Application",
    "review": "Review",
    "panel": "Panel, short",
    "panel_in_full": "Panel, in full",
    "panel_plural": "Panels",
    "contact": "Contact",
    "contact_short": "Contact, short",
    "local_policing_body": "Local policing body",
}


@dataclass(frozen=True, kw_only=True)
class RouteRow:
    """One route over the threshold; `rules` in plain words."""

    title: str
    clause: str
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class LimitRow:
    """One time limit."""

    title: str
    length: str
    counted: str
    owner: str
    extendable: bool
    confirmed: bool


@dataclass(frozen=True, kw_only=True)
class RiskRow:
    """One question of the risk matrix with its answers and points."""

    title: str
    answers: tuple[tuple[str, int], ...]


@dataclass(frozen=True, kw_only=True)
class PublishedProcedure:
    """One version as the partnership's administrator reads it."""

    title: str
    version: int
    since: str
    source: str
    source_note: str
    names: tuple[tuple[str, str], ...]
    assessed_by: tuple[str, ...]
    statute: str
    reports: tuple[str, ...]
    routes: tuple[RouteRow, ...]
    exclusions: tuple[tuple[str, str, str], ...]
    limits: tuple[LimitRow, ...]
    risk_title: str
    risk_label: str
    risk: tuple[RiskRow, ...]
    bands: tuple[tuple[str, str], ...]
    review_title: str
    review_wording: str
    review_grounds: tuple[str, ...]
    review_window: str
    open_questions: tuple[tuple[str, str], ...]
    not_expressed: tuple[str, ...]


def published_procedure(*, partnership_id: int, on: dt.date) -> PublishedProcedure:
    """The procedure in force on a day. Raises NoProcedureInForce."""
    stored = in_force(partnership_id=partnership_id, on=on)
    procedure = parsed(stored)
    review = procedure.policing_body_review
    window = procedure.limit(review.window)
    return PublishedProcedure(
        title=procedure.title,
        version=stored.version,
        since=day_in_words(stored.effective_from),
        source=procedure.source.title,
        source_note=procedure.source.note or "",
        names=tuple((words, getattr(procedure.names, name)) for name, words in NAMES.items()),
        assessed_by=procedure.assessed_by,
        statute=_statute(procedure.threshold),
        reports=_reports(procedure.threshold),
        routes=tuple(_route(route) for route in procedure.threshold.routes),
        exclusions=tuple((one.title, one.wording, one.advice) for one in procedure.exclusions),
        limits=tuple(_limit(limit) for limit in procedure.time_limits),
        risk_title=procedure.risk_matrix.title,
        risk_label=procedure.risk_matrix.label or "",
        risk=_questions(procedure.risk_matrix),
        bands=_bands(procedure.risk_matrix),
        review_title=review.title,
        review_wording=review.wording,
        review_grounds=tuple(ground.title for ground in review.grounds),
        review_window=f"{window.length} {window.direction} {window.anchor.text}",
        open_questions=_open_questions(procedure),
        not_expressed=procedure.not_expressed,
    )


def _statute(threshold: Threshold) -> str:
    statute = threshold.statute
    return (
        f"{statute.count} qualifying complaints, each made within {_period(statute.report_within)}"
        f" the behaviour, and the application within {_period(statute.application_within)}"
        " each complaint."
    )


def _period(period: Period) -> str:
    """`one month beginning with`; the event follows."""
    joint = "beginning with" if period.counting == "beginning_with" else "after"
    return f"{period.text} {joint}"


def _reports(threshold: Threshold) -> tuple[str, ...]:
    """What makes a report count towards the local routes."""
    found = []
    if threshold.report_within:
        found.append(f"A report is made within {_period(threshold.report_within)} the behaviour.")
    if threshold.application_within:
        limit = threshold.application_within
        anchor = limit.anchor.replace("_", " ")
        found.append(f"The application is made within {_period(limit.within)} the {anchor}.")
    if threshold.sources_not_counted:
        found.append(f"Not counted: {', '.join(threshold.sources_not_counted)}.")
    return tuple(found)


def _route(route: Route) -> RouteRow:
    rules = _discretion(route) if isinstance(route, Discretion) else _counted(route)
    return RouteRow(title=route.title, clause=route.clause, rules=tuple(rules))


def _discretion(route: Discretion) -> list[str]:
    factors = ", ".join(factor.replace("_", " ") for factor in route.factors)
    rules = [f"Any one of: {factors}."]
    if route.senior_role:
        rules.append(f"Agreed by: {route.senior_role}.")
    return rules


def _counted(route: IndividualReports | SeveralPeople) -> list[str]:
    if isinstance(route, SeveralPeople):
        applicant = "counts" if route.applicant_counts else "does not count"
        rules = [
            f"{route.people} people, {route.reports} reports.",
            f"The applicant {applicant} among them.",
        ]
        flags = [
            (route.separate_incidents_required, "Each of a separate incident."),
            (route.same_place, "In the same place."),
        ]
    else:
        rules = [f"{route.count} reports by one person."]
        flags = [(route.distinct_incidents, "Each of a separate incident.")]
    if route.window:
        rules.append(f"In {route.window.text}.")
    flags += [(route.related, "Related incidents."), (route.persists, "The problem persists.")]
    rules += [text for holds, text in flags if holds]
    if route.recency:
        rules.append(f"The latest {route.recency.of} within {route.recency.within.text}.")
    return rules


def _limit(limit: TimeLimit) -> LimitRow:
    return LimitRow(
        title=limit.title,
        length=limit.length,
        counted=f"{limit.direction} {limit.anchor.text}",
        owner=_owner(limit.owner),
        extendable=limit.extendable,
        confirmed=limit.basis is Basis.PUBLISHED,
    )


def _owner(code: str) -> str:
    """Who owes it: a role of ours, or somebody else by their own name."""
    known = code in Role.values
    return Role(code).label if known else code.replace("_", " ").capitalize()


def _questions(matrix: RiskMatrix) -> tuple[RiskRow, ...]:
    return tuple(
        RiskRow(
            title=question.title,
            answers=tuple((answer.title, answer.points) for answer in question.answers),
        )
        for question in matrix.questions
    )


def _bands(matrix: RiskMatrix) -> tuple[tuple[str, str], ...]:
    ends = [band.from_points - 1 for band in matrix.bands[1:]]
    spans = [
        f"{band.from_points} to {end} points" for band, end in zip(matrix.bands, ends, strict=False)
    ]
    last = f"{matrix.bands[-1].from_points} points and more"
    return tuple(zip((band.title for band in matrix.bands), [*spans, last], strict=True))


def _open_questions(procedure: Procedure) -> tuple[tuple[str, str], ...]:
    return tuple((one.question, one.chosen) for one in procedure.open_questions)
