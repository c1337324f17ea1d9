"""After a closure: who is asked what the review was like, what they answer, and who can tell."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.commands.following import reopen
from cases.commands.intake import withdraw
from cases.commands.reminders import change_reminders
from cases.commands.surveying import (
    SurveyGiven,
    answer_survey,
    due_for_survey,
    invite_to_survey,
    quarter_of,
)
from cases.models import Application, Event, PccReview, SurveyAnswer
from cases.permissions import NotPermitted
from cases.policies import NotNow
from cases.selectors.survey import FEWEST, survey_quarters
from notifications import surveying
from notifications.models import Delivery, Letter
from notifications.surveying import ask_after_closure
from notifications.tasks import sweep_outbox
from organisations import clock
from organisations.actors import SYSTEM_ACTOR
from organisations.models import Partnership
from organisations.roles import Role
from portals.public import attempts
from portals.public.attempts import TRIES
from tests.integration.spoc_room import text_of
from tests.post_office import say_safe
from tests.walk import DAY, Walk
from thresholds.chasing import ReminderTimes

AFTER = 10
ANSWERS = ("knew_next", "kept_informed", "listened_to", "got_better", "how_hard", "words")


@pytest.fixture(autouse=True)
def nobody_answered_before(own_cache, monkeypatch):
    """No window of tries begins anew in the middle of a test."""
    monkeypatch.setattr(attempts, "WINDOW_SECONDS", 10**9)


def switch(world, after: int | None) -> None:
    Partnership.objects.filter(pk=world.partnership.pk).update(survey_after=after)
    world.partnership.refresh_from_db()


@pytest.fixture
def closed(world) -> Walk:
    """Joan's review, closed at noon on Wednesday 17 June 2026; the survey comes ten days after."""
    switch(world, AFTER)
    walk = Walk(world).to_closed()
    assert walk.at.date() == dt.date(2026, 6, 17)
    return walk


# Ten working days after it, and what else the sweep may find.
DUE = dt.datetime(2026, 7, 1, 10, 11, tzinfo=clock.LONDON)


def invited(world) -> list[Event]:
    with world.inside():
        return list(
            Event.objects.filter(partnership=world.partnership, kind="survey.invited").order_by(
                "id"
            )
        )


def answers(world) -> list[SurveyAnswer]:
    with world.inside():
        return list(SurveyAnswer.objects.filter(partnership=world.partnership).order_by("id"))


# Whom the sweep asks


def test_it_asks_on_the_day_and_only_once(world, closed):
    assert ask_after_closure(at=DUE - DAY) == 0
    assert ask_after_closure(at=DUE) == 1
    assert ask_after_closure(at=DUE) == 0
    assert ask_after_closure(at=DUE + 30 * DAY) == 0
    [event] = invited(world)
    assert event.payload == {"round": 1}
    assert (event.case_id, event.actor_kind) == (closed.case_id, "system")


def test_two_sweeps_that_found_the_same_ask_once(world, closed, monkeypatch):
    due = [closed.submitted.application.pk]
    monkeypatch.setattr(surveying, "_due", lambda partnership_id, *, at: due)
    assert [ask_after_closure(at=DUE), ask_after_closure(at=DUE)] == [1, 0]
    assert len(invited(world)) == 1


@pytest.mark.parametrize(
    "at",
    [
        pytest.param(DUE.replace(hour=7), id="before the hours of reminders"),
        pytest.param(DUE.replace(hour=18), id="after them"),
        pytest.param(dt.datetime(2026, 7, 4, 10, tzinfo=clock.LONDON), id="on a Saturday"),
    ],
)
def test_nobody_is_asked_in_quiet_hours(world, closed, at):
    assert ask_after_closure(at=at) == 0


def test_nobody_is_asked_where_it_is_off(world, closed):
    switch(world, None)
    assert ask_after_closure(at=DUE) == 0
    with world.inside():
        assert not due_for_survey(world.partnership, at=DUE).exists()


def test_after_an_outage_it_asks_for_ninety_days_and_not_after(world, closed):
    last = closed.at + 90 * DAY
    assert ask_after_closure(at=last + dt.timedelta(minutes=1)) == 0
    assert ask_after_closure(at=last) == 1


def test_who_withdrew_is_not_asked(world):
    switch(world, AFTER)
    walk = Walk(world)
    withdraw(**walk.command(application_id=walk.submitted.application.pk))
    assert ask_after_closure(at=walk.at + 20 * DAY) == 0


def test_of_a_closed_group_only_who_stayed_is_asked(world, closed):
    with world.inside():
        Application.objects.filter(pk=closed.submitted.application.pk).update(
            status=Application.Status.WITHDRAWN
        )
    assert ask_after_closure(at=DUE) == 0


