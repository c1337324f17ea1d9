"""The bridge from stored procedures and calendar days to the pure rules of `thresholds`."""

import datetime as dt

from django.db.models import Q

from thresholds.models import CalendarDay
from thresholds.models import Procedure as StoredProcedure
from thresholds.procedure import Procedure, parse_procedure
from thresholds.working_days import DayKind, DayOverride, WorkingCalendar, calendar_with

# Stored procedures never change once published, so that what was parsed once stays true.
_parsed: dict[tuple[int, int], Procedure] = {}


class NoProcedureInForce(LookupError):
    """The partnership has published no procedure for that date."""


def in_force(*, partnership_id: int, on: dt.date) -> StoredProcedure:
    """The procedure in force on a date. Raises NoProcedureInForce."""
    found = (
        StoredProcedure.objects.filter(
            partnership_id=partnership_id, status__in=["published", "superseded"]
        )
        .filter(effective_from__lte=on)
        .filter(Q(effective_to__isnull=True) | Q(effective_to__gte=on))
        .order_by("-version")
        .first()
    )
    if found is None:
        raise NoProcedureInForce(f"no procedure is in force on {on.isoformat()}")
    return found


def parsed(stored: StoredProcedure) -> Procedure:
    """The frozen form of a stored procedure; drafts are parsed anew each time."""
    if stored.status == StoredProcedure.Status.DRAFT:
        return parse_procedure(stored.content)
    key = (stored.partnership_id, stored.pk)
    if key not in _parsed:
        _parsed[key] = parse_procedure(stored.content)
    return _parsed[key]


def calendar_of(partnership_id: int) -> WorkingCalendar:
    """England and Wales with the partnership's dated overrides."""
    days = CalendarDay.objects.filter(partnership_id=partnership_id).order_by("day")
    return calendar_with(
        tuple(
            DayOverride(on=day, kind=DayKind(kind), name=name)
            for day, kind, name in days.values_list("day", "kind", "name")
        )
    )
