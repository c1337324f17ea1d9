"""The virtual environment of this clone, made from the hash locks.

Runs on the machine's own Python before anything is installed: standard library
only, and no import of the project. There are two profiles: ``demo`` (run time
and embedded services) and ``dev`` (also tests and linters). An environment that
once was ``dev`` stays so.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / ".installed.json"
PROFILES = ("demo", "dev")


class EnvironmentProblem(Exception):
    """The environment cannot be made; the message says what the person can do."""


def lock_file(*, profile: str) -> Path:
    """The hash-locked requirements of a profile."""
    return ROOT / f"requirements-{profile}.txt"


def fingerprint(*, profile: str) -> str:
    """What an installed environment depends on: lock, interpreter, place."""
    digest = hashlib.sha256(lock_file(profile=profile).read_bytes())
    digest.update(f"{sys.version}|{platform.machine()}|{ROOT}".encode())
    return digest.hexdigest()


@contextlib.contextmanager
def setup_lock() -> Iterator[None]:
    """Hold the clone's set-up lock, so that two commands never set up at once."""
    state = ROOT / ".state"
    state.mkdir(mode=0o700, exist_ok=True)
    with open(state / "setup.lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def installed() -> dict[str, str]:
    """The stamp of the last complete installation, empty when there is none."""
    try:
        stamp = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return stamp if PYTHON.exists() else {}


def prepare(*, profile: str) -> Path:
    """Bring the environment up to the profile's lock and return its Python.

    Raises EnvironmentProblem with one sentence when that is impossible here.
    """
    with setup_lock():
        stamp = installed()
        if stamp.get("profile") in PROFILES:
            profile = max(profile, stamp["profile"], key=PROFILES.index)
        wanted = {"profile": profile, "fingerprint": fingerprint(profile=profile)}
        if stamp != wanted:
            # pip leaves what a lock no longer names, so a changed lock starts clean.
            clean = stamp.get("profile") == profile
            install(lock=lock_file(profile=profile), exact=True, clean=clean)
            STAMP.write_text(json.dumps(wanted))
    return PYTHON


def install(*, lock: Path, exact: bool, clean: bool = False) -> None:
    """Install a hash lock with uv where it is found and works, otherwise with pip.

    ``exact``: what the lock does not name goes (with pip only by ``clean``, a new
    environment). Raises EnvironmentProblem when neither works.
    """
    uv = None if os.environ.get("CT_INSTALLER") == "pip" else shutil.which("uv")
    if uv:
        print(f"Installing {lock.name} with uv", file=sys.stderr, flush=True)
        make_venv(with_pip=False, clear=False)
        action = ["sync"] if exact else ["install", "-r"]
        command = [uv, "pip", *action, str(lock), "--python", str(PYTHON), "--quiet"]
        command += ["--require-hashes", "--only-binary", ":all:"]
        # The system's certificates, by their newer and older names: some networks need them.
        environ = dict(
            os.environ, UV_PYTHON_DOWNLOADS="never", UV_SYSTEM_CERTS="1", UV_NATIVE_TLS="1"
        )
        if subprocess.run(command, env=environ, capture_output=True, check=False).returncode == 0:
            return
        print("uv could not install it; trying pip", file=sys.stderr, flush=True)
    print(
        f"Installing {lock.name} with pip (a minute or so the first time)",
        file=sys.stderr,
        flush=True,
    )
    make_venv(with_pip=True, clear=clean)
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        shown = "\n".join(f"    {line}" for line in done.stderr.splitlines()[-10:])
        raise EnvironmentProblem(
            f"The packages of {lock.name} could not be installed; "
            f"a connection to the Python package index is needed the first time:\n{shown}"
        )


def make_venv(*, with_pip: bool, clear: bool) -> None:
    """Create the virtual environment, or complete an existing one."""
    if PYTHON.exists() and not clear and (not with_pip or next(VENV.glob("bin/pip"), None)):
        return
    base = getattr(sys, "_base_executable", None) or sys.executable
    options = ["--clear"] if clear else []
    options += [] if with_pip else ["--without-pip"]
    done = subprocess.run(
        [base, "-m", "venv", *options, str(VENV)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise EnvironmentProblem(
            "Python cannot make a virtual environment: install the package python3-venv "
            "(Debian, Ubuntu: apt install python3-venv), or put uv on PATH."
        )


def enter(*, command: str, profile: str, package: str = "ct_portal.embedded") -> None:
    """Replace this process by the package's ``<command>`` in the environment."""
    try:
        python = prepare(profile=profile)
    except EnvironmentProblem as problem:
        sys.exit(f"{problem}")
    os.chdir(ROOT)
    os.execv(python, [str(python), "-m", f"{package}.{command}", *sys.argv[1:]])


if __name__ == "__main__":
    try:
        print(prepare(profile=sys.argv[1] if len(sys.argv) > 1 else "demo"))
    except EnvironmentProblem as problem:
        sys.exit(f"{problem}")
