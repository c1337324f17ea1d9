"""The answer page: what the agency's log has, and reports by other people, without JavaScript."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Incident, InformationRequest, Report
from organisations.roles import Role
from tests.integration.agency_room import (
    NOW,
    act_url,
    answering,
    ask,
    case_url,
    colleague,
    rows,
    sit_down,
    text_of,
)
from tests.walk import Walk
from tests.world import NOON, joans_submission


@pytest.fixture(autouse=True)
def _two_weeks_after_the_application():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def member(world) -> Client:
    """A browser of somebody at the council."""
    return sit_down(world.people[Role.AGENCY_MEMBER])


@pytest.fixture
def asked(world) -> tuple[Walk, str]:
    """Joan's case, and the address of the page on which the council answers."""
    walk = Walk(world).acknowledge()
    return walk, act_url(walk, "answer", ask(walk, world.council).pk)


def claimed_to(walk: Walk, agency) -> Report:
    (report,) = rows(walk, Report, agency=agency, reporter_pseudonym="", case_id=walk.case_id)
    return report


def told_of(walk: Walk) -> list[Report]:
    return [report for report in rows(walk, Report) if report.reporter_pseudonym]


def other(**changes) -> dict:
    """The boxes of one report by another person, about an incident that the agency names."""
    boxes = {"pseudonym": "Neighbour A", "incident": "another", "place": "Carlton Road"}
    for name in ("reported", "occurred_on"):
        boxes |= {f"{name}_day": "20", f"{name}_month": "5", f"{name}_year": "2026"}
    return boxes | changes


def test_the_page_asks_of_each_report_whether_it_is_in_the_log(asked, member):
    _, url = asked
    page = text_of(member.get(url))
    assert page.count("Is it in your log?") == 1
    assert "Reported on Tuesday 12 May 2026" in page
    assert "It happened on Monday 11 May 2026, Carlton Road, Worksop." in page
    assert "A report that is not in your log still counts." in page
    assert "Never a name, an address or a number." in page


def test_nothing_of_what_was_reported_to_others_is_on_it(asked, member):
    _, url = asked
    page = text_of(member.get(url))
    for hidden in ("April 2026", "Nottinghamshire Police", "A1 Housing"):
        assert hidden not in page, hidden
    assert page.count("March 2026") == 1, "the first day that the agency is asked about"


def test_without_consent_no_place_is_on_it(world, member):
    walk = Walk(world, consent_to_share=False).acknowledge()
    page = text_of(member.get(act_url(walk, "answer", ask(walk, world.council).pk)))
    assert "Reported on Tuesday 12 May 2026" in page
    assert "Monday 11 May 2026" in page
    assert "Carlton Road" not in page


@pytest.mark.parametrize("standing", ["confirmed", "not_found"])
def test_what_the_log_has_is_recorded(asked, member, standing):
    walk, url = asked
    report = claimed_to(walk, walk.world.council)
    data = answering(walk) | {f"report_{report.pk}_standing": standing}
    assert member.post(url, data).status_code == 302
    assert claimed_to(walk, walk.world.council).standing == standing


def test_a_report_that_nobody_looked_for_stays_claimed(asked, member):
    walk, url = asked
    assert member.post(url, answering(walk)).status_code == 302
    assert claimed_to(walk, walk.world.council).standing == "claimed"


@pytest.mark.parametrize("standing", ["", "not_found"])
def test_a_reference_goes_with_a_report_that_was_found(asked, member, standing):
    walk, url = asked
    field = f"report_{claimed_to(walk, walk.world.council).pk}"
    given = {f"{field}_standing": standing, f"{field}_reference": "ASB/26/114"}
    answer = member.post(url, answering(walk) | given)
    page = text_of(answer)
    assert answer.status_code == 200
    assert f'href="#id_{field}_standing_0"' in page
    assert 'value="ASB/26/114"' in page
    assert rows(walk, InformationRequest)[0].returned_at is None


def test_a_report_to_another_agency_has_no_box(asked, member):
    walk, url = asked
    theirs = claimed_to(walk, walk.world.police)
    data = answering(walk) | {f"report_{theirs.pk}_standing": "not_found"}
    assert member.post(url, data).status_code == 302
    assert claimed_to(walk, walk.world.police).standing == "claimed"


def test_reports_by_other_people_are_recorded_and_shown_again(asked, member):
    walk, url = asked
    known = str(claimed_to(walk, walk.world.council).incident_id)
    second = other(pseudonym="Neighbour B", incident=known, place="", reported_day="")
    second |= {f"occurred_on_{part}": "" for part in ("day", "month", "year")}
    data = answering(walk, others=(other(agency_reference="X1"), second))
    assert member.post(url, data).status_code == 302
    assert {(one.reporter_pseudonym, str(one.incident_id) == known) for one in told_of(walk)} == {
        ("Neighbour A", False),
        ("Neighbour B", True),
    }
    page = text_of(member.get(case_url(walk)))
    assert "Reports by other people that your agency told of" in page
    assert "Wednesday 20 May 2026, Carlton Road" in page
    assert "In May 2026, to Bassetlaw District Council" in page
    again = text_of(member.get(act_url(walk, "answer", ask(walk, walk.world.council).pk)))
    assert "Neighbour A: Wednesday 20 May 2026, about Wednesday 20 May 2026" in again


def test_another_agency_sees_nothing_of_them(asked, member, world):
    walk, url = asked
    assert member.post(url, answering(walk, others=(other(),))).status_code == 302
    request = ask(walk, world.police)
    police = sit_down(colleague(world, world.police))
    for address in (case_url(walk), act_url(walk, "answer", request.pk)):
        page = text_of(police.get(address))
        assert "20 May 2026" not in page
        assert "Neighbour A" not in page.replace("For example, Neighbour A", "")


