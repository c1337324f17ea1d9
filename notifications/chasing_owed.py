"""The sweep over what agencies and the panel owe: by the rules of `chasing.py`, beside it (ADR 32).

One statement a partnership for each kind of date, whatever the number of its cases. The rule stands
in `thresholds/chasing.py`; here its cut-off dates are compared with what is open.
"""

import datetime as dt

from django.utils import timezone

from cases.commands.reminders import reminder_times
from cases.procedures import calendar_around
from notifications.audience import OWED_AUDIENCES, Owed
from notifications.chasing import AHEAD, Swept, values_of
from notifications.owed import SOURCES, STATUSES
from notifications.reminding_owed import remind_owed
from notifications.turns import go_on_after
from organisations.clock import date_of
from organisations.models import Partnership
from organisations.prepared import Statement
from organisations.tenancy import Scope
from thresholds.chasing import CutOffs, cut_offs, is_open

# As in chasing.py: looked up date by date, each date's stage worked out once, and no conflict.
WRITE = """
WITH new AS (
    INSERT INTO notifications_owedchaser
        (partnership_id, {column}, due_on, stage, written_at, stopped_because)
    SELECT %(partnership)s, near.id, near.due_on, near.stage, %(written_at)s::timestamptz, ''
    FROM (
        SELECT id, due_on,
            CASE
                WHEN due_on <= %(escalated)s THEN 4
                WHEN due_on < %(today)s::date THEN 3
                WHEN due_on = %(today)s::date THEN 2
                WHEN due_on <= %(short)s THEN 1
                WHEN began <= (%(began)s::date[])[due_on - %(today)s::date] THEN 1
            END AS stage
        FROM ({source}) AS dates
        OFFSET 0
    ) AS near
    LEFT JOIN LATERAL (
        SELECT stage
        FROM notifications_owedchaser AS written
        WHERE written.partnership_id = %(partnership)s AND written.{column} = near.id
            AND written.due_on = near.due_on
        ORDER BY stage DESC
        LIMIT 1
    ) AS latest ON true
    WHERE near.stage > COALESCE(latest.stage, 0) AND near.stage IN ({stages})
    RETURNING 1
)
SELECT (SELECT count(*) FROM new),
    EXISTS (
        SELECT FROM notifications_owedchaser
        WHERE partnership_id = %(partnership)s AND queued_at IS NULL AND stopped_at IS NULL
    )
"""
STATEMENTS: dict[Owed, Statement] = {
    owed: Statement(
        WRITE.format(
            column=f"{owed}_id",
            source=SOURCES[owed],
            stages=", ".join(str(stage.value) for stage in OWED_AUDIENCES[owed]),
        )
    )
    for owed in Owed
}


def chase_owed(*, at: dt.datetime) -> Swept:
    """Chase every partnership's agencies and panels; safe to run twice, at once, late, or rarely.

    at: domain time. What goes wrong in one partnership is logged, and the others go on.
    """
    written = queued = 0
    for partnership in Partnership.objects.order_by("id"):
        try:
            done = chase_owed_of(partnership, at=at)
        except Exception as error:  # whatever is wrong with one is noted, and the others go on
            go_on_after(error, about=f"owed dates of partnership {partnership.pk}")
        else:
            written, queued = written + done.written, queued + done.queued
    return Swept(written=written, queued=queued)


def chase_owed_of(partnership: Partnership, *, at: dt.datetime) -> Swept:
    """Write what is new and turn it into mails; nothing in quiet hours (London, working days)."""
    times = reminder_times(partnership)
    if not is_open(at, times=times):
        return Swept()
    today = date_of(at)
    calendar = calendar_around(partnership.pk, on=today)
    if not calendar.is_working(today):
        return Swept()
    written, waits = _write(partnership.pk, cut_offs(today, times=times, calendar=calendar), at)
    if not written and not waits:
        return Swept()
    return Swept(written=written, queued=remind_owed(partnership=partnership, at=at))


def _write(partnership_id: int, days: CutOffs, at: dt.datetime) -> tuple[int, bool]:
    """How many were new over all kinds, and whether earlier ones wait to be put into mails."""
    scope, values = Scope.staff(partnership_id), owed_values(partnership_id, days, at=at)
    found = [
        statement.fetch_alone(values, scope=scope, ahead=AHEAD)[0]
        for statement in STATEMENTS.values()
    ]
    return sum(written for written, _ in found), any(waits for _, waits in found)


def owed_values(partnership_id: int, days: CutOffs, *, at: dt.datetime) -> dict:
    """What the statements compare with. now: domain time, by which a meeting has begun or not."""
    own = {
        "lock": f"{partnership_id}:owed",
        "now": at,
        "written_at": timezone.now(),
    }
    return values_of(partnership_id, days) | STATUSES | own
