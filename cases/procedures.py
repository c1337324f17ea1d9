"""The bridge from stored procedures and calendar days to the pure rules of `thresholds`."""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, Q

from cases.models import Application
from organisations.compiled import Compiled
from organisations.prepared import Statement
from organisations.tenancy import Scope
from thresholds.models import CalendarDay
from thresholds.models import Procedure as StoredProcedure
from thresholds.procedure import Procedure, parse_procedure
from thresholds.working_days import (
    DayKind,
    DayOverride,
    WorkingCalendar,
    calendar_of_years,
    calendar_with,
)

# Stored procedures never change once published, so that what was parsed once stays true, in that
# database: a backup's or a drill's has other rows under the same ids.
_parsed: dict[tuple[str, int, int], Procedure] = {}


def _key(partnership_id: int, pk: int) -> tuple[str, int, int]:
    return connection.settings_dict["NAME"], partnership_id, pk


class NoProcedureInForce(LookupError):
    """The partnership has published no procedure for that date."""


def in_force(*, partnership_id: int, on: dt.date) -> StoredProcedure:
    """The procedure in force on a date, at most one of a partnership's (ADR 21).

    In a gap between two versions the last one that was in force holds on: nobody is turned away
    because a date was forgotten. Raises NoProcedureInForce before the first version.
    """
    found = (
        StoredProcedure.objects.filter(
            partnership_id=partnership_id, status__in=StoredProcedure.FINAL
        )
        .filter(effective_from__lte=on)
        .filter(Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")))
        .order_by("-effective_from")
        .first()
    )
    if found is None:
        raise NoProcedureInForce(f"no procedure is in force on {on.isoformat()}")
    return found


def holds_on(stored: StoredProcedure, day: dt.date) -> bool:
    """Whether a day lies in the published range of a version; false in a gap after it."""
    if stored.effective_from is None or day < stored.effective_from:
        return False
    return stored.effective_to is None or day <= stored.effective_to


def parsed(stored: StoredProcedure) -> Procedure:
    """The frozen form of a stored procedure; what is not published is parsed anew each time.

    Raises ProcedureError for a draft that is not ready.
    """
    if not stored.is_final:
        return parse_procedure(stored.content)
    key = _key(stored.partnership_id, stored.pk)
    if key not in _parsed:
        _parsed[key] = parse_procedure(stored.content)
    return _parsed[key]


def procedure_of(application: Application) -> Procedure:
    """The procedure that an application is pinned to, read and parsed once in a process."""
    known = _parsed.get(_key(application.partnership_id, application.procedure_id))
    return known or parsed(application.procedure)


@dataclass(frozen=True, kw_only=True)
class Version:
    """A published version: its number and the days that it is in force for (`last`: None: open)."""

    number: int
    first: dt.date
    last: dt.date | None


@dataclass(frozen=True, kw_only=True)
class LocalRules:
    """What the pages of a partnership need to know of it, read at once (ADR 16).

    calendar: England and Wales with the partnership's dated overrides. districts: the name of each
    by its id, in the order of the names. versions: the published ones by id, the earliest first.
    """

    partnership_id: int
    calendar: WorkingCalendar
    districts: dict[int, str]
    versions: dict[int, Version]

    @property
    def procedures(self) -> dict[int, Procedure]:
        """The versions in their frozen form; each is read and parsed once in a process."""
        here = self.partnership_id
        new = [pk for pk in self.versions if _key(here, pk) not in _parsed]
        if new:
            for stored in StoredProcedure.objects.filter(partnership_id=here, pk__in=new):
                parsed(stored)
        return {pk: _parsed[_key(here, pk)] for pk in self.versions}

    @property
    def limit_titles(self) -> dict[str, str]:
        """What each time limit is called, by its name; the latest published wording wins."""
        return {
            limit.name: limit.title
            for procedure in self.procedures.values()
            for limit in (*procedure.time_limits, *procedure.meeting_limits)
        }


_LOCAL = Statement("""
    SELECT 'version', id, version::text AS text, '' AS kind, effective_from, effective_to
    FROM thresholds_procedure
    WHERE partnership_id = %(partnership)s AND status IN ('published', 'superseded')
    UNION ALL
    SELECT 'district', id, name, '', NULL, NULL
    FROM organisations_district WHERE partnership_id = %(partnership)s
    UNION ALL
    SELECT 'day', id, name, kind, day, NULL
    FROM thresholds_calendarday WHERE partnership_id = %(partnership)s
    ORDER BY text
""")


def local_rules(partnership_id: int) -> LocalRules:
    """The calendar, the districts and the published versions of a partnership; one query."""
    versions, districts, days = {}, {}, []
    for what, pk, text, kind, first, last in _LOCAL.fetch({"partnership": partnership_id}):
        if what == "version":
            versions[pk] = Version(number=int(text), first=first, last=last)
        elif what == "district":
            districts[pk] = text
        else:
            days.append((first, kind, text))
    return LocalRules(
        partnership_id=partnership_id,
        calendar=calendar_with(_overrides(sorted(days))),
        districts=districts,
        versions=dict(sorted(versions.items(), key=lambda item: item[1].number)),
    )


def published_of(partnership_id: int) -> dict[int, Procedure]:
    """Every published version by its id, the earliest first."""
    return local_rules(partnership_id).procedures


def calendar_of(partnership_id: int) -> WorkingCalendar:
    """England and Wales with the partnership's dated overrides."""
    return local_rules(partnership_id).calendar


_DAYS_BETWEEN = Compiled(
    lambda partnership, first, last: (
        CalendarDay.objects.filter(partnership_id=partnership, day__gte=first, day__lte=last)
        .order_by("day")
        .values_list("day", "kind", "name")
    ),
    partnership=int,
    first=dt.date,
    last=dt.date,
)


def calendar_around(partnership_id: int, *, on: dt.date) -> WorkingCalendar:
    """The same from the year before a day to the year after it; one query, cheap to build.

    In the partnership's scope, or outside any transaction.
    """
    first, last = on.year - 1, on.year + 1
    days = _DAYS_BETWEEN.rows_alone(
        Scope.staff(partnership_id),
        partnership=partnership_id,
        first=dt.date(first, 1, 1),
        last=dt.date(last, 12, 31),
    )
    return calendar_of_years(_overrides(days), first_year=first, last_year=last)


def _overrides(rows) -> tuple[DayOverride, ...]:
    return tuple(DayOverride(on=day, kind=DayKind(kind), name=name) for day, kind, name in rows)