def test_a_review_that_was_opened_again_is_asked_about_after_its_next_closure(world, closed):
    where = PccReview.ReturnTo.LMAPS
    closed.at += DAY
    reopen(**closed.command(where=where, reason="It has come back."))
    assert ask_after_closure(at=DUE) == 0
    closed.consider_peer_review().refer().involve().plan().respond().close()
    assert ask_after_closure(at=closed.at + DAY) == 0
    again = closed.at + 19 * DAY
    assert ask_after_closure(at=again) == 1
    assert [event.payload for event in invited(world)] == [{"round": 2}]


def test_only_the_clock_picks_whom_to_ask(world, closed):
    given = {
        "partnership_id": world.partnership.pk,
        "application_id": closed.submitted.application.pk,
        "at": DUE,
    }
    with pytest.raises(NotPermitted):
        invite_to_survey(**given, by=world.actor(Role.SPOC))
    assert invited(world) == []
    assert invite_to_survey(**given, by=SYSTEM_ACTOR)


def test_the_letter_goes_one_safe_way_and_leads_nowhere_private(world, closed):
    say_safe(world, closed, email=False, text=False, post=True)
    ask_after_closure(at=DUE)
    sweep_outbox()
    with world.inside():
        letter = Letter.objects.get(partnership=world.partnership, kind="survey")
        rows = Delivery.objects.filter(message_id=letter.message_id)
        ways = list(rows.order_by("id").values_list("channel", "state"))
        facts = invited(world)[0].facts.content
    assert ways == [("email", "cancelled"), ("post", "queued")]
    assert facts["survey"]["closed_on"] == "2026-06-17"
    assert len(facts["survey"]["questions"]) == len(ANSWERS)


# The setting


def test_it_starts_off(world):
    assert Partnership.objects.get(pk=world.partnership.pk).survey_after is None


def set_after(world, text: str):
    client = Client()
    client.force_login(world.people[Role.ADMINISTRATOR])
    given = {
        "long_before": "5",
        "short_before": "1",
        "escalate_after": "2",
        "opens": "08:00",
        "closes": "18:00",
        "survey_after": text,
        "draft_reminder_after": "3",
        "drafts_kept": "28",
    }
    return client.post(reverse("partnership:reminders", args=[world.partnership.slug]), given)


@pytest.mark.parametrize(("text", "kept"), [("5", 5), ("40", 40), ("", None)])
def test_the_administrator_sets_it_and_that_is_on_record(world, text, kept):
    switch(world, 20)
    assert set_after(world, text).status_code == 302
    assert Partnership.objects.get(pk=world.partnership.pk).survey_after == kept
    with world.inside():
        event = Event.objects.get(partnership=world.partnership, kind="reminders.changed")
    assert event.payload == {"survey_after": [20, kept]}


@pytest.mark.parametrize("text", ["4", "41", "soon", "-5"])
def test_what_it_cannot_be_is_refused_and_stays_on_the_page(world, text):
    answer = set_after(world, text)
    page = answer.content.decode()
    assert "must be a whole number from 5 to 40, or empty" in page
    assert f'value="{text}"' in page
    assert Partnership.objects.get(pk=world.partnership.pk).survey_after is None


def test_nobody_else_sets_it_and_the_database_holds_the_limits(world):
    given = {"partnership_id": world.partnership.pk, "at": DUE}
    with pytest.raises(NotPermitted):
        change_reminders(**given, given=ReminderTimes(survey_after=20), by=world.actor(Role.SPOC))
    with pytest.raises(IntegrityError), transaction.atomic():
        change_reminders(
            **given, given=ReminderTimes(survey_after=41), by=world.actor(Role.ADMINISTRATOR)
        )


# The page that anybody can open


@pytest.fixture
def page(world):
    switch(world, AFTER)
    return reverse("public:survey", args=[world.partnership.slug])


def test_the_page_needs_no_script_and_says_what_is_kept(page):
    answer = Client().get(page)
    text = text_of(answer)
    assert "without your name, reference or case" in text
    assert "Please do not write names" in text
    html = answer.content.decode()
    assert html.count('type="radio"') == 3 + 3 + 3 + 4 + 3
    assert "checked" not in html


def test_the_answers_are_kept_and_nothing_that_leads_to_anybody(world, page, closed):
    answer = Client().post(page, {"knew_next": "partly", "got_better": "worse", "words": " So. "})
    assert answer["Location"] == reverse("public:survey_thanks", args=[world.partnership.slug])
    assert "Thank you" in text_of(Client().get(answer["Location"]))
    [row] = answers(world)
    columns = {field.name for field in SurveyAnswer._meta.concrete_fields}
    assert columns == {"id", "partnership", "quarter_began_on", *ANSWERS}
    assert row.quarter_began_on == quarter_of(clock.date_of(clock.now()))
    assert [getattr(row, name) for name in ANSWERS] == ["partly", "", "", "worse", "", "So."]


