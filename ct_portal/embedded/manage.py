"""bin/manage: a management command in the environment of this clone's system.

It reaches the running system where there is one. Otherwise it starts PostgreSQL
and the broker on the kept data for as long as the command takes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from typing import IO

from ct_portal.embedded import instance, interrupts
from ct_portal.embedded.console import SetupProblem
from ct_portal.embedded.home import ROOT, kept_home
from ct_portal.embedded.stack import Stack, prepare_machine


def main(given: Sequence[str]) -> int:
    """Run the command and return its exit code."""
    interrupts.install()
    try:
        while True:
            claimed = instance.claim(command="manage")
            if claimed is not None:
                return with_own_services(given, claimed=claimed)
            environ = instance.environ_of_running()
            if environ is not None:
                with instance.visit():
                    return command(given, environ=dict(os.environ, **environ))
    except SetupProblem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except interrupts.Interrupted:
        return 130


def command(given: Sequence[str], *, environ: Mapping[str, str]) -> int:
    """Run manage.py in the foreground."""
    return interrupts.run_in_foreground(
        [sys.executable, "manage.py", *given], environ=environ, cwd=ROOT
    )


def with_own_services(given: Sequence[str], *, claimed: IO[str]) -> int:
    """Start the services, run the command, and stop them when no other command uses them."""
    prepare_machine()
    stack = Stack(kept_home())
    try:
        stack.start_services()
        instance.write_record(command="manage", environ=stack.environ)
        return command(given, environ=stack.environ)
    finally:
        interrupts.ignore()
        instance.wait_for_guests()
        stack.stop()
        instance.release(claimed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
