"""Deciding on the threshold: what the law leaves open, by two people where it must be."""

import datetime as dt

import pytest

from cases.models import (
    Decision,
    EventFacts,
)
from cases.policies import NotNow
from cases.status import Status
from notifications.letters import preview_html
from organisations import clock
from organisations.roles import Role
from tests.integration.spoc_room import (
    brought_to,
    rows,
    sit_down,
    text_of,
    typed,
    url,
    written,
)
from tests.walk import Walk
from tests.world import NOON, make_person


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def test_the_letter_shown_before_a_decision_is_the_one_frozen_with_it(world):
    walk = brought_to(world, "acknowledge assess risk")
    fields = {"outcome": "accepted", "ground": "harm", "reasons": "The harm is plain."}
    client = sit_down(world)
    seen = client.post(url(walk, "decide"), typed(walk, **fields)).context["letters"]
    client.post(url(walk, "decide"), typed(walk, **fields) | {"send": "1"})
    facts = rows(walk, EventFacts, event__kind="decision.made")[0].content
    application_id = walk.submitted.application.pk
    assert [one.html for one in seen] == [preview_html("acceptance", facts, application_id)]


def test_a_vulnerability_found_after_the_assessment_is_among_the_findings(world):
    walk = brought_to(world, "acknowledge assess risk")
    page = text_of(sit_down(world).get(url(walk, "decide")))
    assert "You, or somebody in your household, may be vulnerable." in page


def test_two_who_decide_at_once_make_one_decision_and_one_clear_message(world):
    walk = brought_to(world, "acknowledge assess risk")
    second = make_person(
        world, Role.SPOC, email="second@people.example", partnership=world.partnership
    )
    opened = typed(walk, outcome="accepted", ground="statutory", reasons="The first one's words.")
    late = opened | {"outcome": "deferred", "reasons": "The second one's long, careful words."}
    late |= {"deferred_until_day": "1", "deferred_until_month": "7", "deferred_until_year": "2026"}
    assert sit_down(world).post(url(walk, "decide"), opened | {"send": "1"}).status_code == 302
    client = sit_down(world)
    client.force_login(second)
    response = client.post(url(walk, "decide"), late | {"send": "1"})
    page = text_of(response)
    assert response.status_code == 409
    assert "Somebody else changed this while you had the page open." in page
    assert "The second one&#x27;s long, careful words." in page
    assert 'value="2026"' in page
    assert "Accepted</strong>" in page
    assert len(rows(walk, Decision)) == 1
    again = client.post(url(walk, "decide"), late | {"version": walk.case().version, "send": "1"})
    assert again.status_code == 409
    assert "This case is “Accepted”, so it is not possible to decide now." in text_of(again)
    assert len(rows(walk, Decision)) == 1


def test_a_change_between_seeing_and_sending_sends_nothing(world):
    walk = brought_to(world, "acknowledge assess risk")
    data = typed(walk, outcome="accepted", ground="statutory", reasons="Three reports count.")
    sit_down(world).post(url(walk, "decide"), data)
    walk.risk(vulnerable=False)
    before = written(walk)
    assert sit_down(world).post(url(walk, "decide"), data | {"send": "1"}).status_code == 409
    assert written(walk) == before


