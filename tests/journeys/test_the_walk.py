"""The whole walk in a real Chromium, each page held to what every page must be.

The steps are those of `bin/run --check` (ct_portal/embedded/walk_steps.py): one story, two ways.
"""

import json
import os
import re

import pytest

from ct_portal.embedded.walk import People
from ct_portal.embedded.walk_steps import STEPS
from tests.journeys.looking import look, open_browser, picture
from tests.journeys.person import Person
from tests.journeys.site import Site

# The pictures of the README: page, name, width. Set README_PICTURES=1 to take them anew.
README_PICTURES = {
    "p-bassetlaw-newark-sherwood-apply": ("apply", 320),
    "p-bassetlaw-newark-sherwood-case": ("tracker", 320),
    "spoc-bassetlaw-newark-sherwood": ("queue", 1280),
    "spoc-bassetlaw-newark-sherwood-cases-case": ("case", 1280),
}


class InChromium(People):
    """People whose browsers are real."""

    def __init__(self, chromium, site: Site, *, javascript: bool, looking: bool):
        logins = json.loads(site.stack.manage("demo_logins", "--json"))
        super().__init__(base_url=site.address, logins=logins, password=site.password)
        self.chromium, self.site = chromium, site
        self.javascript, self.looking = javascript, looking
        self.seen: set[str] = set()

    def new_browser(self, who: str) -> Person:
        """A fresh browser for one person."""
        page = open_browser(self.chromium, self.site, javascript=self.javascript)
        if "victim" not in who:
            page.set_viewport_size({"width": 1280, "height": 900})
        return Person(page, look=self.look_once)

    def look_once(self, page) -> None:
        """Each page once, however often it is passed."""
        reference = self.noted.get("reference", "x")
        name = re.sub(r"[^a-z]+", "-", page.url.replace(self.base_url, "").lower())
        name = name.replace(re.sub(r"[^a-z]+", "-", reference.lower()), "case").strip("-") or "home"
        shown = (page.title(), page.locator("h1").inner_text(), name)
        letters = page.locator(".ct-letter-frame").count()
        if self.looking and (*shown, letters) not in self.seen:
            self.seen.add((*shown, letters))
            look(page, f"{len(self.seen):02}-{name[:60]}")
            if os.environ.get("README_PICTURES") and name in README_PICTURES:
                picture(page, *README_PICTURES[name])


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_case_travels_from_a_phone_to_the_pcc_office(chromium, site, javascript):
    """Margaret applies, the partnership acts, the office upholds, and the case opens again.

    With scripts every page is looked at (axe, widths); without them all of it works too.
    """
    people = InChromium(chromium, site, javascript=javascript, looking=javascript)
    for step in STEPS:
        step(people)
    if javascript:
        assert len(people.seen) >= 30
