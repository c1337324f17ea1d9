"""A chair writes the action plan, sees what the victim will read, and records it."""

import datetime as dt
import re
from html import unescape

import pytest
import time_machine

from cases.models import (
    Action,
    ActionPlan,
    CaseGrant,
    Event,
    Recommendation,
)
from cases.status import Status
from tests.integration.lmaps_room import (
    MEETING_DAY,
    page_of,
    ready,
    referred,
    rows,
    sit_down,
    text_of,
)

INTERNAL = "Known youths; do not name."


@pytest.fixture(autouse=True)
def _meeting_day():
    with time_machine.travel(MEETING_DAY, tick=False):
        yield


def written(walk, *, actions: int = 1, **more) -> dict:
    """What a chair types, for one or more actions and one recommendation left empty."""
    due = MEETING_DAY + dt.timedelta(days=14)
    data = {
        "version": walk.case().version,
        "findings": "The reports were handled one by one.",
        "response_adequate": "no",
        "actions-TOTAL_FORMS": actions,
        "actions-INITIAL_FORMS": 0,
        "recommendations-TOTAL_FORMS": 1,
        "recommendations-INITIAL_FORMS": 0,
        "recommendations-0-body_name": "",
        "recommendations-0-wording": "",
    }
    for number in range(actions):
        data |= {
            f"actions-{number}-wording": f"Visit Mrs Marsh, round {number}.",
            f"actions-{number}-agency": walk.world.council.pk,
            f"actions-{number}-owner_name": "Dev Patel",
            f"actions-{number}-due_on_day": due.day,
            f"actions-{number}-due_on_month": due.month,
            f"actions-{number}-due_on_year": due.year,
            f"actions-{number}-internal_note": INTERNAL,
        }
    return data | more


def test_the_plan_waits_until_the_victims_part_is_recorded(world):
    walk = referred(world)
    chair = sit_down(world)
    refused = chair.get(page_of(walk, "plan"))
    assert refused.status_code == 409
    assert "Record first how the victim took part" in text_of(refused)
    answer = chair.post(page_of(walk, "plan"), written(walk, confirm="1"))
    assert answer.status_code == 409
    assert "The reports were handled one by one." in text_of(answer)
    assert rows(walk, ActionPlan) == []


def test_the_page_between_shows_what_the_victim_will_read_and_records_nothing(world):
    walk = ready(world)
    answer = sit_down(world).post(page_of(walk, "plan"), written(walk))
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Check what the victim will read" in page
    read, unseen = page.split("What the victim will not see")
    assert "Visit Mrs Marsh, round 0." in read
    assert "Bassetlaw District Council, Dev Patel, by Wednesday 1 July 2026" in read
    assert INTERNAL not in read
    assert INTERNAL in unseen
    assert rows(walk, ActionPlan) == []
    assert walk.case().status == Status.REFERRED
    assert rows(walk, Event, kind="plan.agreed") == []


def hidden_values(page: str) -> dict:
    """What the page between sends on, as a browser would."""
    return {
        unescape(name): unescape(value)
        for name, value in re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
        if name != "csrfmiddlewaretoken"
    }


def test_confirming_the_page_between_records_exactly_what_was_typed(world):
    walk = ready(world)
    chair = sit_down(world)
    findings = 'He said "stop" & they <laughed>.\nTwice.'
    data = written(walk, actions=2, findings=findings)
    data |= {
        "recommendations-0-body_name": "Nottinghamshire Police",
        "recommendations-0-wording": "Link the calls.",
    }
    between = chair.post(page_of(walk, "plan"), data).content.decode()
    sent_on = hidden_values(between)
    answer = chair.post(page_of(walk, "plan"), sent_on | {"confirm": "1"})
    assert (answer.status_code, answer.url) == (302, page_of(walk, "case"))
    plan = rows(walk, ActionPlan)[0]
    assert plan.findings == findings
    assert plan.response_adequate == "no"
    actions = rows(walk, Action)
    assert [(a.position, a.wording, a.internal_note) for a in actions] == [
        (1, "Visit Mrs Marsh, round 0.", INTERNAL),
        (2, "Visit Mrs Marsh, round 1.", INTERNAL),
    ]
    assert {a.due_on for a in actions} == {dt.date(2026, 7, 1)}
    assert [(r.body_name, r.wording) for r in rows(walk, Recommendation)] == [
        ("Nottinghamshire Police", "Link the calls.")
    ]
    assert walk.case().status == Status.PLAN_AGREED


def test_change_it_goes_back_to_the_form_with_all_that_was_typed(world):
    walk = ready(world)
    chair = sit_down(world)
    between = chair.post(page_of(walk, "plan"), written(walk)).content.decode()
    answer = chair.post(page_of(walk, "plan"), hidden_values(between) | {"change": "1"})
    page = text_of(answer)
    assert answer.status_code == 200
    assert '<h1 class="govuk-heading-l">Record the action plan</h1>' in page
    for typed in ("Visit Mrs Marsh, round 0.", INTERNAL, "The reports were handled one by one."):
        assert typed in page
    assert "There is a problem" not in page
    assert rows(walk, ActionPlan) == []


def test_a_recommendation_left_empty_is_none(world):
    walk = ready(world)
    sit_down(world).post(page_of(walk, "plan"), written(walk, confirm="1"))
    assert len(rows(walk, ActionPlan)) == 1
    assert rows(walk, Recommendation) == []


