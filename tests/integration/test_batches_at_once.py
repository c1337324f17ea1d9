"""Two people print and post at the same moment: each letter is printed once and told once."""

import pytest

from cases.commands.applying import ContactGiven
from cases.models import Event
from cases.policies import NotNow
from notifications.batches import ask_batch, give_up_batch, settle_batch
from notifications.commands import mark_posted
from notifications.models import BatchLine, Delivery, PrintBatch
from notifications.printing import make_batch, make_waiting
from notifications.telling import tell_waiting
from organisations.roles import Role
from tests.integration.test_two_people_at_once import together
from tests.walk import Walk
from tests.world import NOON, make_world

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("laid_out_once"),
]

BY_POST = (ContactGiven(channel="post", safe=True, preferred=True),)


@pytest.fixture
def letters_wait(transactional_db):
    """Two people's receipts and acknowledgements wait to be printed, for threads to see."""
    world = make_world()
    for _ in range(2):
        Walk(world, contacts=BY_POST).acknowledge()
    tell_waiting()
    return world


def command(world, **more) -> dict:
    return {"partnership_id": world.partnership.pk, "by": world.actor(Role.SPOC), "at": NOON} | more


def waiting(world, kind: str) -> list[int]:
    with world.inside():
        rows = Delivery.objects.filter(partnership=world.partnership, message__kind=kind)
        return list(rows.values_list("pk", flat=True))


def told(world) -> int:
    with world.inside():
        return Event.objects.filter(partnership=world.partnership, kind="letter.told").count()


def made(world, **more) -> PrintBatch:
    batch = ask_batch(**command(world, both_sides=True, **more))
    assert make_batch(partnership_id=world.partnership.pk, batch_id=batch.pk, at=NOON)
    return batch


def kinds(results: list) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def test_two_who_print_at_once_get_each_letter_once(letters_wait):
    world = letters_wait
    asked = command(world, both_sides=True)
    results = together(lambda: ask_batch(**asked), lambda: ask_batch(**asked))
    assert kinds(results) == ["NotNow", "PrintBatch"]
    with world.inside():
        lines = BatchLine.objects.filter(partnership=world.partnership, state="open")
        assert lines.values("delivery").distinct().count() == lines.count() == 4


def test_two_who_mark_the_same_batch_at_once_tell_each_once(letters_wait):
    world = letters_wait
    given = command(world, batch_id=made(world).pk, posted_on=NOON.date())
    results = together(lambda: settle_batch(**given), lambda: settle_batch(**given))
    assert kinds(results) == ["NotNow", "PrintBatch"]
    assert told(world) == 4


def test_two_batches_with_letters_of_the_same_cases_do_not_wait_for_each_other(letters_wait):
    world = letters_wait
    one = made(world, delivery_ids=waiting(world, "receipt"))
    two = made(world, delivery_ids=waiting(world, "acknowledgement"))
    given = command(world, posted_on=NOON.date())
    results = together(
        lambda: settle_batch(**given, batch_id=one.pk),
        lambda: settle_batch(**given, batch_id=two.pk),
    )
    assert kinds(results) == ["PrintBatch", "PrintBatch"]
    assert told(world) == 4


def test_given_up_and_marked_at_once_is_one_of_the_two(letters_wait):
    world = letters_wait
    batch = made(world)
    results = together(
        lambda: settle_batch(**command(world, batch_id=batch.pk, posted_on=NOON.date())),
        lambda: give_up_batch(**command(world, batch_id=batch.pk)),
    )
    assert kinds(results) == ["NotNow", "PrintBatch"]
    assert told(world) in (0, 4)


def test_one_marked_by_itself_while_the_batch_is_marked_is_told_once(letters_wait):
    world = letters_wait
    batch = made(world)
    alone = waiting(world, "receipt")[0]
    results = together(
        lambda: settle_batch(**command(world, batch_id=batch.pk, posted_on=NOON.date())),
        lambda: mark_posted(**command(world, delivery_id=alone)),
    )
    assert any(isinstance(result, PrintBatch) for result in results)
    assert all(isinstance(result, (PrintBatch, Delivery, NotNow)) for result in results)
    assert told(world) == 4


def test_two_workers_at_once_make_a_batch_once(letters_wait):
    world = letters_wait
    batch = ask_batch(**command(world, both_sides=True))
    given = {"partnership_id": world.partnership.pk, "batch_id": batch.pk, "at": NOON}
    results = together(
        lambda: make_batch(**given), lambda: make_batch(**given), lambda: make_waiting(at=NOON)
    )
    assert sum(results) == 1
    with world.inside():
        assert PrintBatch.objects.get(partnership=world.partnership).state == "ready"
