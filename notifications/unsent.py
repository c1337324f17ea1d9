"""The sweep over drafts of applications: erased when their time is over, reminded of once (ADR 35).

What was written down in the draft by the one sweep is not due for the next, so that it may run
twice, at once or late. After a long outage the reminder goes once, or not at all where the draft
has been erased.
"""

import datetime as dt

from cases.commands.application_drafts import (
    WhyErased,
    drafts_to_erase,
    drafts_to_remind,
    erase_draft,
    remind_of_draft,
)
from notifications.chasing import is_quiet_for
from notifications.turns import each_partnership, go_on_after
from organisations.actors import SYSTEM_ACTOR
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in

AT_ONCE = 500


def look_after_drafts(*, at: dt.datetime) -> int:
    """Erase and remind, each partnership in turn; how many drafts were touched. at: domain time."""

    def look_after(partnership_id: int) -> int:
        erased = sum(_erase(partnership_id, pk, at=at) for pk in _over(partnership_id, at=at))
        reminded = sum(_remind(partnership_id, pk, at=at) for pk in _due(partnership_id, at=at))
        return erased + reminded

    return each_partnership(look_after, doing="looking after drafts")


def _over(partnership_id: int, *, at: dt.datetime) -> list[int]:
    with transaction_in(Scope.staff(partnership_id).with_draft()):
        return _first(drafts_to_erase(partnership_id, at=at))


def _due(partnership_id: int, *, at: dt.datetime) -> list[int]:
    """Nobody in the hours in which the partnership writes to nobody."""
    with transaction_in(Scope.staff(partnership_id).with_draft()):
        partnership = Partnership.objects.get(pk=partnership_id)
        if is_quiet_for(partnership, at=at):
            return []
        return _first(drafts_to_remind(partnership, at=at))


def _first(drafts) -> list[int]:
    return list(drafts.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def _erase(partnership_id: int, draft_id: int, *, at: dt.datetime) -> bool:
    try:
        return erase_draft(
            partnership_id=partnership_id,
            pk=draft_id,
            why=WhyErased.EXPIRED,
            by=SYSTEM_ACTOR,
            at=at,
        )
    except Exception as error:  # one of many: it is logged, and the others go on
        go_on_after(error, about=f"draft {draft_id} of partnership {partnership_id}")
        return False


def _remind(partnership_id: int, draft_id: int, *, at: dt.datetime) -> bool:
    try:
        return remind_of_draft(
            partnership_id=partnership_id, draft_id=draft_id, by=SYSTEM_ACTOR, at=at
        )
    except Exception as error:  # as above
        go_on_after(error, about=f"draft {draft_id} of partnership {partnership_id}")
        return False
