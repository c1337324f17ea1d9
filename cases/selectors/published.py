"""The procedure in force in rows ready to show: what is published, and what is to be confirmed."""

import datetime as dt
from dataclasses import dataclass

from cases.procedures import in_force, parsed
from organisations.roles import Role
from thresholds.conditions import Hate
from thresholds.limits import Basis, MeetingLimit, TimeLimit
from thresholds.periods import Period, day_in_words
from thresholds.procedure import Procedure
from thresholds.risk import RiskMatrix
from thresholds.routes import (
    Counted,
    Discretion,
    Needs,
    OneIncident,
    Route,
    SameIncident,
    SeveralPeople,
    Threshold,
)

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
    """One time limit; `name` is what files and commands call it."""

    name: str
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
    return in_rows(
        parsed(stored), version=stored.version, since=day_in_words(stored.effective_from)
    )


def in_rows(procedure: Procedure, *, version: int, since: str) -> PublishedProcedure:
    """Any procedure in rows ready to show; `since`: from when it is in force, in words."""
    review = procedure.policing_body_review
    window = procedure.limit(review.window)
    return PublishedProcedure(
        title=procedure.title,
        version=version,
        since=since,
        source=procedure.source.title,
        source_note=procedure.source.note or "",
        names=tuple((words, getattr(procedure.names, name)) for name, words in NAMES.items()),
        assessed_by=procedure.assessed_by,
        statute=_statute(procedure.threshold),
        reports=_reports(procedure.threshold),
        routes=tuple(_route(route, procedure.threshold) for route in procedure.threshold.routes),
        exclusions=tuple((one.title, one.wording, one.advice) for one in procedure.exclusions),
        limits=(
            *(_limit(limit) for limit in procedure.time_limits),
            *(_meeting_limit(limit) for limit in procedure.meeting_limits),
        ),
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
    if threshold.bodies_counted:
        found.append(f"Reported to: {_codes(threshold.bodies_counted)}.")
    if threshold.same_incident is SameIncident.CASE_BY_CASE:
        found.append("Whether reports of the same incident count once is decided case by case.")
    return tuple(found)


def _codes(codes: tuple[str, ...]) -> str:
    return ", ".join(code.replace("_", " ") for code in codes)


def _route(route: Route, threshold: Threshold) -> RouteRow:
    rules = _discretion(route) if isinstance(route, Discretion) else _counted(route)
    asked = (condition.wording for condition in threshold.conditions_of(route))
    return RouteRow(title=route.title, clause=route.clause, rules=(*rules, *asked))


def _discretion(route: Discretion) -> list[str]:
    named = [factor.replace("_", " ") for factor in route.factors]
    named += [reason.title for reason in route.reasons]
    if route.risk_bands:
        named.append(f"a risk assessed as {' or '.join(route.risk_bands)}")
    how = "All" if route.needs is Needs.ALL else "Any one"
    rules = [f"{how} of: {', '.join(named)}."] if named else []
    if route.senior_role:
        rules.append(f"Agreed by: {route.senior_role}.")
    return rules


def _counted(route: Counted) -> list[str]:
    if isinstance(route, OneIncident):
        again = "counts again" if route.repeats_count else "counts once"
        rules = [
            f"{route.count} reports of one incident, by {route.people} or more people.",
            f"The same person telling of it again {again}.",
        ]
        flags = []
    elif isinstance(route, SeveralPeople):
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
    related = not isinstance(route, OneIncident) and route.related
    flags += [(related, "Related incidents."), (route.persists, "The problem persists.")]
    rules += [text for holds, text in flags if holds]
    if route.hate:
        rules.append(_hate(route.hate))
    if route.recency:
        rules.append(f"The latest {route.recency.of} within {route.recency.within.text}.")
    return rules


def _hate(hate: Hate) -> str:
    recorded = ", recorded as hate at the time" if hate.recorded_at_the_time else ""
    about = f" ({_codes(hate.characteristics)})" if hate.characteristics else ""
    return f"At least {hate.at_least} about hate{about}{recorded}."


def _meeting_limit(limit: MeetingLimit) -> LimitRow:
    every = limit.held_every
    length = f"Held every {every.text if every.n > 1 else every.unit}" if every else "At a meeting"
    return LimitRow(
        name=limit.name,
        title=limit.title,
        length=length,
        counted=limit.text,
        owner=_owner(limit.owner),
        extendable=False,
        confirmed=limit.basis is Basis.PUBLISHED,
    )


def _limit(limit: TimeLimit) -> LimitRow:
    return LimitRow(
        name=limit.name,
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
