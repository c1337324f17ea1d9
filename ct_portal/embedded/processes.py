"""The children of the supervisor: started in order, stopped in reverse, each waited for.

A child leads its own session, so that Ctrl-C reaches the supervisor alone, and
on Linux it is told to stop when the supervisor dies, so that even a SIGKILL of
the supervisor leaves nothing running.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ct_portal.embedded import ports
from ct_portal.embedded.console import SetupProblem, say

PR_SET_PDEATHSIG = 1
STOP_SECONDS = 30
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


@dataclass(frozen=True)
class Identity:
    """The user a child drops to; the supervisor must be root for it."""

    uid: int
    gid: int

    def keywords(self) -> dict[str, Any]:
        """The arguments of subprocess for it."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


@dataclass(frozen=True)
class Child:
    """One running process and the signal that stops it gently."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signal: signal.Signals
    log: Path
    again: Callable[[], Child]  # starts the same command once more


def bound_to_parent(*, stop_signal: signal.Signals) -> Callable[[], None]:
    """What a child does between fork and exec: stop when its parent dies."""
    parent = os.getpid()

    def bind() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, int(stop_signal))
            if os.getppid() != parent:
                os._exit(1)

    return bind


class Processes:
    """The running children of one supervisor."""

    def __init__(self, *, logs: Path) -> None:
        self.logs = logs
        self.children: list[Child] = []

    def spawn(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        environ: Mapping[str, str],
        cwd: Path,
        stop_signal: signal.Signals = signal.SIGTERM,
        identity: Identity | None = None,
        stdin: bytes | None = None,
    ) -> Child:
        """Start a child that logs to ``<name>.log``; ``stdin`` is given to it and closed.

        The log of the time before is kept as ``<name>.log.1``.
        """
        log = self.logs / f"{name}.log"
        if log.exists():
            log.replace(log.with_name(f"{log.name}.1"))
        with open(log, "ab") as out:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdout=out,
                stderr=out,
                stdin=subprocess.DEVNULL if stdin is None else subprocess.PIPE,
                env=dict(environ),
                cwd=cwd,
                start_new_session=True,
                preexec_fn=bound_to_parent(stop_signal=stop_signal),
                **(identity.keywords() if identity else {}),
            )
        if stdin is not None and process.stdin is not None:
            process.stdin.write(stdin)
            process.stdin.close()
        again = partial(
            self.spawn,
            name,
            command,
            environ=environ,
            cwd=cwd,
            stop_signal=stop_signal,
            identity=identity,
            stdin=stdin,
        )
        child = Child(name, process, stop_signal, log, again)
        self.children.append(child)
        return child

    def named(self, name: str) -> Child:
        """The running child of that name. Raises LookupError."""
        for child in self.children:
            if child.name == name:
                return child
        raise LookupError(name)

    def wait_ready(self, child: Child, ready: Callable[[], bool], *, seconds: float) -> None:
        """Wait until ``ready`` answers true; SetupProblem if the child ends or is too slow."""
        end = time.monotonic() + seconds
        while not ready():
            if child.process.poll() is not None:
                raise SetupProblem(
                    f"{child.name} ended with code {child.process.returncode}:\n{tail(child.log)}"
                )
            if time.monotonic() > end:
                raise SetupProblem(
                    f"{child.name} was not ready after {seconds:.0f} s:\n{tail(child.log)}"
                )
            time.sleep(0.03)

    def on_free_port(
        self, start: Callable[[int], Child], ready: Callable[[int], bool], *, seconds: float
    ) -> int:
        """Start a server on a free port; try again where somebody took it first."""
        for last_try in (False, False, True):
            port = ports.any_free()
            child = start(port)
            try:
                self.wait_ready(child, lambda: ready(port), seconds=seconds)  # noqa: B023 - called at once
            except SetupProblem:
                if last_try or child.process.poll() is None or ports.is_free(port=port):
                    raise
                self.children.remove(child)
            else:
                return port
        raise AssertionError("the last try returns or raises")

    def first_ended(self) -> Child | None:
        """A child that ended by itself, if there is one."""
        return next((child for child in self.children if child.process.poll() is not None), None)

    def stop(self) -> None:
        """Stop all children, last started first, each waited for."""
        while self.children:
            self.end(self.children[-1])

    def end(self, child: Child, *, by: signal.Signals | None = None) -> None:
        """Stop one child, by its own signal unless another is given, and wait for it."""
        self.children.remove(child)
        if child.process.poll() is None:
            child.process.send_signal(by or child.stop_signal)
            try:
                child.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                say(f"{child.name} did not stop within {STOP_SECONDS} s; ending it")
                child.process.kill()
                child.process.wait()


def tail(log: Path, *, lines: int = 15) -> str:
    """The last lines of a log, indented."""
    try:
        text = log.read_text(errors="replace")
    except OSError:
        return "    (no log)"
    return "\n".join(f"    {line}" for line in text.splitlines()[-lines:])
