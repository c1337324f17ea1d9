"""One served system and one browser for all browser tests, on one worker (tests/sharing.py).

Both end with the package: while Playwright runs, Django refuses database work in its process.
"""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.journeys.looking import KEPT
from tests.journeys.site import serving

QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]


def pytest_collection_modifyitems(items):
    """Everything here drives a browser, on one worker."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def site():
    """The running system."""
    with serving() as running:
        yield running


@pytest.fixture(scope="package")
def chromium():
    """A real Chromium; bin/test found or installed it."""
    shutil.rmtree(KEPT, ignore_errors=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ["CHROMIUM_PATH"],
            args=[*QUIET, *os.environ.get("CHROMIUM_ARGS", "").split()],
        )
        yield browser
        browser.close()
