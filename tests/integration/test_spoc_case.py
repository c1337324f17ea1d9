"""The case page: everything about one case, the one next act first, whoever opens it recorded."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.commands.applying import ContactGiven, IncidentGiven, ReportGiven
from cases.commands.following import reopen
from cases.commands.informing import request_information
from cases.commands.intake import merge
from cases.commands.pcc import request_pcc_review
from cases.models import Deadline, Event, PccNote, PccReview
from organisations import clock
from organisations.actors import applicant_actor
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.integration.spoc_room import rows, sit_down, text_of, url
from tests.walk import DAY, Walk
from tests.world import NOON


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def test_a_new_case_shows_its_dates_how_they_were_counted_and_the_first_act(world):
    walk = Walk(world)
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert "Monday 15 June 2026 (3 working days left)" in page
    assert "Wednesday 15 July 2026 (25 working days left)" in page
    assert "How was this worked out?" in page
    assert "Thursday 11 June 2026: working day 1" in page
    assert f'href="{url(walk, "acknowledge")}" role="button"' in page
    assert "Risk:</strong> Not recorded yet" in page
    assert "Joan Marsh" in page
    assert "<title>Case " in page
    assert "Joan Marsh" not in page.split("</title>")[0]


@pytest.mark.parametrize(
    ("stage", "primary"),
    [
        ("", "acknowledge"),
        ("acknowledge", "assess"),
        ("acknowledge assess", "risk"),
        ("acknowledge assess risk", "decide"),
        ("to_accepted", "peer_review"),
        ("to_accepted consider_peer_review", "refer"),
        ("to_planned", "respond"),
    ],
)
def test_the_one_button_is_the_next_legal_act(world, stage, primary):
    walk = Walk(world)
    for move in stage.split():
        getattr(walk, move)()
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert page.count('data-module="govuk-button"') == 1
    assert f'href="{url(walk, primary)}" role="button"' in page


def test_what_cannot_be_done_yet_is_not_offered(world):
    walk = Walk(world)
    page = text_of(sit_down(world).get(url(walk, "case")))
    for name in ("decide", "refer", "respond", "close", "reopen", "assess"):
        assert url(walk, name) not in page
    for name in ("withdraw", "merge", "request_information", "risk"):
        assert url(walk, name) in page


def test_a_case_sent_back_to_lmaps_leads_to_a_new_meeting(world):
    """It is referred already, but on no agenda of its second round."""
    walk = Walk(world).to_closed()
    reopen(**walk.command(), where="lmaps", reason="The diary was not read.")
    for act, go_on in (("peer_review", walk.consider_peer_review), ("refer", walk.refer)):
        page = text_of(sit_down(world).get(url(walk, "case")))
        assert f'href="{url(walk, act)}" role="button"' in page
        queue = text_of(sit_down(world).get(reverse("spoc:queue", args=[world.partnership.slug])))
        assert url(walk, act) in queue
        go_on()
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert "Waiting for the meeting" in page
    assert url(walk, "refer") not in page


def test_findings_risk_decision_meeting_and_plan_are_on_the_page(world):
    walk = Walk(world).to_planned()
    page = text_of(sit_down(world).get(url(walk, "case")))
    for text in (
        "The test in the Act is met.",
        "She no longer sleeps in her bedroom.",
        "Insp. Priya Nair",
        "Questions, points and bands to be confirmed with the partnership",
        "Three reports count.",
        "Three qualifying complaints: s.104(4)",
        "Not complex.",
        "Worksop Town Hall",
        "Attended in person or online",
        "Visit Mrs Marsh every week.",
        "Internal, never shown to the victim: Known youths; do not name.",
        "0 of 1 finished",
        "Link the calls.",
        "Vulnerable",
    ):
        assert text in page, text


def test_channels_that_are_not_safe_are_marked_on_top_and_beside_the_person(world):
    contacts = (
        ContactGiven(channel="email", safe=True, preferred=True),
        ContactGiven(channel="phone", safe=False, note="He answers it."),
    )
    walk = Walk(world, contacts=contacts, adjustments="A quiet room.")
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert "Not safe to use:</strong> Phone call" in page
    assert "Adjustments:</strong> A quiet room." in page
    assert "Phone call:</strong> Not safe: do not use (He answers it.)" in page
    assert "E-mail:</strong> Safe, and preferred" in page
    assert "Text message:</strong> Not asked: do not use" in page


def test_opening_a_case_is_recorded_once_in_a_quarter_of_an_hour_and_shown(world):
    walk = Walk(world)
    client = sit_down(world)
    client.get(url(walk, "case"))
    page = text_of(client.get(url(walk, "case")))
    reads = rows(walk, Event, stream=Event.Stream.READS)
    assert [(read.kind, read.actor_id) for read in reads] == [
        ("read.case", world.people[Role.SPOC].pk)
    ]
    assert "Single point of contact Example opened the case" in page


def test_opening_the_page_of_an_act_is_opening_the_case(world):
    walk = Walk(world)
    sit_down(world).get(url(walk, "acknowledge"))
    assert len(rows(walk, Event, kind="read.case")) == 1


def test_the_timeline_says_who_did_what(world):
    walk = Walk(world).to_accepted()
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert "Acknowledgement written" in page
    assert "by Assessor Example" in page
    assert "Accept: the review goes ahead" in page
    assert "by the system" in page


def test_a_pcc_review_is_shown_without_the_office_s_notes(world):
    walk = Walk(world).to_closed()
    application = walk.submitted.application
    review = request_pcc_review(
        **walk.command(by=applicant_actor(person_id=None, application_id=application.pk)),
        application_id=application.pk,
        grounds=("way_reviewed",),
        statement="Nobody read my diary.",
    )
    with transaction_in(Scope.of_area(world.area.pk)):
        PccNote.objects.create(
            partnership=world.partnership,
            policing_area=world.area,
            review_id=review.pk,
            text="Between ourselves.",
            written_by=world.people[Role.PCC_OFFICER],
            written_at=walk.at,
        )
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert "Nobody read my diary." in page
    assert "PCC review open" in page
    assert "Between ourselves." not in page
    assert rows(walk, PccReview)


def test_what_an_agency_answered_is_shown(world):
    walk = Walk(world).acknowledge()
    request_information(
        **walk.command(
            agency_id=world.police.pk, question="What do you know?", due_on=dt.date(2026, 6, 12)
        )
    )
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert "What do you know?" in page
    assert "Friday 12 June 2026 (2 working days left)" in page


def test_text_from_the_applicant_is_shown_as_text(world):
    walk = Walk(world, summary="<script>alert(1)</script>")
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ACCOUNTABLE_OFFICER])
def test_assessors_and_the_accountable_officer_see_the_case(world, role):
    walk = Walk(world).to_planned()
    response = sit_down(world, role).get(url(walk, "case"))
    assert response.status_code == 200
    assert url(walk, "respond") not in text_of(response)
    assert url(walk, "close") not in text_of(response)


@pytest.mark.parametrize("role", [Role.LMAPS_CHAIR, Role.AGENCY_MEMBER, Role.PCC_OFFICER])
def test_for_other_roles_the_case_is_not_there(world, role):
    walk = Walk(world).to_planned()
    assert sit_down(world, role).get(url(walk, "case")).status_code == 404


@pytest.mark.parametrize("reference", ["BNS-2222-2222", "nonsense", "../etc"])
def test_a_reference_that_is_none_is_not_found(world, reference):
    Walk(world)
    address = reverse("spoc:case", args=[world.partnership.slug, "X"]).replace("X", reference)
    assert sit_down(world).get(address).status_code == 404


def test_another_partnership_s_reference_is_not_found(world):
    walk = Walk(world)
    address = reverse("spoc:case", args=[world.neighbour.slug, walk.case().reference])
    assert sit_down(world).get(address).status_code == 404


def test_a_joined_case_leads_to_the_one_that_goes_on(world):
    from_case, lead = Walk(world), Walk(world)
    merge(**from_case.command(lead_id=lead.case_id))
    page = text_of(sit_down(world).get(url(from_case, "case")))
    assert f'This case goes on in <a class="govuk-link" href="{url(lead, "case")}"' in page
    page = text_of(sit_down(world).get(url(lead, "case")))
    assert url(from_case, "case") in page


def many_incidents(world, *, number: int) -> tuple[IncidentGiven, ...]:
    return tuple(
        IncidentGiven(
            occurred_on=NOON.date() - dt.timedelta(days=n + 2),
            description=f"Number {n}.",
            reports=(
                ReportGiven(
                    reported_on=NOON.date() - dt.timedelta(days=n + 1), agency_id=world.police.pk
                ),
            ),
        )
        for n in range(number)
    )


def stretched(walk: Walk, *, times: int) -> None:
    """More deadlines than a walk makes, all alike."""
    with walk.world.inside():
        found = Deadline.objects.filter(partnership=walk.world.partnership, case_id=walk.case_id)
        kept = found.first()
        found.exclude(pk=kept.pk).delete()
        for n in range(1, times):
            kept.pk, kept.round = None, n + 1
            kept.save(force_insert=True)


@pytest.mark.parametrize("moves", [(), ("acknowledge", "assess", "risk")])
def test_the_page_takes_as_many_queries_for_ten_of_each_as_for_one(world, moves):
    one = Walk(world, incidents=many_incidents(world, number=1))
    ten = Walk(world, at=NOON, incidents=many_incidents(world, number=10))
    for walk in (one, ten):
        for move in moves:
            getattr(walk, move)()
    stretched(one, times=1)
    stretched(ten, times=10)
    client, counted = sit_down(world), []
    for walk in (one, ten):
        client.get(url(walk, "case"))
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url(walk, "case"))
        assert response.status_code == 200
        counted.append(len(queries))
    assert len(response.context["file"].ledger) == 10
    assert len(response.context["file"].clock) == 10
    assert counted[0] == counted[1]
    assert counted[1] <= 45


def test_a_date_that_was_kept_moves_down_and_says_when(world):
    walk = Walk(world).acknowledge()
    with world.inside():
        Deadline.objects.filter(
            partnership=world.partnership, case_id=walk.case_id, limit="acknowledge"
        ).update(met_at=NOON + DAY, met_by="acknowledgement.told")
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert "Dates that were kept or have lapsed" in page
    assert "Done on Thursday 11 June 2026" in page
