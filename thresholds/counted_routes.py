"""Routes that count reports: by the applicant, or by several people.

Where a route asks for one place or for a window that some first incident opens,
it is met as soon as one place or one window meets it; the ledger shown is the
one that comes nearest.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from thresholds import counting, wording
from thresholds.counting import Entries, Tally
from thresholds.facts import Answer, Facts, Incident, Report
from thresholds.findings import (
    CriterionFinding,
    Finding,
    RouteFinding,
    all_of,
    any_of,
    finding_of,
    reached,
)
from thresholds.ledger import (
    Related,
    Rule,
    Verdict,
    anyone,
    days_of,
    ledger,
    once_each,
    related_verdicts,
    within,
)
from thresholds.periods import Period
from thresholds.routes import (
    ApplicationAnchor,
    Counted,
    Dated,
    IndividualReports,
    Recency,
    SeveralPeople,
    Threshold,
    WindowAnchor,
)


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
    entries = _best(_candidates(route, judged), numbers)
    criteria = (
        *(_number_finding(number, entries, threshold.report_within) for number in numbers),
        *_other_criteria(route, threshold, judged, facts),
    )
    first = numbers[0].count(entries)
    finding = all_of(criterion.finding for criterion in criteria)
    return RouteFinding(
        code=route.code,
        kind=route.kind,
        title=route.title,
        clause=route.clause,
        finding=finding,
        counted=first.certain,
        possible=first.possible,
        needed=numbers[0].needed,
        criteria=criteria,
        lines=tuple(entry.line for entry in entries),
        wording=wording.route(finding, criteria),
        cure=wording.cure(criteria),
    )


def _rule(route: Counted, threshold: Threshold) -> Rule:
    periods = []
    if route.window and route.window_anchor is WindowAnchor.APPLICATION:
        periods.append(route.window)
    asked = threshold.application_within
    if asked and asked.anchor is ApplicationAnchor.COMPLAINT:
        periods.append(asked.within)
    if isinstance(route, IndividualReports):
        reporter = _applicant_only
    else:
        reporter = anyone if route.applicant_counts else _others_only
    return Rule(
        report_within=threshold.report_within,
        application_within=tuple(periods),
        related=Related.REQUIRED if route.related else Related.IGNORED,
        sources_not_counted=threshold.sources_not_counted,
        reporter=reporter,
    )


def _numbers(route: Counted) -> Iterator[_Number]:
    if isinstance(route, SeveralPeople):
        separate = route.separate_incidents_required
        people = (
            counting.people_with_incidents_of_their_own
            if separate
            else counting.people_who_reported
        )
        yield _Number(code="people", noun=wording.PERSON, needed=route.people, count=people)
        yield _Number(
            code="reports", noun=wording.REPORT, needed=route.reports, count=counting.reports_made
        )
    elif route.distinct_incidents:
        yield _Number(
            code="reports",
            noun=wording.INCIDENT,
            needed=route.count,
            count=counting.incidents_reported,
        )
    else:
        yield _Number(
            code="reports", noun=wording.REPORT, needed=route.count, count=counting.every_report
        )


def _candidates(route: Counted, judged: Entries) -> Iterator[tuple[Entries, Entries]]:
    """The ledgers that the route may be met on: one, or one for each place or window.

    Each comes with the part of it that is counted.
    """
    if isinstance(route, SeveralPeople) and route.same_place:
        ledgers = tuple(counting.by_place(judged))
    else:
        ledgers = (judged,)
    for entries in ledgers:
        if route.window and route.window_anchor is WindowAnchor.FIRST_INCIDENT:
            parts = counting.by_first_incident(entries, route.window)
        else:
            parts = iter((entries,))
        for part in parts:
            if isinstance(route, SeveralPeople):
                yield entries, once_each(part, by_reporter=True)
            elif route.distinct_incidents:
                yield entries, once_each(part, by_reporter=False)
            else:
                yield entries, part


def _best(candidates: Iterator[tuple[Entries, Entries]], numbers: tuple[_Number, ...]) -> Entries:
    """The first ledger on which the numbers are met, else the one that comes nearest."""
    best: tuple[list[int], Entries, Entries] = ([], (), ())
    for entries, part in candidates:
        finding = all_of(_reached(number, part) for number in numbers)
        if finding is Finding.MET:
            return counting.whole_ledger(entries, part)
        tallies = [number.count(part) for number in numbers]
        nearness = [
            int(finding is Finding.NOT_KNOWN),
            *(tally.certain for tally in tallies),
            *(tally.possible for tally in tallies),
        ]
        best = max(best, (nearness, entries, part), key=lambda one: one[0])
    return counting.whole_ledger(best[1], best[2])


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
        yield wording.persists_criterion(finding_of(facts.persists))
    if route.recency:
        yield _recent(route.recency, judged, facts)
    asked = threshold.application_within
    if asked and asked.anchor is ApplicationAnchor.LATEST_INCIDENT:
        yield _recent(Recency(of=Dated.INCIDENT, within=asked.within), judged, facts)


def _recent(recency: Recency, judged: Entries, facts: Facts) -> CriterionFinding:
    """Whether the latest incident, or the latest report that counts, is near enough.

    An incident need not have been reported to be the latest.
    """
    if recency.of is Dated.INCIDENT:
        dated = [
            (_belongs(incident), days_of(incident.occurred_on, incident.occurred_until))
            for incident in facts.incidents
        ]
    else:
        dated = [
            (entry.counts, days_of(entry.report.reported_on, entry.report.reported_until))
            for entry in judged
        ]
    applied = (facts.application_on, facts.application_on)
    finding = any_of(
        all_of((finding_of(counts), finding_of(within(recency.within, days, applied))))
        for counts, days in dated
    )
    return wording.recent_criterion(recency, finding)


def _belongs(incident: Incident) -> Answer:
    """The applicant's word that an incident is part of the problem holds until rebutted."""
    verdicts = [counts for counts, _ in related_verdicts(Related.UNLESS_REBUTTED, incident)]
    return verdicts[0] if verdicts else Answer.YES


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
