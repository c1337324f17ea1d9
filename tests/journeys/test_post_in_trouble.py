"""The post breaks; the single point of contact sees what is wrong, and mends it, on every screen.

Runs on the demonstration's newest letters, which are made to look as a broken server leaves them.
"""

import json

import pytest

from ct_portal.embedded.walk import PARTNERSHIP
from organisations.roles import Role
from tests.journeys.looking import look, open_browser

BREAK = """
from django.utils import timezone
from cases.models import Deadline, OutboxEntry
from notifications.models import Delivery, Message
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in
here = Partnership.objects.get(slug="{slug}")
with transaction_in(Scope.staff(here.pk)):
    told = Message.objects.filter(partnership=here, told_at__isnull=False, letter__isnull=False)
    told = told.exclude(deliveries__state="returned")
    latest = list(told.exclude(case__status__in=["closed", "withdrawn", "merged"]).order_by("-id"))
    broken = latest[:6]
    Message.objects.filter(partnership=here, pk__in=[one.pk for one in broken]).update(told_at=None)
    Deadline.objects.filter(
        partnership=here, application_id__in=[one.application_id for one in broken]
    ).update(met_at=None, met_by="")
    ends = [
        ("uncertain", "The connection broke while sending (TimeoutError)."),
        ("failed", "The mail server refused the message (550)."),
        ("cancelled", "The person said that post is not safe."),
    ]
    for number, message in enumerate(broken):
        state, reason = ends[number % 3]
        message.deliveries.filter(partnership=here).update(
            state=state, reason=reason, claimed_at=timezone.now()
        )
    stuck = OutboxEntry.objects.filter(partnership=here, event__kind="case.acknowledged")
    last = stuck.order_by("-id").first()
    OutboxEntry.objects.filter(partnership=here, pk=last.pk).update(
        state="stuck", attempts=5, error="FileNotFoundError"
    )
"""


@pytest.fixture
def broken_post(site):
    """Six letters that reached nobody, and one that could not be written."""
    site.stack.manage("shell", "-c", BREAK.format(slug=PARTNERSHIP))


def sign_in(chromium, site, *, javascript: bool):
    logins = json.loads(site.stack.manage("demo_logins", "--json"))
    page = open_browser(chromium, site, javascript=javascript)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/accounts/login/")
    page.fill("[name=login]", logins[Role.SPOC])
    page.fill("[name=password]", site.password)
    with page.expect_navigation():
        page.locator("main button[type=submit]").first.click()
    return page


def act(page, words: str) -> None:
    """Follow the first link, or press the first button, of that name; the page that comes."""
    link = page.locator(".ct-acts").get_by_role("link", name=words)
    with page.expect_navigation():
        (link if link.count() else page.get_by_role("button", name=words)).first.click()


def submit(page) -> None:
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").last.click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_what_the_post_could_not_bring_is_seen_and_mended(chromium, site, broken_post, javascript):
    """Axe needs scripts: each page is looked at with them, and gone through without."""
    page = sign_in(chromium, site, javascript=javascript)

    def look_at(name: str) -> None:
        if javascript:
            look(page, name)

    here = f"/spoc/{PARTNERSHIP}/letters/troubles/"
    page.goto(here)
    look_at("troubles")
    before = page.locator(".ct-trouble").count()

    act(page, "It was sent")
    look_at("troubles-mark-sent")
    submit(page)
    assert "The letter is marked as sent." in page.locator("main").inner_text()

    act(page, "Told another way")
    look_at("troubles-told-another-way")
    submit(page)
    assert "There is a problem" in page.locator("main").inner_text()
    page.fill("[name=how]", "Read to her by telephone; she wrote down the date.")
    submit(page)
    assert "recorded that the applicant was told" in page.locator("main").inner_text()

    act(page, "Send again")
    look_at("troubles-send-again")
    submit(page)

    page.goto(here)
    act(page, "Try again")
    assert "being tried again" in page.locator("main").inner_text()
    assert page.locator(".ct-trouble").count() < before

    page.locator(".ct-trouble__letter a").first.click()
    page.wait_for_load_state()
    look_at("troubles-case")
    assert page.locator("#letters").count() == 1
    page.context.close()
