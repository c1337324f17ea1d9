"""The people whom agencies told of under a code, and those who applied: may two of them be one?"""

from collections import defaultdict
from dataclasses import dataclass

from cases.event_kinds import EventKind
from cases.models import Application, Case, Event, EventFacts, Involvement, Report
from cases.selectors.case_rows import CaseRows
from cases.selectors.due import day_of
from cases.selectors.spoc_people import IncidentShown, ReportShown


@dataclass(frozen=True, kw_only=True)
class IdentifiedShown:
    """That somebody said who is behind a code: whom the agency tells of, who it is, and why."""

    on: str
    code: str
    found: str
    reason: str


def identified_shown(case: Case, rows: CaseRows) -> list[IdentifiedShown]:
    """Each time that it was said, the earliest first; a query where there is one."""
    events = [one for one in rows[Event] if one.kind == EventKind.PERSON_IDENTIFIED]
    if not events:
        return []
    reasons = dict(
        EventFacts.objects.filter(
            partnership_id=case.partnership_id, event_id__in=[one.pk for one in events]
        ).values_list("event_id", "content__reason")
    )
    codes = {report.pk: report.reporter_pseudonym for report in rows[Report]}
    references = {one.pk: one.reference for one in rows[Application]}
    return [
        IdentifiedShown(
            on=day_of(event.happened_at),
            code=", ".join(dict.fromkeys(codes.get(pk, "") for pk in event.payload["reports"])),
            found=(
                f"the victim of {references.get(event.payload['applied'], 'another application')}"
                if event.payload["applied"]
                else "nobody who applied"
            ),
            reason=reasons.get(event.pk) or "The reason has been erased.",
        )
        for event in events
    ]


def codes_of(ledger: list[IncidentShown]) -> list[tuple[int, str]]:
    """Each person under a code: the id of one of their reports, and what to call them.

    Two codes that the assessors gave to one person are one.
    """
    people: dict[tuple[str, ...], list[ReportShown]] = defaultdict(list)
    for incident in ledger:
        for report in incident.reports:
            if report.pseudonym:
                code = (report.person_code,) if report.person_code else _as_called(report)
                people[tuple(part.casefold() for part in code)].append(report)
    return [(reports[0].id, _in_words(reports)) for reports in people.values()]


def _as_called(report: ReportShown) -> tuple[str, str]:
    return report.pseudonym, report.agency


def _in_words(reports: list[ReportShown]) -> str:
    names = dict.fromkeys(f"{one.pseudonym}, as {one.agency} calls them" for one in reports)
    told = "1 report" if len(reports) == 1 else f"{len(reports)} reports"
    found = f"; found to be {reports[0].found}" if reports[0].found else ""
    return f"{' and '.join(names)}: {told}{found}"


def victims_of(case: Case) -> list[tuple[int, str]]:
    """The victim of each application in the review: its id, and their name; one query."""
    found = (
        Involvement.objects.filter(
            partnership_id=case.partnership_id,
            case_id=case.pk,
            role=Involvement.Role.VICTIM,
            application__status=Application.Status.SUBMITTED,
        )
        .select_related("person", "application")
        .order_by("application__received_at", "id")
    )
    return [
        (one.application_id, f"{one.person.full_name}, {one.application.reference}")
        for one in found
    ]
