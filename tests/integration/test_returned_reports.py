"""What agencies say of reports in their returns: those claimed to them, and those by other people.

Joan told the council on 12 May, the police on 12 April and her landlord on 13 March 2026.
"""

import datetime as dt
from dataclasses import replace

import pytest

from cases.asked import Asked
from cases.assessment_facts import facts_of
from cases.commands.assessing import (
    AssessmentGiven,
    ReportStanding,
    lead_application,
    record_assessment,
)
from cases.commands.informing import record_return
from cases.commands.intake import merge, withdraw
from cases.commands.returning import OtherReport, ReportFound
from cases.events import verify_stream
from cases.models import (
    Application,
    Assessment,
    Case,
    Event,
    EventFacts,
    Incident,
    InformationRequest,
    Report,
)
from cases.policies import NotNow
from cases.procedures import procedure_of
from cases.selectors.tracker import tracker_of
from notifications import letters
from notifications.letter_kinds import LetterKind
from organisations.tenancy import Scope, transaction_in
from tests.integration.agency_room import ask, colleague, rows
from tests.post_office import one_incident
from tests.walk import DAY, Walk
from tests.world import NOON
from thresholds.facts import facts_to_json
from thresholds.findings import Finding
from thresholds.threshold import evaluate

MAY = dt.date(2026, 5, 20)
OTHER = OtherReport(
    pseudonym="Neighbour A", reported_on=MAY, occurred_on=MAY, place="Carlton Road, Worksop"
)


@pytest.fixture
def walk(world) -> Walk:
    """The council's and the police's people are there; the case is acknowledged."""
    world.people["police"] = colleague(world, world.police)
    world.people["council"] = colleague(world, world.council, "council@people.example")
    return Walk(world).acknowledge()


def returned(walk: Walk, who: str = "council", *, answer: str = "See below.", **given) -> None:
    """A member of an agency answers a request that was made to it for this."""
    request = ask(walk, getattr(walk.world, who))
    record_return(**walk.command(who, request_id=request.pk, answer=answer, **given))


def report_to(walk: Walk, agency) -> Report:
    (report,) = rows(walk, Report, agency=agency, reporter_pseudonym="", case_id=walk.case_id)
    return report


def incident_of(walk: Walk, report: Report) -> Incident:
    (incident,) = rows(walk, Incident, pk=report.incident_id)
    return incident


def others(walk: Walk) -> list[Report]:
    found = rows(walk, Report, case_id=walk.case_id)
    return [report for report in found if report.reporter_pseudonym]


def facts(walk: Walk):
    with walk.world.inside():
        case = Case.objects.get(partnership=walk.world.partnership, pk=walk.case_id)
        lead = lead_application(case)
        return procedure_of(lead), facts_of(
            case,
            lead=lead,
            persists="yes",
            harm="no",
            vulnerable="no",
            response_adequate="no",
            timeframe_unexpired="no",
            conduct_of_one_agency="no",
            asked=Asked(),
        )


def several(walk: Walk, *, applicant_counts: bool = True) -> Finding:
    """What the route for several people finds, the applicant counted among them or not."""
    procedure, found = facts(walk)
    routes = tuple(
        replace(route, applicant_counts=applicant_counts)
        if route.code == "several_people"
        else route
        for route in procedure.threshold.routes
    )
    procedure = replace(procedure, threshold=replace(procedure.threshold, routes=routes))
    (route,) = [
        route for route in evaluate(procedure, found).routes if route.code == "several_people"
    ]
    return route.finding


def people(letters: str, *, same_night: bool = False) -> tuple[OtherReport, ...]:
    """One report a person, each about a night of its own unless it was the same."""
    nights = [MAY + dt.timedelta(days=0 if same_night else n) for n in range(len(letters))]
    return tuple(
        replace(OTHER, pseudonym=f"Neighbour {letter}", occurred_on=night, reported_on=night)
        for letter, night in zip(letters, nights, strict=True)
    )


# Reports that are claimed


