"""How close a route's incidents and reports must lie to the application, as a whole.

What each report must do by itself is in the ledger; here it is the latest incident
or report, or the first complaint, that is looked at.
"""

from collections.abc import Iterator
from datetime import date

from thresholds import criteria
from thresholds.counting import Entries
from thresholds.facts import Answer, Facts, Incident
from thresholds.findings import CriterionFinding, Finding, all_of, any_of, finding_of
from thresholds.ledger import Days, Related, days_of, related_verdicts, within
from thresholds.routes import ApplicationAnchor, ApplicationWithin, Dated, Recency

Dating = tuple[Answer, Days, date]
"""Whether it counts, the days that it may lie on, and the day of its application."""


def recent(recency: Recency, judged: Entries, facts: Facts) -> CriterionFinding:
    """Whether the latest incident, or the latest report that counts, is near enough.

    An incident need not have been reported to be the latest.
    """
    dated = _incidents(facts) if recency.of is Dated.INCIDENT else _reports(judged, facts)
    finding = any_of(
        all_of((finding_of(counts), finding_of(within(recency.within, days, (on, on)))))
        for counts, days, on in dated
    )
    return criteria.recent(recency, finding, _latest(dated))


def application_in_time(
    asked: ApplicationWithin, judged: Entries, facts: Facts
) -> Iterator[CriterionFinding]:
    """Whether the application follows soon enough on what it is measured from; nothing
    where it is measured from each complaint, which the ledger judges."""
    if asked.anchor is ApplicationAnchor.LATEST_INCIDENT:
        yield recent(Recency(of=Dated.INCIDENT, within=asked.within), judged, facts)
    elif asked.anchor is ApplicationAnchor.FIRST_COMPLAINT:
        dated = [one for one in _reports(judged, facts) if one[0] is not Answer.NO]
        in_time = [_in_time(asked, *one) for one in dated]
        finding = all_of(in_time) if dated else Finding.NOT_MET
        yield criteria.first_complaint(asked.within, finding, _first(dated))


def _in_time(asked: ApplicationWithin, counts: Answer, days: Days, on: date) -> Finding:
    """A complaint that may not count can be too old without harm."""
    found = finding_of(within(asked.within, days, (on, on)))
    uncertain = counts is Answer.UNKNOWN and found is Finding.NOT_MET
    return Finding.NOT_KNOWN if uncertain else found


def _incidents(facts: Facts) -> list[Dating]:
    return [
        (
            _belongs(incident),
            days_of(incident.occurred_on, incident.occurred_until),
            facts.last_applied_on(incident),
        )
        for incident in facts.incidents
    ]


def _reports(judged: Entries, facts: Facts) -> list[Dating]:
    return [
        (
            entry.counts,
            days_of(entry.report.reported_on, entry.report.reported_until),
            facts.applied_on(entry.report),
        )
        for entry in judged
    ]


def _belongs(incident: Incident) -> Answer:
    """The applicant's word that an incident is part of the problem holds until rebutted."""
    verdicts = [counts for counts, _ in related_verdicts(Related.UNLESS_REBUTTED, incident)]
    return verdicts[0] if verdicts else Answer.YES


def _latest(dated: list[Dating]) -> date | None:
    return max((last for _, last in _certain(dated)), default=None)


def _first(dated: list[Dating]) -> date | None:
    return min((first for first, _ in _certain(dated)), default=None)


def _certain(dated: list[Dating]) -> Iterator[tuple[date, date]]:
    return (days for counts, days, _ in dated if days and counts is Answer.YES)
