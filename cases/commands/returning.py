"""What an agency's return says of reports: those claimed to it, and those by other people (ADR 23).

Absence from its log is noted and is never a reason not to count a report; who rebuts one is the
assessors, with a reason.
"""

import datetime as dt
from dataclasses import dataclass

from cases import pseudonyms
from cases.commands.assessing import lead_application
from cases.day_ranges import last_day
from cases.models import Case, Incident, Report
from cases.policies import NotNow
from cases.reported_to import (
    INCIDENTS_IN_REVIEW,
    claimed_reports,
    known_incidents,
    reports_by_others,
    sharing,
)
from organisations.clock import date_of

IN_A_LOG = frozenset({Report.Standing.CONFIRMED, Report.Standing.NOT_FOUND})


@dataclass(frozen=True, kw_only=True)
class ReportFound:
    """Whether the agency's log has one report that an applicant claims: confirmed or not found."""

    report_id: int
    standing: str
    agency_reference: str = ""


@dataclass(frozen=True, kw_only=True)
class OtherReport:
    """A report to the agency by somebody else about the same behaviour.

    reported_on alone is the day, with reported_until a range, None where it is not known.
    incident_id: one that the agency knows of; None for another, with its day or range and place.
    """

    pseudonym: str
    reported_on: dt.date | None = None
    reported_until: dt.date | None = None
    incident_id: int | None = None
    occurred_on: dt.date | None = None
    occurred_until: dt.date | None = None
    place: str = ""
    agency_reference: str = ""


def settle_claimed(case: Case, *, agency_id: int, found: tuple[ReportFound, ...]) -> None:
    """Set the standing of each report. Raises NotNow for one that was not made to the agency."""
    reports = {
        report.pk: report for report in claimed_reports(case, agency_ids=frozenset({agency_id}))
    }
    for one in found:
        report = reports.get(one.report_id)
        if report is None:
            raise NotNow("One of these reports was not made to your agency.")
        if one.standing not in IN_A_LOG:
            raise NotNow("Say of each report whether it is in your log.")
        report.standing = one.standing
        report.agency_reference = one.agency_reference.strip() or report.agency_reference
        report.save(update_fields=["standing", "agency_reference"])


def keep_others(
    case: Case, *, agency_id: int, others: tuple[OtherReport, ...], at: dt.datetime
) -> int:
    """Store the reports by other people, each once; the number that is new.

    Raises NotNow for a code that is none, a day still to come, or an incident that was not
    reported to the agency.
    """
    incidents = _Incidents(case, agency_id=agency_id)
    before = list(reports_by_others(case, agency_ids=frozenset({agency_id})))
    told = {_identity(report) for report in before}
    new = 0
    for other in others:
        report = _report(case, other, agency_id=agency_id, incidents=incidents, today=date_of(at))
        if _identity(report) not in told:
            told.add(_identity(report))
            _keep_found(report, before)
            report.save()
            new += 1
    return new


def _report(
    case: Case,
    other: OtherReport,
    *,
    agency_id: int,
    incidents: "_Incidents",
    today: dt.date,
) -> Report:
    if other.reported_on and other.reported_on > today:
        raise NotNow("A report cannot have been made on a day that is still to come.")
    pseudonym = _pseudonym(other.pseudonym)
    incident = incidents.of(other, today=today)
    return Report(
        partnership_id=case.partnership_id,
        case=case,
        application_id=incident.application_id,
        incident=incident,
        agency_id=agency_id,
        reported_on=other.reported_on,
        reported_until=last_day(other.reported_on, other.reported_until, told_on=today),
        agency_reference=other.agency_reference.strip(),
        reporter_pseudonym=pseudonym,
        standing=Report.Standing.CONFIRMED,
    )


def _pseudonym(typed: str) -> str:
    try:
        pseudonym = pseudonyms.pseudonym_of(typed)
    except pseudonyms.NamesSomebody as refused:
        raise NotNow(f"{refused}.") from refused
    if not 0 < len(pseudonym) <= pseudonyms.LONGEST:
        raise NotNow("Give each other person a short code, such as Neighbour A.")
    return pseudonym


def _keep_found(report: Report, before: list[Report]) -> None:
    """What was found of the person behind a code holds for what comes under it later (ADR 24)."""
    for other in before:
        if _key(other) == _key(report):
            report.person_code = other.person_code
            report.found_to_be, report.reporter_id = other.found_to_be, other.reporter_id


def _key(report: Report) -> str:
    return pseudonyms.reporter_key(agency_id=report.agency_id, pseudonym=report.reporter_pseudonym)


def _identity(report: Report) -> tuple:
    return _key(report), report.incident_id, report.reported_on, report.reported_until


class _Incidents:
    """The incidents that an agency may speak of, and those that it names.

    One that it names is the same as another of the same days and place, where that one was named by
    an agency or by an applicant who agreed to share; of what is not shared it learns nothing.
    """

    def __init__(self, case: Case, *, agency_id: int):
        self.case, self.agency_id = case, agency_id
        self.known = {one.pk: one for one in known_incidents(case, agency_id=agency_id)}
        shared = sharing(case)
        here = Incident.objects.filter(
            INCIDENTS_IN_REVIEW, partnership_id=case.partnership_id, case_id=case.pk
        )
        self.same = {
            (one.occurred_on, one.occurred_until, _folded(one.place)): one
            for one in here.order_by("-id")
            if one.named_by_id or one.application_id in shared
        }

    def of(self, other: OtherReport, *, today: dt.date) -> Incident:
        """The incident that a report is about, stored where it is new. Raises NotNow."""
        if other.incident_id is not None:
            if other.incident_id not in self.known:
                raise NotNow("One of these incidents was not reported to your agency.")
            return self.known[other.incident_id]
        place = " ".join(other.place.split())
        if other.occurred_on is None or not place:
            raise NotNow("Give the day and the place of each other incident.")
        if other.occurred_on > today:
            raise NotNow("An incident cannot have happened on a day that is still to come.")
        until = last_day(other.occurred_on, other.occurred_until, told_on=today)
        key = (other.occurred_on, until, _folded(place))
        if key not in self.same:
            self.same[key] = Incident.objects.create(
                partnership_id=self.case.partnership_id,
                case=self.case,
                application=lead_application(self.case),
                occurred_on=other.occurred_on,
                occurred_until=until,
                place=place,
                named_by_id=self.agency_id,
            )
        return self.same[key]


def _folded(place: str) -> str:
    return " ".join(place.split()).casefold()
