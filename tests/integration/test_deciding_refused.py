"""What the command refuses whatever a page offered: s.104(4), two people, grounds never found."""

import pytest

from cases.commands.returning import OtherReport
from cases.models import Decision, Report
from cases.policies import NotNow, latest_assessment, room_for_decision
from cases.status import Status
from organisations import clock
from organisations.roles import Role
from tests.integration.agency_room import colleague
from tests.integration.spoc_room import rows, sit_down, text_of, url
from tests.integration.test_returned_reports import MAY, returned
from tests.walk import Walk
from tests.world import NOON, joans_submission, make_person

MET = r"three qualifying complaints have been made, so section 104\(4\) of the Act requires"
MAY_BE_MET = "three qualifying complaints may have been made"
HARM_FIRST = "must first answer “no”, with a reason"
PERSISTENCE_FIRST = "must first answer whether the problem persists"
TWO_FOR_THE_VULNERABLE = "takes two people, because the applicant is vulnerable.$"
TWO_FOR_THREE = "takes two people, because three qualifying complaints have been made.$"
TWO_FOR_BOTH = "because the applicant is vulnerable and three qualifying complaints have been made"


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def assessed(world, *, incidents: int = 1, vulnerable: bool = False, **answers) -> Walk:
    """One incident is below every count; three meet the statutory test. No harm, unless said."""
    walk = Walk(world, incidents=joans_submission(world).incidents[:incidents]).acknowledge()
    return walk.assess(**{"harm": "no"} | answers).risk(vulnerable=vulnerable)


def with_a_day_not_known(world) -> Walk:
    """Two complaints count; a neighbour's, told to the council on a day not known, may be one."""
    world.people["council"] = colleague(world, world.council)
    walk = Walk(world, incidents=joans_submission(world).incidents[:2]).acknowledge()
    returned(walk, others=(OtherReport(pseudonym="Neighbour A", occurred_on=MAY, place="Here"),))
    return walk.assess(harm="no").risk(vulnerable=False)


def turned_away(walk: Walk, outcome: str, *, second: str = "") -> Walk:
    """second: the role of the person who agrees."""
    return walk.decide(
        outcome,
        ground="",
        redirected_to="Bolsover District Council",
        second_person_id=walk.world.people[second].pk if second else None,
    )


def refused(walk: Walk, why: str, call) -> None:
    """The command refuses for that reason, and nothing has been decided."""
    with pytest.raises(NotNow, match=why):
        call()
    assert walk.case().status == Status.ASSESSMENT
    assert not rows(walk, Decision)


@pytest.mark.parametrize("second", ["", Role.ASSESSOR])
@pytest.mark.parametrize(
    ("found", "why"),
    [
        pytest.param({"incidents": 3}, MET, id="three_complaints"),
        pytest.param({"incidents": 3, "persists": "no"}, MET, id="three_and_no_local_route"),
        pytest.param({"harm": "unknown"}, HARM_FIRST, id="harm_not_known"),
        pytest.param({"harm": "yes"}, HARM_FIRST, id="harm_found"),
        pytest.param({"persists": "unknown"}, PERSISTENCE_FIRST, id="persistence_not_known"),
        pytest.param({"adequate": "unknown"}, PERSISTENCE_FIRST, id="adequacy_not_known"),
    ],
)
def test_nobody_is_rejected_however_many_agree(world, found, why, second):
    walk = assessed(world, **found)
    refused(walk, why, lambda: turned_away(walk, "rejected", second=second))


@pytest.mark.parametrize("second", ["", Role.ASSESSOR])
def test_nobody_is_rejected_while_three_complaints_may_have_been_made(world, second):
    walk = with_a_day_not_known(world)
    refused(walk, MAY_BE_MET, lambda: turned_away(walk, "rejected", second=second))


def test_the_refusal_says_what_to_find_out_and_a_reason_not_to_count_it_opens_the_way(world):
    walk = with_a_day_not_known(world)
    with pytest.raises(NotNow) as refusal:
        turned_away(walk, "rejected")
    assert "(reported on a day that is not known, perhaps more than one month later)" in str(
        refusal.value
    )
    page = text_of(sit_down(world).get(url(walk, "decide")))
    assert str(refusal.value) in page
    assert 'value="rejected"' not in page
    with world.inside():
        Report.objects.filter(partnership=world.partnership, reported_on=None).update(
            rebutted_reason="It was about another street."
        )
    walk.assess(harm="no")
    assert turned_away(walk, "rejected").case().status == Status.REJECTED


