"""A poison event or message never blocks the others: it fails, waits behind them, is seen."""

import datetime as dt

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core import mail
from django.db import OperationalError
from django.utils import timezone

from cases.models import OutboxEntry
from notifications import delivering, paper, tasks, telling
from notifications.delivering import deliver_queued
from notifications.models import Delivery
from notifications.telling import MOST_ATTEMPTS, tell, tell_waiting
from organisations.models import District, Partnership
from organisations.tenancy import Scope, transaction_in
from tests.post_office import deliveries, messages
from tests.walk import Walk
from tests.world import PUBLISHED, apply_as_joan, publish

State = OutboxEntry.State


class Killed(BaseException):
    """As the kernel ends a process: nothing catches it."""


def poison(monkeypatch, walk: Walk, error: type[BaseException]) -> None:
    """The letters of this application cannot be written, whoever tries."""
    whole = paper.context

    def breaks(*, application_id, **given):
        if application_id == walk.submitted.application.pk:
            raise error
        return whole(application_id=application_id, **given)

    monkeypatch.setattr(paper, "context", breaks)


def entry_of(world, walk: Walk) -> OutboxEntry:
    with world.inside():
        return OutboxEntry.objects.get(
            partnership=world.partnership, event__application_id=walk.submitted.application.pk
        )


def long_ago(world) -> None:
    """Written so long ago that every attempt is due."""
    with world.inside():
        OutboxEntry.objects.filter(partnership=world.partnership).update(
            written_at=timezone.now() - dt.timedelta(days=1)
        )


def told(world) -> list[int]:
    return [message.application_id for message in messages(world)]


def test_events_that_failed_stand_behind_those_that_nobody_tried(world, monkeypatch):
    """As many poison events as a sweep takes, all of them due: the one behind them is told."""
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    bad = [Walk(world), Walk(world)]
    whole = telling.write_messages

    def breaks(event):
        if event.application_id in {walk.submitted.application.pk for walk in bad}:
            raise ValueError
        return whole(event)

    monkeypatch.setattr(telling, "write_messages", breaks)
    tell_waiting()
    good = Walk(world)
    long_ago(world)
    tell_waiting()
    assert told(world) == [good.submitted.application.pk]


def test_those_that_failed_get_their_turn_while_new_ones_keep_coming(world, monkeypatch):
    monkeypatch.setattr(telling, "AT_ONCE", 1)
    failed = Walk(world)
    poison(monkeypatch, failed, ValueError)
    tell_waiting()
    monkeypatch.undo()
    monkeypatch.setattr(telling, "AT_ONCE", 1)
    new = [Walk(world), Walk(world)]
    long_ago(world)
    tell_waiting()
    assert sorted(told(world)) == sorted(
        [failed.submitted.application.pk, new[0].submitted.application.pk]
    )


def test_an_event_that_kills_its_worker_is_counted_and_at_last_left_in_plain_sight(
    world, monkeypatch
):
    """Nothing of the attempt is left but its count, which was kept before it began."""
    bad = Walk(world)
    poison(monkeypatch, bad, Killed)
    entry = entry_of(world, bad)
    for number in range(1, MOST_ATTEMPTS + 1):
        with pytest.raises(Killed):
            tell(partnership_id=world.partnership.pk, event_id=entry.event_id)
        assert entry_of(world, bad).attempts == number
    good = Walk(world)
    long_ago(world)
    assert tell_waiting() == 1
    assert told(world) == [good.submitted.application.pk]
    entry = entry_of(world, bad)
    assert (entry.state, entry.error) == (State.STUCK, OutboxEntry.INTERRUPTED)


def test_an_attempt_that_could_not_even_be_noted_stops_nobody(world, monkeypatch):
    bad, good = Walk(world), Walk(world)
    poison(monkeypatch, bad, ValueError)

    def breaks(*args):
        raise OperationalError("deadlock detected")

    monkeypatch.setattr(telling, "_note_failure", breaks)
    assert tell_waiting() == 1
    assert told(world) == [good.submitted.application.pk]


