"""Where the partnership, its panel and the PCC office see reports that agencies told of."""

import pytest
from django.urls import reverse

from cases.commands.informing import record_return
from cases.commands.returning import OtherReport
from cases.models import Report
from cases.selectors.lmaps_findings import ledger_of
from organisations import clock
from organisations.roles import Role
from tests.integration.agency_room import ask
from tests.integration.pcc_room import PccRoom
from tests.integration.spoc_room import rows, sit_down, text_of, typed, url
from tests.integration.test_spoc_assessing import answers, reports_as_claimed
from tests.walk import DAY, Walk
from tests.world import NOON

WHO = "By Neighbour A, as the agency calls them"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def tell(walk: Walk) -> None:
    """The council tells of one neighbour twice: a night that it names, and one of Joan's."""
    request = ask(walk, walk.world.council)
    (claimed,) = rows(walk, Report, agency=walk.world.council)
    night = NOON.date() - 20 * DAY
    named = OtherReport(
        pseudonym="Neighbour A", reported_on=night, occurred_on=night, place="Sandy Lane"
    )
    again = OtherReport(pseudonym="Neighbour A", incident_id=claimed.incident_id)
    given = {"request_id": request.pk, "answer": "A neighbour rang.", "others": (named, again)}
    record_return(**walk.command(Role.AGENCY_MEMBER, **given))


@pytest.fixture
def walk(world) -> Walk:
    walk = Walk(world).acknowledge()
    tell(walk)
    return walk


def others(walk: Walk) -> list[Report]:
    return [report for report in rows(walk, Report) if report.reporter_pseudonym]


def test_the_case_page_shows_who_as_whom_and_what_is_known(walk):
    page = text_of(sit_down(walk.world).get(url(walk, "case")))
    assert page.count(WHO) == 2
    for said in (
        "Thursday 21 May 2026",
        "Sandy Lane",
        "Named by Bassetlaw District Council in its return",
        "On a day that is not known",
        "Confirmed by the agency",
        "Not assessed yet",
    ):
        assert said in page, said


def test_the_assessment_shows_them_and_names_them_in_its_findings(walk):
    client = sit_down(walk.world, Role.ASSESSOR)
    page = text_of(client.get(url(walk, "assess")))
    assert page.count(WHO) == 2
    data = typed(walk, **answers(), **reports_as_claimed(walk))
    assert client.post(url(walk, "assess"), data).status_code == 302
    page = text_of(client.get(url(walk, "case")))
    assert "Bassetlaw District Council, Neighbour A, Thursday 21 May 2026" in page


def test_the_assessors_give_one_person_one_code(walk):
    data = typed(walk, **answers(), **reports_as_claimed(walk))
    data |= {f"report_{report.pk}_person": "P1" for report in others(walk)}
    assert sit_down(walk.world).post(url(walk, "assess"), data).status_code == 302
    assert [report.person_code for report in others(walk)] == ["P1", "P1"]
    page = text_of(sit_down(walk.world).get(url(walk, "case")))
    assert page.count("the same person as every P1") == 2


def test_a_code_that_leads_to_the_person_is_pointed_out_and_kept(walk):
    field = f"report_{others(walk)[0].pk}_person"
    data = typed(walk, **answers(), **reports_as_claimed(walk)) | {field: "ann@home.example"}
    response = sit_down(walk.world).post(url(walk, "assess"), data)
    page = text_of(response)
    assert response.status_code == 200
    assert f'href="#id_{field}"' in page
    assert 'value="ann@home.example"' in page


def test_a_report_of_the_applicant_has_no_box_for_a_code(walk):
    page = text_of(sit_down(walk.world).get(url(walk, "assess")))
    assert page.count("_person") > 0
    own = [report for report in rows(walk, Report) if not report.reporter_pseudonym]
    assert not [report for report in own if f"report_{report.pk}_person" in page]


def test_the_panel_sees_them_in_its_ledger(walk):
    with walk.world.inside():
        ledger = ledger_of(walk.case(), None)
    named = [incident for incident in ledger if incident.named_by]
    assert [incident.place for incident in named] == ["Sandy Lane"]
    reports = [report for incident in ledger for report in incident.reports]
    assert [report.told for report in reports if report.pseudonym == "Neighbour A"] == [
        "On a day that is not known",
        "Thursday 21 May 2026",
    ]


def test_the_panel_reads_of_them_on_its_page(walk):
    walk.assess().risk().decide().consider_peer_review().refer()
    address = reverse("lmaps:case", args=[walk.world.partnership.slug, walk.case().reference])
    page = text_of(sit_down(walk.world, Role.LMAPS_CHAIR).get(address))
    assert page.count(WHO) == 2
    assert "Named by Bassetlaw District Council in its return" in page


def test_the_pcc_office_reads_of_them_in_its_bundle(world, monkeypatch):
    walk = Walk(world).to_planned()
    tell(walk)
    monkeypatch.setattr(clock, "now", lambda: walk.at)
    room = PccRoom(world, walk.respond().close())
    page = text_of(room.client.get(room.url("review")))
    assert page.count(WHO) == 2
    assert "Sandy Lane" in page
