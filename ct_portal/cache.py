"""A cache that may be away: what it holds can be lost at any moment, and then it is just empty.

It counts tries (at the tracker, at signing in) and holds nothing that is needed. Nobody is kept
out, and no page is an error, because it does not answer (ADR 12).
"""

import logging
import time
from functools import wraps

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# A cache that hangs costs a request seconds; this long nobody waits for it again.
QUIET_SECONDS = 5
_quiet_until = 0.0


def _unless_away(name: str, *, lost):
    """The backend's method; where Redis does not answer, `lost` says what is answered instead."""
    whole = getattr(RedisCache, name)

    @wraps(whole)
    def method(self, *args, **kwargs):
        global _quiet_until
        if time.monotonic() < _quiet_until:
            return lost(*args, **kwargs)
        try:
            return whole(self, *args, **kwargs)
        except RedisError as error:
            _quiet_until = time.monotonic() + QUIET_SECONDS
            logger.warning("the cache does not answer: %s", type(error).__name__)
            return lost(*args, **kwargs)

    return method


def _missing(key, *args, **kwargs):
    raise ValueError("the cache does not answer, so that the key is not found")


class ForgivingRedis(RedisCache):
    """As Django's; away, it takes what is written and finds nothing.

    `add` succeeds then, because callers use it as a lock and would wait for it.
    """

    add = _unless_away("add", lost=lambda *args, **kwargs: True)
    get = _unless_away("get", lost=lambda key, default=None, version=None: default)
    set = _unless_away("set", lost=lambda *args, **kwargs: None)
    touch = _unless_away("touch", lost=lambda *args, **kwargs: False)
    delete = _unless_away("delete", lost=lambda *args, **kwargs: False)
    get_many = _unless_away("get_many", lost=lambda *args, **kwargs: {})
    has_key = _unless_away("has_key", lost=lambda *args, **kwargs: False)
    incr = _unless_away("incr", lost=_missing)
    set_many = _unless_away("set_many", lost=lambda data, *args, **kwargs: list(data))
    delete_many = _unless_away("delete_many", lost=lambda *args, **kwargs: None)
