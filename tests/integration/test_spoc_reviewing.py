"""Peer review, meetings, and requests to agencies."""

import datetime as dt

import pytest

from cases.models import (
    CaseGrant,
    InformationRequest,
    Meeting,
    PeerReviewConsideration,
)
from cases.status import Status
from organisations import clock
from organisations.roles import Role
from tests.integration.spoc_room import (
    district_spoc,
    other_district,
    rows,
    sit_down,
    text_of,
    typed,
    url,
)
from tests.walk import Walk
from tests.world import NOON


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def test_a_peer_review_is_considered_and_the_neighbour_let_in_if_wanted(world):
    walk = Walk(world).to_accepted()
    client = sit_down(world)
    data = typed(walk, wanted="yes", reason="Two landlords disagree.")
    assert "Select the partnership that will do the peer review" in text_of(
        client.post(url(walk, "peer_review"), data)
    )
    assert not rows(walk, PeerReviewConsideration)
    data["neighbour"] = world.neighbour.pk
    assert client.post(url(walk, "peer_review"), data).status_code == 302
    assert rows(walk, PeerReviewConsideration)[0].neighbour_id == world.neighbour.pk
    assert CaseGrant.objects.filter(neighbour=world.neighbour, case_id=walk.case_id).exists()


def test_a_case_is_referred_only_after_the_peer_review_was_considered(world):
    walk = Walk(world).to_accepted()
    response = sit_down(world).get(url(walk, "refer"))
    assert response.status_code == 409
    assert "Consider a peer review first" in text_of(response)


def meeting_fields(world, **changes) -> dict:
    return {
        "locality": world.locality.pk,
        "on_day": "17",
        "on_month": "6",
        "on_year": "2026",
        "time": "10:30",
        "place": "Worksop Town Hall",
        "chair": world.people[Role.LMAPS_CHAIR].pk,
        "chair_independent": "on",
    } | changes


def test_a_meeting_is_planned_from_the_case_and_the_case_referred_to_it(world):
    walk = Walk(world).to_accepted().consider_peer_review()
    client = sit_down(world)
    page = text_of(client.get(url(walk, "refer")))
    assert "No meeting of this district is in the diary" in page
    plan = url(walk, "case").split("cases/")[0] + f"meetings/new/?case={walk.case().reference}"
    response = client.post(plan, meeting_fields(world))
    assert response["Location"] == url(walk, "refer")
    meeting = rows(walk, Meeting)[0]
    assert clock.date_of(meeting.starts_at) == dt.date(2026, 6, 17)
    data = typed(walk, meeting=meeting.pk, note="Mind the stairs.")
    seen = text_of(client.post(url(walk, "refer"), data))
    assert "Wednesday 17 June 2026" in seen
    assert "Mind the stairs" not in seen.split("<form")[-2].split("ct-letter")[-1]
    assert client.post(url(walk, "refer"), data | {"send": "1"}).status_code == 302
    assert walk.case().status == Status.REFERRED


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"on_year": "2025"}, "The date of the meeting must be in the future"),
        ({"time": "half ten"}, "Enter the time like 10:30"),
        ({"place": ""}, "Enter place"),
        ({"chair": "999999"}, "Select a valid choice"),
    ],
)
def test_a_meeting_that_cannot_be_comes_back_with_what_was_typed(world, changes, error):
    walk = Walk(world)
    plan = url(walk, "case").split("cases/")[0] + "meetings/new/"
    response = sit_down(world).post(plan, meeting_fields(world, **changes))
    assert response.status_code == 200
    assert error in text_of(response)
    assert not rows(walk, Meeting)


def test_a_district_s_spoc_plans_meetings_of_that_district_only(world):
    walk, client = Walk(world), sit_down(world)
    client.force_login(district_spoc(world, other_district(world)))
    plan = url(walk, "case").split("cases/")[0] + "meetings/new/"
    assert "Select a valid choice" in text_of(client.post(plan, meeting_fields(world)))
    assert not rows(walk, Meeting)


def test_agencies_that_were_told_come_first_and_are_asked_with_a_date(world):
    walk = Walk(world).acknowledge()
    client = sit_down(world)
    page = text_of(client.get(url(walk, "request_information")))
    assert "The behaviour was reported to them" in page
    data = typed(walk, agency=world.police.pk, question="Every call since March.")
    late = data | typed(walk, due_on=dt.date(2026, 6, 9))
    assert "must be today or later" in text_of(client.post(url(walk, "request_information"), late))
    data |= typed(walk, due_on=dt.date(2026, 6, 12))
    assert client.post(url(walk, "request_information"), data).status_code == 302
    assert rows(walk, InformationRequest)[0].agency_id == world.police.pk