@pytest.mark.parametrize(
    ("changes", "target", "error"),
    [
        ({"pseudonym": ""}, "pseudonym", "Enter a code for the person"),
        ({"pseudonym": "ann@home.example"}, "pseudonym", "not an e-mail"),
        ({"pseudonym": "01632 960555"}, "pseudonym", "not a phone number"),
        ({"pseudonym": "x" * 51}, "pseudonym", "50 characters or fewer"),
        ({"incident": ""}, "incident_0", "Select the incident"),
        ({"place": ""}, "place", "Enter where it happened"),
        ({"occurred_on_month": ""}, "occurred_on_1", "must include a month"),
        ({"occurred_on_year": "2027"}, "occurred_on_0", "must be today or in the past"),
        ({"reported_month": ""}, "reported_1", "must include a month"),
        ({"reported_year": "2027"}, "reported_0", "must be today or in the past"),
        ({"reported_day": "19"}, "reported_0", "must not be before it happened"),
    ],
)
def test_a_mistake_is_pointed_out_at_its_box_and_all_is_kept(asked, member, changes, target, error):
    walk, url = asked
    boxes = other(agency_reference="X1") | changes
    answer = member.post(url, answering(walk, others=(boxes,)))
    page = text_of(answer)
    assert answer.status_code == 200
    assert f'href="#id_others-0-{target}"' in page
    assert error in page
    assert "<title>Error: " in page
    assert "Two visits, on 3 and 9 May." in page
    for value in filter(None, boxes.values()):
        assert f'value="{value}"' in page, value
    assert told_of(walk) == []
    assert rows(walk, InformationRequest)[0].returned_at is None


def test_an_incident_of_which_only_the_month_is_known_is_recorded_as_that_month(asked, member):
    walk, url = asked
    boxes = other(reported_day="", occurred_on_day="")
    assert member.post(url, answering(walk, others=(boxes,))).status_code == 302
    (report,) = told_of(walk)
    (incident,) = rows(walk, Incident, pk=report.incident_id)
    month = (dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    assert (incident.occurred_on, incident.occurred_until) == month
    page = text_of(member.get(case_url(walk)))
    assert "In May 2026, Carlton Road" in page


def test_a_day_before_the_chosen_incident_is_pointed_out(asked, member):
    walk, url = asked
    known = str(claimed_to(walk, walk.world.council).incident_id)
    boxes = {"pseudonym": "A", "incident": known}
    boxes |= {"reported_day": "10", "reported_month": "5", "reported_year": "2026"}
    page = text_of(member.post(url, answering(walk, others=(boxes,))))
    assert "must not be before it happened" in page


def test_a_day_and_place_beside_a_chosen_incident_are_not_lost_silently(asked, member):
    walk, url = asked
    known = str(claimed_to(walk, walk.world.council).incident_id)
    answer = member.post(url, answering(walk, others=(other(incident=known),)))
    assert answer.status_code == 200
    assert "take its date and place away" in text_of(answer)


def test_another_block_comes_without_javascript_and_nothing_is_sent(asked, member):
    walk, url = asked
    data = answering(walk, "Half an answ", others=(other(),)) | {"others-add": "1"}
    page = text_of(member.post(url, data))
    assert "Report 2<" in page
    assert "Half an answ" in page
    assert 'value="Neighbour A"' in page
    assert "<title>Error: " not in page
    assert rows(walk, InformationRequest)[0].returned_at is None


def test_a_block_that_is_removed_takes_its_report_away(asked, member):
    walk, url = asked
    both = answering(walk, others=(other(), other(pseudonym="Neighbour B")))
    page = text_of(member.post(url, both | {"others-remove": "0"}))
    assert 'value="Neighbour B"' in page
    assert 'value="Neighbour A"' not in page


def test_a_stale_page_keeps_the_reports_that_were_typed(asked, member):
    walk, url = asked
    data = answering(walk, others=(other(),), version=walk.case().version - 1)
    answer = member.post(url, data)
    assert answer.status_code == 409
    assert 'value="Neighbour A"' in text_of(answer)
    assert told_of(walk) == []


def test_an_incident_of_somebody_else_cannot_be_forged(asked, member):
    walk, url = asked
    theirs = str(claimed_to(walk, walk.world.police).incident_id)
    assert member.post(url, answering(walk, others=(other(incident=theirs),))).status_code == 200
    assert told_of(walk) == []


def test_the_number_of_queries_of_the_page_does_not_grow_with_its_rows(world, member):
    usual = joans_submission(world).incidents

    def queries(walk) -> int:
        url = act_url(walk, "answer", ask(walk, world.council).pk)
        member.get(url)
        with CaptureQueriesContext(connection) as made:
            assert member.get(url).status_code == 200
        return len(made)

    few, many = (
        Walk(world, at=NOON, incidents=usual).acknowledge(),
        Walk(world, at=NOON, incidents=(*usual, *[usual[0]] * 11)).acknowledge(),
    )
    for walk, boxes in ((few, [other()]), (many, [other(pseudonym=f"P{n}") for n in range(12)])):
        url = act_url(walk, "answer", ask(walk, world.council).pk)
        assert member.post(url, answering(walk, others=boxes)).status_code == 302
    assert len(rows(many, Incident, case_id=many.case_id)) == 15
    assert queries(many) == queries(few) <= 30
