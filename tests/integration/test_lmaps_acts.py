"""What a chair records of the victim's part and of progress, and who may record at all."""

import datetime as dt
import re

import pytest
import time_machine

from cases.commands.following import record_progress
from cases.models import (
    Action,
    ActionUpdate,
    VictimInvolvement,
)
from organisations.roles import Role
from tests.integration.lmaps_room import (
    MEETING_DAY,
    page_of,
    ready,
    referred,
    rows,
    sit_down,
    text_of,
)
from tests.walk import Walk


@pytest.fixture(autouse=True)
def _meeting_day():
    with time_machine.travel(MEETING_DAY, tick=False):
        yield


# --- The victim's part ------------------------------------------------------------------------


def part(walk, choice: str = "attended", **more) -> dict:
    number = walk.submitted.application.pk
    return {"version": walk.case().version, f"choice_{number}": choice, **more}


@pytest.mark.parametrize("choice", ["attended", "represented", "statement", "declined"])
def test_each_way_of_taking_part_can_be_recorded(world, choice):
    walk = referred(world)
    answer = sit_down(world).post(page_of(walk, "involvement"), part(walk, choice))
    assert (answer.status_code, answer.url) == (302, page_of(walk, "case"))
    assert [row.choice for row in rows(walk, VictimInvolvement)] == [choice]


def test_not_invited_can_be_chosen_only_where_the_applicant_was_told_why(world):
    walk = referred(world)
    chair = sit_down(world)
    page = text_of(chair.get(page_of(walk, "involvement")))
    assert 'value="not_invited"' not in page
    assert "tells them why, and how else to be heard, before the meeting" in page
    answer = chair.post(page_of(walk, "involvement"), part(walk, "not_invited"))
    assert answer.status_code == 200
    assert "<title>Error: " in text_of(answer)
    assert rows(walk, VictimInvolvement) == []


def test_not_invited_with_the_reason_that_was_told_opens_the_gate(world):
    walk = referred(world).leave_out(reason="She asked not to be contacted before August.")
    chair = sit_down(world)
    page = text_of(chair.get(page_of(walk, "involvement")))
    assert re.findall(r'value="(\w+)"[^>]* checked', page) == ["not_invited"]
    assert chair.post(page_of(walk, "involvement"), part(walk, "not_invited")).status_code == 302
    assert rows(walk, VictimInvolvement)[0].reason.startswith("She asked")
    assert chair.get(page_of(walk, "plan")).status_code == 200


def test_the_part_can_be_put_right_until_the_plan_is_recorded(world):
    walk = referred(world).involve()
    chair = sit_down(world)
    page = text_of(chair.get(page_of(walk, "involvement")))
    assert 'value="attended"' in page
    assert page.count("checked") == 1
    chair.post(page_of(walk, "involvement"), part(walk, "statement"))
    assert [row.choice for row in rows(walk, VictimInvolvement)] == ["statement"]


def test_an_empty_answer_says_what_to_select(world):
    walk = referred(world)
    answer = sit_down(world).post(page_of(walk, "involvement"), {"version": walk.case().version})
    assert answer.status_code == 200
    assert "Select how Joan Marsh took part" in text_of(answer)


def test_the_part_cannot_be_changed_after_the_plan(world):
    walk = referred(world).involve().plan()
    chair = sit_down(world)
    assert chair.get(page_of(walk, "involvement")).status_code == 409
    answer = chair.post(page_of(walk, "involvement"), part(walk, "declined"))
    assert answer.status_code == 409
    assert [row.choice for row in rows(walk, VictimInvolvement)] == ["attended"]


def test_a_page_that_has_grown_stale_keeps_the_answer_and_asks_again(world):
    walk = referred(world)
    chair = sit_down(world)
    old = walk.case().version - 1
    answer = chair.post(page_of(walk, "involvement"), part(walk, "statement", version=old))
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Somebody else changed this" in page
    assert f'name="version" value="{walk.case().version}"' in page
    assert rows(walk, VictimInvolvement) == []


