"""The administrator words a paragraph for every letter; the contact words another for one letter
before it goes, and what they changed can be seen. With scripts each page is looked at."""

import json

import pytest

from ct_portal.embedded.walk import PARTNERSHIP
from organisations.roles import Role
from tests.journeys.looking import look, open_browser

OPEN = """
from cases.models import Case
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in
here = Partnership.objects.get(slug="{slug}")
with transaction_in(Scope.staff(here.pk)):
    found = Case.objects.filter(partnership=here, status="{status}").order_by("id")
    print("found", *found.values_list("reference", flat=True))
"""


def sign_in(chromium, site, role, *, javascript: bool):
    logins = json.loads(site.stack.manage("demo_logins", "--json"))
    page = open_browser(chromium, site, javascript=javascript)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/accounts/login/")
    page.fill("[name=login]", logins[role])
    page.fill("[name=password]", site.password)
    with page.expect_navigation():
        page.locator("main button[type=submit]").first.click()
    return page


def press(page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_letter_is_worded_for_all_and_for_one(chromium, site, javascript):
    def look_at(page, name: str) -> None:
        if javascript:
            look(page, name)

    page = sign_in(chromium, site, Role.ADMINISTRATOR, javascript=javascript)
    page.goto(f"/partnership/{PARTNERSHIP}/letters/closure/closing/")
    own = f"Thank you for working with us{' again' if javascript else ' all along'}."
    page.fill("[name=text]", "Ask {contct name}.")
    press(page, "See the letter with it")
    assert "Line 1: there is no placeholder {contct name}" in page.locator("main").inner_text()
    look_at(page, "wording-refused")
    page.fill("[name=text]", f"{own}\n\n- Ring **{{contact name}}** when you like.")
    press(page, "See the letter with it")
    look_at(page, "wording-check")
    press(page, "Publish it")
    assert "The wording is published." in page.locator("main").inner_text()
    page.goto(f"/partnership/{PARTNERSHIP}/letters/closure/closing/")
    assert own in page.locator("[name=text]").input_value()
    look_at(page, "wording-history")
    page.context.close()

    shell = site.stack.manage("shell", "-c", OPEN.format(slug=PARTNERSHIP, status="received"))
    page = sign_in(chromium, site, Role.SPOC, javascript=javascript)
    for reference in shell.rpartition("found")[2].split():
        # The contact of one district finds nothing in another.
        if page.goto(f"/spoc/{PARTNERSHIP}/cases/{reference}/acknowledge/").ok:
            break
    look_at(page, "letter-first")
    press(page, "Change the wording")
    look_at(page, "letter-words")
    opening = "[name=free-acknowledgement-opening]"
    page.fill(opening, "We spoke **today")
    press(page, "See the letter with it")
    assert "bold text needs **" in page.locator("main").inner_text()
    assert page.locator(opening).input_value() == "We spoke **today"
    look_at(page, "letter-words-refused")
    page.fill(opening, "We spoke **today**, {name}.")
    press(page, "See the letter with it")
    assert page.locator(".ct-letter strong", has_text="today").count() == 1
    look_at(page, "letter-worded")
    press(page, "Send the acknowledgement")
    assert "The acknowledgement is on its way." in page.locator("main").inner_text()

    difference = page.get_by_role("link", name="show the difference in Acknowledgement")
    for _ in range(40):
        if difference.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    with page.expect_navigation():
        difference.click()
    assert "Worded for this letter by" in page.locator("main").inner_text()
    look_at(page, "letter-difference")
    page.context.close()
