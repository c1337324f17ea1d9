"""The published threshold in plain words: one short paragraph a route, for the public page."""

from dataclasses import dataclass

from thresholds.periods import Period, joined, number_in_words
from thresholds.routes import (
    ApplicationAnchor,
    Dated,
    Discretion,
    Factor,
    IndividualReports,
    SeveralPeople,
    Threshold,
    WindowAnchor,
)

_FACTORS = {
    Factor.HARM: "the harm that it does, or could do",
    Factor.VULNERABILITY: "whether somebody in your home is more at risk, for example because of"
    " age, illness or disability",
    Factor.PERSISTENCE: "how long it has gone on",
    Factor.ADEQUACY_OF_RESPONSE: "whether enough has been done about it",
}


@dataclass(frozen=True, kw_only=True)
class RouteWords:
    """One way to reach the threshold: who it is for, and what it asks."""

    title: str
    sentences: tuple[str, ...]
    points: tuple[str, ...] = ()


def routes_in_words(threshold: Threshold) -> list[RouteWords]:
    """The published routes by count, in the published order; discretions after them, as one."""
    counted = [route for route in threshold.routes if not isinstance(route, Discretion)]
    discretions = [route for route in threshold.routes if isinstance(route, Discretion)]
    words = [_counted(route) for route in counted]
    return [*words, _discretion(discretions)] if discretions else words


def statute_in_words(threshold: Threshold) -> str:
    """The Act's own test (s.104(4)), which no local condition can narrow."""
    statute = threshold.statute
    return (
        f"By law we must review a case when {number_in_words(statute.count)} complaints have been"
        f" made about it, each within {statute.report_within.text} of what happened and in the last"
        f" {statute.application_within.text}. It does not matter who made them."
    )


def conditions_in_words(threshold: Threshold) -> list[str]:
    """What makes a report count, for every route."""
    found = []
    if threshold.report_within:
        found.append(
            f"A report counts when it was made within {threshold.report_within.text} of what"
            " happened."
        )
    if threshold.application_within:
        latest = threshold.application_within.anchor is ApplicationAnchor.LATEST_INCIDENT
        after = "the latest incident" if latest else "each report"
        found.append(f"Apply within {threshold.application_within.within.text} of {after}.")
    if threshold.sources_not_counted:
        names = joined([f"{code.replace('_', ' ')}s" for code in threshold.sources_not_counted])
        found.append(f"These do not count as reports by themselves: {names}.")
    return found


def _counted(route: IndividualReports | SeveralPeople) -> RouteWords:
    return _individual(route) if isinstance(route, IndividualReports) else _several(route)


def _individual(route: IndividualReports) -> RouteWords:
    times = {1: "once", 2: "twice"}.get(route.count, f"{number_in_words(route.count)} times")
    about = _about(separate=route.distinct_incidents and route.count > 1, related=route.related)
    told = (
        f"You have told the council, the police or your landlord {times}"
        f"{_in_window(route.window, route.window_anchor)}{about}."
    )
    return RouteWords(title="If you have reported it yourself", sentences=(told, *_more(route)))


def _several(route: SeveralPeople) -> RouteWords:
    people = number_in_words(route.people)
    you = ", you included," if route.applicant_counts else " besides you"
    about = _about(separate=route.separate_incidents_required, related=route.related)
    told = (
        f"{people.capitalize()} or more people{you} have reported it"
        f"{_in_window(route.window, route.window_anchor)}{about}."
    )
    reports = ()
    if route.reports > route.people:
        reports = (f"Together they have made {number_in_words(route.reports)} reports or more.",)
    place = ("It all happened in the same place.",) if route.same_place else ()
    return RouteWords(
        title="If several people have reported it",
        sentences=(told, *reports, *place, *_more(route)),
    )


def _discretion(routes: list[Discretion]) -> RouteWords:
    factors = dict.fromkeys(factor for route in routes for factor in route.factors)
    seniors = dict.fromkeys(route.senior_role for route in routes if route.senior_role)
    return RouteWords(
        title="If it has not been reported that often",
        sentences=(
            "We can still review your case. We look at each one by itself.",
            *(f"The {senior} has to agree." for senior in seniors),
        ),
        points=tuple(_FACTORS[factor] for factor in factors),
    )


def _in_window(window: Period | None, anchor: WindowAnchor) -> str:
    if window is None:
        return ""
    if anchor is WindowAnchor.FIRST_INCIDENT:
        return f" within {window.text} of the first incident"
    return f" in the last {window.text}"


def _about(*, separate: bool, related: bool) -> str:
    if separate and related:
        return ", about separate incidents that belong together"
    if separate:
        return ", about separate incidents"
    return ", about the same problem" if related else ""


def _more(route: IndividualReports | SeveralPeople) -> tuple[str, ...]:
    found = []
    if route.recency:
        what = "incident" if route.recency.of is Dated.INCIDENT else "report"
        found.append(f"The latest {what} was in the last {_without_one(route.recency.within)}.")
    if route.persists:
        found.append("It is still going on.")
    return tuple(found)


def _without_one(period: Period) -> str:
    """`month` rather than `one month`, as people say it."""
    return str(period.unit) if period.n == 1 else period.text
