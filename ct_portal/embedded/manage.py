"""bin/manage: a management command in the environment of this clone's system.

It reaches the running system where there is one. Otherwise it starts PostgreSQL
and the broker on the kept data for as long as the command takes. Commands that
work on files alone get no service at all.
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

ON_FILES = (
    ("check_threshold",),
    ("explain_date",),
    ("procedure", "validate"),
    ("procedure", "show"),
    ("procedure", "export"),
)
# The beginning of --partnership, in full or cut short: what is asked for stands in the database.
OF_A_PARTNERSHIP = "--pa"
# What they are given instead of services: addresses at which nothing answers.
NOWHERE = {
    "DATABASE_URL": "postgres://nobody@127.0.0.1:9/nothing",
    "REDIS_URL": "redis://127.0.0.1:9/0",
}


def works_on_files(given: Sequence[str]) -> bool:
    """Whether the command reads files only."""
    if any(word.startswith(OF_A_PARTNERSHIP) for word in given):
        return False
    return any(tuple(given[: len(words)]) == words for words in ON_FILES)


def main(given: Sequence[str]) -> int:
    """Run the command and return its exit code."""
    interrupts.install()
    if works_on_files(given):
        return command(given, environ=Stack(kept_home(), external=False).environ | NOWHERE)
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
