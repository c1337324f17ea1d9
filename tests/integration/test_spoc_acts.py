"""Each act of the SPOC by its page: the letter is seen first, sent once, refused with reasons."""

import datetime as dt

import pytest

from cases.models import (
    Assessment,
    Case,
    CaseGrant,
    Decision,
    Event,
    EventFacts,
    InformationRequest,
    Meeting,
    OutboxEntry,
    PeerReviewConsideration,
    Report,
    RiskAssessment,
)
from cases.status import Status
from notifications.letters import preview_html
from organisations import clock
from organisations.roles import Role
from tests.integration.spoc_room import (
    district_spoc,
    last_event,
    other_district,
    rows,
    sit_down,
    text_of,
    typed,
    url,
)
from tests.walk import DAY, Walk
from tests.world import NOON, make_person

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def written(walk: Walk) -> tuple[int, int, int]:
    """How many events, frozen facts and outbox entries there are: what a preview must not add."""
    models = (Event, EventFacts, OutboxEntry)
    kept = [
        [row for row in rows(walk, model) if getattr(row, "stream", "") != Event.Stream.READS]
        for model in models
    ]
    return tuple(len(found) for found in kept)


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


# --- Acts that write to people ------------------------------------------------------------------

WRITING = [
    pytest.param("", "acknowledge", {}, "case.acknowledged", id="acknowledge"),
    pytest.param(
        "acknowledge assess risk",
        "decide",
        {"outcome": "accepted", "ground": "statutory", "reasons": "Three reports count."},
        "decision.made",
        id="decide",
    ),
    pytest.param("to_planned", "respond", {}, "response.sent", id="respond"),
    pytest.param(
        "to_planned respond", "close", {"reason": "It has stopped."}, "case.closed", id="close"
    ),
]


def brought_to(world, stage: str, **changes) -> Walk:
    walk = Walk(world, **changes)
    for move in stage.split():
        getattr(walk, move)()
    return walk


@pytest.mark.parametrize(("stage", "name", "fields", "event"), WRITING)
def test_nothing_is_sent_before_the_letter_was_seen(world, stage, name, fields, event):
    walk = brought_to(world, stage)
    client = sit_down(world)
    before, version = written(walk), walk.case().version
    assert client.get(url(walk, name)).status_code == 200
    response = client.post(url(walk, name), typed(walk, **fields) | {"preview": "1"})
    page = text_of(response)
    assert response.status_code == 200
    assert "Nothing has been sent yet." in page
    assert "Joan Marsh" in page
    for text in fields.values():
        assert f'value="{text}"' in page
    assert (written(walk), walk.case().version) == (before, version)


@pytest.mark.parametrize(("stage", "name", "fields", "event"), WRITING)
def test_what_was_seen_is_sent_once(world, stage, name, fields, event):
    walk = brought_to(world, stage)
    client, data = sit_down(world), typed(walk, **fields) | {"send": "1"}
    response = client.post(url(walk, name), data)
    assert response.status_code == 302
    assert response["Location"] == url(walk, "case")
    assert last_event(walk) == event
    before = written(walk)
    again = client.post(url(walk, name), data)
    assert again.status_code == 409
    assert "Somebody else changed this" in text_of(again)
    assert written(walk) == before


@pytest.mark.parametrize(("stage", "name", "fields", "event"), WRITING)
@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ACCOUNTABLE_OFFICER])
def test_those_who_see_the_case_but_may_not_act_are_told_so(
    world, stage, name, fields, event, role
):
    walk = brought_to(world, stage)
    client, before = sit_down(world, role), written(walk)
    assert client.get(url(walk, name)).status_code == 403
    data = typed(walk, **fields) | {"send": "1"}
    assert client.post(url(walk, name), data).status_code == 403
    assert written(walk) == before


def test_the_page_of_an_act_that_is_not_possible_now_says_why(world):
    walk = Walk(world)
    response = sit_down(world).get(url(walk, "close"))
    assert response.status_code == 409
    assert "This case is “Received”" in text_of(response)


def test_typed_words_come_back_for_change(world):
    walk = brought_to(world, "acknowledge assess risk")
    fields = {"outcome": "accepted", "ground": "statutory", "reasons": "Three <b>count</b>."}
    page = text_of(
        sit_down(world).post(url(walk, "decide"), typed(walk, **fields) | {"change": "1"})
    )
    assert "Three &lt;b&gt;count&lt;/b&gt;.</textarea>" in page
    assert "Nothing has been sent yet." not in page
    assert "checked" in page.split('value="accepted"')[1].split(">")[0]


# --- Deciding ------------------------------------------------------------------------------------


