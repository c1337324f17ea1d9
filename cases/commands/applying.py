"""An application comes in by the web form, or keyed in by the SPOC for who rang or wrote."""

import datetime as dt
import uuid
from dataclasses import dataclass, field

from django.utils.crypto import salted_hmac

from cases import permissions
from cases.commands.application_drafts import WhyErased, erase_draft
from cases.commands.indexing import index_case
from cases.day_ranges import last_day
from cases.deadlines import recompute_deadlines
from cases.event_kinds import EventKind
from cases.events import record
from cases.letter_facts import letter_facts
from cases.models import (
    AccessKey,
    Application,
    Case,
    Consent,
    Incident,
    Involvement,
    Person,
    Report,
    SafeContact,
)
from cases.once import lock_key
from cases.permission_names import Permission
from cases.procedures import in_force
from cases.references import digest_of, new_reference, secret_from
from cases.statistics import Figure, count
from organisations.actors import STAFF, Actor
from organisations.clock import date_of
from organisations.models import District, Partnership
from organisations.tenancy import Scope, visiting


@dataclass(frozen=True, kw_only=True)
class ReportGiven:
    """One report of an incident, as the applicant remembers it; see `IncidentGiven` on days."""

    reported_on: dt.date
    reported_until: dt.date | None = None
    agency_id: int | None = None
    agency_said: str = ""
    method: str = ""
    agency_reference: str = ""
    response: str = ""


