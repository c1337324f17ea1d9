"""After the meeting: opening again, extending, withdrawing, joining, progress."""

import datetime as dt

import pytest

from cases.commands.pcc import ask_partnership, assess_eligibility, request_pcc_review
from cases.models import PccReview
from cases.status import Status
from organisations import clock
from organisations.actors import applicant_actor
from organisations.roles import Role
from tests.integration.spoc_room import (
    district_spoc,
    other_district,
    rows,
    sit_down,
    text_of,
    typed,
    url,
)
from tests.walk import Walk
from tests.world import NOON, publish_next


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


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
    content = world.procedure.content
    for limit in content["time_limits"]:
        limit["extendable"] = limit["name"] == "respond"
    publish_next(world, content)


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
    assert "Enter what has been done" in text_of(client.post(address, typed(walk, standing="done")))
    assert client.post(address, typed(walk, standing="done", note="Visited.")).status_code == 302
    page = text_of(client.get(url(walk, "case")))
    assert "Visited." in page
    assert "1 of 1 finished" in page
    assert f'href="{url(walk, "close")}" role="button"' in page


def asked_by_the_office(walk: Walk) -> PccReview:
    """The applicant asked for a review; the office takes it and asks for the diary."""
    application_id = walk.submitted.application.pk
    review = request_pcc_review(
        **walk.command(by=applicant_actor(person_id=None, application_id=application_id)),
        application_id=application_id,
        grounds=("way_reviewed",),
        statement="Nobody read my diary.",
    )
    office = {
        "partnership_id": walk.world.partnership.pk,
        "review_id": review.pk,
        "version": None,
        "by": walk.world.actor(Role.PCC_OFFICER),
        "at": walk.at,
    }
    assess_eligibility(**office, eligible=True, reason="In time.")
    ask_partnership(**office, question="Where is the diary?")
    return rows(walk, PccReview)[0]


def test_the_partnership_answers_what_the_pcc_office_asks(world):
    walk = Walk(world).to_closed()
    review = asked_by_the_office(walk)
    client, address = sit_down(world), url(walk, "answer_pcc", review.pk)
    assert address in text_of(client.get(url(walk, "case")))
    assert "Where is the diary?" in text_of(client.get(address))
    data = {"version": review.version, "answer": ""}
    assert "Enter what the office asked for" in text_of(client.post(address, data))
    data["answer"] = "It was with the landlord; a copy is in the bundle."
    assert client.post(address, data).status_code == 302
    assert rows(walk, PccReview)[0].partnership_answer == data["answer"]
    again = client.post(address, data)
    assert again.status_code == 409
    assert "It was with the landlord; a copy is in the bundle.</textarea>" in text_of(again)
    page = text_of(client.get(url(walk, "case")))
    assert "It was with the landlord" in page
    assert address not in page


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ACCOUNTABLE_OFFICER])
def test_only_the_spoc_answers_the_office(world, role):
    walk = Walk(world).to_closed()
    review = asked_by_the_office(walk)
    client, address = sit_down(world, role), url(walk, "answer_pcc", review.pk)
    assert client.get(address).status_code == 403
    assert client.post(address, {"version": 1, "answer": "x"}).status_code == 403
    assert address not in text_of(client.get(url(walk, "case")))


def test_a_review_of_another_case_is_not_found(world):
    walk, other = Walk(world).to_closed(), Walk(world)
    review = asked_by_the_office(walk)
    assert sit_down(world).get(url(other, "answer_pcc", review.pk)).status_code == 404
