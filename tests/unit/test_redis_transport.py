"""A channel of a lost connection raises what Celery takes for one (tests/fire proves the rest)."""

from types import SimpleNamespace

import pytest
from kombu import Connection

from ct_portal import redis_transport
from ct_portal.celery import app


@pytest.mark.parametrize("address", ["redis://127.0.0.1:1/0", "rediss://127.0.0.1:1/0"])
def test_brokers_are_spoken_to_by_our_transport(address):
    assert isinstance(Connection(address).transport, redis_transport.Transport)
    assert isinstance(app.connection_for_read(address).transport, redis_transport.Transport)


@pytest.mark.parametrize("connection", [None, SimpleNamespace(client=None)])
def test_a_closed_connection_is_a_connection_error(connection):
    channel = redis_transport.Channel.__new__(redis_transport.Channel)
    channel.connection = connection
    with pytest.raises(Connection("redis://127.0.0.1:1/0").connection_errors):
        channel._connparams()
