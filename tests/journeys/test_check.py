"""Somebody who is not sure looks first, on a phone, and goes on to apply with what they entered."""

import datetime as dt

import pytest

from ct_portal.embedded.walk import PARTNERSHIP
from ct_portal.embedded.walk_steps import today as this_day
from tests.journeys.looking import look, open_browser

CHECK = f"/p/{PARTNERSHIP}/check/"


def enter(page, number: int, *, when: dt.date, told: str = "Nottinghamshire Police") -> None:
    """One incident of which the month is known, reported in the same month."""
    row = f"[name=incidents-{number}-"
    for name in ("occurred_on", "first_on"):
        page.fill(f"{row}{name}_month]", str(when.month))
        page.fill(f"{row}{name}_year]", str(when.year))
    page.select_option(f"{row}first_told]", label=told)


def press(page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).last.click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_look_first_then_apply(chromium, site, javascript):
    page = open_browser(chromium, site, javascript=javascript)

    def seen(name: str) -> None:
        if javascript:
            look(page, f"check-{name}")

    page.goto(f"/p/{PARTNERSHIP}/")
    seen("way-in")
    page.get_by_role("link", name="See if you could ask for a review").click()
    page.wait_for_url(f"**{CHECK}")
    seen("empty")
    press(page, "See how it looks")
    assert page.locator(".govuk-error-summary").count() == 1
    seen("mistake")
    today = this_day()
    for number in range(3):
        enter(page, number, when=today.replace(day=1) - dt.timedelta(days=31 * number + 1))
    press(page, "Add another incident")
    assert page.locator("fieldset.ct-add-another").count() == 4
    page.fill("[name=incidents-3-occurred_on_year]", str(today.year - 2))
    page.check("[name=related][value=yes]")
    page.check("[name=harm][value=danger]")
    press(page, "See how it looks")
    assert page.locator("h1").inner_text().startswith("It looks as if")
    assert page.url.endswith(CHECK)
    seen("answer")
    press(page, "Change what I entered")
    assert page.locator("[name=harm][value=danger]").is_checked()
    seen("changed")
    press(page, "See how it looks")
    press(page, "Apply with what I entered")
    assert page.locator("h1").inner_text() == "Apply for a review"
    assert page.locator("[name=incidents-0-first_told] option:checked").inner_text() == (
        "Nottinghamshire Police"
    )
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"csrftoken"}
    seen("carried")
    page.context.close()