def test_a_day_that_is_found_out_and_in_time_makes_three(world):
    walk = with_a_day_not_known(world)
    with world.inside():
        Report.objects.filter(partnership=world.partnership, reported_on=None).update(
            reported_on=NOON.date()
        )
    walk.assess(harm="no")
    refused(walk, MET, lambda: turned_away(walk, "rejected"))


def test_the_page_says_why_a_return_since_the_assessment_stops_a_rejection(world):
    world.people["council"] = colleague(world, world.council)
    walk = assessed(world)
    returned(walk, others=(OtherReport(pseudonym="Neighbour A", occurred_on=MAY, place="Here"),))
    page = text_of(sit_down(world).get(url(walk, "decide")))
    assert "Reports came in after the assessment." in page
    assert 'value="rejected"' not in page


@pytest.mark.parametrize(
    ("found", "why"),
    [
        pytest.param({"vulnerable": True}, TWO_FOR_THE_VULNERABLE, id="vulnerable"),
        pytest.param({"incidents": 3}, TWO_FOR_THREE, id="three_complaints"),
        pytest.param({"incidents": 3, "vulnerable": True}, TWO_FOR_BOTH, id="both"),
    ],
)
@pytest.mark.parametrize("outcome", ["redirected", "invalid"])
def test_one_person_alone_turns_nobody_away_who_needs_two(world, outcome, found, why):
    walk = assessed(world, **found)
    refused(walk, why, lambda: turned_away(walk, outcome))
    assert turned_away(walk, outcome, second=Role.ASSESSOR).case().status == outcome


def test_a_vulnerable_person_below_the_numbers_is_rejected_by_two_people_only(world):
    walk = assessed(world, vulnerable=True)
    refused(walk, TWO_FOR_THE_VULNERABLE, lambda: turned_away(walk, "rejected"))
    turned_away(walk, "rejected", second=Role.ASSESSOR)
    assert walk.case().status == Status.REJECTED


@pytest.mark.parametrize("outcome", ["rejected", "redirected", "invalid"])
def test_the_second_person_is_not_the_first(world, outcome):
    walk = assessed(world, vulnerable=True)
    refused(walk, "must be somebody else", lambda: turned_away(walk, outcome, second=Role.SPOC))


@pytest.mark.parametrize(
    "role", [Role.LMAPS_CHAIR, Role.AGENCY_MEMBER, Role.PCC_OFFICER, Role.AUDITOR, "elsewhere"]
)
def test_the_second_person_has_the_right_to_assess_this_case(world, role):
    world.people["elsewhere"] = make_person(
        world, Role.ASSESSOR, email="elsewhere@people.example", partnership=world.neighbour
    )
    walk = assessed(world, vulnerable=True)
    why = "must be an assessor or SPOC for this case"
    refused(walk, why, lambda: turned_away(walk, "redirected", second=role))


@pytest.mark.parametrize(
    ("found", "ground", "why"),
    [
        pytest.param({}, "statutory", "did not find three qualifying complaints", id="statutory"),
        pytest.param({}, "local", "did not find a local route met", id="local"),
        pytest.param(
            {"incidents": 3, "persists": "no"},
            "local",
            "did not find a local route met",
            id="local_where_only_the_act_is_met",
        ),
        pytest.param({}, "harm", "does not say that harm or potential harm", id="harm"),
        pytest.param({"harm": "unknown"}, "harm", "does not say that harm", id="harm_not_known"),
        pytest.param({"incidents": 3}, "", "Say on which ground", id="none"),
    ],
)
def test_no_ground_stands_that_the_assessment_did_not_find(world, found, ground, why):
    walk = assessed(world, **found)
    refused(walk, why, lambda: walk.decide(ground=ground))


@pytest.mark.parametrize(
    ("found", "grounds"),
    [
        pytest.param({}, (), id="nothing"),
        pytest.param({"harm": "yes"}, ("harm",), id="harm"),
        pytest.param({"incidents": 3}, ("statutory", "local"), id="the_act_and_a_local_route"),
        pytest.param({"incidents": 3, "persists": "no"}, ("statutory",), id="the_act_alone"),
    ],
)
def test_every_ground_that_was_found_is_offered_and_taken(world, found, grounds):
    walk = assessed(world, **found)
    case = walk.case()
    with world.inside():
        assert room_for_decision(case, latest_assessment(case)).grounds == grounds
    if grounds:
        assert walk.decide(ground=grounds[-1]).case().accepted_ground == grounds[-1]
