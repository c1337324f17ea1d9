"""Looking at a page as the journeys do: axe at every level, nothing from elsewhere, widths."""

import os
import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.site import ROOT, Site

WIDTHS = (320, 768, 1280)
AXE = Axe()
KEPT = ROOT / "build" / "screenshots"

# Words that name a part of the page are seen whole before anybody scrolls sideways: none lies
# outside the window, or outside a box that hides or scrolls what is too wide for it.
CUT = """
() => {
  const hidden = ".govuk-visually-hidden, thead, td";
  const isCut = text => {
    const words = document.createRange();
    words.selectNode(text);
    const seen = words.getBoundingClientRect();
    let left = 0, right = window.innerWidth;
    for (let box = text.parentElement; box; box = box.parentElement) {
      if (getComputedStyle(box).overflowX === "visible") continue;
      const edge = box.getBoundingClientRect();
      left = Math.max(left, edge.left);
      right = Math.min(right, edge.right);
    }
    return seen.width > 0 && (seen.left < left - 1 || seen.right > right + 1);
  };
  const textsOf = part => {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    return texts.filter(text => text.data.trim() && !text.parentElement.closest(hidden));
  };
  return [...document.querySelectorAll("h1, h2, h3, h4, caption, legend, label, .govuk-button")]
    .filter(part => part.checkVisibility() && textsOf(part).some(isCut))
    .map(part => `${part.tagName.toLowerCase()} "${part.innerText.trim().slice(0, 60)}"`);
}
"""

# What stands in one row of buttons and links keeps apart, and a heading of a column is no tower.
CRAMPED = """
() => {
  const most = 4;
  const name = part => part.innerText.trim().slice(0, 60);
  const linesOf = part => {
    const words = document.createRange();
    words.selectNodeContents(part);
    const height = words.getBoundingClientRect().height;
    return Math.round(height / parseFloat(getComputedStyle(part).lineHeight));
  };
  const towers = [...document.querySelectorAll("thead th")]
    .filter(part => part.checkVisibility() && linesOf(part) > most)
    .map(part => `${linesOf(part)} lines of heading "${name(part)}"`);
  const touching = [...document.querySelectorAll(".govuk-button-group")].flatMap(group => {
    const parts = [...group.children].filter(part => part.checkVisibility());
    return parts.slice(1).flatMap((part, index) => {
      const before = parts[index].getBoundingClientRect(), after = part.getBoundingClientRect();
      const beside = before.bottom > after.top + 4 && after.bottom > before.top + 4;
      return beside && after.left - before.right < 8
        ? [`"${name(parts[index])}" touches "${name(part)}"`] : [];
    });
  });
  return [...towers, ...touching];
}
"""


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


def look(page: Page, name: str, *, pictures: tuple[int, ...] = WIDTHS) -> None:
    """Hold the page to what every page must be at each width; a page that is not is pictured.

    pictures: the widths at which it is pictured anyhow where PAGE_PICTURES is set.
    """
    try:
        _hold(page, name, pictures if "PAGE_PICTURES" in os.environ else ())
    except AssertionError:
        _keep(page, f"{name}-wrong")
        raise


def _hold(page: Page, name: str, pictures: tuple[int, ...]) -> None:
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
    before = page.viewport_size
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        sideways = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert sideways <= 0, f"{name}: scrolls sideways by {sideways} px at {width}"
        cut = page.evaluate(CUT)
        assert not cut, f"{name}: cut off at {width} px: {cut}"
        cramped = page.evaluate(CRAMPED)
        assert not cramped, f"{name}: cramped at {width} px: {cramped}"
        if width in pictures:
            _keep(page, f"{name}-{width}")
    page.set_viewport_size(before)


def _keep(page: Page, name: str) -> None:
    """The whole page, however long."""
    KEPT.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=KEPT / f"{name}.png", full_page=True)
