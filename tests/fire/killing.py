"""Workers that die where a test says, one after another (tests/fire/rig.py)."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack

from ct_portal.embedded.home import ROOT
from ct_portal.embedded.processes import bound_to_parent
from tests.fire.rig import ELSEWHERE, points
from tests.fire.site import Site


class Rig:
    """The process that forks workers which die (tests/fire/rig.py)."""

    def __init__(self, site: Site):
        self.site = site
        log = open(site.stack.home.logs / "rig.log", "ab")  # noqa: SIM115 - given to the child
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.fire.rig"],
            cwd=ROOT,
            env=site.stack.environ,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
            preexec_fn=bound_to_parent(stop_signal=signal.SIGKILL),
        )
        log.close()

    def faults_at(self, point: str, group: int) -> Iterator[AbstractContextManager]:
        """What a server does at a point of a conversation: none here. group: of processes."""
        yield from ()

    def work_until_dead(self, point: str, *, pool: str = "solo") -> None:
        """Start a worker and wait for its end; it must come at its point, and not by itself."""
        inside = point if point in points() else ELSEWHERE
        self.process.stdin.write(f"{pool} {inside}\n")
        self.process.stdin.flush()
        group = int(self.process.stdout.readline())
        late = threading.Timer(30, os.killpg, (group, signal.SIGKILL))
        late.start()
        with ExitStack() as faults:
            for fault in self.faults_at(point, group):
                faults.enter_context(fault)
            answer = self.process.stdout.readline()
        in_time = late.is_alive()
        late.cancel()
        assert answer == "dead\n", f"the rig ended\n{self.site.stack.logs()}"
        assert in_time, f"no worker came to {point}\n{self.site.stack.logs()}"

    def stop(self) -> None:
        """No more workers."""
        self.process.stdin.close()
        self.process.wait(30)
