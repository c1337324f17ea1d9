"""Asking an applicant: the letter, the answer on their own page or keyed in, and taking it back."""

import datetime as dt

import pytest
from django.urls import reverse

from cases.commands.asking import (
    AnswerGiven,
    RequestGiven,
    ask_applicant,
    record_answer,
    withdraw_request,
)
from cases.commands.intake import merge
from cases.models import ApplicantRequest, Application, Consent, Event
from cases.policies import NotNow
from cases.reported_to import sharing
from notifications.letter_kinds import LetterKind
from organisations import clock
from organisations.actors import applicant_actor
from tests.integration.spoc_room import last_event, rows, sit_down, text_of, typed, url, written
from tests.post_office import stored_letter
from tests.public_form import SLUG
from tests.walk import DAY, Walk
from tests.world import NOON, apply_as_joan

TRACKER = f"/p/{SLUG}/case/"
TOLD = "Friday nights, after ten."


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def as_joan(walk: Walk):
    application = walk.submitted.application
    return applicant_actor(person_id=None, application_id=application.pk)


def sign_in(client, submitted):
    given = {"reference": submitted.application.reference, "secret": submitted.secret}
    client.post(f"/p/{SLUG}/track/", given)
    return client


def question_page(walk: Walk) -> str:
    return f"{TRACKER}questions/{walk.request.pk}/"


def answer(walk: Walk, *, by=None, **given) -> ApplicantRequest:
    command = walk.command(by=by or as_joan(walk))
    return record_answer(**command, request_id=walk.request.pk, given=AnswerGiven(**given))


# --- The command ------------------------------------------------------------------------------


def test_asking_tells_the_applicant_and_stops_no_clock(world):
    """The dates that were owed stay as they were."""
    walk = Walk(world).acknowledge()
    before = walk.case().next_due_on
    walk.ask()
    assert last_event(walk) == "applicant.asked"
    assert walk.case().next_due_on == before
    assert stored_letter(world, walk, LetterKind.MORE_INFORMATION)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"question": " "}, "what you ask for and why"),
        ({"reason": ""}, "what you ask for and why"),
        ({"due_on": dt.date(2026, 6, 10)}, "still to come"),
        ({"consent_kind": "truth"}, "asked to agree to"),
        ({"application_id": 0}, "not in the review"),
    ],
)
def test_a_question_without_what_its_letter_needs_is_refused(world, changes, why):
    walk = Walk(world)
    with pytest.raises(NotNow, match=why):
        walk.ask(**changes)
    assert rows(walk, ApplicantRequest) == []


def test_an_answer_is_taken_once_and_late_as_well(world):
    walk = Walk(world).ask()
    walk.at += 60 * DAY
    answer(walk, text=TOLD)
    (kept,) = rows(walk, ApplicantRequest)
    assert (kept.answer, kept.answered_how, kept.answered_by_id) == (TOLD, "online", None)
    assert last_event(walk) == "applicant.answered"
    with pytest.raises(NotNow, match="already been answered"):
        answer(walk, text="Something else.")


def test_nobody_answers_for_another_applicant(world):
    walk = Walk(world).ask()
    other = apply_as_joan(world).application
    with world.inside():
        Application.objects.filter(pk=other.pk).update(case_id=walk.case_id)
    stranger = applicant_actor(person_id=None, application_id=other.pk)
    with pytest.raises(NotNow, match="no such question"):
        answer(walk, by=stranger, text="Not mine.")


@pytest.mark.parametrize(
    ("asked", "given"),
    [({}, {"agreed": True}), ({}, {"text": " "}), ({"consent_kind": "share"}, {"text": "Well."})],
)
def test_an_answer_of_the_wrong_kind_is_refused(world, asked, given):
    walk = Walk(world).ask(**asked)
    with pytest.raises(NotNow):
        answer(walk, **given)