def test_the_letter_shown_before_a_decision_is_the_one_frozen_with_it(world):
    walk = brought_to(world, "acknowledge assess risk")
    fields = {"outcome": "accepted", "ground": "harm", "reasons": "The harm is plain."}
    client = sit_down(world)
    seen = client.post(url(walk, "decide"), typed(walk, **fields)).context["letters"]
    client.post(url(walk, "decide"), typed(walk, **fields) | {"send": "1"})
    facts = rows(walk, EventFacts, event__kind="decision.made")[0].content
    application_id = walk.submitted.application.pk
    assert [one.html for one in seen] == [preview_html("acceptance", facts, application_id)]


def test_a_vulnerability_found_after_the_assessment_is_pointed_out(world):
    late = brought_to(world, "acknowledge assess risk")
    hint = "The victim was found vulnerable after this assessment."
    assert hint in text_of(sit_down(world).get(url(late, "decide")))
    late.assess()
    assert hint not in text_of(sit_down(world).get(url(late, "decide")))


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


# --- Assessing -----------------------------------------------------------------------------------


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


# --- Review --------------------------------------------------------------------------------------


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


# --- Following -----------------------------------------------------------------------------------


def test_a_closed_case_is_opened_again_for_another_round(world):
    walk = Walk(world).to_closed()
    client = sit_down(world)
    assert "Enter why it is opened again" in text_of(
        client.post(url(walk, "reopen"), typed(walk, where="lmaps"))
    )
    data = typed(walk, where="lmaps", reason="It began again in May.")
    assert client.post(url(walk, "reopen"), data).status_code == 302
    assert (walk.case().status, walk.case().round) == (Status.REFERRED, 2)


def test_a_date_that_the_procedure_does_not_extend_is_not_extended(world):
    walk = Walk(world).acknowledge()
    with world.inside():
        deadline = walk.case().deadlines.get(partnership=world.partnership, limit="respond")
    client = sit_down(world)
    page = text_of(client.get(url(walk, "extend", deadline.pk)))
    assert "This date cannot be extended" in page
    data = typed(walk, until=dt.date(2026, 9, 1), reason="Holidays.")
    response = client.post(url(walk, "extend", deadline.pk), data | {"send": "1"})
    assert response.status_code == 409
    assert "does not allow this date to be extended" in text_of(response)
    assert url(walk, "extend", deadline.pk) not in text_of(client.get(url(walk, "case")))


def extendable(world) -> None:
    """The partnership publishes that the response may be extended."""
    with world.inside():
        content = world.procedure.content
        for limit in content["time_limits"]:
            limit["extendable"] = limit["name"] == "respond"
        world.procedure.content = content
        world.procedure.save(update_fields=["content"])


def test_an_extension_needs_a_later_date_and_a_reason_and_is_told(world, monkeypatch):
    monkeypatch.setattr("cases.procedures._parsed", {})
    extendable(world)
    walk = Walk(world).acknowledge()
    with world.inside():
        deadline = walk.case().deadlines.get(partnership=world.partnership, limit="respond")
    client, address = sit_down(world), url(walk, "extend", deadline.pk)
    assert address in text_of(client.get(url(walk, "case")))
    early = typed(walk, until=dt.date(2026, 7, 1), reason="More to read.")
    assert "The new date must be after" in text_of(client.post(address, early))
    data = typed(walk, until=dt.date(2026, 7, 29), reason="More to read.")
    assert "Nothing has been sent yet." in text_of(client.post(address, data))
    assert client.post(address, data | {"send": "1"}).status_code == 302
    page = text_of(client.get(url(walk, "case")))
    assert "First due Wednesday 15 July 2026. Extended: More to read." in page


def test_a_deadline_of_another_case_is_not_found(world):
    walk, other = Walk(world).acknowledge(), Walk(world).acknowledge()
    with world.inside():
        deadline = other.case().deadlines.filter(partnership=world.partnership).first()
    client = sit_down(world)
    assert client.get(url(walk, "extend", deadline.pk)).status_code == 404
    assert client.post(url(walk, "extend", deadline.pk), typed(walk)).status_code == 404


def test_a_withdrawal_is_the_applicant_s_own(world):
    walk = Walk(world)
    client = sit_down(world)
    data = typed(walk, application=walk.submitted.application.pk)
    assert "only the applicant can withdraw" in text_of(client.post(url(walk, "withdraw"), data))
    data["asked"] = "on"
    assert "Nothing has been sent yet." in text_of(client.post(url(walk, "withdraw"), data))
    assert client.post(url(walk, "withdraw"), data | {"send": "1"}).status_code == 302
    assert walk.case().status == Status.WITHDRAWN


