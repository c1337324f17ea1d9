"""Routes that count reports: by the applicant, by several people, or of one incident.

Where a route asks for one place, for one incident or for a window that some first
incident opens, it is met as soon as one of them meets it; the ledger shown is the
one that comes nearest.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from thresholds import counting, criteria, wording
from thresholds.conditions import Hate
from thresholds.counting import Entries, Tally
from thresholds.facts import Answer, Facts, Report
from thresholds.findings import (
    CriterionFinding,
    Finding,
    RouteFinding,
    all_of,
    finding_of,
    reached,
)
from thresholds.ledger import (
    Related,
    Rule,
    Verdict,
    anyone,
    hate_verdict,
    ledger,
    once_each,
)
from thresholds.periods import Period
from thresholds.recent import application_in_time, recent
from thresholds.routes import (
    ApplicationAnchor,
    Counted,
    IndividualReports,
    OneIncident,
    SameIncident,
    SeveralPeople,
    Threshold,
    WindowAnchor,
)

Candidate = tuple[Entries, Entries]
"""A ledger that the route may be met on, and the part of it that is counted."""


@dataclass(frozen=True, kw_only=True)
class _Number:
    """One number that a route asks for: what is counted, how, and how many."""

    code: str
    noun: wording.Noun
    needed: int
    count: Callable[[Entries], Tally]


def find_counted(route: Counted, threshold: Threshold, facts: Facts) -> RouteFinding:
    """A route that counts reports: its numbers, its further conditions and its ledger."""
    judged = ledger(_rule(route, threshold), facts)
    numbers = tuple(_numbers(route))
    left_out = counting.ANOTHER_INCIDENT if isinstance(route, OneIncident) else counting.OUTSIDE
    whole, part = _best(_candidates(route, judged), numbers, nothing=(judged, ()))
    entries = counting.whole_ledger(whole, part, left_out=left_out)
    asked = tuple(
        wording.under(route.clause, criterion)
        for criterion in (
            *(_number_finding(number, entries, threshold.report_within) for number in numbers),
            *_other_criteria(route, threshold, judged, facts),
        )
    )
    first = numbers[0].count(entries)
    finding = all_of(criterion.finding for criterion in asked)
    return RouteFinding(
        code=route.code,
        kind=route.kind,
        title=route.title,
        clause=route.clause,
        finding=finding,
        counted=first.certain,
        possible=first.possible,
        needed=numbers[0].needed,
        criteria=asked,
        lines=tuple(entry.line for entry in entries),
        wording=wording.route(finding, asked),
        cure=wording.cure(asked),
    )


def _rule(route: Counted, threshold: Threshold) -> Rule:
    return Rule(
        report_within=threshold.report_within,
        application_within=tuple(_periods(route, threshold)),
        related=_related(route),
        reporter=_reporter(route),
        sources_not_counted=threshold.sources_not_counted,
        bodies_counted=threshold.bodies_counted,
        hate=route.hate if _all_hate(route) else None,
        may_count_apart=threshold.same_incident is SameIncident.CASE_BY_CASE,
    )


def _periods(route: Counted, threshold: Threshold) -> Iterator[Period]:
    """Within which periods of each report the application must come."""
    if route.window and not _opened_by_incident(route):
        yield route.window
    asked = threshold.application_within
    if asked and asked.anchor is ApplicationAnchor.COMPLAINT:
        yield asked.within


def _opened_by_incident(route: Counted) -> Period | None:
    """The window, where the first incident opens it and not the application ends it."""
    if isinstance(route, OneIncident) or route.window_anchor is WindowAnchor.APPLICATION:
        return None
    return route.window


def _related(route: Counted) -> Related:
    asked = not isinstance(route, OneIncident) and route.related
    return Related.REQUIRED if asked else Related.IGNORED


def _reporter(route: Counted) -> Callable[[Report, Facts], Verdict | None]:
    if isinstance(route, IndividualReports):
        return _applicant_only
    if isinstance(route, SeveralPeople) and not route.applicant_counts:
        return _others_only
    return anyone


def _all_hate(route: Counted) -> bool:
    """Whether every report that counts must be about hate, so that the ledger shows it."""
    return route.hate is not None and route.hate.at_least == route.reports_needed


def _numbers(route: Counted) -> Iterator[_Number]:
    if isinstance(route, SeveralPeople):
        separate = route.separate_incidents_required
        people = (
            counting.people_with_incidents_of_their_own
            if separate
            else counting.people_who_reported
        )
        yield _Number(code="people", noun=wording.PERSON, needed=route.people, count=people)
    reports = _reports(route)
    yield reports
    if isinstance(route, OneIncident) and route.people > 1:
        people = counting.people_who_reported
        yield _Number(code="people", noun=wording.PERSON, needed=route.people, count=people)
    if route.hate and not _all_hate(route):
        yield _of_hate(route.hate, reports)


def _reports(route: Counted) -> _Number:
    """The number of reports that the route asks for."""
    noun, count = wording.REPORT, counting.every_report
    if isinstance(route, SeveralPeople):
        count = counting.reports_made
    elif isinstance(route, OneIncident):
        noun = wording.REPORT_OF_ONE_INCIDENT
        count = counting.every_report if route.repeats_count else counting.reports_made
    elif route.distinct_incidents:
        noun, count = wording.INCIDENT, counting.incidents_reported
    if _all_hate(route):
        noun = _about_hate(noun)
    return _Number(code="reports", noun=noun, needed=route.reports_needed, count=count)


def _of_hate(hate: Hate, reports: _Number) -> _Number:
    """How many of the reports that count must be about hate."""

    def count(entries: Entries) -> Tally:
        return reports.count(
            tuple(
                entry.turned(*verdict)
                if entry.counts is not Answer.NO and (verdict := hate_verdict(hate, entry.incident))
                else entry
                for entry in entries
            )
        )

    return _Number(code="hate", noun=_about_hate(reports.noun), needed=hate.at_least, count=count)


def _about_hate(noun: wording.Noun) -> wording.Noun:
    return wording.HATE_INCIDENT if noun is wording.INCIDENT else wording.HATE_REPORT


def _candidates(route: Counted, judged: Entries) -> Iterator[Candidate]:
    """The ledgers that the route may be met on: one, or one for each place, incident or window.

    Each comes with the part of it that is counted.
    """
    if isinstance(route, OneIncident):
        for part in counting.by_incident(judged):
            yield judged, _once(route, part)
        return
    ledgers: Iterator[Entries] = iter((judged,))
    if isinstance(route, SeveralPeople) and route.same_place:
        ledgers = counting.by_place(judged)
    for entries in ledgers:
        parts = iter((entries,))
        if window := _opened_by_incident(route):
            parts = counting.by_first_incident(entries, window)
        for part in parts:
            yield entries, _once(route, part)


def _once(route: Counted, part: Entries) -> Entries:
    """What reports of the same incident come to on this route."""
    if isinstance(route, SeveralPeople):
        return once_each(part, by_reporter=True)
    if isinstance(route, OneIncident):
        return part if route.repeats_count else once_each(part, by_reporter=True)
    return once_each(part, by_reporter=False) if route.distinct_incidents else part


def _best(
    candidates: Iterator[Candidate], numbers: tuple[_Number, ...], *, nothing: Candidate
) -> Candidate:
    """The first candidate on which the numbers are met, else the one that comes nearest; `nothing`
    where there is none."""
    best: tuple[list[int], Candidate] = ([], nothing)
    for candidate in candidates:
        _, part = candidate
        finding = all_of(_reached(number, part) for number in numbers)
        if finding is Finding.MET:
            return candidate
        tallies = [number.count(part) for number in numbers]
        nearness = [
            int(finding is Finding.NOT_KNOWN),
            *(tally.certain for tally in tallies),
            *(tally.possible for tally in tallies),
        ]
        best = max(best, (nearness, candidate), key=lambda one: one[0])
    return best[1]


def _reached(number: _Number, entries: Entries) -> Finding:
    tally = number.count(entries)
    return reached(certain=tally.certain, possible=tally.possible, needed=number.needed)


def _number_finding(
    number: _Number, entries: Entries, report_within: Period | None
) -> CriterionFinding:
    return wording.count_criterion(
        code=number.code,
        noun=number.noun,
        finding=_reached(number, entries),
        tally=number.count(entries),
        needed=number.needed,
        within=report_within,
    )


def _other_criteria(
    route: Counted, threshold: Threshold, judged: Entries, facts: Facts
) -> Iterator[CriterionFinding]:
    if route.persists:
        yield criteria.persists(finding_of(facts.persists))
    if route.recency:
        yield recent(route.recency, judged, facts)
    if threshold.application_within:
        yield from application_in_time(threshold.application_within, judged, facts)
    for condition in threshold.conditions_of(route):
        yield criteria.condition(condition, finding_of(facts.answer(condition.code)))


def _applicant_only(report: Report, facts: Facts) -> Verdict | None:
    if report.reporter_key is None:
        return Answer.UNKNOWN, "it is not known who reported"
    if report.reporter_key != facts.applicant_key:
        return Answer.NO, "reported by somebody else"
    return None


def _others_only(report: Report, facts: Facts) -> Verdict | None:
    if report.reporter_key is None:
        return Answer.UNKNOWN, "it is not known who reported"
    if report.reporter_key == facts.applicant_key:
        return Answer.NO, "the applicant's own reports do not count on this route"
    return None
