"""The pages on which letters are printed together and marked as posted."""

import io

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.commands.applying import ContactGiven
from cases.models import Event
from notifications.models import Delivery, PrintBatch
from notifications.tasks import sweep_batches, sweep_outbox
from organisations import clock
from tests.integration.spoc_room import rows, sit_down, text_of
from tests.post_office import say_safe
from tests.walk import Walk
from tests.world import NOON

pytestmark = pytest.mark.usefixtures("today")

BY_POST = (ContactGiven(channel="post", safe=True, preferred=True),)


@pytest.fixture
def today(monkeypatch):
    """Wednesday 10 June 2026 at noon."""
    monkeypatch.setattr(clock, "now", lambda: NOON)


def place(world, name: str, *more) -> str:
    return reverse(f"spoc:{name}", args=[world.partnership.slug, *more])


def waiting(world, number: int = 1) -> list[Walk]:
    walks = [Walk(world, contacts=BY_POST) for _ in range(number)]
    sweep_outbox()
    return walks


def receipt(walk: Walk) -> Delivery:
    return rows(walk, Delivery, application=walk.submitted.application)[0]


def latest(world) -> PrintBatch:
    with world.inside():
        return PrintBatch.objects.filter(partnership=world.partnership).order_by("-id").first()


def printed(world, client) -> PrintBatch:
    """Everything that waits, in a batch that a worker has made."""
    client.post(place(world, "letters"), {"both_sides": "on", "all": "1"})
    sweep_batches()
    return latest(world)


def posted(day: int = 10, **why) -> dict:
    date = {"posted_on_day": day, "posted_on_month": 6, "posted_on_year": 2026}
    return date | why


def test_from_the_list_to_the_post_without_javascript(world):
    walk, other = waiting(world, 2)
    client = sit_down(world)
    answer = client.post(place(world, "letters"), {"both_sides": "on", "all": "1"})
    batch = latest(world)
    assert answer["Location"] == place(world, "batch", batch.pk)
    page = text_of(client.get(answer["Location"]))
    assert "The PDF is being made." in page
    assert "Look again" in page
    sweep_batches()
    page = text_of(client.get(answer["Location"]))
    assert "Open the PDF to print" in page
    file = client.get(place(world, "batch_file", batch.pk))
    assert file["Content-Type"] == "application/pdf"
    assert file["Cache-Control"] == "no-store"
    assert file["Content-Disposition"] == f'inline; filename="batch-{batch.pk}.pdf"'
    with pikepdf.open(io.BytesIO(file.content)) as whole:
        assert str(whole.docinfo["/Title"]) == f"Letters to post, batch {batch.pk}"
    for one in (walk, other):
        assert [event.kind for event in rows(one, Event, stream="reads", case=one.case())] == [
            "read.letter"
        ]
    why = {f"why_{receipt(other).pk}": "The envelope tore."}
    answer = client.post(place(world, "batch", batch.pk), posted(**why))
    assert answer.status_code == 302
    page = text_of(client.get(answer["Location"]))
    assert "Dealt with" in page
    assert "The envelope tore." in page
    assert (receipt(walk).state, receipt(other).state) == ("accepted", "queued")
    assert other.submitted.application.reference in text_of(client.get(place(world, "letters")))


def test_only_those_ticked_are_printed(world):
    walk, other = waiting(world, 2)
    client = sit_down(world)
    client.post(place(world, "letters"), {"letters": [receipt(other).pk]})
    assert not latest(world).both_sides
    page = text_of(client.get(place(world, "letters")))
    assert f"Print Receipt, {walk.submitted.application.reference}" in page
    assert f"Print Receipt, {other.submitted.application.reference}" not in page


def test_nothing_ticked_is_said_and_nothing_made(world):
    waiting(world)
    answer = sit_down(world).post(place(world, "letters"), {})
    assert answer.status_code == 200
    assert "Tick the letters to print, or print all of them" in text_of(answer)
    assert latest(world) is None


def test_what_somebody_else_printed_meanwhile_is_said_and_the_ticks_are_kept(world):
    walk, other = waiting(world, 2)
    client = sit_down(world)
    client.post(place(world, "letters"), {"letters": [receipt(walk).pk]})
    both = {"letters": [receipt(walk).pk, receipt(other).pk]}
    page = text_of(client.post(place(world, "letters"), both))
    assert "has been dealt with meanwhile" in page
    assert f'id="print-{receipt(other).pk}" form="print" checked' in page


def test_a_wrong_day_is_said_beside_the_field_and_the_reasons_are_kept(world):
    walk, _ = waiting(world, 2)
    client = sit_down(world)
    batch = printed(world, client)
    why = {f"why_{receipt(walk).pk}": "Wrong envelope."}
    answer = client.post(place(world, "batch", batch.pk), posted(11, **why))
    assert answer.status_code == 409
    assert answer.context["form"].errors["posted_on"] == ["The day must not be in the future."]
    assert 'id="id_posted_on_error"' in text_of(answer)
    assert "Wrong envelope." in text_of(answer)
    answer = client.post(place(world, "batch", batch.pk), posted(31))
    assert "The day they were posted must be a real date" in text_of(answer)


def test_letters_that_must_not_go_any_more_are_named_before_the_pile_is_posted(world):
    unsafe, _ = waiting(world, 2)
    client = sit_down(world)
    batch = printed(world, client)
    say_safe(world, unsafe, post=False)
    page = text_of(client.get(place(world, "batch", batch.pk)))
    assert "Take these letters out of the pile" in page
    assert "The person said that post is not safe." in page
    client.post(place(world, "batch", batch.pk), posted())
    assert "Not to be posted" in text_of(client.get(place(world, "batch", batch.pk)))


def test_a_batch_is_given_up_and_its_letters_wait_again(world):
    waiting(world)
    client = sit_down(world)
    batch = printed(world, client)
    answer = client.post(place(world, "give_up_batch", batch.pk))
    assert answer["Location"] == place(world, "letters")
    page = text_of(client.get(place(world, "letters")))
    assert "Print Receipt" in page
    assert "Given up" in page


def test_a_batch_that_could_not_be_made_says_so_and_is_tried_again(world):
    waiting(world)
    client = sit_down(world)
    batch = printed(world, client)
    with world.inside():
        PrintBatch.objects.filter(partnership=world.partnership, pk=batch.pk).update(
            state="failed", error="OSError", sha256="", path="", size=0
        )
    assert "could not be made after several attempts" in text_of(
        client.get(place(world, "batch", batch.pk))
    )
    assert client.get(place(world, "batch_file", batch.pk)).status_code == 404
    client.post(place(world, "make_batch_again", batch.pk))
    sweep_batches()
    assert latest(world).state == "ready"


def test_a_batch_that_is_not_there_is_not_found(world):
    assert sit_down(world).get(place(world, "batch", 999_999)).status_code == 404


def test_the_pages_take_as_many_queries_for_eight_letters_as_for_two(world):
    client, counted = sit_down(world), []
    for number in (2, 6):
        waiting(world, number)
        batch = printed(world, client)
        found = []
        for address in (place(world, "batch", batch.pk), place(world, "letters")):
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            found.append(len(queries))
        counted.append(found)
    assert counted[0] == counted[1]
