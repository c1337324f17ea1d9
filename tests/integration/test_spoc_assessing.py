"""Assessment and risk, by the SPOC and by assessors."""

import pytest

from cases.models import (
    Assessment,
    Report,
    RiskAssessment,
)
from organisations import clock
from organisations.roles import Role
from tests.integration.spoc_room import (
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


def answers(**changes) -> dict:
    """The assessors' answers as the form posts them."""
    return {
        "persists": "yes",
        "timeframe_unexpired": "no",
        "conduct_of_one_agency": "no",
        "response_adequate": "no",
        "harm_view": "yes",
        "harm_reason": "She sleeps in the back room.",
        "community_safety_view": "take",
        "community_safety_name": "Sam Okafor",
        "police_view": "no_view",
        "landlord_view": "not_applicable",
    } | changes


def reports_as_claimed(walk: Walk) -> dict:
    return {f"report_{report.pk}_standing": "claimed" for report in rows(walk, Report)}


@pytest.mark.parametrize("role", [Role.SPOC, Role.ASSESSOR])
def test_an_assessment_is_recorded_with_findings_per_criterion(world, role):
    walk = Walk(world).acknowledge()
    client = sit_down(world, role)
    page = text_of(client.get(url(walk, "assess")))
    assert "Stones at the front window after dark." in page
    data = typed(walk, **answers(), **reports_as_claimed(walk))
    response = client.post(url(walk, "assess"), data)
    assert response["Location"] == url(walk, "case") + "#assessment"
    page = text_of(client.get(url(walk, "case")))
    assert "The test in the Act is met." in page
    assert "Three reports by one person in six months" in page
    assert "Counts:</strong> Nottinghamshire Police" in page


def test_a_rebutted_report_does_not_count_and_the_reason_is_shown(world):
    walk = Walk(world).acknowledge()
    report = rows(walk, Report)[0]
    data = typed(walk, **answers(), **reports_as_claimed(walk))
    data[f"report_{report.pk}_rebutted"] = "It was about another street."
    sit_down(world).post(url(walk, "assess"), data)
    assert rows(walk, Report, pk=report.pk)[0].rebutted_reason == "It was about another street."
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert "Rebutted: It was about another street." in page
    assert "Does not count" in page
    assert not rows(walk, Assessment)[0].statutory_met


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"harm_view": ""}, "Does harm or potential harm make a review the right response?"),
        ({"harm_reason": " "}, "Enter why harm does or does not make a review right"),
        ({"police_view": ""}, "Select the view of the neighbourhood inspector"),
        ({"community_safety_name": ""}, "Enter who spoke for the community safety manager"),
        ({"community_safety_view": "no_view"}, "at least one of the three parties"),
    ],
)
def test_an_assessment_with_something_missing_comes_back_whole(world, changes, error):
    walk = Walk(world).acknowledge()
    data = typed(walk, **answers(**changes), **reports_as_claimed(walk))
    data["police_comment"] = "Known address."
    response = sit_down(world).post(url(walk, "assess"), data)
    page = text_of(response)
    assert response.status_code == 200
    assert error in page.split("There is a problem")[1].split("</ul>")[0]
    assert "Known address.</textarea>" in page
    assert not rows(walk, Assessment)


def test_an_assessment_on_a_stale_page_is_kept_on_the_page_only(world):
    walk = Walk(world).acknowledge()
    data = typed(walk, **answers(), **reports_as_claimed(walk))
    walk.risk()
    response = sit_down(world).post(url(walk, "assess"), data)
    assert response.status_code == 409
    assert "She sleeps in the back room.</textarea>" in text_of(response)
    assert not rows(walk, Assessment)


def test_the_risk_shows_points_band_and_label_when_recorded(world):
    walk = Walk(world).acknowledge()
    client = sit_down(world, Role.ASSESSOR)
    page = text_of(client.get(url(walk, "risk")))
    assert "Questions, points and bands to be confirmed with the partnership" in page
    data = typed(walk, question_how_often="daily", question_health="both", vulnerable="yes")
    assert client.post(url(walk, "risk"), data)["Location"] == url(walk, "case") + "#risk"
    page = text_of(client.get(url(walk, "case")))
    assert "11, up to 44 with the 12 unanswered questions" in page
    assert walk.case().vulnerable


def test_a_band_of_one_s_own_needs_its_reason(world):
    walk = Walk(world).acknowledge()
    client, data = sit_down(world), typed(walk, vulnerable="no", overridden_band="high")
    response = client.post(url(walk, "risk"), data)
    assert "Enter why the score does not show the risk" in text_of(response)
    assert not rows(walk, RiskAssessment)
    client.post(url(walk, "risk"), data | {"override_reason": "He was released on Monday."})
    assert walk.case().risk_band == "high"


def test_an_answer_that_the_matrix_does_not_have_is_refused(world):
    walk = Walk(world).acknowledge()
    data = typed(walk, vulnerable="no", question_how_often="hourly")
    assert "Select a valid choice" in text_of(sit_down(world).post(url(walk, "risk"), data))
    assert not rows(walk, RiskAssessment)
