"""Each partnership in turn, and each row by itself: what is wrong with one never stops the others.

The one thing that ends a sweep is a database that is away: then nothing can go on, the task fails,
and the next sweep begins anew. One that was only restarted is connected to again.
"""

import logging
from collections.abc import Callable

from django.db import OperationalError, connection

from organisations.database import drop_broken_connection
from organisations.models import Partnership

logger = logging.getLogger(__name__)


def each_partnership(work: Callable[[int], int], *, doing: str) -> int:
    """Do the work for each partnership in turn; the sum of what it gave.

    doing: for the log, such as `delivering`.
    """
    done = 0
    for partnership_id in list(Partnership.objects.order_by("id").values_list("pk", flat=True)):
        try:
            done += work(partnership_id)
        except Exception as error:  # whatever is wrong with one is noted, and the others go on
            go_on_after(error, about=f"{doing} for partnership {partnership_id}")
    return done


def go_on_after(error: Exception, *, about: str) -> None:
    """Log the kind of error: its text could hold personal data. Raises it if nothing can go on.

    A deadlock or a timeout concerns one row, although it is of the same kind as a lost connection.
    """
    logger.error("%s: %s", about, type(error).__name__)
    drop_broken_connection()
    if database_has_gone():
        raise error


def database_has_gone() -> bool:
    """Whether no connection can be had."""
    try:
        connection.ensure_connection()
    except OperationalError:
        return True
    return not connection.is_usable()
