"""The administrator opens the survey, somebody answers it, and the counts are there to read."""

from ct_portal.embedded.walk import PARTNERSHIP
from organisations.roles import Role
from tests.journeys.looking import look, open_browser
from tests.journeys.test_wording import press, sign_in


def set_after(page, days: str) -> None:
    page.goto(f"/partnership/{PARTNERSHIP}/reminders/")
    page.fill("[name=survey_after]", days)
    press(page, "Save")
    assert "The times of reminders are saved." in page.locator("main").inner_text()


def test_the_survey_is_opened_answered_and_read(chromium, site):
    staff = sign_in(chromium, site, Role.ADMINISTRATOR, javascript=True)
    set_after(staff, "20")
    try:
        anybody = open_browser(chromium, site, javascript=False)
        for answer in range(5):
            anybody.goto(f"/p/{PARTNERSHIP}/survey/")
            anybody.get_by_role("radio", name="Partly", exact=True).nth(0).check()
            anybody.get_by_role("radio", name="Easy", exact=True).check()
            anybody.fill("[name=words]", f"Somebody rang me {answer + 2} times.")
            press(anybody, "Send my answers")
            assert anybody.locator("h1").inner_text() == "Thank you for your answers"
        seen = open_browser(chromium, site)
        seen.goto(f"/p/{PARTNERSHIP}/survey/thanks/")
        look(seen, "survey-thanks")
        seen.goto(f"/p/{PARTNERSHIP}/survey/")
        look(seen, "survey")
        press(seen, "Send my answers")
        look(seen, "survey-refused")
        staff.goto(f"/partnership/{PARTNERSHIP}/survey/")
        assert "Partly: 5" in staff.locator("main").inner_text()
        look(staff, "survey-counts")
    finally:
        set_after(staff, "")
    assert (staff.complaints, anybody.complaints, seen.complaints) == ([], [], [])
