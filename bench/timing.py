"""Timing in turn, and what is read from it: medians, ratios of pairs, growth."""

from __future__ import annotations

import http.client
import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence

from ct_portal.embedded import ports
from ct_portal.embedded.console import SetupProblem


def in_turn(
    calls: Mapping[str, Callable[[], object]],
    *,
    rounds: int,
    warm: int = 5,
    clock: Callable[[], float] = time.perf_counter,
) -> dict[str, list[float]]:
    """Call each in turn, so many rounds; the seconds of each call. What disturbs, disturbs all.

    clock: `time.process_time` for what waits for nothing, so that other work does not count.
    """
    for _ in range(warm):
        for call in calls.values():
            call()
    seconds: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            began = clock()
            call()
            seconds[name].append(clock() - began)
    return seconds


def getting(*, port: int, path: str, cookie: str = "", status: int = 200) -> Callable[[], bytes]:
    """A request, one connection each; SetupProblem when the page answers with another status."""

    def get() -> bytes:
        connection = http.client.HTTPConnection(ports.LOOPBACK, port, timeout=120)
        connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != status:
            raise SetupProblem(f"{path} answered {answer.status}: {body[:300]!r}")
        return body

    return get


def median(seconds: Sequence[float]) -> float:
    """The middle one."""
    return statistics.median(seconds)


def percentile(seconds: Sequence[float], part: float) -> float:
    """The value below which `part` (0 to 1) of them lie."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def ratio(seconds: Sequence[float], base: Sequence[float]) -> float:
    """The median of the ratios of calls that were made side by side."""
    return statistics.median(one / other for one, other in zip(seconds, base, strict=True))


def growth(cases: Sequence[int], seconds: Sequence[float]) -> float:
    """The exponent e of seconds ~ cases ** e, by least squares on logarithms.

    0.02 means 4.7 % more time for each tenfold step.
    """
    x, y = [math.log10(n) for n in cases], [math.log10(t) for t in seconds]
    return statistics.linear_regression(x, y).slope
