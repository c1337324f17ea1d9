"""A real PgBouncer in transaction mode, for the tests that scopes do not leak through it.

On PATH or in /usr/sbin; else apt installs it as root; else apt unpacks it without root; else one
sentence says what to install.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from ct_portal.embedded import native, ports
from ct_portal.embedded.console import SetupProblem, say
from ct_portal.embedded.home import Home
from ct_portal.embedded.postgres import server_identity
from ct_portal.embedded.processes import Child, Processes

PROGRAM = "pgbouncer"
PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin")
MISSING = (
    "PgBouncer is needed for the tests of the pooler and could not be had: "
    "install it (Debian, Ubuntu: apt install pgbouncer; macOS: brew install pgbouncer)."
)


@dataclass(frozen=True)
class Pooler:
    """Where a running PgBouncer listens."""

    host: str
    port: int


def find_program() -> Path:
    """The program, fetched where the machine has none. Raises SetupProblem."""
    found = present()
    if found is None and shutil.which("apt-get"):
        say("Fetching PgBouncer for the tests of the pooler (apt)")
        fetch = native.apt_install if os.geteuid() == 0 else native.apt_unpack
        fetch(packages=[PROGRAM])
        found = present()
    if found is None:
        raise SetupProblem(MISSING)
    return found


def present() -> Path | None:
    """The machine's program, or the one that an earlier run unpacked."""
    unpacked = native.NATIVE / "root" / "usr" / "sbin"
    places = [os.environ.get("PATH", os.defpath), *PLACES, str(unpacked)]
    found = shutil.which(PROGRAM, path=os.pathsep.join(places))
    return Path(found) if found else None


def configuration(*, server: SplitResult, port: int, users: Path, pool_size: int) -> str:
    """PgBouncer's settings: any database of one server, a pool of so many server connections."""
    lines = [
        "[databases]",
        f"* = host={server.hostname} port={server.port or 5432}",
        "[pgbouncer]",
        f"listen_addr = {ports.LOOPBACK}",
        f"listen_port = {port}",
        "unix_socket_dir =",
        "auth_type = scram-sha-256",
        f"auth_file = {users}",
        "pool_mode = transaction",
        f"default_pool_size = {pool_size}",
        "max_client_conn = 100",
        "log_connections = 0",
        "log_disconnections = 0",
    ]
    return "\n".join([*lines, ""])


def start(home: Home, processes: Processes, *, server_url: str, pool_size: int) -> Pooler:
    """Start it in front of a server, for the user that ``server_url`` names."""
    program = find_program()
    server = urlsplit(server_url)
    folder = home.path / "pooler"
    folder.mkdir(mode=0o700, exist_ok=True)
    users, settings = folder / "users", folder / "settings"
    user, password = unquote(server.username or ""), unquote(server.password or "")
    users.write_text(f'"{user}" "{password}"\n')
    identity = server_identity()

    def at(port: int) -> Child:
        settings.write_text(
            configuration(server=server, port=port, users=users, pool_size=pool_size)
        )
        if identity:  # it refuses root, as PostgreSQL does
            for path in (folder, users, settings):
                os.chown(path, identity.uid, identity.gid)
        environ = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", **native.environ()}
        return processes.spawn(
            "pooler", [program, settings], environ=environ, cwd=Path("/"), identity=identity
        )

    port = processes.on_free_port(at, lambda port: ports.answers(port=port), seconds=20)
    return Pooler(host=ports.LOOPBACK, port=port)
