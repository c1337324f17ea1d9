"""Ctrl-C, a plain kill and a closed terminal all stop the supervisor in the same orderly way."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupted(BaseException):
    """The person, or the system, asked the supervisor to stop."""


def interrupt(number: int, frame: FrameType | None) -> None:
    """Signal handler: leave what is being done; a second signal changes nothing."""
    ignore()
    raise Interrupted(signal.Signals(number).name)


def install() -> None:
    """Handle the signals, which a script's ``&`` may have left ignored."""
    for number in SIGNALS:
        signal.signal(number, interrupt)


def ignore() -> None:
    """From here on nothing interrupts the orderly stop."""
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def run_in_foreground(command: Sequence[str], *, environ: Mapping[str, str], cwd: Path) -> int:
    """Run a command that shares the terminal, and return its exit code.

    Ctrl-C reaches it directly and is its own affair; the other signals are passed on to it.
    """
    running = subprocess.Popen(list(command), env=dict(environ), cwd=cwd)

    def pass_on(number: int, frame: FrameType | None) -> None:
        running.send_signal(number)

    signal.signal(signal.SIGINT, lambda number, frame: None)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, pass_on)
    return running.wait()
