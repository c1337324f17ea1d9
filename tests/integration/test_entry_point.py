"""The image's entry point, run directly: what it starts, how it stops, what it refuses."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from ct_portal.embedded import ports
from tests.journeys.site import make_database, named

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ["sh", str(ROOT / "docker" / "entrypoint.sh")]
KEY = "k9Q2mZ7xV4bN8cL1pR6tY3wH5jD0fS-gAuEiOyKqXz_TnBvMhJ"
STOP_SECONDS = 15
# Celery writes this past all logging, on its way out.
FAREWELL = {"", "worker: Warm shutdown (MainProcess)"}


@pytest.fixture(scope="module")
def environ(tmp_path_factory):
    """A live service's environment on a new, empty database."""
    place = tmp_path_factory.mktemp("entry-point")
    port = ports.any_free()
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
    return {
        **kept,
        **make_database(f"ct_entry_{os.getpid()}"),
        "PATH": f"{Path(sys.executable).parent}:{os.defpath}",
        "PYTHONUNBUFFERED": "1",
        "SECRET_KEY": KEY,
        "REDIS_URL": named(os.environ["REDIS_URL"], "8"),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "DEFAULT_FROM_EMAIL": "no-reply@casereview.example",
        "STORAGE_DIR": str(place / "storage"),
        "STATIC_ROOT": str(place),
        "WEB_BIND": f"127.0.0.1:{port}",
        "WEB_WORKERS": "1",
        "WORKER_PROCESSES": "1",
        "BEAT_SCHEDULE": str(place / "schedule"),
    }


def run(*words: str, environ, seconds: float = 120, **changes) -> subprocess.CompletedProcess[str]:
    """The entry point with some words, to its end; a change of None takes a variable away."""
    given = {name: value for name, value in (environ | changes).items() if value is not None}
    return subprocess.run(  # noqa: S603 - our own script
        [*SCRIPT, *words],
        env=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
        cwd="/",
    )


@pytest.fixture(scope="module")
def bootstrapped(environ):
    """After `bootstrap`, once."""
    done = run("bootstrap", environ=environ)
    assert done.returncode == 0, done.stderr
    return environ


