"""TCP ports on this machine."""

from __future__ import annotations

import socket

LOOPBACK = "127.0.0.1"


def is_free(*, port: int, host: str = LOOPBACK) -> bool:
    """Whether a server could listen there now.

    SO_REUSEADDR as servers set it: without it our own last connections, still
    in TIME_WAIT, make a port look taken after every restart.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def any_free(*, host: str = LOOPBACK) -> int:
    """A port that the system offers."""
    with socket.socket() as probe:
        probe.bind((host, 0))
        return probe.getsockname()[1]


def next_free(*, port: int, host: str, tries: int = 50) -> int | None:
    """The first free port from ``port`` upwards, None when there is none near."""
    return next((p for p in range(port, port + tries) if is_free(port=p, host=host)), None)


def answers(*, port: int, host: str = LOOPBACK) -> bool:
    """Whether something accepts connections there."""
    try:
        socket.create_connection((host, port), timeout=0.3).close()
    except OSError:
        return False
    return True
