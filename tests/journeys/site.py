"""The whole system for browser tests: its own database, web, worker, beat and demonstration data.

Started once per session on the services that `bin/test` runs, by the same code as `bin/run`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2

from ct_portal.embedded import people_in_logs, ports
from ct_portal.embedded.home import throwaway_home
from ct_portal.embedded.stack import Stack
from tests.one_run import migrated_database

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Site:
    """Where the system is served, and the password of everybody in the demonstration."""

    address: str
    password: str
    stack: Stack


def named(url: str, name: str) -> str:
    """An address with another database at its end."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def make_database(name: str, *, template: str = "template1") -> dict[str, str]:
    """An empty database, or a copy, on the services of `bin/test`; the two addresses of it."""
    urls = {key: os.environ[key] for key in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    connection = psycopg2.connect(urls["DATABASE_OWNER_URL"])
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    connection.close()
    return {key: named(url, name) for key, url in urls.items()}


@contextmanager
def serving() -> Iterator[Site]:
    """A running system; what the processes wrote is printed when it could not start."""
    home, _held = throwaway_home(purpose="journeys")
    stack = Stack(home)
    stack.environ |= make_database(f"ct_journeys_{os.getpid()}", template=migrated_database())
    stack.environ["REDIS_URL"] = named(os.environ["REDIS_URL"], "7")
    stack.environ["DJANGO_SETTINGS_MODULE"] = "ct_portal.settings"
    try:
        stack.serve_at(host=ports.LOOPBACK, port=ports.any_free())
        stack.bootstrap()
        stack.start_application()
        yield Site(stack.base_url, stack.environ["DEMO_PASSWORD"], stack)
        # Whatever people did with it in a browser, its logs tell of nobody.
        people_in_logs.expect_nobody(stack, also={})
    finally:
        stack.stop()
