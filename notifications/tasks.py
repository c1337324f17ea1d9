"""The workers' tasks: thin, and safe to run twice, at once, or late.

Limits are in seconds: a letter that takes for ever counts as one that failed, and a sweep that
hangs gives its worker back.
"""

from celery import shared_task
from django.utils import timezone

from notifications import (
    asking,
    calendars,
    chasing,
    chasing_owed,
    delivering,
    digests,
    measuring,
    printing,
    surveying,
    telling,
    unsent,
)
from organisations import clock
from organisations.models import Heartbeat


@shared_task(soft_time_limit=120, time_limit=150)
def tell_event(partnership_id: int, event_id: int) -> None:
    """Turn one event into letters and queued messages."""
    telling.tell(partnership_id=partnership_id, event_id=event_id)


@shared_task
def send_delivery(partnership_id: int, delivery_id: int) -> None:
    """Send one queued message."""
    delivering.deliver(partnership_id=partnership_id, delivery_id=delivery_id, at=clock.now())


@shared_task(soft_time_limit=600, time_limit=660)
def sweep_outbox() -> None:
    """Tell what the nudges lost."""
    telling.tell_waiting()


@shared_task
def sweep_deliveries() -> None:
    """Send what is due, say of what was lost on the way that it is uncertain, and ask about it."""
    delivering.deliver_queued(at=clock.now())
    asking.ask_due(at=clock.now())


@shared_task(soft_time_limit=300, time_limit=330)
def print_batch(partnership_id: int, batch_id: int) -> None:
    """Make one batch of letters for the printer."""
    printing.make_batch(partnership_id=partnership_id, batch_id=batch_id, at=clock.now())


@shared_task(soft_time_limit=600, time_limit=660)
def sweep_batches() -> None:
    """Make what the nudges lost, or what a worker left in the middle."""
    printing.make_waiting(at=clock.now())


@shared_task(soft_time_limit=600, time_limit=660)
def chase() -> None:
    """Remind of dates that are near, due or missed; each once, however often this runs."""
    chasing.chase(at=clock.now())


@shared_task(soft_time_limit=600, time_limit=660)
def chase_owed() -> None:
    """Remind agencies and the panel of what they keep; each once, however often this runs."""
    chasing_owed.chase_owed(at=clock.now())


@shared_task(soft_time_limit=600, time_limit=660)
def send_digests() -> None:
    """One mail a day to whoever chose that, at their hour."""
    digests.send_digests(at=clock.now())


@shared_task
def follow_calendars() -> None:
    """Move the dates that a changed calendar moves, and tell whom they were told."""
    calendars.follow_calendars(at=clock.now())


@shared_task(soft_time_limit=600, time_limit=660)
def ask_after_closure() -> None:
    """Ask each applicant once what a closed review was like, where the partnership wants it."""
    surveying.ask_after_closure(at=clock.now())


@shared_task(soft_time_limit=600, time_limit=660)
def look_after_drafts() -> None:
    """Erase drafts of applications whose time is over; remind once who asked for that."""
    unsent.look_after_drafts(at=clock.now())


@shared_task
def record_heartbeat() -> None:
    """Beat was here; read by the deep health check. Real time."""
    Heartbeat.objects.update_or_create(name="beat", defaults={"beat_at": timezone.now()})


@shared_task
def measure_post() -> None:
    """How far behind the post is; read by the deep health check."""
    measuring.measure()
