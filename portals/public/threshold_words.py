"""The published threshold in plain words: one short paragraph a route, for the public page.

Each kind of route has a function of its own, registered with `words_of_route`. A kind without one
is shown by the title that the partnership published.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import singledispatch

from thresholds.conditions import Hate
from thresholds.periods import Period, joined, number_in_words
from thresholds.routes import (
    ApplicationAnchor,
    Counted,
    Dated,
    Discretion,
    Factor,
    IndividualReports,
    Needs,
    OneIncident,
    Route,
    SameIncident,
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

_APPLY_AFTER = {
    ApplicationAnchor.COMPLAINT: "each report",
    ApplicationAnchor.FIRST_COMPLAINT: "the first report",
    ApplicationAnchor.LATEST_INCIDENT: "the latest incident",
}
_BODIES = {
    "council": "the council",
    "police": "the police",
    "landlord": "a social landlord",
    "health": "a health service",
}
_CHARACTERISTICS = {
    "transgender": "being transgender",
    "marriage_civil_partnership": "marriage or civil partnership",
    "pregnancy_maternity": "pregnancy or having a baby",
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
    words = [_with_conditions(words_of_route(route), [route], threshold) for route in counted]
    if discretions:
        words.append(_with_conditions(_discretion(discretions), discretions, threshold))
    return words


def _with_conditions(words: RouteWords, routes: list[Route], threshold: Threshold) -> RouteWords:
    """What the procedure asks of these routes beside numbers and days, each in its sentence."""
    asked = dict.fromkeys(
        condition.wording for route in routes for condition in threshold.conditions_of(route)
    )
    return replace(words, sentences=(*words.sentences, *asked))


@singledispatch
def words_of_route(route) -> RouteWords:
    """One route in plain words; of a kind without words of its own, its published title."""
    return RouteWords(title=route.title, sentences=("Ask us what this means for you.",))


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
        after = _APPLY_AFTER[threshold.application_within.anchor]
        found.append(f"Apply within {threshold.application_within.within.text} of {after}.")
    if threshold.sources_not_counted:
        names = joined([f"{code.replace('_', ' ')}s" for code in threshold.sources_not_counted])
        found.append(f"These do not count as reports by themselves: {names}.")
    if threshold.bodies_counted:
        bodies = [_BODIES.get(code, _plain(code)) for code in threshold.bodies_counted]
        names = joined(bodies, last="or")
        found.append(f"A report counts when it was made to one of these: {names}.")
    if threshold.same_incident is SameIncident.CASE_BY_CASE:
        found.append(
            "If you told several agencies about the same thing, that is most often one report. We"
            " look at each case."
        )
    return found


@words_of_route.register
def _individual(route: IndividualReports) -> RouteWords:
    times = {1: "once", 2: "twice"}.get(route.count, f"{number_in_words(route.count)} times")
    about = _about(separate=route.distinct_incidents and route.count > 1, related=route.related)
    told = (
        f"You have told the council, the police or your landlord {times}"
        f"{_in_window(route.window, route.window_anchor)}{about}."
    )
    title = "If it was hate" if route.hate else "If you have reported it yourself"
    return RouteWords(title=title, sentences=(told, *_more(route)))


@words_of_route.register
def _one_incident(route: OneIncident) -> RouteWords:
    told = (
        f"{number_in_words(route.count).capitalize()} or more reports have been made"
        f"{_in_window(route.window, WindowAnchor.APPLICATION)} about one and the same incident."
    )
    people = ()
    if route.people > 1:
        people = (f"They came from {number_in_words(route.people)} or more people.",)
    return RouteWords(
        title="If one thing that happened has been reported many times",
        sentences=(told, *people, *_more(route)),
    )


@words_of_route.register
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


@words_of_route.register
def _one_discretion(route: Discretion) -> RouteWords:
    return _discretion([route])


def _discretion(routes: list[Discretion]) -> RouteWords:
    seniors = dict.fromkeys(route.senior_role for route in routes if route.senior_role)
    return RouteWords(
        title="If it has not been reported that often",
        sentences=(
            "We can still review your case. We look at each one by itself.",
            *(f"The {senior} has to agree." for senior in seniors),
        ),
        points=tuple(dict.fromkeys(point for route in routes for point in _points(route))),
    )


def _points(route: Discretion) -> Iterator[str]:
    """What is looked at: each by itself, or in one sentence where all of it is needed."""
    found = [_FACTORS[factor] for factor in route.factors]
    found += [reason.title[0].lower() + reason.title[1:] for reason in route.reasons]
    if route.risk_bands:
        bands = " or ".join(_plain(band) for band in route.risk_bands)
        found.append(f"how great the risk to you is: {bands}")
    if route.needs is Needs.ALL and len(found) > 1:
        found = [f"all of these together: {'; '.join(found)}"]
    yield from found


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


def _more(route: Counted) -> tuple[str, ...]:
    found = list(_hate(route.hate, route.reports_needed)) if route.hate else []
    if route.recency:
        what = "incident" if route.recency.of is Dated.INCIDENT else "report"
        found.append(f"The latest {what} was in the last {_without_one(route.recency.within)}.")
    if route.persists:
        found.append("It is still going on.")
    return tuple(found)


def _hate(hate: Hate, reports: int) -> Iterator[str]:
    """How many reports must be about hate, about what, and who must have written it down."""
    if hate.at_least < reports:
        number = number_in_words(hate.at_least)
        one = hate.at_least == 1
        yield f"At least {number} of the reports {'was' if one else 'were'} about hate."
    else:
        yield "It was about hate."
    if hate.characteristics:
        names = [characteristic_in_words(code) for code in hate.characteristics]
        yield f"Hate means that it was because of {joined(names, last='or')}."
    if hate.recorded_at_the_time:
        yield "It was written down as hate when you reported it."


def characteristic_in_words(code: str) -> str:
    """What hate is because of: `race`, `sexual orientation`, `being transgender`."""
    return _CHARACTERISTICS.get(code, _plain(code))


def _plain(code: str) -> str:
    """A code as words: `sexual orientation`."""
    return code.replace("_", " ")


def _without_one(period: Period) -> str:
    """`month` rather than `one month`, as people say it."""
    return str(period.unit) if period.n == 1 else period.text
