"""The people of a case and what they told us: applications, safe contact, incidents and reports."""

from collections import defaultdict
from dataclasses import dataclass

from cases.models import (
    Application,
    Case,
    Consent,
    Incident,
    Involvement,
    Person,
    Report,
    SafeContact,
)
from cases.models.applications import Answer
from cases.selectors.case_rows import CaseRows
from cases.selectors.report_words import ledger_order, occurred_in_words, reported_in_words
from organisations.clock import date_of
from organisations.models import Agency
from thresholds.periods import weekday_in_words


@dataclass(frozen=True, kw_only=True)
class Channel:
    """One way of reaching a person. state: safe, unsafe, or unasked, which is not used either."""

    name: str
    state: str
    text: str
    preferred: bool = False
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PersonShown:
    """Somebody in an application, with the ways to reach them and whether each is safe."""

    id: int
    name: str
    roles: str
    relationship: str
    email: str
    phone: str
    address: str
    channels: tuple[Channel, ...]


@dataclass(frozen=True, kw_only=True)
class ApplicationShown:
    """One application in the review, as its applicant put it."""

    id: int
    reference: str
    in_review: bool
    status: str
    route: str
    received: str
    consent: str
    people: tuple[PersonShown, ...]
    answers: tuple[tuple[str, str], ...]
    adjustments: str
    large_print: bool


@dataclass(frozen=True, kw_only=True)
class ReportShown:
    """One report of an incident. counts: what the last assessment found, in words, or ''.

    pseudonym: what the agency calls somebody else who made it; empty for an applicant's. found: who
    that is, as the SPOC found, in words that follow "found to be"; empty where nobody has said.
    """

    id: int
    agency: str
    pseudonym: str
    person_code: str
    found: str
    reported: str
    how: str
    response: str
    standing: str
    standing_text: str
    rebutted_reason: str
    counts: str = ""
    counts_reason: str = ""


@dataclass(frozen=True, kw_only=True)
class IncidentShown:
    """One incident with its reports: a row of the ledger. named_by: an agency, or ''."""

    id: int
    number: int
    application: str
    occurred: str
    place: str
    description: str
    named_by: str
    reports: tuple[ReportShown, ...]


def applications_of(case: Case, rows: CaseRows | None = None) -> list[Application]:
    """Every application of the case, the earliest first."""
    found = (rows or CaseRows(case))[Application]
    return sorted(found, key=lambda application: (application.received_at, application.pk))


def applications_shown(
    case: Case, applications: list[Application], rows: CaseRows | None = None
) -> list[ApplicationShown]:
    """The applications with their people."""
    rows = rows or CaseRows(case, Involvement, Person, SafeContact, Consent)
    persons = {person.pk: person for person in rows[Person]}
    people: dict[int, dict[int, list[Involvement]]] = defaultdict(lambda: defaultdict(list))
    for row in rows[Involvement]:
        people[row.application_id][row.person_id].append(row)
    contacts: dict[int, list[SafeContact]] = defaultdict(list)
    for contact in rows[SafeContact]:
        contacts[contact.person_id].append(contact)
    consents = {
        consent.application_id: consent
        for consent in rows[Consent]
        if consent.kind == Consent.Kind.SHARE
    }
    return [
        _application_shown(one, people[one.pk], persons, contacts, consents.get(one.pk))
        for one in applications
    ]


def _application_shown(application, people, persons, contacts, consent) -> ApplicationShown:
    received = weekday_in_words(date_of(application.received_at))
    return ApplicationShown(
        id=application.pk,
        reference=application.reference,
        in_review=application.status == Application.Status.SUBMITTED,
        status=application.get_status_display(),
        route=application.get_route_display(),
        received=f"{received}, {application.get_received_via_display().lower()}",
        consent=_consent_text(consent),
        people=tuple(
            _person_shown(persons[person_id], rows, contacts.get(person_id, []))
            for person_id, rows in people.items()
        ),
        answers=tuple(_answers(application)),
        adjustments=application.adjustments.strip(),
        large_print=application.large_print,
    )


def _answers(application: Application):
    """What the applicant answered, in the order of the form; empty ones say so."""
    if application.summary:
        yield "What is happening", application.summary
    yield "Effect on them", application.impact
    yield "What they want", application.desired_outcome
    yield "Does it go on?", Answer(application.persists).label
    yield "Are others affected?", Answer(application.others_affected).label
    until = application.timeframe_until
    promised = Answer(application.timeframe_unexpired).label
    yield (
        "Has an agency set a time for action?",
        f"{promised}, until {weekday_in_words(until)}" if until else promised,
    )
    yield (
        "Is it only about the conduct of one agency?",
        Answer(application.conduct_of_one_agency).label,
    )