@dataclass(frozen=True, kw_only=True)
class IncidentGiven:
    """One incident with its reports.

    occurred_on: the day, or the first day that it can have been where occurred_until is the last.
    """

    occurred_on: dt.date
    occurred_until: dt.date | None = None
    description: str
    place: str = ""
    reports: tuple[ReportGiven, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ContactGiven:
    """Whether a channel is safe, and whether it is the one the person wants.

    full_text: they want the whole letter in the e-mail, having been told what that means.
    """

    channel: str
    safe: bool
    preferred: bool = False
    note: str = ""
    full_text: bool = False


@dataclass(frozen=True, kw_only=True)
class PersonGiven:
    """A person as they describe themselves."""

    full_name: str
    email: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A whole application, validated by a form; `key` makes a repeated POST harmless."""

    key: uuid.UUID
    district_id: int
    route: str
    applicant: PersonGiven
    victim: PersonGiven | None = None
    relationship: str = ""
    victim_agrees: bool = False
    contacts: tuple[ContactGiven, ...] = ()
    incidents: tuple[IncidentGiven, ...] = ()
    summary: str = ""
    impact: str = ""
    desired_outcome: str = ""
    adjustments: str = ""
    large_print: bool = False
    persists: str = "unknown"
    others_affected: str = "unknown"
    timeframe_unexpired: str = "unknown"
    timeframe_until: dt.date | None = None
    conduct_of_one_agency: str = "unknown"
    consent_to_share: bool = False
    declared_true: bool = False
    via: str = Application.Via.WEB
    received_at: dt.datetime | None = None
    others: tuple[PersonGiven, ...] = field(default=())


@dataclass(frozen=True, kw_only=True)
class Submitted:
    """What came of it. `secret` opens the tracker; `repeated` when the same key came again."""

    application: Application
    secret: str
    repeated: bool


def secret_of(key: uuid.UUID) -> str:
    """The secret that belongs to a submission: sixteen characters, made from the server's key.

    Derived, so that a POST repeated after a lost answer gives the same secret; the database holds
    its hash only.
    """
    return secret_from(
        salted_hmac("cases.application.secret", str(key), algorithm="sha256").digest()
    )


def submit_application(
    *, partnership: Partnership, submission: Submission, by: Actor, at: dt.datetime
) -> Submitted:
    """Take an application, open its case, start its clock; the secret is returned this once.

    A draft of it is erased: what was sent is kept as an application from now on.

    Raises NoProcedureInForce, NotPermitted (a member of staff without the role).
    """
    with visiting(Scope.staff(partnership.pk)):
        lock_key(submission.key)
        known = Application.objects.filter(
            partnership_id=partnership.pk, submission_key=submission.key
        ).first()
        if known is not None:
            return Submitted(application=known, secret=secret_of(submission.key), repeated=True)
        if by.kind == STAFF:
            permissions.check_may_in_partnership(
                by,
                Permission.KEY_IN_APPLICATION,
                partnership_id=partnership.pk,
                district_id=submission.district_id,
            )
        application = _store(partnership, submission, at=at)
        recompute_deadlines(application.case, at=at)
        event = record(
            kind=EventKind.APPLICATION_RECEIVED,
            partnership_id=partnership.pk,
            by=by,
            at=at,
            case=application.case,
            application=application,
            payload={"via": submission.via, "incidents": len(submission.incidents)},
            facts=letter_facts(application.case, at=at, applications=[application]),
        )
        count(Figure.APPLICATION_RECEIVED, case=application.case, event=event, at=at)
        erase_draft(
            partnership_id=partnership.pk, key=submission.key, why=WhyErased.SENT, by=by, at=at
        )
        return Submitted(application=application, secret=secret_of(submission.key), repeated=False)


def _store(partnership: Partnership, submission: Submission, *, at: dt.datetime) -> Application:
    received_at = submission.received_at or at
    procedure = in_force(partnership_id=partnership.pk, on=date_of(received_at))
    district = District.objects.get(partnership_id=partnership.pk, pk=submission.district_id)
    victim = submission.victim or submission.applicant
    case = Case.objects.create(
        partnership=partnership,
        district=district,
        reference=_free_reference(partnership),
        applicant_name=victim.full_name,
        needs_adjustments=bool(submission.adjustments.strip()) or submission.large_print,
        received_at=received_at,
        round_began_at=received_at,
    )
    application = Application.objects.create(
        partnership=partnership,
        case=case,
        district=district,
        procedure=procedure,
        status=Application.Status.SUBMITTED,
        reference=case.reference,
        submission_key=submission.key,
        route=submission.route,
        received_via=submission.via,
        received_at=received_at,
        summary=submission.summary,
        impact=submission.impact,
        desired_outcome=submission.desired_outcome,
        adjustments=submission.adjustments,
        large_print=submission.large_print,
        persists=submission.persists,
        others_affected=submission.others_affected,
        timeframe_unexpired=submission.timeframe_unexpired,
        timeframe_until=submission.timeframe_until,
        conduct_of_one_agency=submission.conduct_of_one_agency,
    )
    applicant, victim = _store_people(application, submission)
    index_case(case)
    _store_consents(application, applicant, victim, submission, at=at)
    _store_incidents(application, victim, submission.incidents)
    AccessKey.objects.create(
        digest=digest_of(secret_of(submission.key)),
        purpose=AccessKey.Purpose.TRACK,
        partnership=partnership,
        application_id=application.pk,
        made_at=at,
    )
    return application


def _free_reference(partnership: Partnership) -> str:
    while True:
        reference = new_reference(partnership.reference_prefix)
        taken = Application.objects.filter(partnership_id=partnership.pk, reference=reference)
        if not taken.exists():
            return reference


def _below(application: Application) -> dict:
    return {
        "partnership_id": application.partnership_id,
        "application": application,
        "case_id": application.case_id,
    }


def _store_person(
    application: Application, given: PersonGiven, *roles: str, relationship=""
) -> Person:
    person = Person.objects.create(
        **_below(application),
        full_name=given.full_name,
        email=given.email,
        phone=given.phone,
        address=given.address,
        postcode=given.postcode,
    )
    Involvement.objects.bulk_create(
        Involvement(**_below(application), person=person, role=role, relationship=relationship)
        for role in roles
    )
    return person


def _store_people(application: Application, submission: Submission) -> tuple[Person, Person]:
    """The applicant and the victim, who are one person unless somebody applies for the victim."""
    role = Involvement.Role
    if submission.victim is None:
        applicant = _store_person(application, submission.applicant, role.APPLICANT, role.VICTIM)
        victim = applicant
    else:
        applicant = _store_person(
            application,
            submission.applicant,
            role.APPLICANT,
            role.REPRESENTATIVE,
            relationship=submission.relationship,
        )
        victim = _store_person(application, submission.victim, role.VICTIM)
    for other in submission.others:
        _store_person(application, other, role.GROUP_MEMBER)
    SafeContact.objects.bulk_create(
        SafeContact(
            **_below(application),
            person=applicant,
            channel=contact.channel,
            safe=contact.safe,
            preferred=contact.preferred,
            note=contact.note,
            full_text=contact.full_text and contact.safe,
        )
        for contact in submission.contacts
    )
    return applicant, victim


def _store_consents(application, applicant, victim, submission, *, at) -> None:
    """What was agreed to. That the victim agrees to be represented is the applicant's word."""
    how = Application.Via(submission.via).label
    given = [
        (applicant, Consent.Kind.SHARE, submission.consent_to_share),
        (applicant, Consent.Kind.TRUTH, submission.declared_true),
    ]
    if submission.victim is not None:
        given.append((victim, Consent.Kind.REPRESENT, submission.victim_agrees))
    Consent.objects.bulk_create(
        Consent(**_below(application), person=person, kind=kind, given=yes, given_at=at, how=how)
        for person, kind, yes in given
    )


def _store_incidents(application, reporter, incidents: tuple[IncidentGiven, ...]) -> None:
    received_on = date_of(application.received_at)
    for given in incidents:
        incident = Incident.objects.create(
            **_below(application),
            occurred_on=given.occurred_on,
            occurred_until=last_day(given.occurred_on, given.occurred_until, told_on=received_on),
            place=given.place,
            description=given.description,
        )
        Report.objects.bulk_create(
            Report(
                **_below(application),
                incident=incident,
                reporter=reporter,
                agency_id=report.agency_id,
                agency_said=report.agency_said,
                reported_on=report.reported_on,
                reported_until=last_day(
                    report.reported_on, report.reported_until, told_on=received_on
                ),
                method=report.method,
                agency_reference=report.agency_reference,
                response=report.response,
            )
            for report in given.reports
        )
