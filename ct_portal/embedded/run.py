"""bin/run: the whole system in one command, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence

from ct_portal.embedded import check, instance, interrupts, ports
from ct_portal.embedded.console import SetupProblem, say
from ct_portal.embedded.home import kept_home
from ct_portal.embedded.processes import tail
from ct_portal.embedded.stack import Stack, prepare_machine

DEFAULT_PORT = 8000
ENVIRONMENT = """environment:
  DATABASE_URL, DATABASE_OWNER_URL  use this PostgreSQL (application and owner role)
  DATABASE_BACKUP_URL               its backup role, for bin/manage backup, restore and verify
  REDIS_URL                         use this Redis
  CT_POSTGRES, CT_BROKER            auto (the default), system, or wheel
  CT_INSTALLER                      pip: install packages with pip even where uv is found
"""


def arguments(given: Sequence[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="bin/run",
        description="Set up, start and serve the whole system with its demonstration. "
        "Ctrl-C stops it and keeps the data.",
        epilog=ENVIRONMENT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--host", default=ports.LOOPBACK, help="address to serve on (default: %(default)s)"
    )
    parser.add_argument(
        "--port",
        type=int,
        help=f"port to serve on (default: {DEFAULT_PORT}, or the next free one above it)",
    )
    parser.add_argument(
        "--reset", action="store_true", help="stop what runs, remove all data, and start anew"
    )
    parser.add_argument(
        "--check",
        action="store_true",
        help="boot in a throw-away state on free ports, walk one case from application "
        "to PCC outcome, and stop",
    )
    return parser.parse_args(given)


def main(given: Sequence[str]) -> int:
    """Run the command; SetupProblem becomes one sentence and exit code 1."""
    options = arguments(given)
    interrupts.install()
    try:
        return check.run() if options.check else serve(options)
    except SetupProblem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except interrupts.Interrupted:
        return 130


def serve(options: argparse.Namespace) -> int:
    """Start everything, say where it is, and watch it until it is asked to stop."""
    if options.reset:
        if os.environ.get("DATABASE_URL"):
            raise SetupProblem(
                "DATABASE_URL names another database than the embedded one; "
                "--reset does not empty that."
            )
        instance.stop_running()
    claimed = instance.claim(command="run")
    if claimed is None:
        raise SetupProblem(instance.sentence())
    prepare_machine()
    if options.reset:
        kept_home().wipe()
        say("All data removed")
    stack = Stack(kept_home())
    try:
        port = web_port(wanted=options.port, host=options.host)
        stack.serve_at(host=options.host, port=port)
        stack.start_services()
        stack.bootstrap()
        stack.start_application()
        instance.write_record(command="run", environ=stack.environ)
        announce(stack)
        return watch(stack)
    except interrupts.Interrupted:
        say("Stopping")
        return 0
    finally:
        interrupts.ignore()
        stack.stop()
        instance.release(claimed)
        say("Stopped; the data is kept")


def web_port(*, wanted: int | None, host: str) -> int:
    """The port to serve on: the one asked for, else 8000 or the next free one.

    Raises SetupProblem where the one asked for is taken.
    """
    if wanted is not None and not ports.is_free(port=wanted, host=host):
        raise SetupProblem(
            f"Port {wanted} on {host} is in use or not allowed; choose another with --port."
        )
    port = wanted or ports.next_free(port=DEFAULT_PORT, host=host)
    if port is None:
        raise SetupProblem(
            f"No port from {DEFAULT_PORT} upwards is free on {host}; choose one with --port."
        )
    return port


def announce(stack: Stack) -> None:
    """Print the address and one login per role."""
    logins = stack.manage("demo_logins")
    say("Ready")
    print(
        f"\n  {stack.base_url}/\n\n{logins.rstrip()}\n\n"
        f"Logs are in {stack.home.logs}. Ctrl-C stops everything.\n",
        flush=True,
    )


def watch(stack: Stack) -> int:
    """Wait until a process ends by itself, which ends everything with its log and code 1."""
    while True:
        ended = stack.processes.first_ended()
        if ended:
            code = ended.process.returncode
            raise SetupProblem(
                f"{ended.name} ended by itself (code {code}). Its log ends:\n{tail(ended.log)}"
            )
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
