"""The one running system of a clone: who holds its data, and where it answers.

A lock that the kernel frees when its holder ends tells whether something runs;
no process id is trusted. ``running.json`` beside it holds the addresses for
bin/manage, readable by its owner only.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import time
from collections.abc import Mapping
from typing import IO

from ct_portal.embedded.console import SetupProblem
from ct_portal.embedded.home import STATE, write_private

LOCK = STATE / "instance.lock"
GUESTS = STATE / "guests.lock"
RECORD = STATE / "running.json"


def release(handle: IO[str]) -> None:
    """Give the clone's data free; its addresses are no longer true."""
    RECORD.unlink(missing_ok=True)
    handle.close()


def claim(*, command: str) -> IO[str] | None:
    """Take the clone's data for this process; None when another process holds it.

    Keep the returned handle open for as long as the data is in use.
    """
    STATE.mkdir(mode=0o700, exist_ok=True)
    handle = open(LOCK, "a")  # noqa: SIM115 - the lock lives as long as the handle
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        return None
    RECORD.unlink(missing_ok=True)
    write_record(command=command, environ={})
    return handle


def write_record(*, command: str, environ: Mapping[str, str]) -> None:
    """Say what runs and, once it can be used, the environment to reach it with.

    Only what differs from this process's own environment is written.
    """
    ours = {name: value for name, value in environ.items() if os.environ.get(name) != value}
    write_private(RECORD, json.dumps({"pid": os.getpid(), "command": command, "environ": ours}))


def record() -> dict:
    """What the holder of the lock wrote; empty while it is only just starting."""
    try:
        return json.loads(RECORD.read_text())
    except (OSError, ValueError):
        return {}


def sentence() -> str:
    """Why a second system cannot start."""
    held = record()
    where = held.get("environ", {}).get("BASE_URL")
    if held.get("command") == "run":
        at = f" at {where}" if where else ""
        return f"This clone is running already{at} (process {held['pid']})."
    return f"bin/manage is using this clone's database (process {held.get('pid')}); try again."


def environ_of_running(*, seconds: float = 120) -> dict[str, str] | None:
    """The environment of the running system, waiting while it starts; None when it ended instead.

    Raises SetupProblem when it does not become usable in time.
    """
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        environ = record().get("environ")
        if environ:
            return environ
        if not held():
            return None
        time.sleep(0.1)
    raise SetupProblem(sentence())


def held() -> bool:
    """Whether a process holds the clone's data."""
    with open(LOCK, "a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def stop_running(*, seconds: float = 90) -> None:
    """Ask the running system of this clone to stop, and wait until it has.

    Raises SetupProblem when it does not.
    """
    pid = record().get("pid")
    if not held() or not pid:
        return
    os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + seconds
    while held():
        if time.monotonic() > end:
            raise SetupProblem(
                f"The running system (process {pid}) did not stop within {seconds:.0f} s."
            )
        time.sleep(0.1)


def visit() -> IO[str]:
    """Mark this process as a user of a database that another bin/manage started."""
    handle = open(GUESTS, "a")  # noqa: SIM115 - the lock lives as long as the handle
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


def wait_for_guests() -> None:
    """Wait until no other command uses the database that this process is about to stop."""
    with open(GUESTS, "a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
