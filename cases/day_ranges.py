"""Days that somebody knows only as a range, from the first to the last that it can have been."""

import datetime as dt


def last_day(first: dt.date | None, last: dt.date | None, *, told_on: dt.date) -> dt.date | None:
    """The last day of a range; of a month that was not over when it was told, the day of telling.

    None where it is one day, or where no range is known.
    """
    if last is None:
        return None
    if first is None or first <= told_on:
        last = min(last, told_on)
    return last if last != first else None
