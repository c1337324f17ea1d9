"""The meetings that a date at "the next scheduled meeting" may come from (ADR 25)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cases.models import Application, Case, Meeting
from cases.procedures import published_of
from cases.status import DECIDED_AGAINST, OPEN
from organisations.clock import date_of
from thresholds.procedure import Procedure


@dataclass(frozen=True, kw_only=True)
class Meetings:
    """Days of meetings. own: on whose agenda the case is in this round. scheduled: of its district,
    planned or held."""

    own: tuple[dt.date, ...] = ()
    scheduled: tuple[dt.date, ...] = ()


def meetings_of(case: Case, procedure: Procedure) -> Meetings:
    """Asked of the database only where the procedure has limits at a meeting."""
    if not procedure.meeting_limits:
        return Meetings()
    own = case.agendaitems.filter(partnership_id=case.partnership_id, round=case.round).exclude(
        meeting__status=Meeting.Status.CANCELLED
    )
    scheduled = Meeting.objects.filter(
        partnership_id=case.partnership_id,
        locality__district_id=case.district_id,
        starts_at__gte=case.round_began_at,
    ).exclude(status=Meeting.Status.CANCELLED)
    return Meetings(
        own=tuple(date_of(one) for one in own.values_list("meets_at", flat=True)),
        scheduled=tuple(date_of(one) for one in scheduled.values_list("starts_at", flat=True)),
    )


def waiting_for_meetings(partnership_id: int, *, district_id: int) -> list[int]:
    """The cases of a district that may owe something at its next meeting, in the order of locks."""
    with_meetings = [
        pk for pk, procedure in published_of(partnership_id).items() if procedure.meeting_limits
    ]
    if not with_meetings:
        return []
    judged = Application.objects.filter(
        partnership_id=partnership_id, case_id=OuterRef("pk"), procedure_id__in=with_meetings
    )
    return list(
        Case.objects.filter(
            Exists(judged),
            partnership_id=partnership_id,
            district_id=district_id,
            status__in=sorted(OPEN - DECIDED_AGAINST),
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
