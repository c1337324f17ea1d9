"""The shared libraries that letters need (Pango and HarfBuzz), and those of the browser driver.

Where one is missing: as root on Debian and Ubuntu apt installs it; as another
user there, apt downloads the packages into ``.state/native`` and children find
them through LD_LIBRARY_PATH; elsewhere one sentence names what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from ct_portal.embedded.console import SetupProblem, say
from ct_portal.embedded.home import STATE

NATIVE = STATE / "native"
# WeasyPrint opens these; without harfbuzz-subset each letter takes three times as long.
LETTERS = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
BROWSER_DRIVER = {"libatomic.so.1": "libatomic1"}
MACOS_LIBRARIES = ("/opt/homebrew/lib", "/usr/local/lib")
PROBE = """
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
"""
OTHER_SYSTEMS = (
    "Fedora: dnf install pango harfbuzz; Alpine: apk add pango harfbuzz-subset; "
    "macOS: brew install pango"
)


def environ() -> dict[str, str]:
    """What a child needs in its environment to find the libraries."""
    if sys.platform == "darwin":
        places = [os.environ.get("DYLD_FALLBACK_LIBRARY_PATH", ""), *MACOS_LIBRARIES]
        return {"DYLD_FALLBACK_LIBRARY_PATH": ":".join(place for place in places if place)}
    folders = sorted({str(file.parent) for file in (NATIVE / "root").rglob("*.so.*")})
    if not folders:
        return {}
    return {
        "LD_LIBRARY_PATH": ":".join(filter(None, [*folders, os.environ.get("LD_LIBRARY_PATH")]))
    }


def missing(*, libraries: Mapping[str, str]) -> list[str]:
    """The libraries that cannot be loaded, tried in another process as a child would."""
    names = [macos_name(name) if sys.platform == "darwin" else name for name in libraries]
    answer = subprocess.run(
        [sys.executable, "-c", PROBE, *names],
        capture_output=True,
        text=True,
        check=True,
        env=dict(os.environ, **environ()),
    )
    absent = set(answer.stdout.split())
    return [library for library, name in zip(libraries, names, strict=True) if name in absent]


def macos_name(library: str) -> str:
    """``libpango-1.0.so.0`` is ``libpango-1.0.0.dylib`` on macOS."""
    stem, _, version = library.partition(".so.")
    return f"{stem}.{version}.dylib"


def prepare(*, browser_driver: bool = False) -> None:
    """Make the libraries available, or raise SetupProblem with what to install."""
    libraries = LETTERS | (BROWSER_DRIVER if browser_driver and sys.platform == "linux" else {})
    absent = missing(libraries=libraries)
    if not absent:
        return
    packages = [libraries[name] for name in absent]
    if shutil.which("apt-get") and shutil.which("dpkg"):
        fetch = apt_install if os.geteuid() == 0 else apt_unpack
        say(f"Fetching system libraries: {', '.join(packages)}")
        fetch(packages=packages)
        absent = missing(libraries=libraries)
    if absent:
        raise SetupProblem(
            f"System libraries are missing ({', '.join(absent)}): install the packages "
            f"{' '.join(libraries[name] for name in absent)} "
            f"(Debian's and Ubuntu's names; {OTHER_SYSTEMS})."
        )


def apt(
    *arguments: str, options: Sequence[str] = (), capture: bool = False, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run apt-get. What it says goes to ``.state/log/apt.log``, or is captured."""
    log = STATE / "log" / "apt.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with open(log, "a") as out:
        return subprocess.run(
            ["apt-get", *options, "-q", *arguments],
            env=dict(os.environ, DEBIAN_FRONTEND="noninteractive", LC_ALL="C"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if capture else out,
            stderr=out,
            text=True,
            check=False,
            cwd=cwd,
        )


def apt_install(*, packages: Sequence[str]) -> bool:
    """Install packages as root; the list of packages is renewed only where that is needed."""
    install = ("install", "-y", "--no-install-recommends", *packages)
    if apt(*install).returncode == 0:
        return True
    return apt("update").returncode == 0 and apt(*install).returncode == 0


def apt_unpack(*, packages: Sequence[str]) -> bool:
    """Download packages and what they lack into ``.state/native`` and unpack them there.

    apt gets a state and a cache of its own, so it needs neither root nor a
    writable /var; what the machine has installed already is not fetched again.
    """
    for folder in ("state/lists/partial", "cache/archives/partial", "root"):
        (NATIVE / folder).mkdir(parents=True, exist_ok=True)
    options = [
        *("-o", f"Dir::State={NATIVE}/state"),
        *("-o", "Dir::State::status=/var/lib/dpkg/status"),
        *("-o", f"Dir::Cache={NATIVE}/cache"),
        *("-o", "Debug::NoLocking=1"),
        *("-o", "APT::Sandbox::User="),
    ]
    try:
        if apt("update", options=options).returncode:
            return False
        listed = apt(
            *("install", "--no-install-recommends", "--print-uris", "-y", "-q", *packages),
            options=options,
            capture=True,
        )
        wanted = package_names(listed.stdout)
        if not wanted or apt("download", *wanted, options=options, cwd=NATIVE / "cache").returncode:
            return False
        for package in (NATIVE / "cache").glob("*.deb"):
            subprocess.run(["dpkg", "-x", package, NATIVE / "root"], check=True)
        return True
    finally:
        for folder in ("state", "cache"):
            shutil.rmtree(NATIVE / folder, ignore_errors=True)


def package_names(listing: str) -> list[str]:
    """The packages in what ``apt-get --print-uris`` lists.

    A line is 'address' name_version_architecture.deb size hash.
    """
    lines = (line.split() for line in listing.splitlines() if line.startswith("'"))
    return sorted({parts[1].split("_")[0] for parts in lines if len(parts) > 1})
