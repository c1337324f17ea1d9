"""bin/run --check: boot a throw-away system, walk one case through it over HTTP, stop."""

from __future__ import annotations

import json
import sys
import time
import urllib.error
import urllib.request

from ct_portal.embedded import interrupts, people_in_logs, ports, walk
from ct_portal.embedded.console import SetupProblem, say
from ct_portal.embedded.form_browser import WalkProblem
from ct_portal.embedded.home import throwaway_home
from ct_portal.embedded.stack import Stack, prepare_machine
from ct_portal.embedded.walk_steps import STEPS

HEALTHY_SECONDS = 90


def run() -> int:
    """Boot, check the health, walk, stop. Returns 0, or 1 after saying what failed."""
    prepare_machine()
    home, _held = throwaway_home(purpose="check")
    stack = Stack(home, external=False)
    try:
        stack.serve_at(host=ports.LOOPBACK, port=ports.any_free())
        stack.start_services()
        stack.bootstrap()
        stack.start_application()
        wait_until_healthy(stack)
        people = take_the_walk(stack)
        wait_until_healthy(stack)
        expect_all_running(stack)
        people_in_logs.expect_nobody(stack, also={"secret": [people.noted["secret"]]})
    except (SetupProblem, WalkProblem) as problem:
        print(
            f"\nCheck failed: {problem}\n\nThe ends of the logs:\n{stack.logs()}", file=sys.stderr
        )
        return 1
    finally:
        interrupts.ignore()
        stack.stop()
    say(f"Check passed: all started, {len(STEPS)} steps walked, all stopped")
    return 0


def wait_until_healthy(stack: Stack) -> None:
    """Wait until /health/deep answers 200: database, broker, worker and beat all at work.

    Raises SetupProblem with the report when that takes too long.
    """
    end = time.monotonic() + HEALTHY_SECONDS
    while True:
        status, report = deep_health(stack)
        if status == 200:
            say("Health: everything answers")
            return
        if time.monotonic() > end:
            raise SetupProblem(
                f"/health/deep answered {status} after {HEALTHY_SECONDS} s: {report}"
            )
        expect_all_running(stack)
        time.sleep(1)


def deep_health(stack: Stack) -> tuple[int | None, str]:
    """Status and report of the deep health check."""
    try:
        with urllib.request.urlopen(stack.base_url + "/health/deep", timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")[:2000]
    except OSError as error:
        return None, str(error)


def take_the_walk(stack: Stack) -> walk.People:
    """Take every step of the walk, each reported with its time; what people noted on the way."""
    people = walk.People(
        base_url=stack.base_url, logins=logins(stack), password=stack.environ["DEMO_PASSWORD"]
    )
    for number, step in enumerate(STEPS, start=1):
        sentence = (step.__doc__ or step.__name__).strip().splitlines()[0]
        try:
            step(people)
        except WalkProblem as problem:
            raise WalkProblem(
                f"step {number} of {len(STEPS)}, {sentence!r}: {problem}"
            ) from problem
        say(f"{number:2}. {sentence}")
    return people


def logins(stack: Stack) -> dict[str, str]:
    """One demonstration e-mail address per role."""
    return json.loads(stack.manage("demo_logins", "--json"))


def expect_all_running(stack: Stack) -> None:
    """Raise SetupProblem if a process has ended by itself."""
    ended = stack.processes.first_ended()
    if ended:
        raise SetupProblem(f"{ended.name} ended by itself with code {ended.process.returncode}")
