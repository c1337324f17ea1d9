"""How often a reference and secret can be tried, a draft begun, or a link sent, kept in the cache.

Nobody is locked out because the cache is down: a secret has 79 bits, so that the limits only
keep noise away.
"""

import datetime as dt
import hashlib
import logging

from django.core.cache import cache
from redis.exceptions import RedisError

from organisations.clock import LONDON

TRIES = 10
WINDOW_SECONDS = 15 * 60

log = logging.getLogger(__name__)


def locked_until(
    *, address: str, reference: str, at: dt.datetime, allowed: int = TRIES
) -> dt.datetime | None:
    """Count one try; the London time from which to try again when there were too many.

    at: real time. Windows begin on the quarter hour. address: where the try comes from. reference:
    what is tried.
    """
    window = int(at.timestamp()) // WINDOW_SECONDS
    plain = "".join(char for char in reference.upper() if char.isalnum())
    name = hashlib.sha256(f"{address} {plain} {window}".encode()).hexdigest()
    try:
        cache.add(f"track:{name}", 0, timeout=WINDOW_SECONDS)
        tries = cache.incr(f"track:{name}")
    except (RedisError, ValueError):
        log.warning("tries cannot be counted: the cache does not answer")
        return None
    if tries <= allowed:
        return None
    return dt.datetime.fromtimestamp((window + 1) * WINDOW_SECONDS, tz=LONDON)