@pytest.mark.parametrize("standing", ["confirmed", "not_found"])
def test_a_return_says_whether_a_claimed_report_is_in_the_log(walk, standing):
    report = report_to(walk, walk.world.council)
    assert report.standing == "claimed"
    given = ReportFound(report_id=report.pk, standing=standing, agency_reference=" ASB/26/114 ")
    returned(walk, found=(given,))
    report = report_to(walk, walk.world.council)
    assert (report.standing, report.agency_reference) == (standing, "ASB/26/114")
    assert report.rebutted_reason == ""


def test_a_reference_that_is_not_given_leaves_the_victims(walk):
    report = report_to(walk, walk.world.council)
    with walk.world.inside():
        Report.objects.filter(partnership=walk.world.partnership, pk=report.pk).update(
            agency_reference="CALL 7"
        )
    returned(walk, found=(ReportFound(report_id=report.pk, standing="confirmed"),))
    assert report_to(walk, walk.world.council).agency_reference == "CALL 7"


def test_a_report_that_no_log_has_still_counts_under_the_act(walk):
    council, police = (report_to(walk, getattr(walk.world, who)) for who in ("council", "police"))
    returned(walk, found=(ReportFound(report_id=council.pk, standing="not_found"),))
    returned(walk, "police", found=(ReportFound(report_id=police.pk, standing="not_found"),))
    walk.assess(harm="no")
    (assessment,) = rows(walk, Assessment)
    assert assessment.statutory_met


def test_a_report_to_another_agency_cannot_be_answered_for(walk):
    theirs = report_to(walk, walk.world.police)
    with pytest.raises(NotNow, match="was not made to your agency"):
        returned(walk, found=(ReportFound(report_id=theirs.pk, standing="not_found"),))
    assert report_to(walk, walk.world.police).standing == "claimed"


def test_a_report_of_another_case_cannot_be_answered_for(walk):
    elsewhere = Walk(walk.world)
    report = report_to(elsewhere, walk.world.council)
    with pytest.raises(NotNow, match="was not made to your agency"):
        returned(walk, found=(ReportFound(report_id=report.pk, standing="confirmed"),))


def test_an_agency_neither_claims_nor_rebuts(walk):
    report = report_to(walk, walk.world.council)
    with pytest.raises(NotNow, match="whether it is in your log"):
        returned(walk, found=(ReportFound(report_id=report.pk, standing="claimed"),))


# Reports by other people


def test_a_report_by_somebody_else_is_kept_under_its_code(walk):
    returned(walk, others=(replace(OTHER, pseudonym=" Neighbour  A ", agency_reference="X1"),))
    (report,) = others(walk)
    assert (report.reporter_pseudonym, report.agency_id) == ("Neighbour A", walk.world.council.pk)
    assert (report.reported_on, report.reported_until) == (MAY, None)
    assert (report.standing, report.agency_reference) == ("confirmed", "X1")
    assert report.reporter_id is None
    incident = incident_of(walk, report)
    assert (incident.occurred_on, incident.place) == (MAY, "Carlton Road, Worksop")
    assert incident.named_by_id == walk.world.council.pk


def test_it_may_be_about_an_incident_that_the_agency_knows_of(walk):
    known = report_to(walk, walk.world.council).incident_id
    returned(walk, others=(OtherReport(pseudonym="Neighbour A", incident_id=known),))
    (report,) = others(walk)
    assert report.incident_id == known
    assert len(rows(walk, Incident, case_id=walk.case_id)) == 3


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"reported_on": None}, (None, None)),
        (
            {"reported_on": dt.date(2026, 5, 1), "reported_until": dt.date(2026, 5, 31)},
            (dt.date(2026, 5, 1), dt.date(2026, 5, 31)),
        ),
        (
            {"reported_on": dt.date(2026, 6, 1), "reported_until": dt.date(2026, 6, 30)},
            (dt.date(2026, 6, 1), NOON.date()),
        ),
    ],
    ids=["not known", "a month", "the month that is not over"],
)
def test_its_day_may_be_rough_or_not_known(walk, given, kept):
    returned(walk, others=(replace(OTHER, **given),))
    (report,) = others(walk)
    assert (report.reported_on, report.reported_until) == kept
    _, found = facts(walk)
    (stated,) = [
        one
        for incident in found.incidents
        for one in incident.reports
        if one.key == f"report-{report.pk}"
    ]
    assert (stated.reported_on, stated.reported_until) == kept


