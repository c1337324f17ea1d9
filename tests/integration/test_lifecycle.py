"""A case from application to PCC outcome, by commands."""

from cases.commands.pcc import (
    assess_eligibility,
    begin_review,
    record_outcome,
    request_pcc_review,
)
from cases.events import verify_stream
from cases.models import Deadline, Event, StatisticsEntry
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
