"""One date, wherever it is read: tracker, letter, queue, case, bundle, reminder and API agree."""

import datetime as dt
from html import unescape

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from cases.commands.days_off import DayGiven, add_day
from cases.models import Deadline, EventFacts
from cases.procedures import calendar_of
from notifications import letters
from notifications.letter_kinds import LetterKind
from organisations.roles import Role
from portals.access import APPLICATION_KEY
from tests.access_world import _key_of
from tests.chasing_room import sweep
from tests.integration.pcc_room import PccRoom
from tests.post_office import stored_letter
from tests.walk import Walk
from tests.world import NOON
from thresholds.limits import CountingConvention
from thresholds.periods import weekday_in_words
from thresholds.procedure import parse_procedure
from thresholds.time_limits import explain, left_in_words


def words(html: str) -> str:
    return " ".join(unescape(html).split())


@pytest.fixture
def walk(world, monkeypatch) -> Walk:
    """Joan's case, received on Wednesday 10 June 2026; Friday the 12th is proclaimed a holiday."""
    monkeypatch.setattr("organisations.clock.now", lambda: NOON)
    walk = Walk(world)
    add_day(
        partnership_id=world.partnership.pk,
        given=DayGiven(on=dt.date(2026, 6, 12), kind="holiday", name="Jubilee", reason="Gazette"),
        by=world.actor(Role.ADMINISTRATOR),
        at=walk.at,
    )
    return walk


@pytest.fixture
def explanations(world, walk) -> list:
    """What the pure function says of both dates, asked here and nowhere through the pages."""
    procedure = parse_procedure(world.procedure.content)
    with world.inside():
        calendar = calendar_of(world.partnership.pk)
    return [
        explain(
            procedure.limit(name),
            anchor_at=NOON,
            calendar=calendar,
            convention=CountingConvention(),
        )
        for name in ("acknowledge", "respond")
    ]


def tracker_of(walk: Walk) -> str:
    client = Client()
    session = client.session
    session[APPLICATION_KEY] = _key_of(walk.submitted.application.pk)
    session.save()
    return words(client.get(f"/p/{walk.world.partnership.slug}/case/").content.decode())


def staff_page(walk: Walk, name: str, *more) -> str:
    client = Client()
    client.force_login(walk.world.people[Role.SPOC])
    address = reverse(name, args=[walk.world.partnership.slug, *more])
    return words(client.get(address).content.decode())


def letter_of(walk: Walk) -> tuple[str, dict]:
    """The acknowledgement's words, and the facts that it was written from."""
    walk.acknowledge()
    letter = stored_letter(walk.world, walk, LetterKind.ACKNOWLEDGEMENT)
    with walk.world.inside():
        facts = EventFacts.objects.get(event_id=letter.message.event_id).content
    return words(letters.preview_html(letter.kind, facts, letter.application_id)), facts


def test_the_rules_count_the_partnerships_own_day_off(explanations):
    acknowledge, respond = explanations
    assert [day.text for day in acknowledge.days] == [
        "Wednesday 10 June 2026: the application was received; this day is not counted",
        "Thursday 11 June 2026: working day 1",
        "Friday 12 June 2026: bank holiday (Jubilee)",
        "Saturday 13 June 2026: weekend",
        "Sunday 14 June 2026: weekend",
        "Monday 15 June 2026: working day 2",
        "Tuesday 16 June 2026: working day 3",
    ]
    assert respond.due_on == dt.date(2026, 7, 16)


def test_the_tracker_gives_the_rules_own_words_day_by_day(walk, explanations):
    shown = tracker_of(walk)
    for explanation in explanations:
        assert explanation.summary in shown
        assert all(day.text in shown for day in explanation.days)


def test_the_case_page_gives_the_rules_own_words_day_by_day(walk, explanations):
    shown = staff_page(walk, "spoc:case", walk.case().reference)
    for explanation in explanations:
        assert explanation.summary in shown
        assert all(day.text in shown for day in explanation.days)


def test_the_pcc_offices_bundle_gives_the_rules_own_words_day_by_day(
    walk, explanations, monkeypatch
):
    room = PccRoom(walk.world, walk.to_closed())
    monkeypatch.setattr("organisations.clock.now", lambda: walk.at)
    shown = words(room.client.get(room.url("review")).content.decode())
    for explanation in explanations:
        assert weekday_in_words(explanation.due_on) in shown
        assert explanation.summary in shown
        assert all(day.text in shown for day in explanation.days)


def test_the_letter_gives_the_rules_own_words_and_keeps_each_day(walk, explanations):
    shown, facts = letter_of(walk)
    [application] = facts["applications"]
    for explanation, frozen in zip(explanations, application["deadlines"], strict=True):
        assert explanation.summary in shown
        assert frozen["due_on"] == explanation.due_on.isoformat()
        assert frozen["days"] == [day.text for day in explanation.days]


def test_the_queue_the_tracker_and_the_case_say_the_date_in_the_same_words(walk, explanations):
    acknowledge, _ = explanations
    with walk.world.inside():
        calendar = calendar_of(walk.world.partnership.pk)
    left = left_in_words(today=NOON.date(), due=acknowledge.due_on, calendar=calendar)
    said = f"{weekday_in_words(acknowledge.due_on)} ({left})"
    assert said == "Tuesday 16 June 2026 (3 working days left)"
    assert said in staff_page(walk, "spoc:queue")
    assert said in staff_page(walk, "spoc:case", walk.case().reference)
    assert said in tracker_of(walk)


def test_the_reminder_and_the_api_give_the_same_date(walk, explanations):
    acknowledge, _ = explanations
    sweep("2026-06-15 09:00")
    assert weekday_in_words(acknowledge.due_on) in mail.outbox[-1].body
    client = Client()
    client.force_login(walk.world.people[Role.SPOC])
    address = reverse("api:case", args=[walk.world.partnership.slug, walk.case().reference])
    rows = client.get(address).json()["deadlines"]
    assert {row["limit"]: row["due_on"] for row in rows} == {
        explanation.limit: explanation.due_on.isoformat() for explanation in explanations
    }


def test_what_is_stored_is_what_the_rules_give(walk, explanations):
    with walk.world.inside():
        rows = Deadline.objects.filter(case_id=walk.case_id).order_by("due_on")
        stored = [(row.limit, row.due_on, row.calendar_version) for row in rows]
    assert stored == [(one.limit, one.due_on, one.calendar_version) for one in explanations]
