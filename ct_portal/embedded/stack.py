"""The order of things: database, broker, bootstrap, web, worker, beat; and back."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from ct_portal.embedded import broker, fonts, frontend, native, ports, postgres
from ct_portal.embedded.console import SetupProblem, say
from ct_portal.embedded.environment import setup_lock
from ct_portal.embedded.home import ROOT, Home, secrets_of
from ct_portal.embedded.processes import Child, Processes, tail

# No access log: paths can hold secrets of victims.
WEB = ("--workers", "2", "--threads", "4", "--preload", "--no-control-socket")
WORKER = (
    "worker",
    "--loglevel",
    "info",
    "--concurrency",
    "2",
    "--without-gossip",
    "--without-mingle",
)
CALLER_MAY_SET = ("SECRET_KEY", "DEBUG", "DEMO_PASSWORD", "STORAGE_DIR")
EXTERNAL = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")


def prepare_machine(*, browser_driver: bool = False) -> None:
    """Native libraries and assets; each is skipped where it is there already."""
    with setup_lock():
        native.prepare(browser_driver=browser_driver)
        frontend.prepare()


class Stack:
    """The services and processes of one home."""

    def __init__(self, home: Home, *, external: bool = True) -> None:
        """``external``: use the services that DATABASE_URL and REDIS_URL of the caller name."""
        self.home = home
        self.external = external
        home.make()
        self.secrets = secrets_of(home)
        self.processes = Processes(logs=home.logs)
        self.environ = self.settings()
        self.bind = ""

    def settings(self) -> dict[str, str]:
        """The environment that settings.py reads, before the services are known."""
        caller = {
            name: value
            for name, value in os.environ.items()
            if self.external or name not in EXTERNAL
        }
        path = f"{Path(sys.executable).parent}:{caller.get('PATH', os.defpath)}"
        ours = {
            "SECRET_KEY": self.secrets["secret_key"],
            "DEMO": "1",
            "DEBUG": "0",
            "DEMO_PASSWORD": self.secrets["demo_password"],
            "STORAGE_DIR": str(self.home.storage),
        }
        if self.external:
            ours |= {name: caller[name] for name in CALLER_MAY_SET if name in caller}
        return {
            **caller,
            **ours,
            **native.environ(),
            **fonts.environ(),
            "PATH": path,
            "PYTHONUNBUFFERED": "1",
        }

    def start_services(self) -> None:
        """PostgreSQL and the broker, or the ones that the caller named."""
        if "DATABASE_URL" in self.environ:
            if "DATABASE_OWNER_URL" not in self.environ:
                raise SetupProblem(
                    "DATABASE_URL is set but DATABASE_OWNER_URL is not; set both, or neither."
                )
            say("PostgreSQL of DATABASE_URL")
        else:
            database = postgres.start(
                self.home, self.processes, secrets=self.secrets, fast=self.home.throwaway
            )
            self.environ |= {
                "DATABASE_URL": database.app_url,
                "DATABASE_OWNER_URL": database.owner_url,
            }
            say(database.description)
        if "REDIS_URL" in self.environ:
            say("Redis of REDIS_URL")
        else:
            running = broker.start(self.home, self.processes, secrets=self.secrets)
            self.environ["REDIS_URL"] = running.url
            say(running.description)

    def manage(self, *arguments: str) -> str:
        """Run a management command to its end and return what it printed.

        Raises SetupProblem with the command's own words when it fails.
        """
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            shown = "\n".join(
                f"    {line}" for line in (done.stdout + done.stderr).splitlines()[-25:]
            )
            raise SetupProblem(f"manage.py {' '.join(arguments)} failed:\n{shown}")
        return done.stdout

    def bootstrap(self) -> None:
        """Migrate as the owner and load the demonstration where the database is empty."""
        self.manage("bootstrap", "--demo")
        say("Migrated; demonstration loaded")

    def serve_at(self, *, host: str, port: int) -> None:
        """Settle the address before anything is written that names it, letters among it."""
        reached_at = ports.LOOPBACK if host in ("0.0.0.0", "::", "") else host
        shown = f"[{reached_at}]" if ":" in reached_at else reached_at
        self.environ |= {
            "BASE_URL": f"http://{shown}:{port}",
            "ALLOWED_HOSTS": allowed_hosts(host=host),
        }
        self.bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    def start_application(self) -> None:
        """Web first, so that a page is served early, then worker and beat; after `serve_at`."""
        python = sys.executable
        web = self.spawn(
            "web", python, "-m", "gunicorn", "ct_portal.wsgi:application", "--bind", self.bind, *WEB
        )
        self.processes.wait_ready(web, lambda: self.status("/health/live") == 200, seconds=60)
        say(f"Web on {self.base_url}")
        schedule = self.home.path / "beat-schedule"
        self.spawn("worker", python, "-m", "celery", "-A", "ct_portal", *WORKER)
        beat = ("beat", "--loglevel", "info", "--schedule", schedule, "--pidfile=")
        self.spawn("beat", python, "-m", "celery", "-A", "ct_portal", *beat)

    def spawn(self, name: str, *command: str | Path) -> Child:
        """Start one of the application's processes in the clone."""
        return self.processes.spawn(name, command, environ=self.environ, cwd=ROOT)

    @property
    def base_url(self) -> str:
        """Where the web process answers."""
        return self.environ["BASE_URL"]

    def status(self, path: str) -> int | None:
        """The HTTP status of a page of the running system, None when nothing answers."""
        try:
            with urllib.request.urlopen(self.base_url + path, timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def logs(self) -> str:
        """The end of every log, for a person who has to find out what went wrong."""
        return "\n".join(
            f"{log.name}:\n{tail(log, lines=30)}" for log in sorted(self.home.logs.glob("*.log"))
        )

    def stop(self) -> None:
        """Stop everything in reverse order; a throw-away home goes with it."""
        self.processes.stop()
        if self.home.throwaway:
            self.home.wipe()


def allowed_hosts(*, host: str) -> str:
    """The host names that Django answers to; all when the person asked to serve every address."""
    if host in ("0.0.0.0", "::", ""):
        return "*"
    return ",".join(dict.fromkeys((host, "127.0.0.1", "localhost")))