def test_half_a_recommendation_is_pointed_out(world):
    walk = ready(world)
    data = written(walk, confirm="1")
    data["recommendations-0-body_name"] = "Nottinghamshire Police"
    page = text_of(sit_down(world).post(page_of(walk, "plan"), data))
    assert "Recommendation 1: Enter what is recommended" in page
    assert "<title>Error: " in page
    assert 'value="Nottinghamshire Police"' in page
    assert rows(walk, ActionPlan) == []


@pytest.mark.parametrize(
    ("field", "value", "message", "target"),
    [
        ("findings", "", "Enter what the meeting found", "#id_findings"),
        ("response_adequate", "", "Select whether the agencies", "#id_response_adequate_0"),
        ("actions-0-wording", " ", "Action 1: Enter what will be done", "#id_actions-0-wording"),
        ("actions-0-agency", "", "Action 1: Select the agency", "#id_actions-0-agency"),
        ("actions-0-owner_name", "", "Action 1: Enter the name", "#id_actions-0-owner_name"),
        ("actions-0-due_on_day", "", "must include a day", "#id_actions-0-due_on_0"),
        ("actions-0-due_on_year", "2025", "must be today or later", "#id_actions-0-due_on_0"),
    ],
)
def test_an_error_stands_beside_its_field_and_everything_else_is_kept(
    world, field, value, message, target
):
    walk = ready(world)
    answer = sit_down(world).post(
        page_of(walk, "plan"), written(walk, confirm="1", **{field: value})
    )
    page = text_of(answer)
    assert answer.status_code == 200
    assert message in page
    assert f'href="{target}"' in page
    assert INTERNAL in page
    assert rows(walk, ActionPlan) == []


def test_a_plan_left_empty_asks_for_each_thing_once(world):
    walk = ready(world)
    data = written(walk, actions=0) | {"actions-TOTAL_FORMS": 1, "findings": ""}
    page = text_of(sit_down(world).post(page_of(walk, "plan"), data))
    summary = page[page.index("There is a problem") : page.index("<h1")]
    assert re.findall(r">([^<>]+)</a>", summary) == [
        "Enter what the meeting found",
        "Action 1: Enter what will be done",
        "Action 1: Select the agency that will do it",
        "Action 1: Enter the name of the person who will see to it",
        "Action 1: Enter the date it will be done by",
    ]
    assert "form." not in summary


def test_more_actions_than_a_plan_can_have_are_refused_in_plain_words(world):
    walk = ready(world)
    answer = sit_down(world).post(page_of(walk, "plan"), written(walk, actions=31, confirm="1"))
    assert "at most 30 can be recorded" in text_of(answer)
    assert rows(walk, ActionPlan) == []


def test_a_plan_without_any_action_is_refused(world):
    walk = ready(world)
    answer = sit_down(world).post(page_of(walk, "plan"), written(walk, actions=0, confirm="1"))
    assert answer.status_code == 409
    assert "at least one action" in text_of(answer)
    assert rows(walk, ActionPlan) == []


def test_an_agency_that_is_no_partner_cannot_be_given_an_action(world):
    walk = ready(world)
    data = written(walk, confirm="1", **{"actions-0-agency": "999999"})
    answer = sit_down(world).post(page_of(walk, "plan"), data)
    assert answer.status_code == 200
    assert rows(walk, ActionPlan) == []


def test_add_another_action_works_without_javascript_and_shows_no_errors(world):
    walk = ready(world)
    data = written(walk, findings="", **{"actions-add": "1", "actions-0-owner_name": ""})
    page = text_of(sit_down(world).post(page_of(walk, "plan"), data))
    assert "Action 2" in page
    assert "Visit Mrs Marsh, round 0." in page
    assert "There is a problem" not in page
    assert "govuk-error-message" not in page


def test_remove_takes_the_chosen_action_and_leaves_the_other(world):
    walk = ready(world)
    data = written(walk, actions=2, **{"actions-remove": "0"})
    page = text_of(sit_down(world).post(page_of(walk, "plan"), data))
    assert "Visit Mrs Marsh, round 0." not in page
    assert "Visit Mrs Marsh, round 1." in page


def test_adding_a_recommendation_shows_no_errors_in_the_actions(world):
    walk = ready(world)
    data = written(walk, **{"recommendations-add": "1", "actions-0-wording": ""})
    page = text_of(sit_down(world).post(page_of(walk, "plan"), data))
    assert "Recommendation 2" in page
    assert "govuk-error-message" not in page


def test_the_plan_is_recorded_once_however_often_it_is_sent(world):
    walk = ready(world)
    chair = sit_down(world)
    data = written(walk, confirm="1")
    assert chair.post(page_of(walk, "plan"), data).status_code == 302
    again = chair.post(page_of(walk, "plan"), data)
    assert again.status_code == 409
    assert len(rows(walk, ActionPlan)) == 1
    assert len(rows(walk, Action)) == 1


@pytest.mark.parametrize("button", [{}, {"confirm": "1"}], ids=["continue", "confirm"])
def test_a_stale_plan_keeps_what_was_typed(world, button):
    walk = ready(world)
    data = written(walk, version=walk.case().version - 1, **button)
    answer = sit_down(world).post(page_of(walk, "plan"), data)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Somebody else changed this" in page
    assert "Visit Mrs Marsh, round 0." in page
    assert f'name="version" value="{walk.case().version}"' in page
    assert rows(walk, ActionPlan) == []


def test_an_agency_with_an_action_gets_access(world):
    walk = ready(world)
    CaseGrant.objects.filter(case_id=walk.case_id).delete()
    sit_down(world).post(page_of(walk, "plan"), written(walk, confirm="1"))
    granted = CaseGrant.objects.filter(case_id=walk.case_id).values_list("agency_id", flat=True)
    assert list(granted) == [world.council.pk]
