"""The outbox: each event is turned into its messages once, whoever tries and however often.

Each attempt is counted before it is made, so that an event that kills its worker is counted too;
then it is one transaction, in the partnership's scope. An event that cannot be told is tried again
later and later, behind those that nobody has tried, then left as `stuck` in plain sight; it never
holds up the others.
"""

import datetime as dt
import logging

from django.db.models import Q
from django.utils import timezone

from cases.models import OutboxEntry
from notifications.turns import each_partnership, go_on_after
from notifications.writing import write_messages
from organisations.compiled import Compiled
from organisations.tenancy import Scope, transaction_in

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
FIRST_WAIT = dt.timedelta(seconds=15)
AT_ONCE = 100

State = OutboxEntry.State


def tell(*, partnership_id: int, event_id: int) -> bool:
    """Write the letters of an event and queue its messages; whether this call did it.

    Two at once: one does it, the other finds nothing to do. Never raises for a bad event.
    """
    if not _begin(partnership_id, event_id):
        return False
    try:
        with transaction_in(Scope.staff(partnership_id)):
            entry = _waiting(partnership_id, event_id)
            if entry is None:
                return False
            write_messages(entry.event)
            entry.state, entry.told_at = State.TOLD, timezone.now()
            entry.attempts, entry.error = 0, ""
            entry.save(update_fields=["state", "told_at", "attempts", "error"])
    except Exception as error:  # whatever is wrong with one event is noted, and the others go on
        _note_failure(partnership_id, event_id, error)
        return False
    return True


_WAITING = Compiled(
    lambda partnership, event: (
        OutboxEntry.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .select_related("event")
        .filter(partnership_id=partnership, event_id=event, state=State.WAITING)
        .order_by()
    ),
    partnership=int,
    event=int,
)


def _waiting(partnership_id: int, event_id: int) -> OutboxEntry | None:
    """The entry, locked; None where it is told, stuck, or in somebody else's hands."""
    found = _WAITING.instances(partnership=partnership_id, event=event_id)
    return found[0] if found else None


def _begin(partnership_id: int, event_id: int) -> bool:
    """Count an attempt before it is made; whether it may be made.

    One too many: the last attempt ended with its worker, so that nobody could note it.
    """
    with transaction_in(Scope.staff(partnership_id)):
        entry = _waiting(partnership_id, event_id)
        if entry is None:
            return False
        may = entry.attempts < MOST_ATTEMPTS
        if may:
            entry.attempts += 1
            entry.error = OutboxEntry.INTERRUPTED
        else:
            entry.state = State.STUCK
        entry.save(update_fields=["attempts", "error", "state"])
    if not may:
        _log_failure(entry, OutboxEntry.INTERRUPTED)
    return may


def _note_failure(partnership_id: int, event_id: int, error: Exception) -> None:
    """Keep the kind of error: its text could hold personal data."""
    kind = type(error).__name__
    with transaction_in(Scope.staff(partnership_id)):
        entry = (
            OutboxEntry.objects.select_for_update(no_key=True)
            .filter(partnership_id=partnership_id, event_id=event_id, state=State.WAITING)
            .first()
        )
        if entry is None:
            return
        entry.error = kind
        if entry.attempts >= MOST_ATTEMPTS:
            entry.state = State.STUCK
        entry.save(update_fields=["error", "state"])
    _log_failure(entry, kind)


def _log_failure(entry: OutboxEntry, kind: str) -> None:
    logger.error(
        "event %s of partnership %s could not be told (attempt %s): %s",
        entry.event_id,
        entry.partnership_id,
        entry.attempts,
        kind,
    )


def tell_waiting() -> int:
    """Tell what no nudge announced, or what failed before and may now be tried; how many were told.

    Each partnership in turn; at most a hundred events of each that nobody tried, and as many that
    failed before, so that none waits for another's.
    """
    return each_partnership(_tell_due, doing="telling")


def _tell_due(partnership_id: int) -> int:
    told = 0
    for event_id in _due(partnership_id):
        try:
            told += tell(partnership_id=partnership_id, event_id=event_id)
        except Exception as error:  # not even its failure could be noted
            go_on_after(error, about=f"telling event {event_id} of partnership {partnership_id}")
    return told


def _due(partnership_id: int) -> list[int]:
    """What nobody has tried, oldest first; then what failed, the least tried first."""
    with transaction_in(Scope.staff(partnership_id)):
        waiting = OutboxEntry.objects.filter(partnership_id=partnership_id, state=State.WAITING)
        untried = waiting.filter(attempts=0).order_by("id")
        again = waiting.filter(_may_be_tried_again()).order_by("attempts", "id")
        return [
            event_id
            for rows in (untried, again)
            for event_id in rows.values_list("event_id", flat=True)[:AT_ONCE]
        ]


def _may_be_tried_again() -> Q:
    """At once where the first attempt ended with its worker; else 1, 4, 16, 64 minutes on."""
    now = timezone.now()
    due = Q(attempts=1, error=OutboxEntry.INTERRUPTED)
    for attempts in range(1, MOST_ATTEMPTS + 1):
        wait = FIRST_WAIT * 4 ** min(attempts, MOST_ATTEMPTS - 1)
        due |= Q(attempts=attempts, written_at__lte=now - wait)
    return due
