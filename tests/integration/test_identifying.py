"""A neighbour who applied and whom an agency names under a code: a person says who it is (ADR 24).

Joan told of one night. Her neighbour applied a day later, of the same night; the cases are joined.
The council, which did not know of the neighbour's application, tells of Neighbour A.
"""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.commands.identifying import identify
from cases.commands.informing import record_return
from cases.commands.intake import merge, withdraw
from cases.commands.returning import OtherReport
from cases.events import verify_stream
from cases.models import Assessment, Event, EventFacts, Report
from cases.permissions import NotPermitted
from cases.policies import NotNow
from organisations import clock
from organisations.roles import Role
from tests.integration.agency_room import ask
from tests.integration.spoc_room import rows, sit_down, text_of, url
from tests.integration.test_who_may import snapshot
from tests.post_office import one_incident
from tests.walk import DAY, Walk
from tests.world import NOON
from thresholds.wording import counted_twice

WHY = "The council compared the address with the application."
RESTS = counted_twice("The threshold")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def tell(walk: Walk, *pseudonyms: str) -> None:
    """The council tells of people who reported the night that it knows of."""
    own = [one for one in rows(walk, Report, case_id=walk.case_id) if not one.reporter_pseudonym]
    agency = own[0].agency
    request = ask(walk, agency)
    others = tuple(
        OtherReport(pseudonym=name, incident_id=own[0].incident_id, reported_on=NOON.date() - DAY)
        for name in pseudonyms
    )
    given = {"request_id": request.pk, "answer": "A neighbour rang.", "others": others}
    record_return(**walk.command(Role.AGENCY_MEMBER, **given))


def joined(world) -> tuple[Walk, Walk]:
    walk = Walk(world, **one_incident(world)).acknowledge()
    neighbour = Walk(world, **one_incident(world), at=NOON + DAY).acknowledge()
    merge(**neighbour.command(lead_id=walk.case_id))
    return walk, neighbour


def said(walk: Walk, *, of: Walk | None = None, who: str = Role.SPOC, **more) -> list[Report]:
    application_id = of.submitted.application.pk if of else None
    given = {"report_id": coded(walk)[0].pk, "application_id": application_id, "reason": WHY}
    return identify(**walk.command(who, **given | more))


def coded(walk: Walk) -> list[Report]:
    return [one for one in rows(walk, Report, case_id=walk.case_id) if one.reporter_pseudonym]


def last(walk: Walk) -> tuple[str, bool, bool]:
    """Suggestion, whether the Act is met, and whether the question is put."""
    with walk.world.inside():
        found = Assessment.objects.filter(case_id=walk.case_id).order_by("id").last()
    return found.suggestion, found.statutory_met, RESTS in found.outcome["warnings"]


def test_two_applicants_and_a_code_meet_the_act_and_the_question_is_put(world):
    walk, _ = joined(world)
    tell(walk, "Neighbour A")
    walk.assess(harm="no")
    assert last(walk) == ("met_statutory", True, True)


def test_a_code_found_to_be_the_neighbour_counts_once(world):
    walk, neighbour = joined(world)
    tell(walk, "Neighbour A")
    walk.assess(harm="no")
    said(walk, of=neighbour)
    assert last(walk)[1:] == (False, False)
    with world.inside():
        assert Assessment.objects.filter(case_id=walk.case_id).count() == 2
        event = Event.objects.get(kind="person.identified")
        facts = EventFacts.objects.get(event=event)
        assert verify_stream(
            partnership_id=world.partnership.pk, stream="case", stream_id=walk.case_id
        )
    (report,) = coded(walk)
    assert event.payload == {
        "reports": [report.pk],
        "applied": neighbour.submitted.application.pk,
    }
    assert facts.content["reason"] == WHY
    with world.inside():
        victim = neighbour.submitted.application.involvements.get(role="victim")
    assert (report.found_to_be, report.reporter_id) == ("applicant", victim.person_id)


def test_a_code_found_to_be_somebody_else_counts_and_nothing_is_asked(world):
    walk, _ = joined(world)
    tell(walk, "Neighbour A")
    walk.assess(harm="no")
    said(walk)
    assert last(walk) == ("met_statutory", True, False)


def test_before_an_assessment_only_the_answer_is_kept(world):
    walk, neighbour = joined(world)
    tell(walk, "Neighbour A")
    said(walk, of=neighbour)
    assert rows(walk, Assessment) == []
    assert walk.case().status == "acknowledged"
    walk.assess(harm="no")
    assert last(walk)[1:] == (False, False)


def test_the_answer_holds_for_what_comes_later_under_the_code(world):
    walk, neighbour = joined(world)
    tell(walk, "Neighbour A", "Neighbour B")
    said(walk, of=neighbour)
    with world.inside():
        Report.objects.filter(reporter_pseudonym="Neighbour A").update(
            reported_on=NOON.date() - 3 * DAY
        )
    tell(walk, "neighbour a", "Neighbour C")
    found = {(one.reporter_pseudonym, one.found_to_be) for one in coded(walk)}
    assert found == {
        ("Neighbour A", "applicant"),
        ("neighbour a", "applicant"),
        ("Neighbour B", ""),
        ("Neighbour C", ""),
    }


def test_one_answer_is_about_every_report_of_one_person(world):
    """The assessors gave two codes to one person."""
    walk, neighbour = joined(world)
    tell(walk, "Neighbour A", "Neighbour B", "Neighbour C")
    with world.inside():
        Report.objects.filter(reporter_pseudonym__in=["Neighbour A", "Neighbour B"]).update(
            person_code="P1"
        )
    assert len(said(walk, of=neighbour)) == 2
    assert [one.found_to_be for one in coded(walk)] == ["applicant", "applicant", ""]