def test_an_incident_that_it_names_may_be_some_day_of_a_month(walk):
    """The same month and place are one incident; a known day of that month is another."""
    month = replace(OTHER, occurred_on=MAY.replace(day=1), occurred_until=MAY.replace(day=31))
    again = replace(month, pseudonym="Neighbour B")
    this_month = {"occurred_on": dt.date(2026, 6, 1), "occurred_until": dt.date(2026, 6, 30)}
    returned(walk, others=(OTHER, month, again, replace(OTHER, **this_month, reported_on=None)))
    with walk.world.inside():
        named = list(
            Incident.objects.filter(
                partnership=walk.world.partnership, named_by__isnull=False
            ).values_list("occurred_on", "occurred_until")
        )
    assert named == [
        (dt.date(2026, 5, 1), dt.date(2026, 5, 31)),
        (MAY, None),
        (dt.date(2026, 6, 1), NOON.date()),
    ]
    assert len(others(walk)) == 4


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"pseudonym": "  "}, "short code"),
        ({"pseudonym": "x" * 51}, "short code"),
        ({"pseudonym": "ann@home.example"}, "not an e-mail"),
        ({"pseudonym": "01632 960555"}, "not a phone number"),
        ({"reported_on": dt.date(2026, 6, 11)}, "still to come"),
        ({"occurred_on": None}, "the day and the place"),
        ({"place": " "}, "the day and the place"),
        ({"occurred_on": dt.date(2026, 6, 11)}, "still to come"),
        ({"incident_id": 0}, "was not reported to your agency"),
    ],
)
def test_a_report_that_cannot_be_is_refused_and_nothing_is_kept(walk, changes, refusal):
    with pytest.raises(NotNow, match=refusal):
        returned(walk, others=(replace(OTHER, **changes),))
    assert others(walk) == []
    (request,) = rows(walk, InformationRequest)
    assert request.returned_at is None
    assert len(rows(walk, Incident, case_id=walk.case_id)) == 3


def test_an_incident_reported_to_somebody_else_cannot_be_chosen(walk):
    theirs = report_to(walk, walk.world.police).incident_id
    with pytest.raises(NotNow, match="was not reported to your agency"):
        returned(walk, others=(OtherReport(pseudonym="Neighbour A", incident_id=theirs),))


def test_two_people_who_saw_the_same_night_reported_one_incident(walk):
    same = people("AB", same_night=True)
    returned(walk, others=(same[0], replace(same[1], place="carlton  road, WORKSOP")))
    first, second = others(walk)
    assert first.incident_id == second.incident_id


def test_the_same_report_told_twice_is_kept_once(walk):
    returned(walk, others=(OTHER, replace(OTHER, pseudonym="neighbour a")))
    returned(walk, others=(OTHER,))
    assert len(others(walk)) == 1
    told = rows(walk, Event, kind="information.returned")
    assert [event.payload["others"] for event in told] == [1, 0]


def test_what_the_victim_shares_is_the_same_incident_where_day_and_place_agree(walk):
    theirs = incident_of(walk, report_to(walk, walk.world.police))
    returned(walk, others=(replace(OTHER, occurred_on=theirs.occurred_on, reported_on=None),))
    assert [report.incident_id for report in others(walk)] == [theirs.pk]


def test_what_the_victim_does_not_share_stays_apart(world):
    world.people["council"] = colleague(world, world.council)
    walk = Walk(world, consent_to_share=False).acknowledge()
    theirs = incident_of(walk, report_to(walk, world.police))
    returned(walk, others=(replace(OTHER, occurred_on=theirs.occurred_on, reported_on=None),))
    (report,) = others(walk)
    assert report.incident_id != theirs.pk


