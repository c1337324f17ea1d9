"""What the PCC office reads: work list, bundle, letters, statistics; and what it no longer can."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.commands.intake import merge
from cases.commands.reviewing import InvolvementGiven, record_involvement
from cases.models import Action, ActionPlan, CaseGrant, Event, PccNote, StatisticsEntry
from notifications.models import Letter
from notifications.tasks import sweep_outbox
from organisations.models import Membership, PolicingArea
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.integration.pcc_room import REASONS, PccRoom
from tests.walk import Walk
from tests.world import make_partnership, make_person


@pytest.fixture
def room(world):
    return PccRoom(world)


def queries(room, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert room.client.get(url).status_code == 200
    return len(found)


def worklist_url(room) -> str:
    return reverse("pcc:worklist", args=[room.world.area.slug])


def test_the_worklist_shows_the_request_and_the_next_act(room):
    page = room.client.get(worklist_url(room))
    assert page.status_code == 200
    assert room.world.partnership.name in page.content.decode()
    assert room.application.reference in page.content.decode()
    assert room.url("eligibility") in page.content.decode()


def test_a_closed_request_moves_to_the_finished_ones(room):
    room.closed()
    assert "No request is open" in room.client.get(worklist_url(room)).content.decode()
    finished = room.client.get(worklist_url(room), {"show": "finished"}).content.decode()
    assert room.application.reference in finished


def test_the_worklist_needs_as_many_queries_for_twelve_requests_as_for_one(room):
    room.client.get(worklist_url(room))
    one = queries(room, worklist_url(room))
    for _ in range(11):
        PccRoom(room.world)
    assert queries(room, worklist_url(room)) == one


def test_the_worklist_goes_on_where_the_page_before_ended(room, monkeypatch):
    monkeypatch.setattr("cases.selectors.pcc.PAGE", 2)
    others = [PccRoom(room.world) for _ in range(2)]
    first = room.client.get(worklist_url(room)).content.decode()
    assert f"?after={others[0].review_id}" in first
    second = room.client.get(worklist_url(room), {"after": others[0].review_id})
    assert others[1].application.reference in second.content.decode()
    assert room.application.reference not in second.content.decode()
    astray = room.client.get(worklist_url(room), {"after": "99999999999999999999999"})
    assert room.application.reference in astray.content.decode()


def test_the_bundle_shows_the_evidence_on_one_page(room):
    sweep_outbox()
    text = room.client.get(room.url("review")).content.decode()
    for evidence in (
        room.walk.case().reference,
        "Nobody read my diary.",
        "Joan Marsh",
        "Three reports count.",
        "She no longer sleeps in her bedroom.",
        "The reports were handled one by one.",
        "Visit Mrs Marsh every week.",
        "Link the calls.",
        "Action plan agreed",
        "Full response to the victim",
        "A1 Housing",
    ):
        assert evidence in text, evidence


def test_the_bundle_keeps_internal_notes_of_actions_back(room):
    assert "do not name" not in room.client.get(room.url("review")).content.decode()


def test_opening_the_bundle_is_recorded(room):
    room.client.get(room.url("review"))
    with room.world.inside():
        read = Event.objects.get(partnership=room.world.partnership, kind="read.bundle")
    assert (read.case_id, read.actor_id) == (
        room.walk.case_id,
        room.world.people[Role.PCC_OFFICER].pk,
    )


def test_the_bundle_shows_one_applicant_and_not_the_others_of_the_review(world):
    """Two people's applications are one review; one of them asks."""
    walk, neighbour = Walk(world), Walk(world, summary="They keep me awake too.")
    merge(**neighbour.command(lead_id=walk.case_id))
    walk.to_accepted().consider_peer_review().refer()
    both = tuple(
        InvolvementGiven(application_id=one.submitted.application.pk, choice="attended")
        for one in (walk, neighbour)
    )
    record_involvement(**walk.command(Role.LMAPS_CHAIR, given=both))
    room = PccRoom(world, walk.plan().respond().close())
    text = room.client.get(room.url("review")).content.decode()
    assert "Youths throw stones at my windows." in text
    assert "They keep me awake too." not in text