def test_the_latest_yes_or_no_about_sharing_holds(world):
    """She agreed when she applied; a no keeps agencies out, a later yes lets them in again."""
    walk = Walk(world)
    application = walk.submitted.application.pk
    for agreed, shares in ((False, frozenset()), (True, frozenset({application}))):
        walk.at += DAY
        walk.ask(consent_kind="share")
        answer(walk, agreed=agreed, text="")
        with world.inside():
            assert sharing(walk.case()) == shares
    kept = [(one.given, one.how) for one in rows(walk, Consent, kind="share")]
    assert kept == [(True, "Online"), (False, "Online"), (True, "Online")]


def test_a_question_that_is_withdrawn_takes_no_answer_and_the_applicant_is_told(world):
    walk = Walk(world).ask()
    withdraw_request(**walk.command(request_id=walk.request.pk))
    assert stored_letter(world, walk, LetterKind.REQUEST_WITHDRAWN)
    with pytest.raises(NotNow, match="withdrawn"):
        answer(walk, text=TOLD)


def test_neither_question_nor_answer_is_in_the_record(world):
    """The chained events hold ids and kinds; the words are in the table and the facts."""
    walk = Walk(world).ask()
    answer(walk, text=TOLD)
    assert not [one for one in rows(walk, Event) if "night" in str(one.payload).lower()]


def test_a_question_goes_along_when_cases_are_joined(world):
    from_case = Walk(world)
    lead = Walk(world)
    from_case.ask()
    merge(**from_case.command(lead_id=lead.case_id))
    assert rows(lead, ApplicantRequest)[0].case_id == lead.case_id


# --- The contact's pages ----------------------------------------------------------------------


def fields(walk: Walk, **changes) -> dict:
    given = {
        "application": walk.submitted.application.pk,
        "need": "information",
        "question": "Which nights were the worst?",
        "reason": "The police want to know when to look.",
        "help_offered": "",
        "due_on": dt.date(2026, 6, 17),
    }
    return typed(walk, **given | changes)


def test_the_letter_is_seen_before_the_applicant_is_asked(world):
    walk = Walk(world).acknowledge()
    client = sit_down(world)
    page = text_of(client.get(url(walk, "ask_applicant")))
    assert "Asking does not stop the clock" in page
    before = written(walk)
    seen = text_of(client.post(url(walk, "ask_applicant"), fields(walk)))
    assert "Please answer by Wednesday 17 June 2026." in seen
    assert written(walk) == before
    sent = client.post(url(walk, "ask_applicant"), fields(walk, send="1"))
    assert (sent.status_code, sent.url) == (302, url(walk, "case"))
    shown = text_of(client.get(url(walk, "case")))
    assert "Which nights were the worst?" in shown
    assert "Wednesday 17 June 2026 (5 working days left)" in shown


def test_a_form_with_gaps_says_what_is_missing_and_keeps_the_rest(world):
    walk = Walk(world)
    bare = fields(walk, question="", due_on=dt.date(2026, 6, 9))
    page = text_of(sit_down(world).post(url(walk, "ask_applicant"), bare))
    assert "Enter what you ask" in page
    assert "The date for the answer must be after today" in page
    assert "The police want to know when to look." in page


def test_an_answer_by_phone_is_keyed_in(world):
    walk = Walk(world).ask(consent_kind="share")
    client = sit_down(world)
    page = url(walk, "record_answer", walk.request.pk)
    assert client.get(page).status_code == 200
    assert "Select whether they said yes or no" in text_of(client.post(page, typed(walk)))
    given = typed(walk, agreed="no", text="Not the council.", how="phone")
    assert client.post(page, given).status_code == 302
    (kept,) = rows(walk, ApplicantRequest)
    assert (kept.agreed, kept.answered_how) == (False, "phone")
    assert kept.answered_by_id == world.people["spoc"].pk
    shown = text_of(client.get(url(walk, "case")))
    assert "No. Not the council." in shown
    assert "by phone, recorded by" in shown
    assert client.get(page).status_code == 409


