"""The sweep over dates that are owed: what is near, due or missed becomes a chaser, once (ADR 10).

One statement a partnership, whatever the number of its cases. The rule stands in
`thresholds/chasing.py`; here its cut-off dates are compared with the open deadlines.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from cases.commands.reminders import reminder_times
from cases.procedures import calendar_around
from notifications.reminding import remind
from notifications.turns import go_on_after
from organisations.clock import date_of
from organisations.models import Partnership
from organisations.prepared import Statement
from organisations.tenancy import Scope
from thresholds.chasing import CutOffs, cut_offs, is_open

# The latest stage written is looked up and not left to ON CONFLICT: a conflict uses up a number of
# the sequence for each row, and two sweeps that meet in different order wait for each other. It is
# looked up date by date (LATERAL): what policies hide cannot be estimated, and for a NOT EXISTS the
# planner took one row for thousands and compared each with each. OFFSET 0 has each date's stage
# worked out once, and lets the look-up go into the index with the date: below a policy a COALESCE
# would not, being no leakproof expression.
WRITE = """
WITH new AS (
    INSERT INTO notifications_chaser
        (partnership_id, deadline_id, due_on, stage, written_at, stopped_because)
    SELECT %(partnership)s, near.id, near.due_on, near.stage, %(now)s::timestamptz, ''
    FROM (
        SELECT id, COALESCE(revised_on, due_on) AS due_on,
            CASE
                WHEN COALESCE(revised_on, due_on) <= %(escalated)s THEN 4
                WHEN COALESCE(revised_on, due_on) < %(today)s::date THEN 3
                WHEN COALESCE(revised_on, due_on) = %(today)s::date THEN 2
                WHEN COALESCE(revised_on, due_on) <= %(short)s THEN 1
                WHEN (anchor_at AT TIME ZONE 'Europe/London')::date
                    <= (%(began)s::date[])[COALESCE(revised_on, due_on) - %(today)s::date] THEN 1
            END AS stage
        FROM cases_deadline
        WHERE partnership_id = %(partnership)s AND met_at IS NULL AND lapsed_at IS NULL
            AND due_on <= %(long)s
        OFFSET 0
    ) AS near
    LEFT JOIN LATERAL (
        SELECT stage
        FROM notifications_chaser AS written
        WHERE written.partnership_id = %(partnership)s AND written.deadline_id = near.id
            AND written.due_on = near.due_on
        ORDER BY stage DESC
        LIMIT 1
    ) AS latest ON true
    WHERE near.stage > COALESCE(latest.stage, 0)
    RETURNING 1
)
SELECT (SELECT count(*) FROM new),
    EXISTS (
        SELECT FROM notifications_chaser
        WHERE partnership_id = %(partnership)s AND queued_at IS NULL AND stopped_at IS NULL
    )
"""
_WRITE = Statement(WRITE)

# Ahead of the statement, so that it sees what another sweep has written by the time that it has the
# lock. Nobody waits for the disk: what a crash of the server takes back, the next sweep writes.
AHEAD = """
pg_advisory_xact_lock(hashtextextended(%(lock)s, 0)), set_config('synchronous_commit', 'off', true)
"""


@dataclass(frozen=True, kw_only=True)
class Swept:
    """What a sweep did: how many chasers it wrote, and how many mails it queued."""

    written: int = 0
    queued: int = 0


def chase(*, at: dt.datetime) -> Swept:
    """Chase every partnership's dates; safe to run twice, at once, late, or not for a week.

    at: domain time. What goes wrong in one partnership is logged, and the others go on.
    """
    written = queued = 0
    for partnership in Partnership.objects.order_by("id"):
        done = _chase_alone(partnership, at=at)
        written, queued = written + done.written, queued + done.queued
    return Swept(written=written, queued=queued)


def _chase_alone(partnership: Partnership, *, at: dt.datetime) -> Swept:
    try:
        return chase_partnership(partnership, at=at)
    except Exception as error:  # whatever is wrong with one is noted, and the others go on
        go_on_after(error, about=f"chasers of partnership {partnership.pk}")
        return Swept()


def chase_partnership(partnership: Partnership, *, at: dt.datetime) -> Swept:
    """Write what is new and turn it into mails; nothing in quiet hours (London, working days).

    Outside any transaction it writes in one and tells in another: what a crash leaves in between,
    the next sweep tells.
    """
    times = reminder_times(partnership)
    if not is_open(at, times=times):
        return Swept()
    today = date_of(at)
    calendar = calendar_around(partnership.pk, on=today)
    if not calendar.is_working(today):
        return Swept()
    written, waits = _write(partnership.pk, cut_offs(today, times=times, calendar=calendar))
    if not written and not waits:
        return Swept()
    return Swept(written=written, queued=remind(partnership=partnership, at=at))


def is_quiet_for(partnership: Partnership, *, at: dt.datetime) -> bool:
    """Whether the partnership's staff are not to be reminded of anything now; in its scope."""
    times = reminder_times(partnership)
    if not is_open(at, times=times):
        return True
    return not calendar_around(partnership.pk, on=date_of(at)).is_working(date_of(at))


def _write(partnership_id: int, days: CutOffs) -> tuple[int, bool]:
    """How many chasers were new, and whether earlier ones wait to be put into mails.

    Where another sweep is writing the partnership's, it waits for that one and finds them written.
    """
    [found] = _WRITE.fetch_alone(
        values_of(partnership_id, days), scope=Scope.staff(partnership_id), ahead=AHEAD
    )
    return found


def values_of(partnership_id: int, days: CutOffs) -> dict:
    """What the statement compares with."""
    return {
        "partnership": partnership_id,
        "lock": f"{partnership_id}:chasers",
        "now": timezone.now(),
        "today": days.today,
        "escalated": days.escalated,
        "short": days.short,
        "long": days.long,
        "began": list(days.began),
    }