@pytest.mark.parametrize("task", [tasks.tell_event, tasks.sweep_outbox, tasks.chase])
def test_what_takes_for_ever_holds_no_worker_for_ever(task):
    """The soft limit raises inside the event or the partnership, which counts as failed; the hard
    one ends all."""
    assert 0 < task.soft_time_limit < task.time_limit


def test_an_event_that_ran_out_of_time_has_failed(world, monkeypatch):
    bad = Walk(world)
    poison(monkeypatch, bad, SoftTimeLimitExceeded)
    tell_waiting()
    assert entry_of(world, bad).error == "SoftTimeLimitExceeded"


def second_partnership(world) -> Partnership:
    """The neighbour, whose turn comes after the world's partnership, with one application."""
    neighbour = world.neighbour
    with transaction_in(Scope.staff(neighbour.pk)):
        district = District.objects.create(
            partnership=neighbour,
            slug="ashfield",
            name="Ashfield",
            spoc_name="Ann Lee",
            spoc_email="spoc@ashfield.example",
            spoc_phone="01632 960102",
        )
        publish(neighbour, PUBLISHED_NAME)
    own = (world.partnership, world.district)
    world.partnership, world.district = neighbour, district
    apply_as_joan(world)
    world.partnership, world.district = own
    return neighbour


PUBLISHED_NAME = sorted(PUBLISHED.glob("*.json"))[0].stem


@pytest.mark.parametrize("where", ["telling", "delivering"])
def test_one_partnership_s_failure_does_not_stop_the_next(world, monkeypatch, where):
    neighbour = second_partnership(world)
    room = {"telling": telling, "delivering": delivering}[where]
    whole = room._due

    def breaks(partnership_id):
        if partnership_id == world.partnership.pk:
            raise OperationalError("canceling statement due to statement timeout")
        return whole(partnership_id)

    monkeypatch.setattr(room, "_due", breaks)
    tell_waiting()
    deliver_queued(at=timezone.now())
    with transaction_in(Scope.staff(neighbour.pk)):
        (row,) = Delivery.objects.filter(partnership=neighbour)
    assert row.state == Delivery.State.ACCEPTED


def test_a_database_that_has_gone_ends_the_sweep(world, monkeypatch):
    """Then nothing can go on; the task fails, and the next sweep tries again."""
    Walk(world)

    def breaks(partnership_id):
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(telling, "_due", breaks)
    monkeypatch.setattr("notifications.turns.database_has_gone", lambda: True)
    with pytest.raises(OperationalError):
        tell_waiting()


@pytest.mark.parametrize("error", [OperationalError("deadlock detected"), KeyError("Joan Marsh")])
def test_a_message_that_always_fails_stands_behind_the_others(world, monkeypatch, error):
    """As many poison messages as a sweep takes, queued first and always due."""
    monkeypatch.setattr(delivering, "AT_ONCE", 2)
    Walk(world), Walk(world)
    good = Walk(world)
    tell_waiting()
    bad = {row.pk for row in deliveries(world, kind="receipt")[:2]}
    whole = delivering._claim

    def breaks(partnership_id, delivery_id, **more):
        if delivery_id in bad:
            raise error
        return whole(partnership_id, delivery_id, **more)

    def cannot(*args):
        raise error

    monkeypatch.setattr(delivering, "_claim", breaks)
    monkeypatch.setattr(delivering, "_give_up", cannot)
    for _ in range(2):
        deliver_queued(at=good.at)
    assert len(mail.outbox) == 1
    rows = deliveries(world, kind="receipt")
    assert [row.state for row in rows] == ["queued", "queued", "accepted"]
    said = f"The service could not begin to send it ({type(error).__name__})."
    assert [row.reason for row in rows] == [said, said, ""]
