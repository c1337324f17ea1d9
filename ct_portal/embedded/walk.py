"""The walk of bin/run --check: one case from application to PCC outcome, as people do it.

A step is a function of People; the first line of its docstring is what the
check prints. Steps build on what earlier ones noted.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from ct_portal.embedded.form_browser import FormBrowser


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
            self.browsers[who] = FormBrowser(base_url=self.base_url)
        return self.browsers[who]


def open_the_front_page(people: People) -> None:
    """The victim opens the front page"""
    people.browser("victim").get("/")


STEPS: tuple[Callable[[People], None], ...] = (open_the_front_page,)
