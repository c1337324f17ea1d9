"""Sending by GOV.UK Notify: the worker is killed by SIGKILL at each point, one after another.

Where an e-mail by SMTP stays uncertain, Notify is asked: in the end each is accepted, taken once.
"""

import os
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest

from tests.fake_notify import Fault
from tests.fire.killing import Rig
from tests.fire.site import Site
from tests.fire.test_kill_points import ATTEMPTS, DEADLINE, TOLD

POINTS = ("connect", "request", "taken", "answer")


@dataclass(frozen=True)
class Killed:
    """Where, in which kind of pool, and whether Notify had taken it by then."""

    point: str
    taken: bool
    pool: str = "solo"

    @property
    def states(self) -> list[str]:
        """Of the attempts in the end: one that was not taken is followed by one that was."""
        return ["accepted"] if self.taken else ["failed", "accepted"]


KILLED = [
    Killed("claimed", taken=False, pool="prefork"),
    Killed("connect", taken=False),
    Killed("request", taken=False),
    Killed("taken", taken=True, pool="prefork"),
    Killed("answer", taken=True),
    Killed("before-finish", taken=True),
    Killed("before-finish-commits", taken=True),
    Killed("finished", taken=True),
    # It died while sending, and the next one died with the answer to the question in its hands.
    Killed("asked", taken=False),
]
EACH = pytest.mark.parametrize("killed", KILLED, ids=lambda killed: f"{killed.point}-{killed.pool}")


class NotifyRig(Rig):
    """Also dies when Notify has come to a point."""

    def faults_at(self, point: str, group: int) -> Iterator[AbstractContextManager]:
        """At the server's points."""
        if point in POINTS:
            kill = Fault(call=lambda taken: os.killpg(group, signal.SIGKILL), hang_up=True)
            yield self.site.notify.failing(point, kill)


def name_of(killed: Killed) -> str:
    return f"notify.{killed.point}"


@pytest.fixture(scope="module")
def references(site) -> dict[Killed, str]:
    """After all the killing and the recovery: which case was acknowledged at which point."""
    with site.by_notify():
        found = {killed: site.apply(name_of(killed)) for killed in KILLED}
        recover(site)
        rig, spoc = NotifyRig(site), site.spoc()
        try:
            for killed, reference in found.items():
                site.empty_broker()
                spoc.get(f"{site.case_address(reference)}acknowledge/")
                spoc.submit(button="Send the acknowledgement")
                die(site, rig, killed)
        finally:
            rig.stop()
        site.empty_broker()
        recover(site)
    return found


def die(site: Site, rig: NotifyRig, killed: Killed) -> None:
    """One worker at its point; for `asked` first one that leaves something to be asked about."""
    if killed.point != "asked":
        rig.work_until_dead(killed.point, pool=killed.pool)
        return
    rig.work_until_dead("claimed")
    site.pass_time()
    site.empty_broker()
    site.sweep()
    rig.work_until_dead("asked")


def recover(site: Site) -> None:
    """A clean worker, and time: for what is lost to be seen, asked about, and sent again."""
    with site.worker():
        for _ in range(4):
            site.pass_time()
            site.sweep()
            site.until(site.idle, what="the workers are idle")
        site.settle()


@EACH
def test_notify_takes_it_once_and_in_the_end_everybody_knows(site, references, killed):
    attempts = site.rows(ATTEMPTS, references[killed])
    assert [state for state, _, _ in attempts] == killed.states
    assert sum(site.notify.times(reference) for _, reference, _ in attempts) == 1
    receipt = 1
    assert len(site.notify.to(f"{name_of(killed)}@home.example")) == receipt + 1


@EACH
def test_the_date_is_met_and_told_once(site, references, killed):
    assert site.rows(DEADLINE, references[killed]) == [(True,)]
    assert site.count(TOLD, references[killed]) == 1


@EACH
def test_nobody_has_anything_to_see_to(site, references, killed):
    assert "Reached nobody" not in site.spoc_page(references[killed])
