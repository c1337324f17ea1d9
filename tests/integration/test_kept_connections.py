"""A connection kept between requests is asked whether it lives only where it may not."""

import select
from contextlib import closing

import psycopg2
import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.urls import reverse

from organisations.tenancy import is_quiet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(monkeypatch):
    """How often Django asks, as at the beginning of a request; the list grows by each answer."""
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    connection.close()
    connection.connect()
    connection.health_check_done = False
    answers, ask = [], connection.is_usable

    def is_usable():
        answers.append(ask())
        return answers[-1]

    monkeypatch.setattr(connections[DEFAULT_DB_ALIAS], "is_usable", is_usable)
    yield answers
    connection.close()


def end_it() -> None:
    """As a restart of the server does; back when the connection has heard of it."""
    place, kept = connection.settings_dict, connection.connection
    with closing(
        psycopg2.connect(
            host=place["HOST"],
            port=place["PORT"],
            dbname=place["NAME"],
            user=place["USER"],
            password=place["PASSWORD"],
        )
    ) as other:
        other.autocommit = True
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [kept.get_backend_pid()])
    heard, _, _ = select.select([kept], [], [], 10)
    assert heard


def test_one_that_is_quiet_is_used_without_asking(client, asked):
    assert client.get(reverse("account_login")).status_code == 200
    assert asked == []


def test_one_that_the_server_ended_is_opened_anew_and_nobody_notices(client, asked):
    before = connection.connection.get_backend_pid()
    end_it()
    assert client.get(reverse("account_login")).status_code == 200
    assert asked == [False]
    assert connection.connection.get_backend_pid() != before


def test_one_that_was_closed_is_not_quiet():
    connection.ensure_connection()
    kept = connection.connection
    assert is_quiet(kept)
    connection.close()
    assert not is_quiet(kept)
