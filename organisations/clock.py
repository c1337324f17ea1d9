"""Domain time: what day and time it is for cases, in Europe/London.

In the demonstration an offset kept in the database moves it, so that deadlines can be watched.
`recorded_at`, tokens, retries and sign-in use real time (`django.utils.timezone.now`).
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from organisations.models import ClockOffset

LONDON = ZoneInfo("Europe/London")


_standing: ContextVar[dt.datetime | None] = ContextVar("clock_standing", default=None)


class NotADemonstration(RuntimeError):
    """The clock was to be moved outside demo mode."""


def now() -> dt.datetime:
    """The aware domain time, in Europe/London."""
    real = timezone.now().astimezone(LONDON)
    if not settings.DEMO:
        return real
    if (standing := _standing.get()) is not None:
        return standing
    seconds = ClockOffset.objects.filter(pk=1).values_list("seconds", flat=True).first() or 0
    return (real + dt.timedelta(seconds=seconds)).astimezone(LONDON)


def date_of(moment: dt.datetime) -> dt.date:
    """The London date of an aware moment. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a naive moment has no date: say which time zone it is in")
    return moment.astimezone(LONDON).date()


def move(*, seconds: int) -> None:
    """Set the demonstration's offset from real time. Raises NotADemonstration elsewhere."""
    if not settings.DEMO:
        raise NotADemonstration("the clock can be moved in demo mode only")
    ClockOffset.objects.update_or_create(pk=1, defaults={"seconds": seconds})


@contextmanager
def standing_at(moment: dt.datetime) -> Iterator[None]:
    """Let the demonstration's clock stand for a block: its history is written at its own time.

    In this thread only. Raises NotADemonstration elsewhere.
    """
    if not settings.DEMO:
        raise NotADemonstration("the clock can be moved in demo mode only")
    token = _standing.set(moment.astimezone(LONDON))
    try:
        yield
    finally:
        _standing.reset(token)
