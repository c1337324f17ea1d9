"""An application is moved to another version of the procedure, with a reason (ADR 21).

It is judged by the version that was in force when it was received. Only where the law changed, or
the wrong version was published, does a person move it, before the decision; nothing that was told
or kept is taken back.
"""

import datetime as dt

from cases.commands.assessing import evaluate_as_before, lead_application
from cases.commands.frame import application_in_review, changing, reason_given
from cases.deadlines import anchors_of, date_of_limit, recompute_deadlines
from cases.event_kinds import EventKind
from cases.events import record
from cases.meetings_to_come import meetings_of
from cases.models import Application, Case, Deadline
from cases.policies import NotNow, latest_assessment
from cases.procedures import calendar_of, in_force, parsed, procedure_of
from cases.status import Command
from organisations.actors import Actor
from organisations.clock import date_of
from thresholds.limits import MeetingLimit
from thresholds.models import Procedure as StoredProcedure
from thresholds.periods import day_in_words
from thresholds.procedure import Procedure


def repin(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    application_id: int,
    procedure_id: int,
    reason: str,
    by: Actor,
    at: dt.datetime,
) -> Application:
    """Judge an application by another published version from now on.

    Its open dates are worked out anew, and where it leads its case the assessment is made once more
    with the same answers; the earlier one stays as evidence. Raises NotNow.
    """
    with changing(
        Command.REPIN,
        partnership_id=partnership_id,
        case_id=case_id,
        version=version,
        by=by,
        at=at,
    ) as case:
        application = application_in_review(case, application_id)
        before = application.procedure
        after = _target(application, procedure_id, today=date_of(at))
        why = reason_given(reason)
        _check_dates(case, application, after)
        application.procedure = after
        application.save(update_fields=["procedure"])
        recompute_deadlines(case, at=at)
        assessment = latest_assessment(case)
        if assessment is not None and lead_application(case).pk == application.pk:
            evaluate_as_before(case, assessment, by=by, at=at)
        record(
            kind=EventKind.APPLICATION_REPINNED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            application=application,
            payload={
                "from": before.pk,
                "from_version": before.version,
                "to": after.pk,
                "to_version": after.version,
            },
            facts={"reason": why},
        )
    return application


def _target(application: Application, procedure_id: int, *, today: dt.date) -> StoredProcedure:
    """The version to move to: in force on some day from receipt until today."""
    found = StoredProcedure.objects.filter(
        partnership_id=application.partnership_id,
        pk=procedure_id,
        status__in=StoredProcedure.FINAL,
    ).first()
    if found is None:
        raise NotNow("Choose a version that is published.")
    if found.pk == application.procedure_id:
        raise NotNow(f"The application is judged by version {found.version} already.")
    if found not in versions_for(application, today=today):
        raise NotNow(
            f"Version {found.version} was not in force on any day since the application came in."
        )
    return found


def versions_for(application: Application, *, today: dt.date) -> list[StoredProcedure]:
    """The versions that an application can be judged by, the earliest first.

    The one in force when it was received, and those that came into force since.
    """
    received = date_of(application.received_at)
    first = in_force(partnership_id=application.partnership_id, on=received)
    later = StoredProcedure.objects.filter(
        partnership_id=application.partnership_id,
        status__in=StoredProcedure.FINAL,
        effective_from__gt=received,
        effective_from__lte=today,
    ).order_by("effective_from")
    return [first, *(one for one in later if _held(one))]


def _held(stored: StoredProcedure) -> bool:
    return stored.effective_to is None or stored.effective_to >= stored.effective_from


def _check_dates(case: Case, application: Application, after: StoredProcedure) -> None:
    """Dates that were kept stay as they were counted; no date that was told moves to a later day.

    Raises NotNow.
    """
    old, new = procedure_of(application), parsed(after)
    rows = Deadline.objects.filter(partnership_id=case.partnership_id, application=application)
    for row in rows:
        if not new.has_owed(row.limit):
            raise NotNow(
                f"Version {after.version} publishes no time limit “{old.owed(row.limit).title}”,"
                " which the applicant relies on."
            )
        if not row.is_open:
            _check_kept(row, old, new, after)
    calendar, anchors = calendar_of(case.partnership_id), anchors_of(case, application)
    meetings = meetings_of(case, new)
    for row in rows:
        limit = new.owed(row.limit)
        if not row.is_open or row.round != case.round:
            continue
        if limit.anchor not in anchors:
            raise NotNow(
                f"Version {after.version} counts “{limit.title}” from {limit.anchor.text}, which"
                " has not happened yet, so that a date that runs would stop."
            )
        due = date_of_limit(
            limit,
            anchor_at=anchors[limit.anchor],
            calendar=calendar,
            procedure=new,
            meetings=meetings,
            promised=None,
        )
        if due is None:
            raise NotNow(
                f"Version {after.version} has “{limit.title}” {limit.text}, and none is planned, so"
                " that a date that runs would stop."
            )
        if row.told_on is not None and due > row.due_on:
            raise NotNow(
                f"The applicant was told {day_in_words(row.due_on)} for “{limit.title}”;"
                f" version {after.version} would make it {day_in_words(due)}. A date that was told"
                " never moves to a later day this way: extend it, with the reason, or leave it."
            )


def _check_kept(row: Deadline, old: Procedure, new: Procedure, after: StoredProcedure) -> None:
    def counted(procedure: Procedure) -> tuple:
        limit = procedure.owed(row.limit)
        if isinstance(limit, MeetingLimit):
            return limit.anchor, limit.notice_days
        return limit.count, limit.unit, limit.anchor, limit.direction, procedure.counting

    if counted(old) != counted(new):
        raise NotNow(
            f"“{old.owed(row.limit).title}” has been kept or has lapsed, and version"
            f" {after.version} counts it in another way: what was kept is not rewritten."
        )
