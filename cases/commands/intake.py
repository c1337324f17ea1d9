"""Acknowledge, withdraw, merge: what the SPOC does with an application before it is judged."""

import datetime as dt

from django.db import connection

from cases.commands.frame import bring_up_to_date, changing, keep, lock_case
from cases.commands.identifying import ask_anew
from cases.commands.indexing import index_case
from cases.event_kinds import EventKind
from cases.events import record
from cases.grants import end_access
from cases.letter_facts import Free, letter_facts
from cases.models import (
    ApplicantRequest,
    Application,
    Case,
    Consent,
    Deadline,
    Incident,
    Involvement,
    PccWindow,
    Person,
    Report,
    SafeContact,
)
from cases.policies import NotNow
from cases.status import Command, Status
from organisations.actors import Actor

BELOW_AN_APPLICATION = (
    ApplicantRequest,
    Person,
    Involvement,
    SafeContact,
    Consent,
    Incident,
    Report,
    Deadline,
    PccWindow,
)


def acknowledge(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> Case:
    """Confirm receipt to every applicant, with the dates (DOMAIN section 0, step 2).

    The deadline counts as met when the letter is accepted or marked as posted, not now.
    """
    with changing(
        Command.ACKNOWLEDGE,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        case.acknowledge(at=at)
        keep(case, "acknowledged_at", at=at)
        record(
            kind=EventKind.CASE_ACKNOWLEDGED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            facts=letter_facts(case, at=at, free=free),
        )
    return case


def withdraw(
    *,
    partnership_id: int,
    case_id: int,
    application_id: int,
    version: int | None,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> Case:
    """One applicant leaves the review; the case ends only with the last one.

    An applicant can withdraw their own application and nobody else's. Raises NotNow when it has
    been withdrawn already.
    """
    with changing(
        Command.WITHDRAW,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        wanted = by.application_id or application_id
        application = (
            case.applications.filter(partnership_id=partnership_id, pk=wanted)
            .select_related("procedure")
            .first()
        )
        if application is None or application.status != Application.Status.SUBMITTED:
            raise NotNow("This application has already been withdrawn.")
        facts = letter_facts(case, at=at, applications=[application], free=free)
        application.status = Application.Status.WITHDRAWN
        application.withdrawn_at = at
        application.save(update_fields=["status", "withdrawn_at"])
        remaining = case.applications.filter(
            partnership_id=partnership_id, status=Application.Status.SUBMITTED
        )
        last = not remaining.exists()
        if last:
            case.withdraw(at=at)
            case.save(update_fields=["status", "closed_at"])
            end_access(case, at=at)
        record(
            kind=EventKind.APPLICATION_WITHDRAWN,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            application=application,
            payload={"last": last},
            facts=facts,
        )
    return case


def merge(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    lead_id: int,
    by: Actor,
    at: dt.datetime,
    free: Free | None = None,
) -> Case:
    """Join a case's applications to a lead case; each applicant keeps reference and letters.

    The lead must be open, not yet decided, in the same district. Raises NotNow.
    """
    with changing(
        Command.MERGE,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        lead = lock_case(partnership_id=partnership_id, case_id=lead_id, version=None)
        undecided = {Status.RECEIVED, Status.ACKNOWLEDGED, Status.ASSESSMENT, Status.DEFERRED}
        if lead.pk == case.pk or lead.status not in undecided:
            raise NotNow("Choose another case that is open and not yet decided.")
        if lead.district_id != case.district_id:
            raise NotNow("Choose a case of the same district.")
        facts = letter_facts(case, at=at, free=free)
        moved = list(
            case.applications.filter(partnership_id=partnership_id).values_list("pk", flat=True)
        )
        case.merge(into=lead, at=at)
        case.save(update_fields=["status", "merged_into", "closed_at"])
        end_access(case, at=at)
        _move(partnership_id, moved, to=lead)
        ask_anew(lead)
        index_case(lead)
        index_case(case)
        bring_up_to_date(lead, at=at)
        record(
            kind=EventKind.CASE_MERGED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={"into": lead.pk, "applications": moved},
            facts=facts | {"lead": {"reference": lead.reference}},
        )
    return case


def _move(partnership_id: int, application_ids: list[int], *, to: Case) -> None:
    """Move applications and all that stands below them; no composite key checks half-way."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    Application.objects.filter(partnership_id=partnership_id, pk__in=application_ids).update(
        case=to
    )
    for model in BELOW_AN_APPLICATION:
        model.objects.filter(
            partnership_id=partnership_id, application_id__in=application_ids
        ).update(case=to)
    to.version += 1
    to.save(update_fields=["version"])