# --- Progress ---------------------------------------------------------------------------------


def planned(world) -> tuple[Walk, Action]:
    walk = ready(world).plan()
    return walk, rows(walk, Action)[0]


def progress(walk, standing: str = "done", note: str = "Visited on Monday.", **more) -> dict:
    return {"version": walk.case().version, "standing": standing, "note": note} | more


@pytest.mark.parametrize("standing", ["open", "done", "dropped"])
def test_the_chair_records_how_far_an_action_is(world, standing):
    walk, action = planned(world)
    answer = sit_down(world).post(page_of(walk, "progress", action.pk), progress(walk, standing))
    assert (answer.status_code, answer.url) == (302, page_of(walk, "case"))
    assert [(u.status, u.note) for u in rows(walk, ActionUpdate)] == [
        (standing, "Visited on Monday.")
    ]
    assert rows(walk, Action)[0].status == standing


def test_progress_needs_a_note_and_keeps_the_answer(world):
    walk, action = planned(world)
    answer = sit_down(world).post(
        page_of(walk, "progress", action.pk), progress(walk, "dropped", note="")
    )
    page = text_of(answer)
    assert answer.status_code == 200
    assert 'href="#id_note"' in page
    assert "checked" in page
    assert rows(walk, ActionUpdate) == []


def test_a_finished_action_takes_no_more(world):
    walk, action = planned(world)
    record_progress(
        **walk.command(Role.LMAPS_CHAIR, action_id=action.pk, status="done", note="Done.")
    )
    chair = sit_down(world)
    assert chair.get(page_of(walk, "progress", action.pk)).status_code == 409
    again = chair.post(page_of(walk, "progress", action.pk), progress(walk, note="Once more."))
    assert again.status_code == 409
    assert "Once more." in text_of(again)
    assert len(rows(walk, ActionUpdate)) == 1


def test_stale_progress_is_not_recorded(world):
    walk, action = planned(world)
    data = progress(walk, version=walk.case().version - 1)
    answer = sit_down(world).post(page_of(walk, "progress", action.pk), data)
    assert answer.status_code == 409
    assert rows(walk, ActionUpdate) == []


def test_an_action_of_another_case_is_not_there(world):
    walk, action = planned(world)
    other = referred(world, at=walk.at - dt.timedelta(days=7, minutes=-1))
    assert sit_down(world).get(page_of(other, "progress", action.pk)).status_code == 404


# --- Who may ----------------------------------------------------------------------------------

ACTS = ["involvement", "plan", "progress"]


def act_address(walk, name: str) -> str:
    return page_of(walk, name, *([rows(walk, Action)[0].pk] if name == "progress" else []))


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LMAPS_CHAIR}))
def test_nobody_but_the_chair_records(world, name, role):
    walk, _ = planned(world)
    other = sit_down(world, role)
    assert other.get(act_address(walk, name)).status_code == 404
    assert other.post(act_address(walk, name), {"version": 1}).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_a_stranger_is_sent_to_sign_in(client, world, name):
    walk, _ = planned(world)
    assert client.post(act_address(walk, name)).status_code == 302


@pytest.mark.parametrize("name", ACTS)
def test_the_same_reference_in_another_partnership_is_not_there(world, name):
    walk, _ = planned(world)
    url = act_address(walk, name).replace(world.partnership.slug, world.neighbour.slug)
    assert sit_down(world).get(url).status_code == 404


@pytest.mark.parametrize("name", ["involvement", "progress"])
def test_a_form_posts_to_its_own_page(world, name):
    walk = ready(world)
    if name == "progress":
        walk.plan()
    page = text_of(sit_down(world).get(act_address(walk, name)))
    main = page[page.index("<main") : page.index("</main>")]
    assert re.findall(r"<form[^>]*>", main) == ['<form method="post" novalidate>']


@pytest.mark.parametrize("name", ACTS)
def test_other_methods_are_refused(world, name):
    walk, _ = planned(world)
    assert sit_down(world).delete(act_address(walk, name)).status_code == 405
