"""What the post reports back about dates that are owed: somebody was reminded of them.

An event in each case, or in the meeting's own stream. It meets no deadline and moves none.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cases.commands.frame import lock_case
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Event
from organisations.actors import Actor
from organisations.tenancy import Scope, visiting


@dataclass(frozen=True, kw_only=True)
class Chased:
    """One date of a case that somebody was reminded of. stage: `before`, ... `escalation`."""

    case_id: int
    deadline_id: int
    limit: str
    stage: str
    due_on: dt.date


def record_chased(
    *, partnership_id: int, told: Iterable[Chased], by: Actor, at: dt.datetime
) -> None:
    """Staff were reminded of dates: an event in each case. It meets no deadline and moves none.

    Each case is locked before its stream, as every command does, and the cases in one order.
    """
    with visiting(Scope.staff(partnership_id)):
        for chased in sorted(told, key=lambda one: (one.case_id, one.deadline_id, one.stage)):
            case = lock_case(partnership_id=partnership_id, case_id=chased.case_id, version=None)
            record(
                kind=EventKind.DEADLINE_CHASED,
                partnership_id=partnership_id,
                by=by,
                at=at,
                case=case,
                payload={
                    "deadline": chased.deadline_id,
                    "limit": chased.limit,
                    "stage": chased.stage,
                    "due_on": chased.due_on.isoformat(),
                },
                tell=False,
            )


@dataclass(frozen=True, kw_only=True)
class OwedChased:
    """One return, action or meeting of which its people were reminded.

    kind: of the event. owed_id: of the request, the action or the meeting. case_id: None for a
    meeting, which is about several cases.
    """

    kind: EventKind
    owed_id: int
    stage: str
    due_on: dt.date
    case_id: int | None = None


def record_owed_chased(
    *, partnership_id: int, told: Iterable[OwedChased], by: Actor, at: dt.datetime
) -> None:
    """Agencies or the panel were reminded. Locks as `record_chased` does, meetings at the end."""
    with visiting(Scope.staff(partnership_id)):
        for chased in sorted(told, key=_in_order):
            place = _place_of(chased, partnership_id=partnership_id)
            record(
                kind=chased.kind,
                partnership_id=partnership_id,
                by=by,
                at=at,
                payload={
                    chased.kind.partition(".")[0]: chased.owed_id,
                    "stage": chased.stage,
                    "due_on": chased.due_on.isoformat(),
                },
                tell=False,
                **place,
            )


def _in_order(chased: OwedChased) -> tuple:
    return chased.case_id is None, chased.case_id or 0, chased.kind, chased.owed_id, chased.stage


def _place_of(chased: OwedChased, *, partnership_id: int) -> dict:
    """The case, locked; or the stream of the meeting."""
    if chased.case_id is None:
        return {"stream": Event.Stream.MEETING, "stream_id": chased.owed_id}
    return {"case": lock_case(partnership_id=partnership_id, case_id=chased.case_id, version=None)}
