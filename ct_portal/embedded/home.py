"""Where an installation's data lies, and its secrets.

For a normal user everything is below ``.state`` in the clone. PostgreSQL refuses
to run as root, and the user it drops to cannot reach a clone below a private
directory; for root the data therefore lies in ``/var/tmp/ct-portal-<hash of the
clone's path>``. The secrets lie beside the cluster that they unlock.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from ct_portal.embedded.console import SetupProblem
from ct_portal.embedded.environment import setup_lock

ROOT = Path(__file__).resolve().parents[2]
STATE = ROOT / ".state"
PASSWORDS = ("superuser", "owner", "app", "backup", "broker")
WORDS = """
    acorn amber apple aspen badger barley beacon beech birch bramble brook candle cedar cherry
    clover copper coral cotton daisy ember falcon fern finch garden ginger hazel heron hollow ivory
    juniper kettle lantern larch lemon linen maple marble meadow nettle olive orchard otter pebble
    pepper pigeon plover poppy quarry rabbit ribbon river robin rowan saddle saffron silver sparrow
    teasel thistle timber tulip velvet walnut willow winter
""".split()  # noqa: SIM905 - one word a line would be a page


@dataclass(frozen=True)
class Home:
    """One installation's private data, and whether it ends with its command."""

    path: Path
    throwaway: bool

    @property
    def logs(self) -> Path:
        """Logs of the kept installation are in the clone, where people look."""
        return self.path / "log" if self.throwaway else STATE / "log"

    @property
    def storage(self) -> Path:
        """Private files (letters); they belong to the same cluster's rows."""
        return self.path / "storage"

    def make(self) -> None:
        """Create the directories; other users may pass through, not look inside."""
        STATE.mkdir(mode=0o700, exist_ok=True)
        self.path.mkdir(parents=True, exist_ok=True)
        self.path.chmod(0o711)
        for private in (self.logs, self.storage):
            private.mkdir(mode=0o700, parents=True, exist_ok=True)

    def wipe(self) -> None:
        """Remove all data of this installation."""
        shutil.rmtree(self.path, ignore_errors=True)


def base() -> Path:
    """The directory below which the homes of this clone lie."""
    if os.geteuid() != 0:
        return STATE
    return own_directory(
        Path("/var/tmp") / f"ct-portal-{hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]}"
    )


def own_directory(place: Path) -> Path:
    """Make a directory at a predictable path in a shared place, for passing through only.

    Raises SetupProblem when somebody else planted something there.
    """
    with contextlib.suppress(FileExistsError):
        place.mkdir(mode=0o700)
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise SetupProblem(f"{place} was not made by this program: remove it and start again.")
    place.chmod(0o711)
    return place


def kept_home() -> Home:
    """The home of the system that bin/run serves and keeps."""
    return Home(path=base() / "demo", throwaway=False)


def throwaway_home(*, purpose: str) -> tuple[Home, IO[str]]:
    """A new home for one command, and the lock that tells it is in use."""
    folder = base() / "throwaway"
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o711)
    home = Home(path=folder / f"{purpose}-{secrets.token_hex(4)}", throwaway=True)
    with setup_lock():  # nobody may take a home that is being made for an abandoned one
        for left in abandoned(folder=folder):
            shutil.rmtree(left, ignore_errors=True)
        home.make()
        handle = open(home.path / "lock", "w")  # noqa: SIM115 - held until the process ends
        fcntl.flock(handle, fcntl.LOCK_EX)
    return home, handle


def abandoned(*, folder: Path) -> Iterator[Path]:
    """Throw-away homes whose process was killed before it could clean up."""
    for lock in sorted(folder.glob("*/lock")):
        with open(lock) as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
        yield lock.parent


def secrets_of(home: Home) -> dict[str, str]:
    """This installation's passwords and keys, each made once, readable by its owner only."""
    file = home.path / "secrets.json"
    kept = json.loads(file.read_text()) if file.exists() else {}
    made = {name: secrets.token_urlsafe(24) for name in PASSWORDS}
    made["secret_key"] = secrets.token_urlsafe(48)
    words = "-".join(secrets.choice(WORDS) for _ in range(3))
    made["demo_password"] = f"{words}-{secrets.randbelow(90) + 10}"
    if made.keys() - kept.keys():
        write_private(file, json.dumps(made | kept, indent=1))
    return made | kept


def write_private(file: Path, text: str) -> None:
    """Write a file that only its owner can read, whole or not at all."""
    part = file.with_name(f".{file.name}.part")
    part.unlink(missing_ok=True)
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    part.replace(file)
