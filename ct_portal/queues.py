"""Which task waits in which queue, and in which order workers take from them (ADR 29).

    urgent     what somebody has just done: its letter is written and sent
    post       the sweeps, the printing, the measuring
    reminders  chasers, moved dates, the survey, drafts: nobody waits for them at a page

Redis knows no priorities, and kombu's own strategies either starve what is less urgent (`priority`)
or take it as often as what is (`round_robin`). Here the most urgent queue comes first, and every
fourth time one of the others does, so that no flood in one holds up another.
"""

from collections.abc import Iterable
from itertools import cycle

from kombu import Queue

URGENT, POST, REMINDERS = "urgent", "post", "reminders"
BY_URGENCY = (URGENT, POST, REMINDERS)
# Which queue is looked into first, the next time, and so on; the others follow by urgency.
FIRST = (URGENT, URGENT, URGENT, POST, URGENT, URGENT, URGENT, REMINDERS)

QUEUES = tuple(Queue(name) for name in BY_URGENCY)
"""All that a worker takes from, unless it is told otherwise (`--queues`)."""

ROUTES = {
    "notifications.tasks.tell_event": URGENT,
    "notifications.tasks.send_delivery": URGENT,
    "notifications.tasks.sweep_outbox": POST,
    "notifications.tasks.sweep_deliveries": POST,
    "notifications.tasks.print_batch": POST,
    "notifications.tasks.sweep_batches": POST,
    "notifications.tasks.record_heartbeat": POST,
    "notifications.tasks.measure_post": POST,
    "notifications.tasks.chase": REMINDERS,
    "notifications.tasks.chase_owed": REMINDERS,
    "notifications.tasks.send_digests": REMINDERS,
    "notifications.tasks.follow_calendars": REMINDERS,
    "notifications.tasks.ask_after_closure": REMINDERS,
    "notifications.tasks.look_after_drafts": REMINDERS,
}


def route(name: str, *args, **kwargs) -> dict | None:
    """Celery's router: a task that the table does not name is refused by a test, and waits in
    `post`."""
    return {"queue": ROUTES.get(name, POST)}


class ByUrgency:
    """kombu's cycle: in which order a worker's next BRPOP names the queues."""

    def __init__(self, queues: Iterable[str] = ()):
        self._turns = cycle(FIRST)
        self._first = next(self._turns)
        self.update(queues)

    def update(self, queues: Iterable[str]) -> None:
        """From now on these; what the table does not know comes last."""
        known = {name: number for number, name in enumerate(BY_URGENCY)}
        self._queues = sorted(queues, key=lambda name: known.get(name, len(known)))

    def consume(self, number: int) -> list[str]:
        """So many of the queues, that whose turn it is first."""
        ours = sorted(self._queues, key=lambda name: name != self._first)
        return ours[:number]

    def rotate(self, last_used: str) -> None:
        """Something was taken from a queue: the next turn begins."""
        self._first = next(self._turns)
