"""After a commit: tell the workers that there is something to do. Losing one loses nothing.

A broken broker must not break the request that has just been committed: the sweeps pick up what
no nudge announced.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from celery import current_app
from kombu import Connection
from kombu.pools import producers

logger = logging.getLogger(__name__)

TELL_EVENT = "notifications.tasks.tell_event"
SEND_DELIVERY = "notifications.tasks.send_delivery"
CHASE = "notifications.tasks.chase"
PRINT_BATCH = "notifications.tasks.print_batch"
CHASE_OWED = "notifications.tasks.chase_owed"

# A page waits this long for a broker that hangs, and this long nobody waits for it again.
PATIENCE_SECONDS = 1
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


def nudge_batch(partnership_id: int, batch_id: int) -> None:
    """A print batch has been asked for; never raises."""
    _send(PRINT_BATCH, partnership_id, batch_id)


def nudge_chasers() -> None:
    """The demonstration's clock has been moved; never raises."""
    _send(CHASE)
    _send(CHASE_OWED)


def _send(task: str, *ids: int) -> None:
    global _quiet_until
    if _silent.get() or time.monotonic() < _quiet_until:
        return
    try:
        with producers[_broker()].acquire(block=True, timeout=PATIENCE_SECONDS) as producer:
            current_app.send_task(
                task, args=list(ids), producer=producer, retry=False, ignore_result=True
            )
    except Exception as error:  # the broker's client raises many kinds, and none may come out
        _quiet_until = time.monotonic() + QUIET_SECONDS
        logger.warning("nudge %s %s was lost: %s", task, ids, type(error).__name__)


@cache
def _broker() -> Connection:
    """The nudges' own: impatient, where a worker waits for its broker as long as it takes."""
    patience = {
        "socket_timeout": PATIENCE_SECONDS,
        "socket_connect_timeout": PATIENCE_SECONDS,
        "max_retries": 1,  # 0 would mean for ever
        "interval_start": 0,
        "interval_step": 0,
        "interval_max": 0,
    }
    return current_app.connection_for_write(transport_options=patience)
