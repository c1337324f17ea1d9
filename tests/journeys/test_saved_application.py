"""Somebody begins an application at night, is interrupted, and comes back to it on another device;
with scripts and without, every page looked at."""

import pytest
from playwright.sync_api import Browser, Page

from ct_portal.embedded.walk import PARTNERSHIP
from tests.journeys.looking import look, open_browser
from tests.journeys.site import Site
from tests.journeys.test_wording import press

PLACE = f"/p/{PARTNERSHIP}"
WORDS = "I sleep in the back room, and I do not open the curtains."
CODE = ".ct-code"


def begin(chromium: Browser, site: Site, *, javascript: bool) -> tuple[Page, str]:
    """Half an application, saved; the code on the page."""
    page = open_browser(chromium, site, javascript=javascript)
    page.goto(f"{PLACE}/apply/")
    page.fill("[name=full_name]", "Maximiliana Featherstonehaugh")
    page.fill("[name=impact]", WORDS)
    page.fill('[name="incidents-0-occurred_on_day"]', "31")
    page.get_by_role("button", name="Save and come back later").first.click()
    page.wait_for_url(f"**{PLACE}/apply/saved/")
    return page, page.locator(CODE).inner_text()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without"])
def test_what_is_saved_is_there_on_another_device(chromium, site, javascript):
    first, code = begin(chromium, site, javascript=javascript)
    press(first, "Close it on this device")
    assert first.url.endswith(f"{PLACE}/left/")
    second = open_browser(chromium, site, javascript=javascript)
    second.goto(f"{PLACE}/")
    second.get_by_role("link", name="Go on with one you have saved").click()
    second.fill("[name=code]", code.lower().replace("-", " "))
    press(second, "Continue")
    assert second.locator("[name=impact]").input_value() == WORDS
    assert second.locator('[name="incidents-0-occurred_on_day"]').input_value() == "31"
    press(second, "Send")  # not yet: what is missing is said, and all that was typed stays
    assert second.locator(".govuk-error-summary").is_visible()
    assert second.locator("[name=impact]").input_value() == WORDS
    second.goto(f"{PLACE}/apply/delete/")
    second.get_by_label("Yes, delete it").check()
    press(second, "Continue")
    assert second.locator("h1").inner_text() == "It is deleted"
    assert (first.complaints, second.complaints) == ([], [])


def test_every_page_of_it_is_looked_at(chromium, site):
    page, _code = begin(chromium, site, javascript=True)
    look(page, "draft-saved")
    press(page, "Send me a link")
    look(page, "draft-saved-refused")
    page.fill("[name=email]", "maximiliana.featherstonehaugh@a-very-long-name-of-a-house.example")
    page.get_by_label("Nobody who could harm me").check()
    press(page, "Send me a link")
    look(page, "draft-link-asked")
    page.goto(f"{PLACE}/apply/")
    look(page, "apply-from-draft")
    page.goto(f"{PLACE}/apply/delete/")
    look(page, "draft-erase")
    page.goto(f"{PLACE}/apply/back/")
    look(page, "draft-back")
    page.fill("[name=code]", "AAAA-BBBB-CCCC-DDDD")
    press(page, "Continue")
    look(page, "draft-back-refused")
    page.goto(f"{PLACE}/apply/back/AAAA-BBBB-CCCC-DDDD/")
    look(page, "draft-link")
    press(page, "Open my application")
    look(page, "draft-link-used")
    page.fill("[name=link_email]", "nobody@home.example")
    press(page, "Send me a new link")
    look(page, "draft-link-sent")
    page.goto(f"{PLACE}/apply/deleted/")
    look(page, "draft-erased")
    assert page.complaints == []