def test_rejecting_is_not_offered_while_the_act_is_met_and_the_page_says_why(world):
    walk = brought_to(world, "acknowledge assess risk")
    client = sit_down(world)
    page = text_of(client.get(url(walk, "decide")))
    assert "Rejecting is not possible: three qualifying complaints have been made" in page
    assert 'value="rejected"' not in page
    before = written(walk)
    forged = typed(walk, outcome="rejected", reasons="No.", second_person="") | {"send": "1"}
    assert "Select a valid choice" in text_of(client.post(url(walk, "decide"), forged))
    assert written(walk) == before


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"reasons": "Because."}, "Select what you decide"),
        ({"outcome": "accepted", "reasons": "Because."}, "Select why it is accepted"),
        ({"outcome": "accepted", "ground": "harm"}, "Enter the reasons: no decision letter"),
        (
            {"outcome": "deferred", "reasons": "Because."},
            "Enter the date on which it is looked at again",
        ),
        (
            {"outcome": "deferred", "reasons": "B.", "deferred_until": dt.date(2026, 6, 10)},
            "must be after today",
        ),
        (
            {"outcome": "redirected", "reasons": "Because."},
            "Enter where the applicant should turn instead",
        ),
        (
            {"outcome": "invalid", "reasons": "Because."},
            "Select the second person. Turning this application away takes two people",
        ),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(world, fields, error):
    walk = brought_to(world, "acknowledge assess risk")
    data = typed(walk, advice="Ring us any time.", **fields)
    response = sit_down(world).post(url(walk, "decide"), data | {"send": "1"})
    page = text_of(response)
    assert response.status_code == 200
    assert "There is a problem" in page
    assert f"</span> {error}" in page or error in page.split("govuk-error-message")[1]
    assert "Ring us any time.</textarea>" in page
    assert not rows(walk, Decision)


def test_a_vulnerable_person_is_turned_away_by_two_people(world):
    walk = brought_to(world, "acknowledge assess risk")
    data = typed(
        walk,
        outcome="redirected",
        reasons="It happened in Derbyshire.",
        redirected_to="Bolsover",
        second_person=world.people[Role.ASSESSOR].pk,
    )
    assert sit_down(world).post(url(walk, "decide"), data | {"send": "1"}).status_code == 302
    decision = rows(walk, Decision)[0]
    assert decision.second_person_id == world.people[Role.ASSESSOR].pk
    assert walk.case().status == Status.REDIRECTED


def test_nobody_is_offered_as_their_own_second_person(world):
    walk = brought_to(world, "acknowledge assess risk")
    page = sit_down(world).get(url(walk, "decide"))
    offered = dict(page.context["form"].fields["second_person"].choices)
    assert world.people[Role.ASSESSOR].pk in offered
    assert world.people[Role.SPOC].pk not in offered


def test_below_the_numbers_a_case_is_rejected_when_harm_was_answered_no(world):
    walk = Walk(world, incidents=()).acknowledge().assess(harm="no").risk(vulnerable=False)
    client = sit_down(world)
    page = text_of(client.get(url(walk, "decide")))
    assert 'value="rejected"' in page
    assert 'value="accepted"' not in page
    data = typed(walk, outcome="rejected", reasons="Nothing was reported.")
    assert client.post(url(walk, "decide"), data | {"send": "1"}).status_code == 302
    assert walk.case().status == Status.REJECTED


@pytest.mark.parametrize("unanswered", [{"persists": "unknown"}, {"adequate": "unknown"}])
def test_nobody_is_refused_before_all_that_section_104_5_names_is_answered(world, unanswered):
    """Persistence, harm and the adequacy of the response."""
    walk = Walk(world, incidents=()).acknowledge().assess(harm="no", **unanswered)
    walk.risk(vulnerable=False)
    client = sit_down(world)
    page = text_of(client.get(url(walk, "decide")))
    assert 'value="rejected"' not in page
    assert "must first answer whether the problem persists" in page
    with pytest.raises(NotNow, match=r"104\(5\) names both"):
        walk.decide("rejected", ground="")
    walk.assess(harm="no").decide("rejected", ground="")
    assert walk.case().status == Status.REJECTED


def test_a_decision_waits_for_assessment_and_risk(world):
    walk = brought_to(world, "acknowledge assess")
    response = sit_down(world).get(url(walk, "decide"))
    assert response.status_code == 409
    assert "Record the risk assessment before you decide." in text_of(response)


def test_a_deferred_case_is_taken_up_again(world):
    walk = brought_to(world, "acknowledge assess risk")
    walk.decide("deferred", ground="", deferred_until=dt.date(2026, 6, 20))
    client = sit_down(world)
    assert "Deferred until Saturday 20 June 2026" in text_of(client.get(url(walk, "case")))
    assert client.get(url(walk, "resume")).status_code == 200
    assert client.post(url(walk, "resume"), typed(walk)).status_code == 302
    assert walk.case().status == Status.ASSESSMENT