def test_another_case_s_application_cannot_be_withdrawn_here(world):
    walk, other = Walk(world), Walk(world)
    data = typed(walk, application=other.submitted.application.pk, asked="on") | {"send": "1"}
    response = sit_down(world).post(url(walk, "withdraw"), data)
    assert "Select a valid choice" in text_of(response)
    assert other.case().status == Status.RECEIVED


def test_cases_are_joined_by_the_reference_of_the_one_that_goes_on(world):
    walk, lead = Walk(world), Walk(world)
    client = sit_down(world)
    typed_reference = lead.case().reference.lower().replace("-", " ")
    data = typed(walk, lead=typed_reference)
    assert "Nothing has been sent yet." in text_of(client.post(url(walk, "merge"), data))
    assert walk.case().status == Status.RECEIVED
    assert client.post(url(walk, "merge"), data | {"send": "1"}).status_code == 302
    assert walk.case().merged_into_id == lead.case_id


def test_a_case_out_of_reach_cannot_be_the_lead(world):
    district = other_district(world)
    walk = Walk(world, district_id=district.pk)
    hidden = Walk(world)
    client = sit_down(world)
    client.force_login(district_spoc(world, district))
    for reference in (hidden.case().reference, "nonsense"):
        page = text_of(client.post(url(walk, "merge"), typed(walk, lead=reference)))
        assert "there is no such case that you can see" in page
    own = text_of(client.post(url(walk, "merge"), typed(walk, lead=walk.case().reference)))
    assert "Choose another case that is open and not yet decided." in own


def test_progress_that_an_agency_told_by_telephone_is_recorded(world):
    walk = Walk(world).to_planned().respond()
    with world.inside():
        action = walk.case().actions.get(partnership=world.partnership)
    client = sit_down(world)
    address = url(walk, "progress", action.pk)
    assert "Visit Mrs Marsh every week." in text_of(client.get(address))
    assert "Enter what was done" in text_of(client.post(address, typed(walk, status="done")))
    assert client.post(address, typed(walk, status="done", note="Visited.")).status_code == 302
    page = text_of(client.get(url(walk, "case")))
    assert "Visited." in page
    assert "1 of 1 finished" in page
    assert f'href="{url(walk, "close")}" role="button"' in page


# --- All of them ---------------------------------------------------------------------------------

STAGES = {
    "acknowledge": "",
    "assess": "acknowledge",
    "risk": "acknowledge",
    "decide": "acknowledge assess risk",
    "peer_review": "to_accepted",
    "refer": "to_accepted consider_peer_review",
    "respond": "to_planned",
    "close": "to_planned respond",
    "reopen": "to_closed",
    "withdraw": "",
    "merge": "",
    "request_information": "acknowledge",
}


@pytest.mark.parametrize("name", STAGES)
def test_an_act_page_has_its_own_title_one_heading_and_changes_nothing(world, name):
    walk = brought_to(world, STAGES[name])
    before = walk.case()
    response = sit_down(world).get(url(walk, name))
    page = text_of(response)
    assert response.status_code == 200
    assert page.count("<h1") == 1
    assert f"{before.reference} –" in page.split("</title>")[0]
    assert "Joan" not in page.split("</title>")[0]
    assert walk.case().version == before.version


@pytest.mark.parametrize("name", STAGES)
def test_an_empty_post_changes_nothing(world, name):
    walk = brought_to(world, STAGES[name])
    before = written(walk)
    response = sit_down(world).post(url(walk, name))
    assert response.status_code == 200
    assert written(walk) == before


@pytest.mark.parametrize("name", STAGES)
def test_an_act_answers_no_other_method(world, name):
    walk = brought_to(world, STAGES[name])
    client = sit_down(world)
    assert client.put(url(walk, name)).status_code == 405
    assert client.delete(url(walk, name)).status_code == 405


@pytest.mark.parametrize("name", STAGES)
def test_a_neighbour_s_spoc_finds_no_act(world, name):
    walk = brought_to(world, STAGES[name])
    person = make_person(
        world, Role.SPOC, email="neighbour@people.example", partnership=world.neighbour
    )
    client = sit_down(world)
    client.force_login(person)
    own_place = url(walk, name).replace(world.partnership.slug, world.neighbour.slug)
    for address in (url(walk, name), own_place):
        assert client.get(address).status_code == 404
        assert client.post(address, typed(walk) | {"send": "1"}).status_code == 404


def test_a_late_page_of_a_day_later_still_works(world, monkeypatch):
    walk = Walk(world)
    data = typed(walk)
    monkeypatch.setattr(clock, "now", lambda: NOON + DAY)
    response = sit_down(world).post(url(walk, "acknowledge"), data | {"send": "1"})
    assert response.status_code == 302
    with world.inside():
        case = Case.objects.get(partnership=world.partnership, pk=walk.case_id)
    assert case.acknowledged_at == NOON + DAY