def test_a_question_is_withdrawn_from_its_letter(world):
    walk = Walk(world).ask()
    client = sit_down(world)
    page = url(walk, "withdraw_request", walk.request.pk)
    assert "You do not need to answer it any more." in text_of(client.get(page))
    assert client.post(page, typed(walk, send="1")).status_code == 302
    assert rows(walk, ApplicantRequest)[0].withdrawn_at is not None
    assert client.get(url(walk, "withdraw_request", 0)).status_code == 404


def test_the_queue_says_who_was_asked_and_which_answer_is_to_be_read(world):
    """Until somebody has opened the case after it."""
    walk = Walk(world).acknowledge().ask()
    client = sit_down(world)
    queue = reverse("spoc:queue", args=[SLUG])
    assert "Applicant asked" in text_of(client.get(queue))
    answer(walk, text=TOLD)
    shown = text_of(client.get(queue))
    assert "Answer to read" in shown
    assert "Applicant asked" not in shown
    client.get(url(walk, "case"))
    assert "Answer to read" not in text_of(client.get(queue))


# --- The applicant's page ---------------------------------------------------------------------


def test_the_applicant_answers_on_their_own_page(world, client):
    walk = Walk(world).acknowledge().ask()
    sign_in(client, walk.submitted)
    page = text_of(client.get(TRACKER))
    assert "Which nights were the worst in May?" in page
    assert question_page(walk) in page
    asked = text_of(client.get(question_page(walk)))
    assert "Why we ask" in asked
    assert f'href="{TRACKER}">Go back' in asked
    empty = client.post(question_page(walk), {"text": ""})
    assert "Enter your answer" in text_of(empty)
    sent = client.post(question_page(walk), {"text": TOLD})
    assert (sent.status_code, sent.url) == (302, TRACKER)
    after = text_of(client.get(TRACKER))
    assert "We have your answer" in after
    assert question_page(walk) not in after
    assert TOLD in after
    assert client.get(question_page(walk)).status_code == 409


def test_a_question_whose_day_is_over_is_not_asked_for_that_day(world, client, monkeypatch):
    """Nobody is told in July to answer by June."""
    walk = Walk(world).acknowledge().ask()
    by = walk.request.due_on
    sign_in(client, walk.submitted)
    pages = TRACKER, question_page(walk)
    for days, said in ((0, False), (1, True)):
        noon = dt.datetime.combine(by + days * DAY, NOON.timetz())
        monkeypatch.setattr(clock, "now", lambda noon=noon: noon)
        for page in pages:
            shown = text_of(client.get(page))
            assert ("We asked for" in shown) is said
            assert ("if you can by" in shown or "Please answer by" in shown) is not said


def test_an_answer_stands_though_somebody_else_changed_the_case(world, client):
    """Nothing typed is lost because the contact was at work meanwhile."""
    walk = Walk(world).ask()
    sign_in(client, walk.submitted)
    client.get(question_page(walk))
    walk.acknowledge()
    assert client.post(question_page(walk), {"text": TOLD}).status_code == 302
    assert rows(walk, ApplicantRequest)[0].answer == TOLD


def test_yes_or_no_is_asked_as_such(world, client):
    walk = Walk(world).ask(consent_kind="share")
    sign_in(client, walk.submitted)
    page = text_of(client.get(question_page(walk)))
    assert "Yes, I agree" in page
    assert "checked" not in page
    kept = client.post(question_page(walk), {"text": "Only the police."})
    assert "Select yes or no" in text_of(kept)
    assert "Only the police." in text_of(kept)
    client.post(question_page(walk), {"agreed": "yes", "text": "Only the police."})
    assert rows(walk, ApplicantRequest)[0].agreed is True


def test_another_applicant_does_not_see_the_question(world, client):
    walk = Walk(world).ask()
    sign_in(client, apply_as_joan(world))
    assert client.get(question_page(walk)).status_code == 404


def test_asking_is_the_contacts_alone_and_only_while_it_can_help(world):
    given = RequestGiven(application_id=0, question="x", reason="x", due_on=dt.date(2026, 7, 1))
    walk = Walk(world).to_closed()
    with pytest.raises(NotNow, match="Closed"):
        ask_applicant(**walk.command(given=given))
