"""Somebody whom an agency names under a code may be one of those who applied, and counted already.

Nobody's name comes into an evaluation, so it cannot see that two keys are one person. Until a
person has said who it is both count, for the applicants, and it is said where the threshold rests
on that (docs/adr/0024).
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from thresholds.facts import Facts, Report


def named(facts: Facts, names: Mapping[str, str]) -> Facts:
    """The facts with the applicants' keys in place of the codes that stand for them.

    names: the applicant's key for each code. What such a code told of a day and place of which the
    applicant has told in an application is that same incident, and counts once.
    """
    own: dict[tuple[str | None, date | None, str | None], str] = {
        (report.reporter_key, incident.occurred_on, incident.place_key): incident.key
        for incident in facts.incidents
        if incident.occurred_on and incident.place_key
        for report in incident.reports
    }
    reports: dict[str, list[Report]] = {incident.key: [] for incident in facts.incidents}
    for incident in facts.incidents:
        for report in incident.reports:
            person = names.get(report.reporter_key or "")
            if person is None:
                reports[incident.key].append(report)
                continue
            place = own.get((person, incident.occurred_on, incident.place_key), incident.key)
            said = replace(report, reporter_key=person, may_have_applied=False)
            reports[place].append(said)
    return replace(
        facts,
        incidents=tuple(
            replace(incident, reports=tuple(reports[incident.key])) for incident in facts.incidents
        ),
    )


def as_applicants(facts: Facts) -> Facts | None:
    """The facts as if as many of the codes as possible stood for those who applied.

    An agency gives two people two codes, so one applicant is at most one code of each agency.
    A code said of the same incidents as an applicant goes first. None where no code may be an
    applicant's.
    """
    names = _names(facts)
    return named(facts, names) if names else None


def _is_open(report: Report) -> bool:
    return report.may_have_applied and not report.rebutted


def _names(facts: Facts) -> dict[str, str]:
    """For each code the applicant whom it may stand for."""
    codes = _incidents_of(facts, _is_open)
    told = _incidents_of(facts, lambda report: not report.may_have_applied)
    agencies = _agencies_of(facts)
    likeliest = sorted(
        (-len(incidents & told[person]), not told[person], code, person)
        for code, incidents in codes.items()
        for person in facts.applicant_keys
    )
    names: dict[str, str] = {}
    taken: set[tuple[str | None, str]] = set()
    for *_, code, person in likeliest:
        as_known = {(agency, person) for agency in agencies[code]}
        if code not in names and not as_known & taken:
            names[code] = person
            taken |= as_known
    return names


def _incidents_of(facts: Facts, wanted: Callable[[Report], bool]) -> dict[str, set[str]]:
    """The incidents that each key reported, of the reports that are wanted."""
    found: dict[str, set[str]] = defaultdict(set)
    for incident in facts.incidents:
        for report in incident.reports:
            if report.reporter_key is not None and wanted(report):
                found[report.reporter_key].add(incident.key)
    return found


def _agencies_of(facts: Facts) -> dict[str | None, set[str | None]]:
    found: dict[str | None, set[str | None]] = defaultdict(set)
    for incident in facts.incidents:
        for report in incident.reports:
            found[report.reporter_key].add(report.agency_key)
    return found
