"""Letters: read as they were written, printed, and marked as posted."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.commands.applying import ContactGiven
from cases.models import Deadline, Event
from notifications.models import Delivery, Letter
from notifications.tasks import sweep_outbox
from organisations import clock
from organisations.roles import Role
from tests.integration.spoc_room import (
    district_spoc,
    other_district,
    rows,
    sit_down,
    text_of,
    url,
)
from tests.walk import Walk
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("today")

BY_POST = (ContactGiven(channel="post", safe=True, preferred=True),)


@pytest.fixture
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def waiting(world, **changes) -> Walk:
    """Joan wants her letters by post; receipt and acknowledgement wait to be printed."""
    walk = Walk(world, contacts=BY_POST, **changes).acknowledge()
    sweep_outbox()
    return walk


def place(world, name: str, *more) -> str:
    return reverse(f"spoc:{name}", args=[world.partnership.slug, *more])


def acknowledgement(walk: Walk) -> Delivery:
    return rows(walk, Delivery, message__kind="acknowledgement", channel="post")[0]


def test_letters_to_post_are_listed_and_opened_as_written(world):
    walk = waiting(world)
    client = sit_down(world)
    page = text_of(client.get(place(world, "letters")))
    letter = rows(walk, Letter, kind="acknowledgement")[0]
    assert "Acknowledgement (PDF)" in page
    assert place(world, "letter", letter.pk) in page
    response = client.get(place(world, "letter", letter.pk))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline; ")
    assert response["Cache-Control"] == "no-store"
    assert response.content.startswith(b"%PDF-")
    assert [event.kind for event in rows(walk, Event, stream="reads")] == ["read.letter"]


def test_a_date_counts_as_kept_when_the_letter_is_marked_as_posted_and_not_before(world):
    walk = waiting(world)
    client = sit_down(world)

    def met():
        return rows(walk, Deadline, limit="acknowledge")[0].met_at

    assert met() is None
    delivery = acknowledgement(walk)
    response = client.post(place(world, "mark_posted", delivery.pk))
    assert response["Location"] == place(world, "letters")
    assert met() == NOON
    assert "Acknowledgement (PDF)" not in text_of(client.get(place(world, "letters")))
    assert "Posted on Wednesday 10 June 2026" in text_of(client.get(url(walk, "case")))
    again = client.post(place(world, "mark_posted", delivery.pk))
    assert again.status_code == 409
    assert "already been marked as posted" in text_of(again)


def test_letters_of_other_districts_are_neither_listed_nor_opened_nor_marked(world):
    walk = waiting(world)
    client = sit_down(world)
    client.force_login(district_spoc(world, other_district(world)))
    assert "No letter waits to be posted" in text_of(client.get(place(world, "letters")))
    letter = rows(walk, Letter)[0]
    assert client.get(place(world, "letter", letter.pk)).status_code == 404
    delivery = acknowledgement(walk)
    assert client.post(place(world, "mark_posted", delivery.pk)).status_code == 404
    assert acknowledgement(walk).state == "queued"


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ACCOUNTABLE_OFFICER])
def test_those_who_see_the_case_read_its_letters_but_do_not_post_them(world, role):
    walk = waiting(world)
    client = sit_down(world, role)
    letter = rows(walk, Letter)[0]
    assert client.get(place(world, "letter", letter.pk)).status_code == 200
    assert client.get(place(world, "letters")).status_code == 403
    assert client.post(place(world, "mark_posted", acknowledgement(walk).pk)).status_code == 403


def test_letters_that_do_not_exist_are_not_found(world):
    client = sit_down(world)
    assert client.get(place(world, "letter", 99999)).status_code == 404
    assert client.post(place(world, "mark_posted", 99999)).status_code == 404


def test_marking_answers_a_post_only(world):
    walk = waiting(world)
    address = place(world, "mark_posted", acknowledgement(walk).pk)
    assert sit_down(world).get(address).status_code == 405


def test_the_list_takes_as_many_queries_for_eight_letters_as_for_two(world):
    waiting(world)
    client, counted = sit_down(world), []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(place(world, "letters"))
        counted.append(len(queries))
        for _ in range(3):
            waiting(world)
    assert counted[0] == counted[1]


def test_the_case_shows_each_letter_and_what_became_of_it(world):
    walk = waiting(world)
    page = text_of(sit_down(world).get(url(walk, "case")))
    assert "To be printed and posted" in page
    assert "Receipt (PDF)" in page
