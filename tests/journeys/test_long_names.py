"""A name of seventy letters without a blank breaks where it must, and widens no page of staff."""

import pytest

from ct_portal.embedded.walk import PARTNERSHIP
from tests.journeys.looking import WIDTHS
from tests.journeys.test_post_in_trouble import sign_in

NAME = "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftxyz"
RENAME = """
([name, long]) => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let renamed = 0;
  while (texts.nextNode()) {
    if (!texts.currentNode.data.includes(name)) continue;
    texts.currentNode.data = texts.currentNode.data.replaceAll(name, long);
    renamed += 1;
  }
  return renamed;
}
"""
TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
TABLE_TOO_WIDE = "region => region.scrollWidth - region.clientWidth"


@pytest.fixture
def page(chromium, site):
    page = sign_in(chromium, site, javascript=True)
    page.goto(f"/spoc/{PARTNERSHIP}/")
    yield page
    page.context.close()


def applicant_of_the_first_case(page) -> str:
    return page.locator(".ct-queue tbody tr .ct-cell-note").first.inner_text()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_queue_shows_all_its_columns_where_it_shows_them_otherwise(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    table = page.locator(".ct-queue .ct-table-region")
    before = table.evaluate(TABLE_TOO_WIDE)
    assert page.evaluate(RENAME, [applicant_of_the_first_case(page), NAME])
    assert page.evaluate(TOO_WIDE) <= 0
    assert table.evaluate(TABLE_TOO_WIDE) <= before


@pytest.mark.parametrize("width", WIDTHS)
def test_a_case_is_no_wider_than_the_window(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    name = applicant_of_the_first_case(page)
    with page.expect_navigation():
        page.locator(".ct-queue tbody th a").first.click()
    assert page.evaluate(RENAME, [name, NAME]) > 1
    assert page.evaluate(TOO_WIDE) <= 0


@pytest.mark.parametrize("width", WIDTHS)
def test_a_letter_to_them_is_no_wider_than_the_window(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    with page.expect_navigation():
        page.get_by_role("link", name="Send the acknowledgement").first.click()
    name = page.locator(".ct-letter__address .ct-letter__line").first.inner_text()
    assert page.evaluate(RENAME, [name, NAME]) > 1
    assert page.evaluate(TOO_WIDE) <= 0
