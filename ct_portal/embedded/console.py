"""What the set-up commands say to the person who runs them."""

from __future__ import annotations

import sys
import time

STARTED = time.monotonic()


class SetupProblem(Exception):
    """Something this machine lacks; the message is one clear sentence for a person."""


def say(message: str) -> None:
    """Show one line of progress with the seconds since the command began.

    On standard error: standard output belongs to what bin/manage runs.
    """
    print(f"[{time.monotonic() - STARTED:6.2f} s] {message}", file=sys.stderr, flush=True)
