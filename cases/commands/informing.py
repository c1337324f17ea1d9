"""Asking agencies for what they know, and their answers (Schedule 4, paragraph 7)."""

import datetime as dt
from collections import Counter

from django.db.models import Min

from cases.commands.frame import changing
from cases.commands.returning import OtherReport, ReportFound, keep_others, settle_claimed
from cases.event_kinds import EventKind
from cases.events import record
from cases.grants import let_agencies_in
from cases.letter_facts import mail_facts, request_facts
from cases.models import Case, Incident, InformationRequest, Report
from cases.policies import NotNow
from cases.status import Command
from organisations.actors import Actor
from organisations.clock import date_of


def request_information(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    agency_id: int,
    question: str,
    due_on: dt.date,
    about_from: dt.date | None = None,
    by: Actor,
    at: dt.datetime,
) -> InformationRequest:
    """Ask an agency, which gets access to the case for its own part.

    about_from: the first day that it is asked about, up to today; the day of the case's first
    report when not given. Raises NotNow for a day to come, or an answer by a day that has gone.
    """
    with changing(
        Command.REQUEST_INFORMATION,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        if due_on < date_of(at):
            raise NotNow("Give a date that is still to come.")
        if about_from is not None and about_from > date_of(at):
            raise NotNow("An agency can be asked only about days that have been.")
        request = InformationRequest.objects.create(
            partnership_id=partnership_id,
            case=case,
            agency_id=agency_id,
            question=question,
            asked_by_id=by.id,
            asked_at=at,
            about_from=about_from or first_day(case, today=date_of(at)),
            about_until=date_of(at),
            due_on=due_on,
        )
        let_agencies_in(case, agency_ids={agency_id}, at=at)
        record(
            kind=EventKind.INFORMATION_REQUESTED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={"request": request.pk, "agency": agency_id},
            facts=mail_facts(
                case.partnership,
                case.district,
                at=at,
                case={"reference": case.reference},
                request=request_facts(request),
            ),
        )
    return request


def first_day(case: Case, *, today: dt.date) -> dt.date:
    """The earliest day on which anything in the case happened or was reported; today without."""
    here = {"partnership_id": case.partnership_id, "case_id": case.pk}
    happened = Incident.objects.filter(**here).aggregate(first=Min("occurred_on"))
    reported = Report.objects.filter(**here).aggregate(first=Min("reported_on"))
    return min(filter(None, (happened["first"], reported["first"], today)))


def record_return(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    request_id: int,
    answer: str,
    found: tuple[ReportFound, ...] = (),
    others: tuple[OtherReport, ...] = (),
    by: Actor,
    at: dt.datetime,
) -> InformationRequest:
    """An agency's answer to one request; once. Raises NotNow for another agency's request.

    found: which of the reports claimed to it are in its log. others: reports to it by other
    people about the same behaviour, by pseudonym.
    """
    with changing(
        Command.RECORD_RETURN,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        request = InformationRequest.objects.filter(
            partnership_id=partnership_id, case=case, pk=request_id
        ).first()
        if request is None or request.agency_id not in by.agency_ids:
            raise NotNow("This request is not to your agency.")
        if request.returned_at is not None:
            raise NotNow("This request has already been answered.")
        if not answer.strip():
            raise NotNow("Write what your agency knows, or that it has no record.")
        request.answer, request.returned_by_id, request.returned_at = answer.strip(), by.id, at
        request.save(update_fields=["answer", "returned_by", "returned_at"])
        settle_claimed(case, agency_id=request.agency_id, found=found)
        standings = Counter(one.standing for one in found)
        new = keep_others(case, agency_id=request.agency_id, others=others, at=at)
        record(
            kind=EventKind.INFORMATION_RETURNED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            payload={
                "request": request.pk,
                "agency": request.agency_id,
                "confirmed": standings[Report.Standing.CONFIRMED],
                "not_found": standings[Report.Standing.NOT_FOUND],
                "others": new,
            },
        )
    return request
