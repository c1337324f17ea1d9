"""After a commit: tell the workers that there is something to do. Losing one loses nothing.

A broken broker must not break the request that has just been committed: the sweeps pick up what
no nudge announced.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from celery import current_app

logger = logging.getLogger(__name__)

TELL_EVENT = "notifications.tasks.tell_event"
SEND_DELIVERY = "notifications.tasks.send_delivery"

# A broker that is away costs a request seconds; this long nobody waits for it again.
QUIET_SECONDS = 15
_quiet_until = 0.0

_silent: ContextVar[bool] = ContextVar("nudges_silent", default=False)


@contextmanager
def silence() -> Iterator[None]:
    """No nudges from this block: for whoever tells the events of the block themselves."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def nudge_event(partnership_id: int, event_id: int) -> None:
    """An event has been committed; never raises."""
    _send(TELL_EVENT, partnership_id, event_id)


def nudge_delivery(partnership_id: int, delivery_id: int) -> None:
    """A delivery has been queued; never raises."""
    _send(SEND_DELIVERY, partnership_id, delivery_id)


def _send(task: str, *ids: int) -> None:
    global _quiet_until
    if _silent.get() or time.monotonic() < _quiet_until:
        return
    try:
        current_app.send_task(task, args=list(ids), retry=False, ignore_result=True)
    except Exception as error:  # the broker's client raises many kinds, and none may come out
        _quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("nudge %s %s was lost: %s", task, ids, type(error).__name__)
