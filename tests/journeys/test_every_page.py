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
from portals.partnership.editing.parts import parts
from portals.partnership.views.previewing import OUTCOMES
from tests.journeys.looking import WIDTHS, look, open_browser
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
    "partnership:edit_part": 8,
    "partnership:preview_letter": 2,
}
# One address, several pages: each is looked at, told apart by the end of its path.
SEVERAL = {"partnership:edit_part", "partnership:preview_letter"}
# Pages that are also pictured at the width between a telephone and a desk.
AT_EACH_WIDTH = SEVERAL | {
    "partnership:compare",
    "partnership:days_off",
    "partnership:publish",
    "partnership:letters",
    "partnership:version",
    "partnership:versions",
    "partnership:word_letter",
    "pcc:compare",
    "public:check",
    "spoc:repin",
}
# What it leads to is for whom it was written to.
OTHERS_POST = "demo:mail"
# Addresses that answer with a file.
FILES = {
    "spoc:letter",
    "spoc:letter_twin",
    "pcc:letter",
    "pcc:letter_twin",
    "public:letter",
    "public:letter_twin",
    "spoc:batch_file",
    "partnership:export_version",
}

# Pages that no link of the demonstration leads these people to, with the reason.
NOT_LINKED = {
    "public:applied": "shown once, after applying; looked at in the walk",
    "public:tracker": "needs reference and secret; looked at in the walk",
    "public:withdraw": "an applicant's; its tests are in tests/integration",
    "public:ask_pcc": "an applicant's; looked at in the walk",
    "public:answer_question": "an applicant's; its tests are in tests/integration",
    "public:comment_on_plan": "an applicant's; its tests are in tests/integration",
    "public:survey": "off until a partnership sets it; looked at in test_survey.py",
    "public:survey_thanks": "shown once, after answering; looked at in test_survey.py",
    "public:left": "after signing out; looked at in the walk",
    "public:exit_now": "leads away at once",
    "public:draft_link": "in an e-mail; looked at in test_saved_application.py",
    "public:draft_erased": "shown once, after deleting; as above",
    "lmaps:plan": "no meeting is being held just now; looked at in the walk",
    "spoc:keyed_in": "shown once, after keying in",
    "spoc:send_again": "all post went; looked at in test_post_in_trouble.py",
    "spoc:mark_sent": "all post went; looked at in test_post_in_trouble.py",
    "spoc:batch": "nothing is printed in the demonstration; looked at in test_out_tray.py",
    "spoc:mark_returned": "whether a letter was posted differs; looked at in test_out_tray.py",
    "spoc:told_another_way": "all post went; looked at in test_post_in_trouble.py",
    "spoc:letter_wording": "no letter was worded by hand; looked at in test_wording.py",
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
    return found - FILES


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


def kind_of(name: str, path: str) -> tuple[str, str]:
    """Which page it is: its name, and the end of its path where one name stands for several."""
    return name, urlsplit(path).path.rstrip("/").split("/")[-1] if name in SEVERAL else ""


def explore(page, site, starts: list[str], seen: dict[tuple[str, str], str]) -> None:
    """Follow links from the starts; look at each kind of page the first time it is met.

    seen: by the kind of page what is wrong with it, "" for nothing.
    """
    waiting, opened, known = deque(starts), {}, set(starts)
    while waiting:
        path = waiting.popleft()
        name = name_of(urlsplit(path).path)
        if name is None or name in FILES or name.startswith(("account_", "health", "api:")):
            continue
        if opened.get(name, 0) >= OPENED.get(name, 1):
            continue
        opened[name] = opened.get(name, 0) + 1
        answer = page.goto(path)
        assert answer.status == 200, f"{path}: {answer.status}"
        kind = kind_of(name, path)
        if kind not in seen and name not in NOT_LINKED:
            seen[kind] = complaint_about(page, *kind)
        for link in links_of(page, site) if name != OTHERS_POST else ():
            if link not in known:
                known.add(link)
                waiting.append(link)


def complaint_about(page, name: str, end: str) -> str:
    """What is wrong with the page; all that is wrong anywhere is told at the end, at once."""
    picture = "-".join(filter(None, ("page", *name.split(":"), end)))
    try:
        look(page, picture, pictures=WIDTHS if name in AT_EACH_WIDTH else (320, 1280))
    except AssertionError as wrong:
        return str(wrong)
    return ""


@pytest.fixture(scope="module")
def seen(chromium, site) -> dict[tuple[str, str], str]:
    """All pages that anybody reached, by their kind."""
    found: dict[tuple[str, str], str] = {}
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


def test_every_page_is_reached(seen):
    unreached = pages_that_exist() - {name for name, _ in seen} - set(NOT_LINKED)
    assert not unreached, "pages that no link leads to, and that nobody has looked at"


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("partnership:edit_part", {part.key for part in parts()}),
        ("partnership:preview_letter", {kind.value for kind in OUTCOMES}),
    ],
)
def test_every_page_of_one_address_is_reached(seen, name, ends):
    assert {end for one, end in seen if one == name} == ends


def test_what_is_pictured_at_each_width_is_reached(seen):
    assert {name for name, _ in seen} >= AT_EACH_WIDTH


def test_every_page_is_fit_to_be_seen(seen):
    complaints = [complaint for complaint in seen.values() if complaint]
    assert not complaints, "\n\n".join(complaints)
