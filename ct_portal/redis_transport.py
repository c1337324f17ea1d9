"""kombu's Redis transport, whose worker outlives a broker that goes away while a task runs.

A connection that is lost with a task in hand is closed by kombu 5.7 in an order in which the
channel asks a connection that is gone already for its address. That AttributeError is no connection
error to Celery: the worker ends. Said as what it is, it is passed over, and the worker connects
again. The task itself is not put back; the sweeps find its work (ADR 12,
tests/fire/test_redis_away.py).
"""

import redis
from kombu.transport import TRANSPORT_ALIASES
from kombu.transport import redis as kombus

OURS = "ct_portal.redis_transport:Transport"


class Channel(kombus.Channel):
    """A channel that says that its connection is closed."""

    def _connparams(self, asynchronous: bool = False) -> dict:
        if self.connection is None or self.connection.client is None:
            raise redis.ConnectionError("the connection to the broker is closed")
        return super()._connparams(asynchronous=asynchronous)


class Transport(kombus.Transport):
    """The transport of ``redis://`` and ``rediss://`` once `use` was called."""

    Channel = Channel


def use() -> None:
    """From now on brokers are spoken to by this transport."""
    TRANSPORT_ALIASES.update(redis=OURS, rediss=OURS)
