"""The embedded PostgreSQL cluster: made once, started, given its three roles.

It listens on 127.0.0.1 only, with scram passwords. The owner role makes the
tables and may create test databases; the app role does everything else. Neither
is a superuser and neither may bypass row-level security (ARCHITECTURE.md,
tenancy). The backup role reads everything and writes nothing (ADR 14).
"""

from __future__ import annotations

import os
import pwd
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from ct_portal.embedded import ports, postgres_binaries
from ct_portal.embedded.console import SetupProblem
from ct_portal.embedded.environment import setup_lock
from ct_portal.embedded.home import Home, base
from ct_portal.embedded.postgres_binaries import Binaries
from ct_portal.embedded.processes import Child, Identity, Processes

DATABASE = "ct_portal"
OWNER = "ct_owner"
APP = "ct_app"
BACKUP = "ct_backup"
SUPERUSER = "postgres"
ROLES = (
    (OWNER, "owner", "NOSUPERUSER NOBYPASSRLS NOCREATEROLE CREATEDB"),
    (APP, "app", "NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB"),
    (BACKUP, "backup", "NOSUPERUSER BYPASSRLS NOCREATEROLE NOCREATEDB"),
)
UNPRIVILEGED = "nobody"
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Database:
    """The three addresses of a running database, what serves it, and its programs."""

    app_url: str
    owner_url: str
    backup_url: str
    programs: Path
    description: str


def server_identity() -> Identity | None:
    """The user PostgreSQL drops to when this process is root (it refuses root)."""
    if os.geteuid() != 0:
        return None
    user = pwd.getpwnam(UNPRIVILEGED)
    return Identity(uid=user.pw_uid, gid=user.pw_gid)


def locale_options(*, major: int) -> list[str]:
    """Code-point order in UTF-8 on every version; the builtin provider came with 17."""
    if major >= 17:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8" if sys.platform == "linux" else "--locale=C"]


def server_environ() -> dict[str, str]:
    """A small, known environment: no locale or library path of the caller."""
    return {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"}


def start(
    home: Home,
    processes: Processes,
    *,
    secrets: Mapping[str, str],
    fast: bool,
    more: Mapping[str, str] | None = None,
) -> Database:
    """Start the cluster of a home, making it first where it is new.

    ``fast`` gives up durability, for throw-away clusters; ``more`` are further
    settings of the server. Raises SetupProblem when no server fits or it does
    not start.
    """
    identity = server_identity()
    folder = home.path / "postgres"
    data = folder / "data"
    version_file = data / "PG_VERSION"
    made_by = int(version_file.read_text()) if version_file.exists() else None
    binaries = postgres_binaries.choose(
        choice=os.environ.get("CT_POSTGRES") or "auto", cluster_major=made_by
    )
    if identity and binaries.from_wheel:
        with setup_lock():
            binaries = postgres_binaries.readable_copy(binaries, into=base() / "postgres-programs")
    if made_by is None:
        make_cluster(binaries, place=folder, identity=identity, password=secrets["superuser"])
    options = {**(FAST if fast else {}), **(more or {})}
    port = run_server(binaries, processes, data=data, identity=identity, more=options)
    make_roles(port=port, secrets=secrets)
    source = "packaged" if binaries.from_wheel else f"in {binaries.directory}"
    place = f"{ports.LOOPBACK}:{port}/{DATABASE}"
    return Database(
        app_url=f"postgres://{APP}:{secrets['app']}@{place}",
        owner_url=f"postgres://{OWNER}:{secrets['owner']}@{place}",
        backup_url=f"postgres://{BACKUP}:{secrets['backup']}@{place}",
        programs=binaries.directory,
        description=f"PostgreSQL {binaries.major} ({source}) on {ports.LOOPBACK}:{port}",
    )


def make_cluster(
    binaries: Binaries, *, place: Path, identity: Identity | None, password: str
) -> None:
    """Run initdb. The password goes by file: after the user drop a pipe cannot be reopened."""
    place.mkdir(mode=0o700, exist_ok=True)
    password_file = place / "password"
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    if identity:
        for path in (place, password_file):
            os.chown(path, identity.uid, identity.gid)
    options: list[str | Path] = [
        "-D",
        place / "data",
        "-U",
        SUPERUSER,
        "--auth=scram-sha-256",
        f"--pwfile={password_file}",
    ]
    options += [
        "-E",
        "UTF8",
        "--no-sync",
        "--no-instructions",
        *locale_options(major=binaries.major),
    ]
    done = subprocess.run(
        [binaries.directory / "initdb", *options],
        capture_output=True,
        text=True,
        env=server_environ(),
        cwd="/",
        check=False,
        **(identity.keywords() if identity else {}),
    )
    password_file.unlink()
    if done.returncode:
        raise SetupProblem(f"PostgreSQL could not make its data directory:\n{done.stderr.strip()}")


def server_options(*, port: int, more: Mapping[str, str]) -> list[str]:
    """Command-line settings of the server; no unix socket, whose path could be too long."""
    settings = {
        "listen_addresses": ports.LOOPBACK,
        "port": str(port),
        "unix_socket_directories": "",
        "max_connections": "100",
        "timezone": "UTC",
        # Details of errors and their statements hold the values of rows: not into a log.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        **more,
    }
    return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]


def run_server(
    binaries: Binaries,
    processes: Processes,
    *,
    data: Path,
    identity: Identity | None,
    more: Mapping[str, str],
) -> int:
    """Start the server on a free port and return the port."""

    def server(port: int) -> Child:
        return processes.spawn(
            "postgres",
            [binaries.directory / "postgres", "-D", data, *server_options(port=port, more=more)],
            environ=server_environ(),
            cwd=Path("/"),
            stop_signal=signal.SIGINT,
            identity=identity,
        )

    return processes.on_free_port(server, lambda port: accepts(port=port), seconds=30)


def accepts(*, port: int) -> bool:
    """Whether the server takes sessions; a wrong password is an answer too."""
    try:
        psycopg2.connect(
            host=ports.LOOPBACK, port=port, user=SUPERUSER, password="", dbname=SUPERUSER
        ).close()
    except psycopg2.OperationalError as error:
        return "no password supplied" in str(error) or "password authentication failed" in str(
            error
        )
    return True


def make_roles(*, port: int, secrets: Mapping[str, str]) -> None:
    """Create the three roles and the database where they are missing."""
    connection = psycopg2.connect(
        host=ports.LOOPBACK,
        port=port,
        user=SUPERUSER,
        password=secrets["superuser"],
        dbname=SUPERUSER,
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            for role, secret, rights in ROLES:
                cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
                if cursor.fetchone() is None:
                    cursor.execute(
                        f"CREATE ROLE {role} LOGIN PASSWORD %s {rights}", [secrets[secret]]
                    )
            cursor.execute(f"ALTER ROLE {BACKUP} SET default_transaction_read_only = on")
            cursor.execute(f"GRANT pg_read_all_data TO {BACKUP}")
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
                cursor.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
            cursor.execute(f"GRANT CONNECT ON DATABASE {DATABASE} TO {APP}, {BACKUP}")
    finally:
        connection.close()
