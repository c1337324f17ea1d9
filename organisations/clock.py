"""Domain time: what day and time it is for cases, in Europe/London.

In the demonstration an offset kept in the database moves it, so that deadlines can be watched.
`recorded_at`, tokens, retries and sign-in use real time (`django.utils.timezone.now`).
"""

import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from organisations.models import ClockOffset

LONDON = ZoneInfo("Europe/London")


class NotADemonstration(RuntimeError):
    """The clock was to be moved outside demo mode."""


def now() -> dt.datetime:
    """The aware domain time, in Europe/London."""
    real = timezone.now().astimezone(LONDON)
    if not settings.DEMO:
        return real
    seconds = ClockOffset.objects.filter(pk=1).values_list("seconds", flat=True).first() or 0
    return (real + dt.timedelta(seconds=seconds)).astimezone(LONDON)


def date_of(moment: dt.datetime) -> dt.date:
    """The London date of an aware moment. Raises ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a naive moment has no date: say which time zone it is in")
    return moment.astimezone(LONDON).date()


def end_of(day: dt.date) -> dt.datetime:
    """The last second of a London day."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), tzinfo=LONDON)


def move(*, seconds: int) -> None:
    """Set the demonstration's offset from real time. Raises NotADemonstration elsewhere."""
    if not settings.DEMO:
        raise NotADemonstration("the clock can be moved in demo mode only")
    ClockOffset.objects.update_or_create(pk=1, defaults={"seconds": seconds})
