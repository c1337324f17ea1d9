"""bin/test: the tests on a real PostgreSQL and a real broker of their own."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Sequence

from ct_portal.embedded import chromium, interrupts
from ct_portal.embedded.console import SetupProblem, say
from ct_portal.embedded.environment import setup_lock
from ct_portal.embedded.home import ROOT, throwaway_home
from ct_portal.embedded.stack import Stack, prepare_machine

DEFAULT_ARGUMENTS = ("-n", "3")
"""One more than two cores: tests of faults wait a good part of their time."""


def main(given: Sequence[str]) -> int:
    """Set up, run pytest with the arguments as given, clean up; returns pytest's exit code."""
    interrupts.install()
    try:
        return run(list(given) or list(DEFAULT_ARGUMENTS))
    except SetupProblem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except interrupts.Interrupted:
        return 130


def run(given: list[str]) -> int:
    """Start this invocation's own services, so that several can run at once."""
    browser = wants_browser(given)
    prepare_machine(browser_driver=browser)
    found = {}
    if browser:
        with setup_lock():
            found = chromium.environ()
    home, _held = throwaway_home(purpose="test")
    stack = Stack(home)
    try:
        stack.start_services()
        say(f"pytest {' '.join(given)}")
        environ = {**stack.environ, **found}
        return interrupts.run_in_foreground(
            [sys.executable, "-m", "pytest", *given], environ=environ, cwd=ROOT
        )
    finally:
        interrupts.ignore()
        stack.stop()


def wants_browser(given: Sequence[str]) -> bool:
    """Whether browser tests can be among those chosen: not with ``-m "not browser"``."""
    expressions = [after for option, after in itertools.pairwise(given) if option == "-m"]
    expressions += [
        option[2:].lstrip("=") for option in given if option.startswith("-m") and option != "-m"
    ]
    return not any("not browser" in expression for expression in expressions)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