def test_after_closing_the_outcome_stays_and_the_evidence_is_gone(room):
    room.closed()
    page = room.client.get(room.url("review"))
    assert page.status_code == 200
    text = page.content.decode()
    assert REASONS in text
    assert "The evidence is closed" in text
    for case_data in ("Joan Marsh", "Visit Mrs Marsh"):
        assert case_data not in text


def test_an_upheld_request_keeps_to_the_round_that_was_reviewed(room):
    """The case runs again; the dates and the plan of its new round are no evidence of the old."""
    before = room.client.get(room.url("review")).context["bundle"]
    room.decided(upheld=True)
    after = room.client.get(room.url("review")).context["bundle"]
    assert after.status == "Referred to LMAPS"
    assert len(after.deadlines) == len(before.deadlines)
    assert [plan.findings for plan in after.plans] == [plan.findings for plan in before.plans]


def test_a_letter_of_the_bundle_opens_as_pdf_until_the_grant_ends(room):
    sweep_outbox()
    with room.world.inside():
        letter = Letter.objects.filter(
            partnership=room.world.partnership, application=room.application
        ).first()
    answer = room.client.get(room.url("letter", letter.pk))
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert "no-store" in answer["Cache-Control"]
    CaseGrant.objects.filter(level="bundle").update(ends_at=room.walk.at)
    assert room.client.get(room.url("letter", letter.pk)).status_code == 404


def test_a_letter_of_another_application_is_not_there(room):
    other = Walk(room.world)
    sweep_outbox()
    with room.world.inside():
        letter = Letter.objects.filter(application=other.submitted.application).first()
    assert letter is not None
    assert room.client.get(room.url("letter", letter.pk)).status_code == 404


def test_another_areas_officer_finds_nothing(room):
    area = PolicingArea.objects.create(slug="elsewhere", name="Elsewhere", policing_body_name="E")
    officer = make_person(
        room.world, Role.PCC_OFFICER, email="elsewhere@people.example", policing_area=area
    )
    room.client.force_login(officer)
    assert room.client.get(room.url("review")).status_code == 404
    own_door = reverse("pcc:review", args=[area.slug, room.review_id])
    assert room.client.get(own_door).status_code == 404
    assert room.client.get(reverse("pcc:worklist", args=[area.slug])).status_code == 200


def test_an_officer_who_has_left_finds_nothing(room):
    Membership.objects.filter(user=room.world.people[Role.PCC_OFFICER]).update(ends_on="2020-02-01")
    assert room.client.get(worklist_url(room)).status_code == 404


def test_notes_are_the_offices_own(room):
    room.client.post(room.url("note"), {"text": "Ask for the diary itself."})
    assert "Ask for the diary itself." in room.client.get(room.url("review")).content.decode()
    with room.world.inside():
        assert not PccNote.objects.exists()
    with transaction_in(Scope.of_area(room.world.area.pk)):
        assert PccNote.objects.count() == 1


def test_an_empty_note_is_not_written(room):
    page = room.client.post(room.url("note"), {"text": " "})
    assert "Write the note" in page.content.decode()
    with transaction_in(Scope.of_area(room.world.area.pk)):
        assert not PccNote.objects.exists()


def test_statistics_give_the_four_figures_of_each_partnership(room):
    make_partnership(room.world.area, "mansfield", "MAN")
    url = reverse("pcc:statistics", args=[room.world.area.slug])
    text = room.client.get(url).content.decode()
    assert "2026" in text
    assert "Mansfield" in text
    with room.world.inside():
        assert StatisticsEntry.objects.filter(figure="review_carried_out").count() == 1
    one = queries(room, url)
    Walk(room.world)
    assert queries(room, url) == one


def test_the_bundle_needs_as_many_queries_for_many_actions_as_for_one(room):
    room.client.get(room.url("review"))
    one = queries(room, room.url("review"))
    with room.world.inside():
        plan = ActionPlan.objects.get(case_id=room.walk.case_id)
        Action.objects.bulk_create(
            Action(
                partnership=room.world.partnership,
                case_id=room.walk.case_id,
                plan=plan,
                position=number,
                wording=f"Do {number}",
                agency=room.world.police,
                owner_name="Somebody",
                due_on="2026-07-01",
            )
            for number in range(2, 14)
        )
    assert queries(room, room.url("review")) == one