def test_the_event_says_how_many_and_no_code(walk):
    report = report_to(walk, walk.world.council)
    found = (ReportFound(report_id=report.pk, standing="confirmed", agency_reference="ASB/1"),)
    returned(walk, found=found, others=people("AB"))
    (event,) = rows(walk, Event, kind="information.returned")
    (request,) = rows(walk, InformationRequest)
    assert event.payload == {
        "request": request.pk,
        "agency": walk.world.council.pk,
        "confirmed": 1,
        "not_found": 0,
        "others": 2,
    }
    with walk.world.inside():
        assert verify_stream(
            partnership_id=walk.world.partnership.pk, stream="case", stream_id=walk.case_id
        )


def test_a_return_is_given_once_with_all_that_it_says(walk):
    request = ask(walk, walk.world.council)
    given = {"request_id": request.pk, "answer": "See below.", "others": (OTHER,)}
    record_return(**walk.command("council", **given))
    with pytest.raises(NotNow, match="already been answered"):
        record_return(**walk.command("council", **given | {"others": people("BC")}))
    assert [report.reporter_pseudonym for report in others(walk)] == ["Neighbour A"]


# The route for several people


def test_five_people_known_by_code_reach_the_route_without_the_applicant(world):
    world.people["council"] = colleague(world, world.council)
    walk = Walk(world, **one_incident(world)).acknowledge()
    assert several(walk) is Finding.NOT_MET
    returned(walk, others=people("ABCDE"))
    assert several(walk, applicant_counts=False) is Finding.MET
    assert several(walk) is Finding.MET


def test_four_reach_it_only_where_the_applicant_counts_among_the_five(world):
    world.people["council"] = colleague(world, world.council)
    walk = Walk(world, **one_incident(world)).acknowledge()
    returned(walk, others=people("ABCD"))
    assert several(walk) is Finding.MET
    assert several(walk, applicant_counts=False) is Finding.NOT_MET


def test_one_person_who_reported_five_times_is_one_person(world):
    world.people["council"] = colleague(world, world.council)
    walk = Walk(world, **one_incident(world)).acknowledge()
    returned(walk, others=tuple(replace(one, pseudonym="A") for one in people("ABCDE")))
    assert several(walk) is Finding.NOT_MET


def test_the_same_code_of_two_agencies_counts_as_two_people(walk):
    returned(walk, others=people("AB"))
    returned(walk, "police", others=people("AB"))
    _, found = facts(walk)
    keys = {
        one.reporter_key
        for incident in found.incidents
        for one in incident.reports
        if one.reporter_key.startswith("pseudonym-")
    }
    council, police = walk.world.council.pk, walk.world.police.pk
    assert keys == {
        f"pseudonym-{agency}-neighbour {letter}" for agency in (council, police) for letter in "ab"
    }
    assert several(walk) is Finding.MET


def assess_as_one_person(walk: Walk, *pseudonyms: str, code: str = "P1") -> None:
    given = AssessmentGiven(
        persists="yes",
        harm_view="no",
        harm_reason="Not so far.",
        response_adequate="no",
        timeframe_unexpired="no",
        conduct_of_one_agency="no",
        parties=(),
        reports=tuple(
            ReportStanding(report_id=report.pk, standing=report.standing, person_code=code)
            for report in rows(walk, Report)
            if report.reporter_pseudonym in pseudonyms
        ),
    )
    record_assessment(**walk.command(given=given))


def test_the_assessors_may_find_that_two_codes_are_one_person(walk):
    returned(walk, others=people("AB"))
    returned(walk, "police", others=people("CD"))
    assert several(walk) is Finding.MET
    assess_as_one_person(walk, "Neighbour A", "Neighbour C")
    assert several(walk) is Finding.NOT_MET
    _, found = facts(walk)
    keys = [one.reporter_key for incident in found.incidents for one in incident.reports]
    assert keys.count("coded-p1") == 2


@pytest.mark.parametrize(
    ("whose", "code", "refusal"),
    [("", "P1", "Only a report by somebody else"), ("Neighbour A", "a@b.example", "not an e-mail")],
)
def test_a_code_that_is_none_is_refused(walk, whose, code, refusal):
    returned(walk, others=(OTHER,))
    with pytest.raises(NotNow, match=refusal):
        assess_as_one_person(walk, whose, code=code)