def _consent_text(consent: Consent | None) -> str:
    if consent is None:
        return "Not asked: do not share"
    if not consent.given:
        return "Refused: do not share"
    if consent.revoked_at is not None:
        return f"Taken back on {weekday_in_words(date_of(consent.revoked_at))}: do not share"
    return f"Given on {weekday_in_words(date_of(consent.given_at))} ({consent.how.lower()})"


def _person_shown(person: Person, rows: list[Involvement], contacts) -> PersonShown:
    is_applicant = any(row.role == Involvement.Role.APPLICANT for row in rows)
    return PersonShown(
        id=person.pk,
        name=person.full_name,
        roles=", ".join(row.get_role_display() for row in rows),
        relationship=next((row.relationship for row in rows if row.relationship), ""),
        email=person.email,
        phone=person.phone,
        address="\n".join(part for part in (person.address, person.postcode) if part),
        channels=tuple(_channels(contacts)) if is_applicant or contacts else (),
    )


def _channels(contacts: list[SafeContact]):
    """Every channel in a fixed order; one that was never asked about is not to be used."""
    said = {contact.channel: contact for contact in contacts}
    for channel in SafeContact.Channel:
        contact = said.get(channel)
        if contact is None:
            yield Channel(name=channel.label, state="unasked", text="Not asked: do not use")
        elif contact.safe:
            text = "Safe, and preferred" if contact.preferred else "Safe"
            if contact.full_text:
                text += "; whole letters in e-mails, as they asked"
            yield Channel(
                name=channel.label,
                state="safe",
                text=text,
                preferred=contact.preferred,
                note=contact.note,
            )
        else:
            yield Channel(
                name=channel.label, state="unsafe", text="Not safe: do not use", note=contact.note
            )


def unsafe_channels(applications: list[ApplicationShown]) -> str:
    """`Phone call, Letter by post`: what somebody in the case said is not safe."""
    names = [
        channel.name
        for application in applications
        for person in application.people
        for channel in person.channels
        if channel.state == "unsafe"
    ]
    return ", ".join(dict.fromkeys(names))


def ledger_of(
    case: Case,
    applications: list[Application],
    counted: dict[str, tuple[str, str]],
    rows: CaseRows | None = None,
) -> list[IncidentShown]:
    """Incidents by date with their reports.

    counted: for each report's key, whether it counts under the Act and why, from an assessment.
    """
    rows = rows or CaseRows(case, Incident, Report)
    references = {application.pk: application.reference for application in applications}
    several = len(references) > 1
    reports: dict[int, list[ReportShown]] = defaultdict(list)
    own = {
        one.reporter_id: references[one.application_id]
        for one in rows[Report]
        if not one.reporter_pseudonym and one.application_id in references
    }
    for report in sorted(rows[Report], key=ledger_order):
        agency = rows.name(Agency, report.agency_id) or report.agency_said
        found = _found(report, own)
        reports[report.incident_id].append(_report_shown(report, agency, found, counted))
    incidents = sorted(rows[Incident], key=lambda incident: (incident.occurred_on, incident.pk))
    return [
        IncidentShown(
            id=incident.pk,
            number=number,
            application=_source(incident, references) if several else "",
            occurred=occurred_in_words(incident),
            place=incident.place,
            description=incident.description,
            named_by=rows.name(Agency, incident.named_by_id),
            reports=tuple(reports[incident.pk]),
        )
        for number, incident in enumerate(incidents, start=1)
    ]


def _found(report: Report, own: dict[int | None, str]) -> str:
    """own: the reference of the application for each person whose reports it tells of."""
    if report.found_to_be == Report.Found.APPLICANT:
        return (
            f"the victim of {own[report.reporter_id]}" if report.reporter_id in own else "a victim"
        )
    return "nobody who applied" if report.found_to_be else ""


def _source(incident: Incident, references: dict[int, str]) -> str:
    """The application that told of it; none for what an agency named."""
    return "" if incident.named_by_id else references[incident.application_id]


def report_names(ledger: list[IncidentShown]) -> dict[str, str]:
    """What to call each report where only its key is known."""
    return {
        f"report-{report.id}": ", ".join(
            filter(None, [report.agency, report.pseudonym, report.reported])
        )
        for incident in ledger
        for report in incident.reports
    }


def _report_shown(
    report: Report, agency: str, found: str, counted: dict[str, tuple[str, str]]
) -> ReportShown:
    counts, reason = counted.get(f"report-{report.pk}", ("", ""))
    how = report.get_method_display()
    if report.agency_reference:
        how = f"{how}, reference {report.agency_reference}" if how else report.agency_reference
    return ReportShown(
        id=report.pk,
        agency=agency,
        pseudonym=report.reporter_pseudonym,
        person_code=report.person_code,
        found=found,
        reported=reported_in_words(report),
        how=how,
        response=report.response,
        standing=report.standing,
        standing_text=report.get_standing_display(),
        rebutted_reason=report.rebutted_reason,
        counts=counts,
        counts_reason=reason,
    )
