"""The post in numbers: right, cheap, and without a word about anybody."""

import datetime as dt
import io
import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from django.utils import timezone

from cases.commands.applying import ContactGiven
from cases.models import OutboxEntry, Person
from notifications.figures import Figures, Queued, figures_of
from notifications.figures_text import span_in_words
from notifications.models import Delivery, PrintBatch
from notifications.tasks import sweep_outbox
from organisations.roles import Role
from tests.integration.spoc_room import rows, sit_down, text_of
from tests.walk import Walk

BY_POST = (ContactGiven(channel="post", safe=True, preferred=True),)
REFUSED = "The mail server refused the message (550)."
WORDS = "Her brother opened the door."


def of(world) -> Figures:
    with world.inside():
        return figures_of(partnership_id=world.partnership.pk)


def attempts(world, walk: Walk, *states: tuple) -> None:
    """Attempts of the walk's receipt that ended so: channel, state, reason, days ago, more."""
    (first,) = rows(walk, Delivery, application=walk.submitted.application)
    with world.inside():
        for number, (channel, state, reason, days, more) in enumerate(states, 2):
            ended = timezone.now() - dt.timedelta(days=days)
            Delivery.objects.create(
                partnership=world.partnership,
                message_id=first.message_id,
                application_id=first.application_id,
                case_id=first.case_id,
                channel=channel,
                attempt=number,
                state=state,
                reason=reason,
                queued_at=ended,
                due_at=ended,
                finished_at=ended,
                **more,
            )


BACK = {"returned_on": dt.date(2026, 6, 10), "returned_why": "other"}


@pytest.fixture
def busy(world):
    """A letter waits to be posted; three were refused, one came back, one was sent; some dead."""
    walk = Walk(world, contacts=BY_POST)
    sweep_outbox()
    attempts(
        world,
        walk,
        ("email", "failed", REFUSED, 0.1, {}),
        ("email", "failed", REFUSED, 3, {}),
        ("email", "failed", REFUSED, 30, {}),
        ("email", "uncertain", "The connection broke.", 2, {}),
        ("email", "accepted", "", 0, {}),
        ("post", "returned", WORDS, 0, BACK),
        ("other", "accepted", WORDS, 0, {}),
    )
    Walk(world)
    with world.inside():
        here = {"partnership": world.partnership}
        OutboxEntry.objects.filter(**here, state="waiting").update(state="stuck", error="OSError")
        for state in ("waiting", "failed"):
            PrintBatch.objects.create(
                **here, state=state, asked_at=timezone.now(), both_sides=False
            )
    Walk(world)
    return walk


def test_the_numbers_are_right(world, busy):
    found = of(world)
    assert {name: queued.number for name, queued in found.queued.items()} == {
        "event": 1,
        "post": 1,
        "batch": 1,
    }
    assert found.wrong_week[("email", "failed", REFUSED)] == 2
    assert found.wrong_day[("email", "failed", REFUSED)] == 1
    assert found.wrong_week[("post", "returned", "other")] == 1
    assert found.dead == {"events": 1, "batches": 1}
    assert found.uncertain == 1
    assert sum(found.sent.values()) == 2


def test_figures_add_up():
    early, late = timezone.now() - dt.timedelta(hours=2), timezone.now()
    one = Figures(queued={"email": Queued(number=1, oldest_at=late)})
    two = Figures(queued={"email": Queued(number=2, oldest_at=early), "post": Queued()})
    assert (one + two).queued == {"email": Queued(number=3, oldest_at=early), "post": Queued()}


def test_another_partnership_s_post_is_not_counted(world, busy):
    found = of(world)
    world.partnership, world.neighbour = world.neighbour, world.partnership
    other = of(world)
    assert found.queued["event"].number == 1
    assert other.queued["event"].number == 0
    assert not +other.dead


def said(*args) -> str:
    out = io.StringIO()
    call_command("post_figures", *args, stdout=out)
    return out.getvalue()


def test_the_operator_reads_them_as_a_table_or_as_json(world, busy):
    text = said()
    assert "To be printed and posted" in text
    assert f"E-mail: failed: {REFUSED}" in text
    data = json.loads(said("--json"))
    assert data["queued"]["post"]["number"] == 1
    assert data["queued"]["post"]["oldest_seconds"] >= 0
    assert data["dead"] == {"events": 1, "batches": 1}
    assert len(data["days"]) == 7
    alone = json.loads(said("--json", "--partnership", world.neighbour.slug))
    assert alone["dead"] == {"events": 0, "batches": 0}
    with pytest.raises(CommandError, match="no partnership is called nowhere"):
        said("--partnership", "nowhere")


def test_the_administrator_reads_them_on_a_page(world, busy):
    client = sit_down(world, Role.ADMINISTRATOR)
    page = text_of(client.get(reverse("partnership:post", args=[world.partnership.slug])))
    assert "What did not go, and why" in page
    assert REFUSED in page
    assert "Another reason" in page


def test_nothing_of_it_says_anything_about_anybody(world, busy):
    client = sit_down(world, Role.ADMINISTRATOR)
    page = text_of(client.get(reverse("partnership:post", args=[world.partnership.slug])))
    with world.inside():
        person = Person.objects.filter(partnership=world.partnership).first()
    for text in (page, said(), said("--json")):
        for secret in (WORDS, person.full_name, busy.submitted.application.reference):
            assert secret not in text


def test_a_quiet_post_says_so(world):
    client = sit_down(world, Role.ADMINISTRATOR)
    page = text_of(client.get(reverse("partnership:post", args=[world.partnership.slug])))
    assert "Nothing went wrong in the last week" in page
    assert "nothing" in said()


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0.5, "less than a minute"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (1439, "23 hours"),
        (2880, "2 days"),
    ],
)
def test_an_age_in_words(minutes, text):
    assert span_in_words(dt.timedelta(minutes=minutes)) == text
