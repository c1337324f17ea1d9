"""Databases of a test's own, made by the owner beside the one that the tests share."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.db import connection

from organisations.database import in_database


def as_owner_of(database: str, *statements: str) -> None:
    """Run statements as the owner, each for itself."""
    url = urlsplit(os.environ["DATABASE_OWNER_URL"])._replace(path=f"/{database}").geturl()
    session = psycopg2.connect(url)
    session.autocommit = True
    try:
        with session.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
    finally:
        session.close()


@contextmanager
def own_database(name: str, *, template: str = "template1") -> Iterator[str]:
    """An empty database, or a copy of another one, which nobody may use meanwhile; its name."""
    if "DATABASE_BACKUP_URL" not in os.environ:
        pytest.skip("DATABASE_BACKUP_URL is not set")
    name = f"{name}_{os.getpid()}"
    connection.close()
    as_owner_of("postgres", f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield name
    finally:
        connection.close()
        as_owner_of("postgres", f"DROP DATABASE {name}")


@contextmanager
def working_in(name: str) -> Iterator[None]:
    """Use it on the default connection, as the application role."""
    with in_database(name):
        yield
