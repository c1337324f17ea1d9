"""A case from application to PCC outcome, by commands."""

import datetime as dt

import pytest

from cases.commands.following import reopen
from cases.commands.pcc import (
    assess_eligibility,
    begin_review,
    record_outcome,
    request_pcc_review,
)
from cases.events import verify_stream
from cases.models import Assessment, Deadline, Event, StatisticsEntry
from cases.permissions import live_grants
from cases.policies import NotNow
from cases.status import PccStatus, Status
from organisations.actors import applicant_actor
from organisations.roles import Role
from tests.walk import Walk


def test_one_case_travels_from_application_to_pcc_outcome_and_back(world):
    """Joan applies, is accepted, gets a plan, asks the PCC office, and the case opens again."""
    walk = Walk(world).to_closed()
    assert walk.case().status == Status.CLOSED
    application = walk.submitted.application
    review = request_pcc_review(
        **walk.command(by=applicant_actor(person_id=None, application_id=application.pk))
        | {
            "application_id": application.pk,
            "grounds": ("way_reviewed",),
            "statement": "Nobody read my diary.",
        }
    )
    office = {
        "partnership_id": world.partnership.pk,
        "review_id": review.pk,
        "version": None,
        "by": world.actor(Role.PCC_OFFICER),
        "at": walk.at,
    }
    assess_eligibility(**office, eligible=True, reason="In time, on a ground.")
    begin_review(**office)
    record_outcome(
        **office,
        upheld=True,
        reasons="The diary was not considered.",
        returned_to="lmaps",
        recommendations="Read the diary.",
    )
    case = walk.case()
    assert (case.status, case.round) == (Status.REFERRED, 2)
    with world.inside():
        review.refresh_from_db()
        assert review.status == PccStatus.UPHELD
        count = verify_stream(
            partnership_id=world.partnership.pk, stream=Event.Stream.CASE, stream_id=case.pk
        )
        assert count == Event.objects.filter(partnership=world.partnership, case=case).count()
        assert Deadline.objects.filter(partnership=world.partnership, round=2).exists()
        figures = set(StatisticsEntry.objects.values_list("figure", flat=True))
    assert figures == {
        "application_received",
        "review_carried_out",
        "review_with_recommendations",
    }


def test_a_case_reopened_at_lmaps_is_put_on_an_agenda_again(world):
    """Round 2 at LMAPS: peer review considered, referred, planned and answered again."""
    walk = Walk(world).to_closed()
    reopen(**walk.command(), where="lmaps", reason="The diary was not read.")
    walk.consider_peer_review().refer().involve().plan().respond()
    assert (walk.case().status, walk.case().round) == (Status.RESPONDED, 2)


def test_a_case_cannot_be_on_two_agendas_in_one_round(world):
    walk = Walk(world).to_accepted().consider_peer_review().refer()
    with pytest.raises(NotNow, match="already"):
        walk.refer()


def test_agencies_lose_access_when_the_case_ends_and_owners_get_it_back(world):
    """Only those with something still to do come back when a case is opened again."""
    walk = Walk(world).to_planned()
    council, police = world.council.pk, world.police.pk
    assert {council, police} <= agencies_inside(walk)
    walk.respond().close()
    assert agencies_inside(walk) == set()
    reopen(**walk.command(), where="lmaps", reason="The diary was not read.")
    assert agencies_inside(walk) == {council}


def agencies_inside(walk) -> set[int]:
    """The agencies with a live grant on the case."""
    later = walk.at + dt.timedelta(seconds=1)
    grants = live_grants(at=later).filter(case_id=walk.case_id, agency__isnull=False)
    return set(grants.values_list("agency_id", flat=True))


def test_risk_recorded_after_the_assessment_brings_it_up_to_date(world):
    """The letter must not say that vulnerability is not known when somebody has judged it."""
    walk = Walk(world).acknowledge().assess().risk(vulnerable=False)
    with world.inside():
        first, second = Assessment.objects.order_by("id")
        assert (first.facts["vulnerability"], second.facts["vulnerability"]) == ("unknown", "no")
        assert second.parties.count() == first.parties.count() == 3
        judged = {"vulnerability": "no", "risk_band": "standard"}
        assert {**first.facts, **judged} == second.facts
    walk.risk(vulnerable=False)
    with world.inside():
        assert Assessment.objects.count() == 2