def test_no_event_tells_the_minute_of_an_answer(world, page, closed):
    with world.inside():
        before = Event.objects.filter(partnership=world.partnership).count()
    Client().post(page, {"words": "You were kind."})
    assert len(answers(world)) == 1
    with world.inside():
        assert Event.objects.filter(partnership=world.partnership).count() == before


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({}, "Answer at least one question, whichever you like"),
        ({"words": "   "}, "Answer at least one question, whichever you like"),
        ({"knew_next": "perhaps", "words": "Kind."}, "Select one of the answers, or none"),
        ({"how_hard": "easy", "words": "Kind." * 250}, "Use 1,000 characters or fewer"),
    ],
)
def test_bad_input_is_refused_and_what_was_typed_stays(world, page, given, error):
    answer = Client().post(page, given)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert error in text_of(answer)
    assert given.get("words", "").strip() in html
    if "how_hard" in given:
        assert 'value="easy"' in html
        assert html.count("checked") == 1
    assert answers(world) == []


def test_too_many_answers_from_one_place_are_held_and_not_lost(world, page):
    for _ in range(TRIES):
        assert Client().post(page, {"knew_next": "no"}).status_code == 302
    held = Client().post(page, {"knew_next": "no", "words": "Nobody rang."})
    assert held.status_code == 429
    assert "Yours are still on this page" in text_of(held)
    assert "Nobody rang." in held.content.decode()
    assert len(answers(world)) == TRIES
    elsewhere = Client(REMOTE_ADDR="192.0.2.7").post(page, {"knew_next": "no"})
    assert elsewhere.status_code == 302


def test_where_it_is_off_the_page_says_so_kindly_and_keeps_nothing(world, page):
    switch(world, None)
    for answer in (Client().get(page), Client().post(page, {"knew_next": "yes"})):
        assert answer.status_code == 404
        assert "You have done nothing wrong" in text_of(answer)
    with pytest.raises(NotNow):
        answer_survey(
            partnership_id=world.partnership.pk, given=SurveyGiven(knew_next="yes"), at=DUE
        )
    assert answers(world) == []


def test_nothing_answered_is_no_answer(world):
    switch(world, AFTER)
    with pytest.raises(NotNow):
        answer_survey(partnership_id=world.partnership.pk, given=SurveyGiven(words=" "), at=DUE)


# The administrator's page


def kept(world, at: dt.datetime, number: int, **given) -> None:
    for _ in range(number):
        answer_survey(partnership_id=world.partnership.pk, given=SurveyGiven(**given), at=at)


def test_few_answers_are_counted_and_not_broken_down(world):
    switch(world, AFTER)
    kept(world, DUE, FEWEST - 1, knew_next="no", words="Nobody rang.")
    kept(world, DUE - 90 * DAY, FEWEST, knew_next="yes")
    kept(world, DUE - 90 * DAY, 1, how_hard="hard", words="The form is long.")
    with world.inside():
        few, many = survey_quarters(partnership_id=world.partnership.pk, on=DUE.date())
    assert (few.began_on, few.answers) == (dt.date(2026, 7, 1), FEWEST - 1)
    assert [row.counts for row in few.questions] == [None] * 5
    assert few.words is None
    assert (many.began_on, many.ended_on) == (dt.date(2026, 4, 1), dt.date(2026, 6, 30))
    assert many.questions[0].counts == [("Yes", FEWEST), ("Partly", 0), ("No", 0)]
    assert (many.questions[4].answered, many.questions[4].counts) == (1, None)
    assert many.words == ["The form is long."]


def test_what_is_older_than_two_years_is_not_shown(world):
    switch(world, AFTER)
    kept(world, DUE.replace(year=2024, month=9), 1, knew_next="yes")
    kept(world, DUE.replace(year=2024, month=10), 1, knew_next="yes")
    with world.inside():
        shown = survey_quarters(partnership_id=world.partnership.pk, on=DUE.date())
    assert [quarter.began_on for quarter in shown] == [dt.date(2024, 10, 1)]


def test_the_administrator_reads_the_counts(world):
    client = Client()
    client.force_login(world.people[Role.ADMINISTRATOR])
    address = reverse("partnership:survey", args=[world.partnership.slug])
    assert "Nobody is asked at present" in text_of(client.get(address))
    switch(world, AFTER)
    kept(world, clock.now(), FEWEST, kept_informed="partly", words="<b>Slow</b>")
    text = client.get(address).content.decode()
    assert "Partly: 5" in text
    assert "Not broken down: fewer than 5" in text
    assert "&lt;b&gt;Slow&lt;/b&gt;" in text
