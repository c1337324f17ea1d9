"""Looking at a page as the journeys do: axe at every level, nothing from elsewhere, pictures."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.site import ROOT, Site

WIDTHS = (320, 768, 1280)
AXE = Axe()
KEPT = ROOT / "build" / "screenshots"


def open_browser(browser: Browser, site: Site, *, javascript: bool = True) -> Page:
    """A fresh person's browser, which fails the test when a page breaks the rules of the house."""
    context = browser.new_context(
        base_url=site.address,
        java_script_enabled=javascript,
        locale="en-GB",
        viewport={"width": 390, "height": 844},
    )
    page = context.new_page()
    page.complaints = []
    page.on("pageerror", lambda error: page.complaints.append(f"script error: {error}"))
    page.on(
        "console",
        lambda message: (
            page.complaints.append(f"console: {message.text}")
            if message.type == "error" and "status of 4" not in message.text
            else None
        ),
    )
    page.on(
        "request",
        lambda request: (
            page.complaints.append(f"third party: {request.url}")
            if not request.url.startswith((site.address, "data:", "blob:"))
            else None
        ),
    )
    return page


def picture(page: Page, name: str, width: int) -> None:
    """What is seen first of a page, kept for the README."""
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": 640 if width < 600 else 900})
    folder = ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}-{width}.png")
    page.set_viewport_size(before)


def look(page: Page, name: str, *, widths: tuple[int, ...] = WIDTHS) -> None:
    """Hold the page to what every page must be, and keep its pictures."""
    violations = AXE.run(page).response["violations"]
    found = [
        f"{violation['id']} ({violation['impact']}): {node['html'][:160]}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert not found, f"{name}: axe\n" + "\n".join(found)
    assert not page.complaints, f"{name}: {page.complaints}"
    assert page.locator("h1").count() == 1, f"{name}: one h1"
    assert re.search(r".+ – .+", page.title()), f"{name}: title {page.title()!r}"
    KEPT.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        sideways = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert sideways <= 0, f"{name}: scrolls sideways by {sideways} px at {width}"
        page.screenshot(path=KEPT / f"{name}-{width}.png", full_page=True)
    page.set_viewport_size(before)
