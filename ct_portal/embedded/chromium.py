"""Chromium for the browser tests: on PATH, else apt as root, else Playwright's own.

It is tried with a real page before it is used; a machine where it cannot be had
gets one sentence and a failing run, never a silent skip.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from ct_portal.embedded import native
from ct_portal.embedded.console import SetupProblem, say
from ct_portal.embedded.home import STATE, write_private

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEMBERED = STATE / "chromium"
PAGE = "data:text/html,<title>it</title><p>works"
NO_SANDBOX = "--no-sandbox"
OWN_PATH = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
MISSING = (
    "Chromium is needed for the browser tests and could not be had: install it "
    "(Debian: apt install chromium), or put its path in CHROMIUM_PATH, "
    'or leave those tests out with -m "not browser".'
)


def environ() -> dict[str, str]:
    """CHROMIUM_PATH and CHROMIUM_ARGS for the tests. Raises SetupProblem where there is none."""
    path = os.environ.get("CHROMIUM_PATH") or on_path() or remembered()
    arguments = None if path is None else working_arguments(path=path)
    if arguments is None:
        path = fetch()
        arguments = None if path is None else working_arguments(path=path)
    if path is None or arguments is None:
        raise SetupProblem(MISSING)
    return {"CHROMIUM_PATH": path, "CHROMIUM_ARGS": " ".join(arguments)}


def on_path() -> str | None:
    """A browser that the machine has."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def remembered() -> str | None:
    """The browser that an earlier run fetched, if it is still there."""
    try:
        path = REMEMBERED.read_text()
    except OSError:
        return None
    return path if Path(path).exists() else None


def working_arguments(*, path: str) -> Sequence[str] | None:
    """The arguments with which the browser renders a page here, None when it never does.

    Chromium refuses its sandbox to root, and in many containers to everybody.
    """
    attempts: list[list[str]] = [[NO_SANDBOX]] if os.geteuid() == 0 else [[], [NO_SANDBOX]]
    return next(
        (arguments for arguments in attempts if renders(path=path, arguments=arguments)), None
    )


def renders(*, path: str, arguments: Sequence[str]) -> bool:
    """Whether the browser shows a small page with these arguments."""
    with tempfile.TemporaryDirectory(prefix="ct-chromium-", ignore_cleanup_errors=True) as profile:
        options = [
            "--headless",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            f"--user-data-dir={profile}",
        ]
        try:
            answer = subprocess.run(
                [path, *options, *arguments, "--dump-dom", PAGE],
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return "works" in answer.stdout


def fetch() -> str | None:
    """Install Chromium by apt as root on Debian, else download Playwright's own; its path."""
    if os.geteuid() == 0 and is_debian() and shutil.which("apt-get"):
        say("Installing Chromium for the browser tests (apt)")
        if native.apt_install(packages=["chromium"]):
            return on_path()
    say("Downloading Chromium for the browser tests (Playwright)")
    environment = dict(os.environ, **native.environ())
    installing = [sys.executable, "-m", "playwright", "install", "chromium"]
    subprocess.run(installing, env=environment, capture_output=True, check=False)
    answer = subprocess.run(
        [sys.executable, "-c", OWN_PATH],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    path = answer.stdout.strip()
    if not path or not Path(path).exists():
        return None
    write_private(REMEMBERED, path)
    return path


def is_debian() -> bool:
    """Whether apt's ``chromium`` is a browser here (in Ubuntu it is only a pointer to a snap)."""
    try:
        release = Path("/etc/os-release").read_text()
    except OSError:
        return False
    return "\nID=debian" in f"\n{release}"
