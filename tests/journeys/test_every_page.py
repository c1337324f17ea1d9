"""Every page that a person can reach from where they start is looked at, for every role.

Each person follows the links of their own pages in the demonstration, so that cases in every
status, long names and empty lists come by. A page that nobody reaches must be named below.
"""

import csv
import json
from collections import deque
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from ct_portal.embedded.walk import AREA, PARTNERSHIP
from organisations.roles import Role
from tests.journeys.looking import look, open_browser
from tests.journeys.site import ROOT

STARTS = {
    Role.SPOC: [f"/spoc/{PARTNERSHIP}/"],
    Role.ASSESSOR: [f"/spoc/{PARTNERSHIP}/"],
    Role.ACCOUNTABLE_OFFICER: [f"/spoc/{PARTNERSHIP}/", f"/partnership/{PARTNERSHIP}/audit/"],
    Role.LMAPS_CHAIR: [f"/lmaps/{PARTNERSHIP}/"],
    Role.AGENCY_MEMBER: ["/agency/"],
    Role.PCC_OFFICER: [f"/pcc/{AREA}/", f"/pcc/{AREA}/?show=finished"],
    Role.ADMINISTRATOR: [f"/partnership/{PARTNERSHIP}/"],
    Role.AUDITOR: [f"/partnership/{PARTNERSHIP}/audit/"],
    "dominic.raine@idle-valley.example": ["/agency/"],
    "anybody": ["/", f"/p/{PARTNERSHIP}/", "/demo/"],
}
# How often one kind of page is opened in search of links to others: cases differ by their status.
OPENED = {
    "spoc:case": 14,
    "pcc:review": 8,
    "lmaps:case": 30,
    "lmaps:meeting": 12,
    "agency:case": 30,
}
LETTERS = {"spoc:letter", "pcc:letter", "public:letter"}

# Pages that no link of the demonstration leads these people to, with the reason.
NOT_LINKED = {
    "public:applied": "shown once, after applying; looked at in the walk",
    "public:tracker": "needs reference and secret; looked at in the walk",
    "public:withdraw": "an applicant's; its tests are in tests/integration",
    "public:ask_pcc": "an applicant's; looked at in the walk",
    "public:left": "after signing out; looked at in the walk",
    "public:exit_now": "leads away at once",
    "lmaps:plan": "no meeting is being held just now; looked at in the walk",
    "spoc:keyed_in": "shown once, after keying in",
    "spoc:extend": "this partnership's procedure allows no extension",
    "staff_home": "leads on where there is one place",
    "demo:components": "looked at by tests/unit/test_components.py",
}


def pages_that_exist() -> set[str]:
    """Every address that answers somebody's GET with a page."""
    found = set()
    for table in (ROOT / "tests" / "specs" / "access").glob("*.csv"):
        if table.stem == "api":
            continue
        with table.open(encoding="utf-8", newline="") as lines:
            rows = [row for row in csv.DictReader(lines) if row["method"] == "GET"]
        found |= {row["name"] for row in rows if "200" in row.values()}
    return found - LETTERS


def name_of(path: str) -> str | None:
    """The name of an address of ours; None for what is no page."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def links_of(page, site) -> list[str]:
    """Where the page leads, within the service."""
    found = page.locator("a[href]").evaluate_all("all => all.map(one => one.href)")
    own = [urlsplit(href) for href in found if href.startswith(site.address)]
    return [f"{url.path}?{url.query}" if url.query else url.path for url in own]


def explore(page, site, starts: list[str], seen: set[str]) -> None:
    """Follow links from the starts; look at each kind of page the first time it is met."""
    waiting, opened, known = deque(starts), {}, set(starts)
    while waiting:
        path = waiting.popleft()
        name = name_of(urlsplit(path).path)
        if name is None or name in LETTERS or name.startswith(("account_", "health", "api:")):
            continue
        if opened.get(name, 0) >= OPENED.get(name, 1):
            continue
        opened[name] = opened.get(name, 0) + 1
        answer = page.goto(path)
        assert answer.status == 200, f"{path}: {answer.status}"
        if name not in seen and name not in NOT_LINKED:
            seen.add(name)
            look(page, f"page-{name.replace(':', '-')}", widths=(320, 1280))
        for link in links_of(page, site):
            if link not in known:
                known.add(link)
                waiting.append(link)


@pytest.fixture(scope="module")
def seen(chromium, site) -> set[str]:
    """The names of all pages that anybody reached."""
    found: set[str] = set()
    logins = json.loads(site.stack.manage("demo_logins", "--json"))
    for who, starts in STARTS.items():
        page = open_browser(chromium, site)
        email = logins.get(who, who)
        if "@" in email:
            page.goto("/accounts/login/")
            page.fill("[name=login]", email)
            page.fill("[name=password]", site.password)
            with page.expect_navigation():
                page.locator("main button[type=submit]").first.click()
        explore(page, site, starts, found)
        page.context.close()
    return found


def test_every_page_is_reached_and_fit_to_be_seen(seen):
    unreached = pages_that_exist() - seen - set(NOT_LINKED)
    assert not unreached, "pages that no link leads to, and that nobody has looked at"
