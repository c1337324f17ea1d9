"""Following an application: signing in, the tracker, letters, withdrawing, asking the office."""

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from redis.exceptions import ConnectionError as BrokerDown

from cases.commands.deciding import DecisionGiven, decide
from cases.commands.following import record_progress, reopen
from cases.commands.pcc import assess_eligibility, request_pcc_review
from cases.events import record
from cases.models import AccessKey, Action, Application, Deadline, PccReview
from cases.selectors.public_words import PCC_WORDS, STATUS_WORDS
from cases.status import PccStatus, Status
from notifications.models import Letter
from notifications.telling import tell_waiting
from organisations.actors import SYSTEM_ACTOR, applicant_actor
from organisations.roles import Role
from tests.public_form import SLUG, joans_form
from tests.walk import DAY, Walk
from tests.world import NOON, apply_as_joan, joans_submission

TRACK = f"/p/{SLUG}/track/"
TRACKER = f"/p/{SLUG}/case/"
WITHDRAW = f"/p/{SLUG}/case/withdraw/"
ASK = f"/p/{SLUG}/case/ask-pcc/"


class Hand:
    """The clock's hand: what time the pages think it is."""

    at = NOON


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Noon on Wednesday 10 June 2026, until a test moves it."""
    hand = Hand()
    monkeypatch.setattr("organisations.clock.now", lambda: hand.at)
    return hand


def sign_in(client, walk: Walk):
    """With reference and secret, as the person does."""
    typed = {
        "reference": walk.submitted.application.reference,
        "secret": walk.submitted.secret,
    }
    return client.post(TRACK, typed)


@pytest.fixture
def walk(world) -> Walk:
    return Walk(world)


@pytest.fixture
def joan(client, walk):
    """Joan's browser, signed in."""
    assert sign_in(client, walk).headers["Location"] == TRACKER
    return client


def text_of(page) -> str:
    return page.content.decode()


def test_reference_and_secret_open_the_tracker_with_a_new_session_key(client, walk):
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key
    assert sign_in(client, walk).status_code == 302
    assert client.session.session_key != before
    page = client.get(TRACKER)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]


def test_spaces_dashes_and_capitals_do_not_matter(client, walk):
    application = walk.submitted.application
    typed = {
        "reference": application.reference.lower().replace("-", " "),
        "secret": walk.submitted.secret.lower().replace("-", ""),
    }
    assert client.post(TRACK, typed).status_code == 302


def test_every_mismatch_gets_the_same_answer(client, walk, world):
    other = apply_as_joan(world)
    mine, secret = walk.submitted.application.reference, walk.submitted.secret
    pairs = [
        (mine, other.secret),
        (other.application.reference, secret),
        (mine, "AAAA-AAAA-AAAA-AAAA"),
        ("BNS-2222-2222", secret),
        ("what", secret),
    ]
    answers = set()
    for reference, typed in pairs:
        page = client.post(TRACK, {"reference": reference, "secret": typed})
        assert page.status_code == 200
        answers.add(tuple(page.context["form"].errors["reference"]))
    assert len(answers) == 1
    assert client.get(TRACKER).headers["Location"] == TRACK


def test_a_secret_does_not_open_the_same_reference_at_another_partnership(client, walk):
    typed = {
        "reference": walk.submitted.application.reference,
        "secret": walk.submitted.secret,
    }
    assert client.post("/p/ashfield/track/", typed).status_code == 200
    sign_in(client, walk)
    assert client.get("/p/ashfield/case/").headers["Location"] == "/p/ashfield/track/"


def test_a_revoked_key_opens_nothing(client, walk, joan):
    AccessKey.objects.update(revoked_at=NOON)
    assert joan.get(TRACKER).headers["Location"] == TRACK
    assert sign_in(client, walk).status_code == 200


