"""Each act of the SPOC by its page: the letter is seen first, sent once, refused with reasons."""

import pytest
from django.urls import reverse

from cases.models import (
    Case,
)
from organisations import clock
from organisations.roles import Role
from tests.integration.spoc_room import (
    brought_to,
    last_event,
    sit_down,
    text_of,
    typed,
    url,
    written,
)
from tests.walk import DAY, Walk
from tests.world import NOON, make_person


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


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
    page = text_of(response)
    assert "This case is “Received”" in page
    assert "copy any text" not in page, "nothing was typed"
    home = reverse("staff_home")
    assert f'<a class="govuk-link" href="{home}">your first page</a>' in page


def test_staff_who_may_not_see_a_page_are_not_told_to_sign_in(world, client):
    """They are; an applicant is told of reference and secret instead."""
    address = url(Walk(world), "close").replace("/cases/", "/no-cases/")
    page = text_of(sit_down(world).get(address))
    assert "your first page" in page
    assert "sign in</a>" not in page
    assert "reference and secret" not in page
    assert "your reference and secret" in text_of(client.get(address))


def test_typed_words_come_back_for_change(world):
    walk = brought_to(world, "acknowledge assess risk")
    fields = {"outcome": "accepted", "ground": "statutory", "reasons": "Three <b>count</b>."}
    page = text_of(
        sit_down(world).post(url(walk, "decide"), typed(walk, **fields) | {"change": "1"})
    )
    assert "Three &lt;b&gt;count&lt;/b&gt;.</textarea>" in page
    assert "Nothing has been sent yet." not in page
    assert "checked" in page.split('value="accepted"')[1].split(">")[0]


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
