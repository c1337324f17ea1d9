"""Who takes the walk of bin/run --check: a browser each, and what they noted on the way.

The browser journey takes the same steps in a real Chromium: a person is anything
with the methods of FormBrowser.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from ct_portal.embedded.form_browser import FormBrowser, WalkProblem

PARTNERSHIP = "bassetlaw-newark-sherwood"
AREA = "nottinghamshire"


@dataclass
class People:
    """Everyone on the walk: a browser each, the sign-ins, and what they noted on the way."""

    base_url: str
    logins: dict[str, str]
    password: str
    noted: dict[str, str] = field(default_factory=dict)
    browsers: dict[str, FormBrowser] = field(default_factory=dict)

    def browser(self, who: str) -> FormBrowser:
        """The browser of one person, opened when they first need it."""
        if who not in self.browsers:
            self.browsers[who] = self.new_browser(who)
        return self.browsers[who]

    def new_browser(self, who: str) -> FormBrowser:
        """A browser with nothing in it."""
        return FormBrowser(base_url=self.base_url)

    def signed_in(self, role: str) -> FormBrowser:
        """The browser of a member of staff, signed in."""
        browser = self.browser(role)
        if role not in self.noted:
            browser.get("/accounts/login/")
            browser.submit({"login": self.logins[role], "password": self.password})
            self.noted[role] = "signed in"
        return browser

    def case_page(self, role: str = "spoc") -> FormBrowser:
        """The case in front of the SPOC or an assessor."""
        reference = self.noted["reference"]
        return self.signed_in(role).get(f"/spoc/{PARTNERSHIP}/cases/{reference}/")


def dated(name: str, day: date) -> dict[str, str]:
    """A date as the three boxes take it."""
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def noted_in(browser: FormBrowser, pattern: str, what: str) -> str:
    """The part of the page's words that a person would write down."""
    found = re.search(pattern, browser.words)
    if found is None:
        raise WalkProblem(f"{browser.where()}: shows no {what}")
    return found[1]


def choice(browser: FormBrowser, name: str, words: str = "") -> str:
    """The value of the first thing that a field offers, or of the one with these words."""
    offered = [(value, said) for value, said in browser.options(name) if value]
    found = next((value for value, said in offered if words in said), None)
    if found is None:
        raise WalkProblem(f"{browser.where()}: {name!r} does not offer {words!r} but {offered}")
    return found
