"""What an agency says: progress on its actions, and answers to requests."""

import datetime as dt
from collections import Counter

import pytest
import time_machine
from django.test import Client

from cases.models import (
    Action,
    ActionUpdate,
    InformationRequest,
)
from organisations.roles import Role
from tests.integration.agency_room import (
    NOW,
    act_url,
    answering,
    ask,
    case_url,
    colleague,
    planned,
    posts_to_itself,
    progress,
    rows,
    sit_down,
    text_of,
)
from tests.walk import Walk
from tests.world import NOON


@pytest.fixture(autouse=True)
def _a_week_after_the_meeting():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def member(world) -> Client:
    """A browser of somebody at the council."""
    return sit_down(world.people[Role.AGENCY_MEMBER])


@pytest.mark.parametrize("standing", ["open", "done", "dropped"])
def test_the_agency_says_how_far_its_action_is(world, member, standing):
    walk, action = planned(world)
    answer = member.post(act_url(walk, "progress", action.pk), progress(walk, standing))
    assert (answer.status_code, answer.url) == (302, case_url(walk))
    updates = rows(walk, ActionUpdate)
    assert [(u.status, u.note) for u in updates] == [(standing, "Visited on Monday.")]
    assert rows(walk, Action)[0].status == standing
    assert "Visited on Monday." in text_of(member.get(case_url(walk)))


def test_both_forms_show_what_they_are_about_and_post_to_their_own_page(world, member):
    walk, action = planned(world)
    asked = ask(walk, world.council, "Which visits were made?")
    progressing = text_of(member.get(act_url(walk, "progress", action.pk)))
    answering_page = text_of(member.get(act_url(walk, "answer", asked.pk)))
    assert "Visit Mrs Marsh every week." in progressing
    assert "Which visits were made?" in answering_page
    assert posts_to_itself(progressing)
    assert posts_to_itself(answering_page)


def test_progress_needs_a_note_and_keeps_the_choice(world, member):
    walk, action = planned(world)
    answer = member.post(act_url(walk, "progress", action.pk), progress(walk, note=" "))
    page = text_of(answer)
    assert answer.status_code == 200
    assert 'href="#id_note"' in page
    assert "checked" in page
    assert "<title>Error: " in page
    assert rows(walk, ActionUpdate) == []


def test_progress_needs_to_say_where_the_action_stands(world, member):
    walk, action = planned(world)
    answer = member.post(
        act_url(walk, "progress", action.pk), progress(walk, "", note="Visited twice.")
    )
    page = text_of(answer)
    assert 'href="#id_standing_0"' in page
    assert "Visited twice." in page


def test_a_finished_action_takes_no_more(world, member):
    walk, action = planned(world)
    data = progress(walk)
    assert member.post(act_url(walk, "progress", action.pk), data).status_code == 302
    repeated = member.post(act_url(walk, "progress", action.pk), data)
    assert repeated.status_code == 409
    assert member.get(act_url(walk, "progress", action.pk)).status_code == 409
    fresh = member.post(act_url(walk, "progress", action.pk), progress(walk, note="More."))
    assert fresh.status_code == 409
    assert "already been finished" in text_of(fresh)
    assert len(rows(walk, ActionUpdate)) == 1


def test_stale_progress_is_not_recorded_and_is_kept(world, member):
    walk, action = planned(world)
    data = progress(walk, version=walk.case().version - 1)
    answer = member.post(act_url(walk, "progress", action.pk), data)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Visited on Monday." in page
    assert f'name="version" value="{walk.case().version}"' in page
    assert rows(walk, ActionUpdate) == []


def test_another_agencys_action_is_not_there(world):
    walk, action = planned(world)
    police = sit_down(colleague(world, world.police))
    assert police.get(case_url(walk)).status_code == 200
    assert police.get(act_url(walk, "progress", action.pk)).status_code == 404
    answer = police.post(act_url(walk, "progress", action.pk), progress(walk))
    assert answer.status_code == 404
    assert rows(walk, ActionUpdate) == []


def test_an_action_of_another_case_is_not_there(world, member):
    walk, action = planned(world)
    other = Walk(world, at=NOON + dt.timedelta(minutes=1)).to_planned()
    assert member.get(act_url(other, "progress", action.pk)).status_code == 404
    assert member.get(act_url(walk, "progress", action.pk)).status_code == 200


def asked_of(world, agency) -> tuple[Walk, InformationRequest]:
    walk = Walk(world).acknowledge()
    return walk, ask(walk, agency)


def test_the_agency_answers_a_request(world, member):
    walk, asked = asked_of(world, world.council)
    page = text_of(member.get(act_url(walk, "answer", asked.pk)))
    assert "Schedule 4, paragraph 7" in page
    answer = member.post(act_url(walk, "answer", asked.pk), answering(walk))
    assert (answer.status_code, answer.url) == (302, case_url(walk))
    stored = rows(walk, InformationRequest)[0]
    assert stored.answer == "Two visits, on 3 and 9 May."
    assert stored.returned_by_id == world.people[Role.AGENCY_MEMBER].pk


def test_an_empty_answer_is_pointed_out(world, member):
    walk, asked = asked_of(world, world.council)
    answer = member.post(act_url(walk, "answer", asked.pk), answering(walk, "  "))
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Enter what your agency knows, or that it has no record" in page
    assert 'href="#id_answer"' in page
    assert rows(walk, InformationRequest)[0].returned_at is None


def test_an_answer_that_is_too_long_is_kept(world, member):
    walk, asked = asked_of(world, world.council)
    answer = member.post(act_url(walk, "answer", asked.pk), answering(walk, "x" * 10001))
    assert answer.status_code == 200
    assert "x" * 10001 in answer.content.decode()


def test_an_answer_is_given_once(world, member):
    walk, asked = asked_of(world, world.council)
    data = answering(walk)
    assert member.post(act_url(walk, "answer", asked.pk), data).status_code == 302
    assert member.post(act_url(walk, "answer", asked.pk), data).status_code == 409
    assert member.get(act_url(walk, "answer", asked.pk)).status_code == 409
    again = member.post(act_url(walk, "answer", asked.pk), answering(walk, "Something else."))
    assert again.status_code == 409
    assert rows(walk, InformationRequest)[0].answer == "Two visits, on 3 and 9 May."


def test_a_stale_answer_is_not_stored_and_is_kept(world, member):
    walk, asked = asked_of(world, world.council)
    data = answering(walk, version=walk.case().version - 1)
    answer = member.post(act_url(walk, "answer", asked.pk), data)
    assert answer.status_code == 409
    assert "Two visits, on 3 and 9 May." in text_of(answer)
    assert rows(walk, InformationRequest)[0].returned_at is None


def test_a_request_in_a_case_that_has_ended_takes_no_answer(world, member):
    walk = Walk(world).to_planned()
    asked = ask(walk, world.council)
    walk.respond().close()
    assert member.get(act_url(walk, "answer", asked.pk)).status_code == 404
    answer = member.post(act_url(walk, "answer", asked.pk), answering(walk))
    assert answer.status_code == 404
    assert member.get(case_url(walk)).status_code == 404


def test_another_agencys_request_is_not_there(world, member):
    walk = Walk(world).acknowledge()
    ask(walk, world.council)
    asked = ask(walk, world.police)
    assert member.get(case_url(walk)).status_code == 200
    assert member.get(act_url(walk, "answer", asked.pk)).status_code == 404
    assert member.post(act_url(walk, "answer", asked.pk), answering(walk)).status_code == 404
    assert Counter(row.answer for row in rows(walk, InformationRequest)) == {"": 2}
