"""Letters are printed together and marked as posted; one comes back, and its address is mended.

On the demonstration's newest letters, which are made to wait for the post.
"""

import pytest

from ct_portal.embedded.walk import PARTNERSHIP
from tests.journeys.looking import look
from tests.journeys.test_post_in_trouble import sign_in, submit

TO_POST = """
from cases.models import SafeContact
from notifications.models import Delivery, Message
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in
from django.utils import timezone
here = Partnership.objects.get(slug="{slug}")
with transaction_in(Scope.staff(here.pk)):
    Delivery.objects.filter(partnership=here, channel="post", state="queued").update(
        state="cancelled", reason="For this journey.", finished_at=timezone.now()
    )
    found = Message.objects.filter(
        partnership=here, letter__isnull=False, case__status__in=["received", "acknowledged"]
    )
    for message in found.order_by("-id")[:3]:
        SafeContact.objects.update_or_create(
            partnership=here, person_id=message.person_id, channel="post",
            defaults={{"safe": True}},
            create_defaults={{
                "safe": True, "application_id": message.application_id, "case_id": message.case_id
            }},
        )
        last = message.deliveries.filter(partnership=here, channel="post").order_by("-attempt")
        number = last.values_list("attempt", flat=True).first() or 0
        Delivery.objects.create(
            partnership=here, message=message, application_id=message.application_id,
            case_id=message.case_id, channel="post", attempt=number + 1,
            queued_at=timezone.now(), due_at=timezone.now(),
        )
"""


@pytest.fixture
def letters_wait(site):
    """Three letters wait to be printed and posted."""
    site.stack.manage("shell", "-c", TO_POST.format(slug=PARTNERSHIP))


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_letters_are_printed_posted_and_one_comes_back(chromium, site, letters_wait, javascript):
    page = sign_in(chromium, site, javascript=javascript)

    def look_at(name: str) -> None:
        if javascript:
            look(page, name)

    def press(words: str) -> None:
        with page.expect_navigation():
            page.get_by_role("button", name=words, exact=True).click()

    def said() -> str:
        return page.locator("main").inner_text()

    page.goto(f"/spoc/{PARTNERSHIP}/letters/")
    press("Print those ticked")
    assert "Tick the letters to print" in said()
    for box in page.locator("[name=letters]").all():
        box.check()
    look_at("out-tray-letters")
    press("Print those ticked")
    look_at("out-tray-batch-waiting")
    address = page.url
    while page.get_by_role("link", name="Look again").count():
        page.wait_for_timeout(200)
        page.goto(address)
    look_at("out-tray-batch-ready")
    pdf = page.request.get(f"{address}file/")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF-")
    page.locator("input[name^=why_]").first.fill("The envelope tore.")
    press("Mark as posted")
    look_at("out-tray-batch-settled")
    assert "The envelope tore." in said()

    rows = page.get_by_role("region", name="Letters of this batch").get_by_role("row")
    with page.expect_navigation():
        rows.filter(has=page.get_by_role("cell", name="Posted", exact=True)).first.locator(
            "a[href*='/cases/']"
        ).click()
    with page.expect_navigation():
        page.get_by_role("link", name="It came back").first.click()
    page.get_by_label("Gone away").check()
    look_at("out-tray-came-back")
    submit(page)
    assert "It is recorded that the letter came back" in said()
    look_at("out-tray-case")
    with page.expect_navigation():
        page.locator(".ct-acts").get_by_role("link", name="Check the contact details").click()
    page.fill("[name=address]", "2 New Road\nRetford")
    press("Confirm")
    assert "Check the details with them first" in said()
    look_at("out-tray-contact")
    page.get_by_label("Letter by post").check()
    page.get_by_label("I checked this with them").check()
    press("Confirm")
    assert "The contact details are confirmed." in said()
    page.goto(f"/spoc/{PARTNERSHIP}/letters/")
    assert page.get_by_role("button", name="Print all").count() == 1
    press("Print all")
    press("Give up this batch")
    assert "Its letters wait again" in said()
    page.context.close()
