"""The outbox: each event is turned into its messages once, whoever tries and however often.

One transaction an event, in the partnership's scope. An event that cannot be told is tried again
later and later, then left as `stuck` in plain sight; it never holds up the others.
"""

import datetime as dt
import logging
from itertools import islice

from django.utils import timezone

from cases.models import OutboxEntry
from notifications.writing import write_messages
from organisations.models import Partnership
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
    try:
        with transaction_in(Scope.staff(partnership_id)):
            entry = (
                OutboxEntry.objects.select_for_update(skip_locked=True, of=("self",))
                .select_related("event")
                .filter(partnership_id=partnership_id, event_id=event_id, state=State.WAITING)
                .first()
            )
            if entry is None:
                return False
            write_messages(entry.event)
            entry.state, entry.told_at, entry.error = State.TOLD, timezone.now(), ""
            entry.save(update_fields=["state", "told_at", "error"])
    except Exception as error:  # whatever is wrong with one event is noted, and the others go on
        _note_failure(partnership_id, event_id, error)
        return False
    return True


def _note_failure(partnership_id: int, event_id: int, error: Exception) -> None:
    """Count the attempt and keep the kind of error: its text could hold personal data."""
    kind = type(error).__name__
    with transaction_in(Scope.staff(partnership_id)):
        entry = (
            OutboxEntry.objects.select_for_update()
            .filter(partnership_id=partnership_id, event_id=event_id, state=State.WAITING)
            .first()
        )
        if entry is None:
            return
        entry.attempts += 1
        entry.error = kind
        if entry.attempts >= MOST_ATTEMPTS:
            entry.state = State.STUCK
        entry.save(update_fields=["attempts", "error", "state"])
    logger.error(
        "event %s of partnership %s could not be told (attempt %s): %s",
        event_id,
        partnership_id,
        entry.attempts,
        kind,
    )


def tell_waiting() -> int:
    """Tell what no nudge announced, or what failed before and may now be tried; how many were told.

    Each partnership in turn; at most a hundred events of each, so that none waits for another's.
    """
    told = 0
    for partnership_id in Partnership.objects.order_by("id").values_list("pk", flat=True):
        for event_id in _due(partnership_id):
            told += tell(partnership_id=partnership_id, event_id=event_id)
    return told


def _due(partnership_id: int) -> list[int]:
    now = timezone.now()
    with transaction_in(Scope.staff(partnership_id)):
        waiting = OutboxEntry.objects.filter(
            partnership_id=partnership_id, state=State.WAITING
        ).order_by("id")
        rows = waiting.values_list("event_id", "attempts", "written_at")
        due = (
            event_id
            for event_id, attempts, written_at in rows.iterator(chunk_size=AT_ONCE)
            if not attempts or written_at + FIRST_WAIT * 4**attempts <= now
        )
        return list(islice(due, AT_ONCE))