def test_what_an_agency_named_stays_when_its_case_is_joined_to_another(world):
    world.people["council"] = colleague(world, world.council)
    lead = Walk(world).acknowledge()
    joined = Walk(world, at=NOON + DAY).acknowledge()
    returned(joined, others=(OTHER,))
    merge(**joined.command(lead_id=lead.case_id))
    _, found = facts(lead)
    (named,) = [
        one
        for incident in found.incidents
        for one in incident.reports
        if one.reporter_key.startswith("pseudonym-")
    ]
    assert named.application_key is None
    assert len(found.linked_applications) == 1


def test_what_an_agency_named_stays_when_the_lead_withdraws(world):
    world.people["council"] = colleague(world, world.council)
    lead = Walk(world).acknowledge()
    joined = Walk(world, at=NOON + DAY).acknowledge()
    returned(lead, others=(OTHER,))
    merge(**joined.command(lead_id=lead.case_id))
    withdraw(**lead.command(application_id=lead.submitted.application.pk))
    _, found = facts(lead)
    keys = {one.reporter_key for incident in found.incidents for one in incident.reports}
    assert f"pseudonym-{world.council.pk}-neighbour a" in keys
    assert sum(len(incident.reports) for incident in found.incidents) == 4


# Who decides, and who sees


def test_nothing_is_rejected_on_an_assessment_that_did_not_know_of_the_return(world):
    world.people["council"] = colleague(world, world.council)
    walk = Walk(world, **one_incident(world)).acknowledge()
    walk.assess(harm="no").risk(vulnerable=False)
    returned(walk, others=(OTHER,))
    with pytest.raises(NotNow, match="Reports came in after the assessment"):
        walk.decide("rejected", ground="")
    walk.assess(harm="no").decide("rejected", ground="")
    assert walk.case().status == "rejected"


def test_the_facts_name_nobody_and_no_place_beyond_the_keys(walk):
    returned(walk, answer="Mrs Brown at number 7 rang.", others=(OTHER,))
    stored = str(facts_to_json(facts(walk)[1]))
    assert "Brown" not in stored


def test_the_applicant_never_sees_what_agencies_told_of_others(walk):
    known = report_to(walk, walk.world.council).incident_id
    returned(walk, others=(OTHER, OtherReport(pseudonym="Neighbour B", incident_id=known)))
    application = walk.submitted.application
    scope = Scope.of_application(
        partnership_id=walk.world.partnership.pk,
        application_id=application.pk,
        case_id=walk.case_id,
    )
    with transaction_in(scope):
        assert set(Report.objects.values_list("reporter_pseudonym", flat=True)) == {""}
        assert Report.objects.count() == Incident.objects.count() == 3
        told = tracker_of(Application.objects.get(), at=walk.at).incidents
    assert sum(len(incident.reports) for incident in told) == 3
    assert "Neighbour" not in str(told)


def test_the_tracker_leaves_them_out_by_itself_too(walk):
    """In the staff's scope nothing is hidden by row-level security."""
    returned(walk, others=(OTHER,))
    with walk.world.inside():
        application = Application.objects.get(
            partnership=walk.world.partnership, pk=walk.submitted.application.pk
        )
        told = tracker_of(application, at=walk.at).incidents
    assert [len(incident.reports) for incident in told] == [1, 1, 1]


def test_no_letter_names_their_codes(world):
    world.people["council"] = colleague(world, world.council)
    walk = Walk(world, **one_incident(world)).acknowledge()
    returned(walk, others=(OTHER,))
    walk.assess(harm="no").risk(vulnerable=False).decide("rejected", ground="")
    with world.inside():
        facts = EventFacts.objects.get(
            partnership=world.partnership, event__kind="decision.made"
        ).content
    assert len(facts["decision"]["reports"]) == 2
    assert "Neighbour" not in str(facts)
    letter = letters.preview_html(LetterKind.REJECTION, facts, walk.submitted.application.pk)
    assert "Bassetlaw District Council" in letter
    assert "Neighbour" not in letter
