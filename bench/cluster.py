"""The bench's own durable PostgreSQL, with one database per size, and its broker."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from ct_portal.embedded import ports, postgres
from ct_portal.embedded.console import SetupProblem, say
from ct_portal.embedded.home import ROOT, Home, base
from ct_portal.embedded.postgres import APP, OWNER, SUPERUSER
from ct_portal.embedded.stack import Stack

# Durable (fsync stays on), with the memory of a small server; nobody replicates it, so that new
# indexes need no log.
SERVER = {
    "shared_buffers": "1GB",
    "max_wal_size": "8GB",
    "checkpoint_timeout": "30min",
    "autovacuum_naptime": "5min",
    "max_connections": "200",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True, kw_only=True)
class Size:
    """A volume to measure at. partnerships: as many as keep the largest at a screenful and more."""

    name: str
    cases: int
    partnerships: int
    all_open: bool = False


SIZES = {
    size.name: size
    for size in (
        Size(name="1k", cases=1_000, partnerships=3),
        Size(name="10k", cases=10_000, partnerships=34),
        Size(name="100k", cases=100_000, partnerships=340),
        Size(name="1m", cases=1_000_000, partnerships=340),
    )
}


def all_open(cases: int) -> Size:
    """Open cases alone, one in fifty past its date: what the chasers are measured on."""
    return Size(name=f"open_{cases}", cases=cases, partnerships=340, all_open=True)


class Cluster:
    """The running services, and the databases in them that have been seeded."""

    def __init__(self, *, home: Path | None, keep: bool) -> None:
        self.home = Home(path=home or base() / "bench", throwaway=not keep)
        self.stack = Stack(self.home, external=False)
        self.lock: IO[str] = self._lock()
        self.port, self.version = 0, ""

    def __enter__(self) -> Self:
        self._start(SERVER)
        self.stack.start_services()
        return self

    def __exit__(self, *exception) -> None:
        self.stack.stop()
        self.lock.close()

    def fill(self, sizes: list[Size]) -> None:
        """Seed what is not there yet, by a server that need not survive a crash meanwhile."""
        self._start(SERVER | postgres.FAST)
        try:
            self.stack.start_services()
            for size in sizes:
                self._seed(size)
        finally:
            self.stack.processes.stop()
            self.stack.environ = self.stack.settings()

    def _lock(self) -> IO[str]:
        handle = open(self.home.path / "bench.lock", "w")  # noqa: SIM115 - held until the end
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SetupProblem("Another bench runs on the same data.") from None
        return handle

    def _start(self, settings: Mapping[str, str]) -> None:
        database = postgres.start(
            self.home, self.stack.processes, secrets=self.stack.secrets, fast=False, more=settings
        )
        self.port = urlsplit(database.app_url).port or 0
        self.version = database.description.partition(" on ")[0]
        self.stack.environ |= {
            "DATABASE_URL": database.app_url,
            "DATABASE_OWNER_URL": database.owner_url,
        }

    def url(self, role: str, size: Size) -> str:
        """The address of a size's database for one of the roles."""
        secret = {APP: "app", OWNER: "owner", SUPERUSER: "superuser"}[role]
        password = self.stack.secrets[secret]
        return f"postgres://{role}:{password}@{ports.LOOPBACK}:{self.port}/volume_{size.name}"

    def environ(self, size: Size, **more: str) -> dict[str, str]:
        """What a command of ours needs to reach a size's database."""
        return {
            **self.stack.environ,
            "DATABASE_URL": self.url(APP, size),
            "DATABASE_OWNER_URL": self.url(OWNER, size),
            "BENCH_SUPERUSER_URL": self.url(SUPERUSER, size),
            "LOG_LEVEL": "WARNING",
            **more,
        }

    def _seed(self, size: Size) -> None:
        """Bring a size's database up to date, and fill it where that has not been done."""
        self._make_database(size)
        self._run(size, "manage.py", "bootstrap", "--verbosity", "0")
        done = self._seeded()
        if size.name in done:
            say(f"{size.name}: seeded before")
            return
        options = ["--cases", str(size.cases), "--partnerships", str(size.partnerships)]
        say(f"{size.name}: seeding")
        self._run(
            size, "manage.py", "seed_volume", *options, *(["--all-open"] if size.all_open else [])
        )
        (self.home.path / "seeded.json").write_text(json.dumps([*done, size.name]))

    def _seeded(self) -> list[str]:
        file = self.home.path / "seeded.json"
        return json.loads(file.read_text()) if file.exists() else []

    def _make_database(self, size: Size) -> None:
        connection = psycopg2.connect(
            host=ports.LOOPBACK,
            port=self.port,
            user=SUPERUSER,
            password=self.stack.secrets["superuser"],
            dbname=SUPERUSER,
        )
        connection.autocommit = True
        name = f"volume_{size.name}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(
                    sql.SQL("CREATE DATABASE {} OWNER {}").format(
                        sql.Identifier(name), sql.Identifier(OWNER)
                    )
                )
        connection.close()

    def _run(self, size: Size, *arguments: str) -> None:
        """Run a command with its output shown. Raises SetupProblem when it fails."""
        done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=self.environ(size))
        if done.returncode:
            raise SetupProblem(f"{' '.join(arguments)} failed")


def answer_of(arguments: list[str], *, environ: Mapping[str, str]) -> dict:
    """What a child of the bench prints as JSON. Raises SetupProblem with its own words."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=dict(environ),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SetupProblem(f"{' '.join(arguments)} failed")
    return json.loads(done.stdout)
