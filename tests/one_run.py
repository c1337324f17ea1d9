"""What the workers of one run share: a directory, and a database with every migration applied.

Both are made by the run and end with it, so that nothing of an earlier one is relied on.
"""

import fcntl
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.own_database import as_owner_of

ROOT = Path(__file__).resolve().parents[1]
PLACE = "CT_TEST_RUN"
"""The variable that tells the workers, which inherit it, where the directory is."""


def place_of_run() -> Path:
    """The directory."""
    return Path(os.environ[PLACE])


def migrated_database() -> str:
    """The name of the database that others are copies of, which nobody may use.

    Migrating takes half a minute of processor time: whoever needs it first does it, and the others
    wait.
    """
    place = place_of_run()
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = place / "migrated"
        if not kept.exists():
            name = f"ct_migrated_{secrets.token_hex(4)}"
            _migrate(name)
            kept.write_text(name)
        return kept.read_text()


def _migrate(name: str) -> None:
    """In a process of its own: this one may be busy with a browser."""
    as_owner_of("postgres", f"CREATE DATABASE {name}")
    url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    done = subprocess.run(
        [sys.executable, "manage.py", "bootstrap", "--verbosity=0"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


class Run:
    """A plugin of the process that hands out the work: makes the directory, and clears up."""

    def __init__(self):
        os.environ[PLACE] = tempfile.mkdtemp(prefix="ct-tests-")

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self):
        """After the last worker."""
        place = place_of_run()
        if (place / "migrated").exists():
            name = (place / "migrated").read_text()
            as_owner_of("postgres", f"DROP DATABASE IF EXISTS {name}")
        shutil.rmtree(place)
