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

# The image's own entry point, so that there is one place for how each process is started.
ENTRY_POINT = ROOT / "docker" / "entrypoint.sh"
CALLER_MAY_SET = ("SECRET_KEY", "DEBUG", "DEMO_PASSWORD", "STORAGE_DIR")
EXTERNAL = ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_BACKUP_URL", "REDIS_URL")


def prepare_machine(*, browser_driver: bool = False) -> None:
    """Native libraries and assets; each is skipped where it is there already."""
    with setup_lock():
        native.prepare(browser_driver=browser_driver)
        frontend.prepare()


class Stack:
    """The services and processes of one home."""

    def __init__(self, home: Home, *, external: bool = True, durable: bool | None = None) -> None:
        """``external``: use the services that DATABASE_URL and REDIS_URL of the caller name.

        ``durable``: whether the database keeps what it has confirmed through a crash; all but
        throw-away homes do, unless said otherwise.
        """
        self.home = home
        self.external = external
        self.durable = not home.throwaway if durable is None else durable
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
            "DATABASE_PREPARE": "1",
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
            # The database is waited for here; each process would ask again.
            "WAIT_SECONDS": "0",
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
                self.home, self.processes, secrets=self.secrets, fast=not self.durable
            )
            self.environ |= {
                "DATABASE_URL": database.app_url,
                "DATABASE_OWNER_URL": database.owner_url,
                "DATABASE_BACKUP_URL": database.backup_url,
                "PG_BIN": str(database.programs),
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

    def bootstrap(self, *, demo: bool = True) -> None:
        """Migrate as the owner and load the demonstration where the database is empty."""
        printed = self.manage("bootstrap", *(["--demo"] if demo else []))
        (self.home.logs / "bootstrap.log").write_text(printed)
        say("Migrated; demonstration loaded" if demo else "Migrated")

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
        self.start_web()
        self.start_worker()
        self.start_beat()

    def start_web(self) -> None:
        """The web process and its own workers, waited for."""
        self.environ["WEB_BIND"] = self.bind
        web = self.spawn("web", "web")
        self.processes.wait_ready(web, lambda: self.status("/health/live") == 200, seconds=60)
        say(f"Web on {self.base_url}")

    def start_worker(self, *, name: str = "worker") -> Child:
        """One Celery worker; several need a name each."""
        return self.spawn(name, "worker", "--hostname", f"{name}@%h")

    def start_beat(self, *, name: str = "beat") -> Child:
        """The keeper of the schedule."""
        schedule = str(self.home.path / f"{name}-schedule")
        return self.spawn(name, "beat", BEAT_SCHEDULE=schedule)

    def spawn(self, name: str, *words: str, **environ: str) -> Child:
        """Start one of the processes in the clone, by the words of the entry point."""
        return self.processes.spawn(
            name, ["sh", ENTRY_POINT, *words], environ={**self.environ, **environ}, cwd=ROOT
        )

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
