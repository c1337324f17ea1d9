"""When a partnership's staff are reminded of dates: settings, and a record of who changed them."""

import datetime as dt
from dataclasses import asdict

from cases.commands.people import check_administrator
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Event
from organisations.actors import Actor
from organisations.models import Partnership
from organisations.tenancy import Scope, visiting
from thresholds.chasing import ReminderTimes

COLUMNS = {
    "long_before": "remind_long_before",
    "short_before": "remind_short_before",
    "escalate_after": "escalate_after",
    "opens": "remind_from",
    "closes": "remind_until",
    "survey_after": "survey_after",
    "draft_reminder_after": "draft_reminder_after",
    "drafts_kept": "drafts_kept",
}


def reminder_times(partnership: Partnership) -> ReminderTimes:
    """What the partnership has set, as the rules read it."""
    return ReminderTimes(**{name: getattr(partnership, field) for name, field in COLUMNS.items()})


def change_reminders(
    *, partnership_id: int, given: ReminderTimes, by: Actor, at: dt.datetime
) -> Partnership:
    """Set when reminders go out, from the next sweep on. What changed is an event; nothing, none.

    Raises NotPermitted; IntegrityError for what no form lets through.
    """
    check_administrator(by, partnership_id=partnership_id)
    with visiting(Scope.staff(partnership_id)):
        partnership = Partnership.objects.select_for_update(no_key=True).get(pk=partnership_id)
        before, after = asdict(reminder_times(partnership)), asdict(given)
        changed = {name for name in COLUMNS if before[name] != after[name]}
        if changed:
            for name in changed:
                setattr(partnership, COLUMNS[name], after[name])
            partnership.save(update_fields=sorted(COLUMNS[name] for name in changed))
            record(
                kind=EventKind.REMINDERS_CHANGED,
                partnership_id=partnership_id,
                by=by,
                at=at,
                stream=Event.Stream.SETTINGS,
                stream_id=partnership_id,
                payload={
                    name: [_plain(before[name]), _plain(after[name])] for name in sorted(changed)
                },
            )
    return partnership


def _plain(value: int | dt.time | None) -> int | str | None:
    return value.isoformat("minutes") if isinstance(value, dt.time) else value
