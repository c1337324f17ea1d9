"""What the meeting has before it: one case on one screen, for chairs of its locality only."""

import dataclasses
import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.commands.applying import ReportGiven
from cases.commands.following import reopen
from cases.commands.informing import record_return, request_information
from cases.models import Event
from organisations.roles import Role
from tests.integration.lmaps_room import MEETING_DAY, address, referred, sit_down, text_of
from tests.walk import Walk
from tests.world import NOON, joans_submission


@pytest.fixture(autouse=True)
def _meeting_day():
    with time_machine.travel(MEETING_DAY, tick=False):
        yield


def case_page(world, walk, role=Role.LMAPS_CHAIR):
    return sit_down(world, role).get(address(world, "case", walk.case().reference))


def ask_the_police(walk, *, answer: str = "") -> None:
    asked = request_information(
        **walk.command(
            agency_id=walk.world.police.pk,
            question="Which calls did you take?",
            due_on=MEETING_DAY.date() + dt.timedelta(days=2),
        )
    )
    if answer:
        member = walk.world.people[Role.AGENCY_MEMBER]
        member.memberships.update(agency=walk.world.police)
        record_return(
            **walk.command(Role.AGENCY_MEMBER, request_id=asked.pk, answer=answer),
        )


def test_the_whole_case_is_on_one_screen(world):
    walk = referred(world, adjustments="Large print, please.")
    ask_the_police(walk, answer="Four calls, none linked.")
    page = text_of(case_page(world, walk))
    for said in (
        "Joan Marsh",
        "Youths throw stones at my windows.",
        "I sleep in the back room.",
        "I want it to stop.",
        "<strong>Adjustments:</strong> Large print, please.",
        "Stones at the front window after dark.",
        "Carlton Road, Worksop",
        "Bassetlaw District Council",
        "Counts: reported",
        "Insp. Priya Nair",
        "She no longer sleeps in her bedroom.",
        "<strong>Risk:</strong> Standard<",
        "May be vulnerable",
        "Which calls did you take?",
        "Four calls, none linked.",
        "Wednesday 17 June 2026 at midday",
    ):
        assert said in page, said


def test_the_title_has_the_reference_and_no_name(world):
    walk = referred(world)
    page = text_of(case_page(world, walk))
    title = page[page.index("<title>") : page.index("</title>")]
    assert walk.case().reference in title
    assert "Marsh" not in title
    assert page.count("<h1") == 1


def test_a_return_that_is_not_there_yet_shows_when_it_is_due(world):
    walk = referred(world)
    ask_the_police(walk)
    page = text_of(case_page(world, walk))
    assert "No answer yet" in page
    assert "Friday 19 June 2026 (2 working days left)" in page


def test_what_the_victim_typed_is_shown_as_text(world):
    walk = referred(world, summary="<script>alert(1)</script>", impact="<b>bold</b>")
    page = case_page(world, walk).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<b>bold</b>" not in page


def test_opening_the_case_is_recorded_once_in_a_quarter_of_an_hour(world):
    walk = referred(world)
    case_page(world, walk)
    case_page(world, walk)
    with world.inside():
        reads = Event.objects.filter(partnership=world.partnership, kind="read.lmaps")
        assert [(read.case_id, read.actor_id) for read in reads] == [
            (walk.case_id, world.people[Role.LMAPS_CHAIR].pk)
        ]


def test_the_next_step_is_the_victims_part_then_the_plan(world):
    walk = referred(world)
    before = text_of(case_page(world, walk))
    assert "Record how the victim took part" in before
    assert "Record the action plan" not in before
    walk.involve()
    after = text_of(case_page(world, walk))
    assert "Record the action plan" in after
    assert "Attended in person or online" in after


def test_with_the_plan_recorded_nothing_is_asked_and_progress_can_be_recorded(world):
    walk = referred(world).involve().plan()
    page = text_of(case_page(world, walk))
    assert "Record the action plan" not in page
    assert "Visit Mrs Marsh every week." in page
    assert "Known youths; do not name." in page
    assert "Record progress" in page
    assert "Link the calls." in page


def test_an_earlier_rounds_plan_is_shown_when_the_case_comes_back(world):
    walk = referred(world).involve().plan().respond()
    reopen(**walk.command(where="lmaps", reason="The office upheld."))
    page = text_of(case_page(world, walk))
    assert "Earlier action plan" in page
    assert "in round 1 of the review" in page
    assert page.count("Counts: reported") == 3
    assert "Visit Mrs Marsh every week." in page


def test_a_case_that_came_back_without_a_meeting_says_who_puts_it_on_one(world):
    walk = referred(world).involve().plan().respond()
    reopen(**walk.command(where="lmaps", reason="The office upheld."))
    assert "Ask its single point of contact to put it on one" in text_of(case_page(world, walk))
    refused = sit_down(world).get(address(world, "involvement", walk.case().reference))
    assert refused.status_code == 409
    assert "not on the agenda of a meeting in this round" in text_of(refused)


def test_a_case_on_no_agenda_is_not_there(world):
    walk = Walk(world).to_accepted()
    assert case_page(world, walk).status_code == 404


@pytest.mark.parametrize("reference", ["BNS-0000-0000", "nonsense", "ASH-2026-0001"])
def test_a_reference_that_is_nobodys_is_not_there(world, reference):
    assert sit_down(world).get(address(world, "case", reference)).status_code == 404


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LMAPS_CHAIR}))
def test_only_chairs_have_this_page(world, role):
    assert case_page(world, referred(world), role).status_code == 404


def test_the_page_cannot_be_posted_to(world):
    walk = referred(world)
    url = address(world, "case", walk.case().reference)
    assert sit_down(world).post(url).status_code == 405


def queries_for(world, walk) -> int:
    client = sit_down(world)
    url = address(world, "case", walk.case().reference)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_the_number_of_queries_does_not_grow_with_incidents_and_requests(world):
    usual = joans_submission(world).incidents
    walk = referred(world, at=NOON - dt.timedelta(minutes=5))
    ask_the_police(walk)
    few = queries_for(world, walk)
    school = ReportGiven(reported_on=usual[0].reports[0].reported_on, agency_said="The school")
    more = [dataclasses.replace(usual[0], reports=(school, school))] * 12
    full = referred(world, incidents=(*usual, *more))
    for _ in range(12):
        ask_the_police(full)
    assert queries_for(world, full) == few
    assert few <= 40