@contextmanager
def started(word: str, *, environ, log: Path):
    """A process that runs on, and what it wrote so far; killed if the test leaves it running."""
    with open(log, "wb") as out:
        process = subprocess.Popen(  # noqa: S603 - our own script
            [*SCRIPT, word], env=environ, stdout=out, stderr=out, cwd="/", start_new_session=True
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until(ready, process, log: Path, *, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not ready():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)


def stop(process) -> int:
    """SIGTERM to that one process, as a container engine sends it; its exit code."""
    process.send_signal(signal.SIGTERM)
    return process.wait(STOP_SECONDS)


# --- What it refuses ------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [(), ("serve",), ("Web",), ("",)])
def test_an_unknown_word_is_refused_with_what_it_may_be(environ, words):
    done = run(*words, environ=environ)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "bootstrap, web, worker, beat, or manage COMMAND" in done.stderr


def test_all_that_is_missing_is_named_at_once(environ):
    done = run("web", environ=environ, SECRET_KEY=None, BASE_URL="", EMAIL_URL=None)
    assert done.returncode == 2
    assert done.stderr == "Missing from the environment: SECRET_KEY.\n"
    done = run("web", environ=environ, BASE_URL="", EMAIL_URL=None)
    assert done.returncode == 2
    assert done.stderr == "Missing from the environment: BASE_URL, EMAIL_URL.\n"


def test_bootstrap_needs_the_owner_and_nothing_else_does(environ):
    done = run("bootstrap", environ=environ, DATABASE_OWNER_URL=None)
    assert (done.returncode, done.stderr) == (
        2,
        "Missing from the environment: DATABASE_OWNER_URL.\n",
    )
    assert run("manage", "check", environ=environ, DATABASE_OWNER_URL=None).returncode == 0


def test_a_setting_that_is_wrong_is_refused_before_anything_starts(environ):
    done = run("web", environ=environ, SECRET_KEY="short")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "SECRET_KEY" in done.stderr


def test_it_says_what_it_waits_for_and_gives_up_in_time(environ):
    done = run(
        "worker",
        environ=environ,
        WAIT_SECONDS="1",
        DATABASE_URL=f"postgres://ct_app:hidden@127.0.0.1:{ports.any_free()}/ct_portal",
    )
    assert done.returncode == 1
    first, last = done.stderr.splitlines()
    assert first.startswith("Waiting for the database at 127.0.0.1:")
    assert "did not let ct_app in within 1 s" in last
    assert "hidden" not in done.stderr


# --- What it starts -------------------------------------------------------------------------------


def test_bootstrap_ends_well_and_can_be_run_again(bootstrapped):
    again = run("bootstrap", environ=bootstrapped)
    assert again.returncode == 0
    assert "No migrations to apply" in again.stdout


def test_manage_runs_a_command_with_its_words(bootstrapped):
    done = run("manage", "showmigrations", "organisations", environ=bootstrapped)
    assert done.returncode == 0
    assert "[X] 0001_initial" in done.stdout


def test_web_answers_and_stops_within_seconds(bootstrapped, tmp_path):
    log = tmp_path / "web.log"
    address = bootstrapped["BASE_URL"] + "/health/"

    def answers(page: str) -> bool:
        try:
            with urllib.request.urlopen(address + page, timeout=10) as answer:  # noqa: S310
                return answer.status == 200
        except OSError:
            return False

    with started("web", environ=bootstrapped, log=log) as process:
        wait_until(lambda: answers("live"), process, log)
        assert answers("ready")
        alive = [sys.executable, str(ROOT / "docker/alive.py"), "web"]
        assert subprocess.run(alive, env=bootstrapped, check=False).returncode == 0  # noqa: S603
        assert stop(process) == 0
        assert subprocess.run(  # noqa: S603 - our own script
            alive, env=bootstrapped, check=False, capture_output=True
        ).returncode
    assert '"event": "Handling signal: term"' in log.read_text()
    assert all(line.startswith('{"timestamp"') for line in log.read_text().splitlines())


def test_web_serves_the_collected_files_under_names_that_never_change(bootstrapped, tmp_path):
    """As the image does: collected when it is built, found by the hash of their content."""
    collected = run("manage", "collectstatic", "--noinput", environ=bootstrapped)
    assert collected.returncode == 0, collected.stderr
    home, log = bootstrapped["BASE_URL"], tmp_path / "web.log"

    def got(address: str):
        return urllib.request.urlopen(home + address, timeout=10)  # noqa: S310 - our own site

    with started("web", environ=bootstrapped, log=log) as process:
        wait_until(lambda: ports.answers(port=int(home.rpartition(":")[2])), process, log)
        with got("/accounts/login/") as page:
            named = re.findall(r'"(/static/[^"]+)"', page.read().decode())
        assert named
        for address in named:
            assert re.search(r"\.[0-9a-f]{12}\.\w+$", address), address
            with got(address) as answer:
                assert answer.status == 200
                assert "immutable" in answer.headers["Cache-Control"]
        assert stop(process) == 0


@pytest.mark.parametrize(("word", "sign"), [("worker", "ready."), ("beat", "beat begins")])
def test_worker_and_beat_start_live_and_stop(bootstrapped, tmp_path, word, sign):
    """Each leaves its sign of life, writes JSON lines only, and ends with 0 on SIGTERM."""
    log, alive = tmp_path / "log", tmp_path / "alive"
    environ = bootstrapped | {"ALIVE_FILE": str(alive)}
    with started(word, environ=environ, log=log) as process:
        wait_until(lambda: sign in log.read_text() and alive.exists(), process, log)
        check = [sys.executable, str(ROOT / "docker/alive.py"), word]
        assert subprocess.run(check, env=environ, check=False).returncode == 0  # noqa: S603
        assert stop(process) == 0
    plain = [line for line in log.read_text().splitlines() if not line.startswith('{"timestamp"')]
    assert set(plain) <= FAREWELL
    long_ago = time.time() - 120
    os.utime(alive, (long_ago, long_ago))
    done = subprocess.run(  # noqa: S603 - our own script
        check, env=environ, check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (1, "not alive: no sign within the last minute\n")
