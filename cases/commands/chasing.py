"""What the post reports back about dates that are owed: somebody was reminded of them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cases.commands.frame import lock_case
from cases.event_kinds import EventKind
from cases.events import record
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