def test_it_can_be_said_anew(world):
    walk, neighbour = joined(world)
    tell(walk, "Neighbour A")
    said(walk, of=neighbour)
    said(walk, reason="The address was another one.")
    (report,) = coded(walk)
    assert (report.found_to_be, report.reporter_id) == ("somebody_else", None)


def test_who_had_not_applied_is_asked_about_again_when_an_application_joins(world):
    walk = Walk(world, **one_incident(world)).acknowledge()
    tell(walk, "Neighbour A", "Neighbour B")
    said(walk)
    said(walk, of=walk, report_id=coded(walk)[1].pk)
    neighbour = Walk(world, **one_incident(world), at=NOON + DAY).acknowledge()
    merge(**neighbour.command(lead_id=walk.case_id))
    assert [one.found_to_be for one in coded(walk)] == ["", "applicant"]


def test_one_applicant_who_shares_is_known_to_the_agencies_and_nothing_is_asked(world):
    walk = Walk(world, **one_incident(world)).acknowledge()
    tell(walk, "Neighbour A", "Neighbour B")
    walk.assess(harm="no")
    assert last(walk) == ("met_statutory", True, False)


def test_one_applicant_who_does_not_share_may_be_named_under_a_code(world):
    walk = Walk(world, **one_incident(world), consent_to_share=False).acknowledge()
    tell(walk, "Neighbour A", "Neighbour B")
    walk.assess(harm="no")
    assert last(walk) == ("met_statutory", True, True)
    said(walk, of=walk)
    assert last(walk)[1] is False


def test_the_application_of_one_who_withdrew_cannot_be_chosen(world):
    walk, neighbour = joined(world)
    tell(walk, "Neighbour A")
    withdraw(**walk.command(application_id=neighbour.submitted.application.pk))
    with pytest.raises(NotNow, match="not in the review"):
        said(walk, of=neighbour)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"reason": "  "}, "Give the reason"),
        ({"report_id": 0}, "told of under a code"),
        ({"application_id": 0}, "not in the review"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(world, changes, refusal):
    walk, neighbour = joined(world)
    tell(walk, "Neighbour A")
    before = snapshot(walk)
    with pytest.raises(NotNow, match=refusal):
        said(walk, of=neighbour, **changes)
    assert snapshot(walk) == before
    assert [one.found_to_be for one in coded(walk)] == [""]


def test_an_applicants_own_report_has_no_code_to_be_found(world):
    walk, neighbour = joined(world)
    tell(walk, "Neighbour A")
    own = [one for one in rows(walk, Report) if not one.reporter_pseudonym]
    with pytest.raises(NotNow, match="told of under a code"):
        said(walk, of=neighbour, report_id=own[0].pk)


def test_the_assessors_do_not_say_who_it_is(world):
    walk, neighbour = joined(world)
    tell(walk, "Neighbour A")
    before = snapshot(walk)
    with pytest.raises(NotPermitted):
        said(walk, of=neighbour, who=Role.ASSESSOR)
    assert snapshot(walk) == before


def test_the_database_knows_no_applicant_behind_a_code_without_a_finding(world):
    walk, neighbour = joined(world)
    tell(walk, "Neighbour A")
    person = neighbour.submitted.application
    with world.inside():
        victim = person.involvements.filter(role="victim").first().person_id
        for change in ({"reporter_id": victim}, {"found_to_be": "applicant"}):
            with pytest.raises(IntegrityError, match="report_by_other"), transaction.atomic():
                Report.objects.exclude(reporter_pseudonym="").update(**change)


def test_the_contact_says_it_on_a_page_and_reads_it_in_the_case(world):
    walk, neighbour = joined(world)
    client = sit_down(world)
    link = "Say who is behind an agency’s code"
    assert link not in text_of(client.get(url(walk, "case")))
    assert "No agency has told of anybody" in text_of(client.get(url(walk, "identify")))
    tell(walk, "Neighbour A")
    walk.assess(harm="no")
    page = text_of(client.get(url(walk, "case")))
    assert link in page
    assert RESTS.replace("'", "&#x27;") in page
    address, version = url(walk, "identify"), walk.case().version
    page = text_of(client.get(address))
    assert "Neighbour A, as Bassetlaw District Council calls them: 1 report" in page
    answer = client.post(address, {"version": version})
    assert set(answer.context["form"].errors) == {"code", "who", "reason"}
    form = {
        "version": version,
        "code": coded(walk)[0].pk,
        "who": neighbour.submitted.application.pk,
        "reason": WHY,
    }
    page = text_of(client.post(address, form, follow=True))
    victim = f"the victim of {neighbour.submitted.application.reference}"
    assert f"as the agency calls them; found to be {victim}" in page
    assert f"Neighbour A was found to be {victim}. {WHY}" in page
    assert RESTS not in page
    assert f"found to be {victim}" in text_of(client.get(address))
    form |= {"version": walk.case().version, "who": "nobody"}
    page = text_of(client.post(address, form, follow=True))
    assert "as the agency calls them; found to be nobody who applied" in page


def test_it_is_no_page_once_the_decision_is_made(world):
    walk, _ = joined(world)
    tell(walk, "Neighbour A")
    walk.assess().risk().decide()
    assert sit_down(world).get(url(walk, "identify")).status_code == 409


def test_the_page_takes_as_many_queries_for_eight_codes_as_for_one(world):
    counted = []
    for codes in ("A", "BCDEFGHI"):
        walk, _ = joined(world)
        tell(walk, *codes)
        client, address = sit_down(world), url(walk, "identify")
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1]