def test_the_eleventh_try_in_a_quarter_of_an_hour_has_to_wait(client, walk, monkeypatch):
    """Real time stands still, so that no new quarter begins meanwhile."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOON)
    reference = walk.submitted.application.reference
    for _ in range(10):
        assert client.post(TRACK, {"reference": reference, "secret": "no"}).status_code == 200
    page = sign_in(client, walk)
    assert page.status_code == 429
    assert "You can try again from <strong>12:15pm</strong>" in text_of(page)
    assert "01632 960100" in text_of(page)
    other = {"reference": "BNS-2222-2222", "secret": "no"}
    assert client.post(TRACK, other).status_code == 200


def test_nobody_is_locked_out_while_the_cache_is_down(client, walk, monkeypatch):
    def down(*args, **kwargs):
        raise BrokerDown("no answer")

    with monkeypatch.context() as patch:
        patch.setattr(cache, "add", down)
        assert sign_in(client, walk).status_code == 302


def test_the_tracker_says_where_the_case_is_by_when_and_who_acts(joan):
    text = text_of(joan.get(TRACKER))
    assert "<title>We have your application" in text
    assert "Monday 15 June 2026 (3 working days left)" in text
    assert "Wednesday 15 July 2026 (25 working days left)" in text
    assert "Sam Okafor" in text
    assert "01632 960101" in text
    assert "1 month after the action plan was agreed" in text
    assert "Stones at the front window after dark." in text
    assert "You told Nottinghamshire Police on" in text


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_its_words_with_all_names_filled_in(status):
    names = {
        "panel": "LMAPS",
        "panel_in_full": "the meeting",
        "policing_body": "the office",
        "assessed_by": "the assessors",
        "contact": "Sam",
    }
    words = STATUS_WORDS[status].filled(**names)
    for text in (words.title, words.means, words.next, words.who):
        assert text
        assert "{" not in text


def test_every_state_of_a_pcc_review_has_its_words():
    assert set(PCC_WORDS) == set(PccStatus)


def test_promised_dates_are_shown_as_kept_and_as_late(joan, walk, world, clock):
    """The acknowledgement goes out in time, the full answer a day late."""
    walk.acknowledge()
    told_in_time(walk, "acknowledgement", NOON + DAY)
    told_in_time(walk, "response", dt.datetime(2026, 7, 16, 9, tzinfo=NOON.tzinfo))
    clock.at = dt.datetime(2026, 7, 20, 9, tzinfo=NOON.tzinfo)
    text = text_of(joan.get(TRACKER))
    assert "Promised by Monday 15 June 2026. Done on Thursday 11 June 2026: in time." in text
    assert (
        "Promised by Wednesday 15 July 2026. Done on Thursday 16 July 2026: we were late." in text
    )
    assert "We kept that date." in text


def told_in_time(walk: Walk, kind: str, at: dt.datetime) -> None:
    """A letter of the kind reached Joan at that moment."""
    with walk.world.inside():
        application = Application.objects.select_related("case__partnership").get(
            pk=walk.submitted.application.pk
        )
        record(
            kind=f"{kind}.told",
            partnership_id=application.partnership_id,
            by=SYSTEM_ACTOR,
            at=at,
            case=application.case,
            application=application,
            tell=False,
        )


def test_an_overdue_date_is_called_late(joan, clock):
    clock.at = NOON + 7 * DAY
    text = text_of(joan.get(TRACKER))
    assert "Monday 15 June 2026 (2 working days overdue)" in text
    assert "We are late." in text


def test_a_moved_date_shows_the_first_one_and_why(joan, walk, world):
    """Only where the procedure allows it: here the row is moved as the command would."""
    with world.inside():
        Deadline.objects.filter(partnership=world.partnership, limit="respond").update(
            revised_on=dt.date(2026, 7, 31), revision_reason="Two agencies have not answered."
        )
    text = text_of(joan.get(TRACKER))
    assert "Friday 31 July 2026" in text
    assert "First promised for Wednesday 15 July 2026" in text
    assert "Two agencies have not answered." in text


def test_the_plan_is_shown_once_the_response_has_been_sent(joan, walk, clock):
    walk.to_planned()
    clock.at = walk.at
    before = text_of(joan.get(TRACKER))
    assert "Visit Mrs Marsh every week." not in before
    walk.respond()
    after = text_of(joan.get(TRACKER))
    assert "Visit Mrs Marsh every week." in after
    assert "Bassetlaw District Council, by Wednesday 1 July 2026" in after
    assert "Known youths; do not name." not in after
    assert "We sent you our answer with the plan" in after


def test_progress_of_an_action_shows_in_plan_and_timeline(joan, walk, world, clock):
    walk.to_planned().respond()
    with world.inside():
        action = Action.objects.get(partnership=world.partnership)
    record_progress(
        **walk.command(
            Role.SPOC, action_id=action.pk, status="done", note="Seen on Monday by Dev Patel."
        )
    )
    clock.at = walk.at
    text = text_of(joan.get(TRACKER))
    assert "Bassetlaw District Council: done" in text
    assert "Seen on Monday by Dev Patel." not in text


def test_a_case_opened_again_still_shows_the_plan_of_before(joan, walk, clock):
    walk.to_closed()
    reopen(**walk.command(where="lmaps", reason="It started again."))
    clock.at = walk.at
    text = text_of(joan.get(TRACKER))
    assert "Your case was opened again" in text
    assert "Visit Mrs Marsh every week." in text


def test_a_deferred_case_says_until_when(joan, walk):
    walk.acknowledge().assess().risk()
    given = DecisionGiven(
        outcome="deferred", reasons="The police report.", deferred_until=dt.date(2026, 6, 22)
    )
    decide(**walk.command(given=given))
    assert "Monday 22 June 2026" in text_of(joan.get(TRACKER))


def test_another_applicants_rows_of_the_same_case_are_not_shown(joan, walk, world):
    other = apply_as_joan(world, impact="My dog is afraid.")
    with world.inside():
        Application.objects.filter(pk=other.application.pk).update(case_id=walk.case_id)
    text = text_of(joan.get(TRACKER))
    assert "My dog is afraid." not in text
    assert other.application.reference not in text


@pytest.mark.parametrize("page", ["tracker", "withdraw"])
def test_the_number_of_queries_does_not_depend_on_the_rows(client, world, page):
    address = {"tracker": TRACKER, "withdraw": WITHDRAW}[page]
    counts = []
    for copies in (1, 4):
        few = joans_submission(world)
        walk = Walk(world, incidents=few.incidents * copies)
        sign_in(client, walk)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def version(walk: Walk) -> str:
    return str(walk.case().version)


def test_withdrawing_takes_a_clear_yes_and_says_what_follows(joan, walk):
    page = text_of(joan.get(WITHDRAW))
    assert "you can apply again at any time" in page
    answer = joan.post(WITHDRAW, {"version": version(walk)})
    assert "Select yes if you want to withdraw" in text_of(answer)
    answer = joan.post(WITHDRAW, {"version": version(walk), "sure": "no"})
    assert answer.headers["Location"] == TRACKER
    assert walk.case().status == Status.RECEIVED
    answer = joan.post(WITHDRAW, {"version": version(walk), "sure": "yes"}, follow=True)
    assert walk.case().status == Status.WITHDRAWN
    assert "You withdrew your application" in text_of(answer)
    assert "working days left" not in text_of(answer)


def test_withdrawing_twice_or_after_the_end_changes_nothing(joan, walk):
    typed = {"version": version(walk), "sure": "yes"}
    joan.post(WITHDRAW, typed)
    again = joan.post(WITHDRAW, typed)
    assert again.status_code == 409
    assert "already withdrawn" in text_of(again)
    assert WITHDRAW not in text_of(joan.get(TRACKER))


def test_a_closed_case_cannot_be_withdrawn(joan, walk):
    walk.to_closed()
    assert joan.get(WITHDRAW).status_code == 409
    assert walk.case().status == Status.CLOSED


def test_withdrawing_on_a_page_that_has_grown_stale_asks_to_look_again(joan, walk):
    old = version(walk)
    walk.acknowledge()
    answer = joan.post(WITHDRAW, {"version": old, "sure": "yes"})
    assert answer.status_code == 409
    assert "Somebody else changed this" in text_of(answer)
    assert walk.case().status == Status.ACKNOWLEDGED


def pcc_form(walk: Walk, **changes) -> dict:
    return {
        "version": version(walk),
        "grounds": ["way_reviewed"],
        "statement": "Nobody read my diary.",
        **changes,
    }


def test_the_pcc_office_can_be_asked_after_the_answer_and_not_before(joan, walk, clock):
    assert joan.get(ASK).status_code == 409
    assert joan.post(ASK, pcc_form(walk)).status_code == 409
    walk.to_closed()
    clock.at = walk.at
    page = text_of(joan.get(ASK))
    assert f'href="{TRACKER}">Go back' in page
    assert "You are unhappy with the way the review was carried out" in page
    assert "The last date to ask is <strong>Wednesday 15 July 2026</strong>" in page
    assert "How was this worked out?" in page
    answer = joan.post(ASK, pcc_form(walk), follow=True)
    assert "They have your request" in text_of(answer)
    with walk.world.inside():
        review = PccReview.objects.get(partnership=walk.world.partnership)
    assert (review.grounds, review.within_window) == (["way_reviewed"], True)


def test_a_late_request_is_taken_and_called_late(joan, walk, clock):
    walk.to_closed()
    clock.at = walk.at + 60 * DAY
    assert "You can still send your request." in text_of(joan.get(ASK))
    answer = joan.post(ASK, pcc_form(walk), follow=True)
    assert "after the last date" in text_of(answer)
    with walk.world.inside():
        assert not PccReview.objects.get(partnership=walk.world.partnership).within_window


def test_asking_twice_makes_one_request(joan, walk, clock):
    walk.to_closed()
    clock.at = walk.at
    typed = pcc_form(walk)
    joan.post(ASK, typed)
    again = joan.post(ASK, typed)
    assert again.status_code == 409
    assert "already asked" in text_of(again)
    with walk.world.inside():
        assert PccReview.objects.filter(partnership=walk.world.partnership).count() == 1
    assert ASK not in text_of(joan.get(TRACKER))


def test_the_request_names_what_is_missing_and_keeps_what_was_typed(joan, walk, clock):
    walk.to_closed()
    clock.at = walk.at
    page = joan.post(ASK, pcc_form(walk, grounds=[], statement="My own words."))
    assert page.status_code == 200
    assert "Select at least one reason" in text_of(page)
    assert "My own words." in text_of(page)
    page = joan.post(ASK, pcc_form(walk, statement="  "))
    assert "Enter what you think went wrong" in text_of(page)
    forged = joan.post(ASK, pcc_form(walk, grounds=["made_up"]))
    assert "grounds" in forged.context["form"].errors


def test_somebody_who_withdrew_cannot_ask(client, world, clock):
    """The case goes on for the others."""
    walk = Walk(world)
    with world.inside():
        other = apply_as_joan(world).application
        Application.objects.filter(pk=other.pk).update(case_id=walk.case_id)
        Application.objects.filter(pk=walk.submitted.application.pk).update(
            status=Application.Status.WITHDRAWN, withdrawn_at=NOON
        )
    sign_in(client, walk)
    assert client.get(ASK).status_code == 409
    assert "You withdrew your application" in text_of(client.get(TRACKER))


def test_what_the_office_does_is_told_in_plain_words(joan, walk, world, clock):
    walk.to_closed()
    application = walk.submitted.application
    review = request_pcc_review(
        **walk.command(by=applicant_actor(person_id=None, application_id=application.pk)),
        application_id=application.pk,
        grounds=("way_reviewed",),
        statement="Nobody read my diary.",
    )
    assess_eligibility(
        partnership_id=world.partnership.pk,
        review_id=review.pk,
        version=None,
        eligible=True,
        reason="In time.",
        by=world.actor(Role.PCC_OFFICER),
        at=walk.at,
    )
    clock.at = walk.at
    text = text_of(joan.get(TRACKER))
    assert "They have taken your request." in text
    assert "You asked the Office of the Nottinghamshire Police and Crime Commissioner" in text


def test_letters_are_listed_and_opened_as_stored(joan, walk):
    assert "No letters yet" in text_of(joan.get(TRACKER))
    assert tell_waiting() == 1
    text = text_of(joan.get(TRACKER))
    (address,) = re.findall(r'href="([^"]+/case/letters/\d+/)"', text)
    answer = joan.get(address)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    reference = walk.submitted.application.reference
    assert answer.headers["Content-Disposition"].startswith(f'inline; filename="{reference}-')
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_confirmation_offers_the_receipt_once_it_is_stored(client, world):
    page = client.post(f"/p/{SLUG}/apply/", joans_form(world, on=NOON.date()), follow=True)
    assert "It is being made." in text_of(page)
    assert tell_waiting() == 1
    page = text_of(client.get(f"/p/{SLUG}/applied/"))
    for form in ("PDF", "large print", "plain text"):
        assert form in page
    assert "It is being made." not in page


def test_a_letter_of_somebody_else_or_none_is_not_found(client, walk, world):
    other = apply_as_joan(world)
    assert tell_waiting() == 2
    with world.inside():
        letter = Letter.objects.get(application_id=other.application.pk)
    sign_in(client, walk)
    for letter_id in (letter.pk, 999999):
        assert client.get(f"/p/{SLUG}/case/letters/{letter_id}/").status_code == 404


def test_every_personal_page_needs_the_secret(client, walk):
    for address in (TRACKER, WITHDRAW, ASK, f"/p/{SLUG}/case/letters/1/"):
        assert client.get(address).headers["Location"] == TRACK


def test_leaving_ends_the_session_and_clears_what_the_browser_kept(joan):
    answer = joan.post(f"/p/{SLUG}/leave/")
    assert answer.headers["Location"] == f"/p/{SLUG}/left/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert joan.get(TRACKER).headers["Location"] == TRACK
    assert joan.get(f"/p/{SLUG}/left/").status_code == 200
    assert joan.get(f"/p/{SLUG}/leave/").status_code == 405


def test_the_exit_button_of_a_personal_page_signs_out_on_the_way(joan):
    assert f'href="/p/{SLUG}/exit/"' in text_of(joan.get(TRACKER))
    answer = joan.get(f"/p/{SLUG}/exit/")
    assert answer.headers["Location"].startswith("https://")
    assert "cookies" in answer.headers["Clear-Site-Data"]
    assert joan.get(TRACKER).headers["Location"] == TRACK


def test_wrong_methods(joan):
    for address in (TRACKER, f"/p/{SLUG}/case/letters/1/", f"/p/{SLUG}/exit/"):
        assert joan.post(address).status_code == 405
    assert joan.put(WITHDRAW).status_code == 405
