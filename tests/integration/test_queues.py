"""Queues by urgency: every task has its place, workers look into the urgent one first, and a flood
in one holds up no other; a worker's process is replaced before it has grown old (ADR 29)."""

import os

import pytest
import redis
from billiard.pool import Pool
from django.conf import settings
from kombu import Connection, Consumer

from ct_portal import queues, redis_transport
from ct_portal.celery import app
from ct_portal.queues import BY_URGENCY, FIRST, POST, REMINDERS, ROUTES, URGENT, ByUrgency


def test_every_task_is_in_a_queue_and_every_queue_is_taken_from():
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    assert ours == set(ROUTES)
    assert set(ROUTES.values()) == set(BY_URGENCY) == {queue.name for queue in queues.QUEUES}
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(ROUTES)


def test_celery_sends_each_task_where_the_table_says():
    for name, queue in ROUTES.items():
        found = app.amqp.router.route({}, name)
        assert found["queue"].name == queue, name


@pytest.mark.parametrize("given", [BY_URGENCY, tuple(reversed(BY_URGENCY))])
def test_the_urgent_queue_comes_first_and_each_other_has_its_turn(given):
    turns = ByUrgency(given)
    found = []
    for _ in FIRST:
        found.append(turns.consume(3))
        turns.rotate("whatever was taken")
    assert [order[0] for order in found] == list(FIRST)
    assert found[0] == [URGENT, POST, REMINDERS]
    assert found[3] == [POST, URGENT, REMINDERS]
    assert found[7] == [REMINDERS, URGENT, POST]


def test_a_worker_that_takes_from_some_queues_only_keeps_their_order():
    turns = ByUrgency([REMINDERS, POST, "another"])
    assert turns.consume(3) == [POST, REMINDERS, "another"]
    turns.update([])
    assert turns.consume(0) == []


@pytest.fixture
def broker():
    """A corner of the real broker, nobody else's, with our transport and the workers' settings."""
    redis_transport.use()
    corner = f"queues-of-{os.getpid()}-"
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS | {"global_keyprefix": corner}
    with Connection(settings.REDIS_URL, transport_options=options) as connection:
        yield connection
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        if left := client.keys(f"{corner}*"):
            client.delete(*left)


FLOODS = {
    "of urgent ones": (URGENT, [POST, REMINDERS]),
    "of sweeps": (POST, [URGENT, REMINDERS]),
    "of reminders": (REMINDERS, [URGENT, POST]),
}


@pytest.mark.parametrize(("flooded", "others"), FLOODS.values(), ids=FLOODS)
def test_a_flood_in_one_queue_holds_up_no_other(broker, flooded, others):
    """Through the real broker: three of each other queue are done long before the flood is."""
    by_name = {queue.name: queue for queue in queues.QUEUES}
    with broker.Producer(serializer="json") as producer:
        for name in [flooded] * 60 + others * 3:
            queue = by_name[name](producer.channel)
            producer.publish(name, routing_key=name, declare=[queue])
    taken = []

    def take(body, message):
        taken.append(body)
        message.ack()

    with Consumer(broker, queues.QUEUES, callbacks=[take], accept=["json"]):
        for _ in range(66):
            broker.drain_events(timeout=5)
    last = max(number for number, name in enumerate(taken) if name != flooded)
    assert last < 3 * len(FIRST), taken
    if flooded != URGENT:
        assert taken.index(URGENT) < 2


def test_a_worker_is_told_after_how_many_tasks_and_at_what_size_to_end():
    worker = app.Worker(concurrency=1, loglevel="error")
    assert worker.max_tasks_per_child == settings.CELERY_WORKER_MAX_TASKS_PER_CHILD == 200
    assert worker.max_memory_per_child == settings.CELERY_WORKER_MAX_MEMORY_PER_CHILD == 400 * 1024


def grown(mebibytes: int) -> int:
    """A task that leaves its process larger than it was."""
    KEPT.append(b"x" * (mebibytes << 20))
    return os.getpid()


KEPT: list[bytes] = []


@pytest.mark.parametrize(
    ("limits", "tasks", "processes"),
    [
        ({"maxtasksperchild": 2}, [0, 0, 0, 0], 2),
        ({"maxtasksperchild": 100, "max_memory_per_child": 1 << 30}, [0, 0, 0], 1),
        ({"maxtasksperchild": 100, "max_memory_per_child": 1}, [0, 0, 0], 3),
    ],
    ids=["after two tasks", "never", "grown too large"],
)
def test_a_process_is_replaced_when_it_has_done_enough_or_grown_too_large(limits, tasks, processes):
    """billiard's pool, which Celery's workers are made of, with limits as Celery passes them."""
    with Pool(1, **limits) as pool:
        found = [pool.apply(grown, (number,)) for number in tasks]
    assert len(set(found)) == processes
