"""The number beside "Post that needs you" stands on every page: what went well costs it nothing."""

import pytest
from django.db import connection

from cases.models import Case, Event, OutboxEntry
from notifications.attention import count_needing_somebody
from notifications.models import Delivery, Message
from notifications.telling import tell_waiting
from tests.plans import gather_statistics, nodes_of, pages_read, plans_of
from tests.walk import Walk
from tests.world import NOON, make_world

LETTERS = 5000


def copies(model, **changed: str) -> None:
    """As many rows like the last one of a table as there are letters; changed: SQL by column."""
    columns = [field.column for field in model._meta.concrete_fields if field.column != "id"]
    values = [changed.get(column, column) for column in columns]
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) "
            f"SELECT {', '.join(values)} FROM {table}, generate_series(1, %s) AS n "
            f"WHERE id = (SELECT max(id) FROM {table})",
            [LETTERS],
        )


@pytest.fixture
def big(transactional_db):
    """A world in which thousands of letters have been told, and one is uncertain."""
    world = make_world()
    Walk(world).acknowledge()
    tell_waiting()
    with world.inside():
        uncertain = Message.objects.order_by("id").first()
        uncertain.deliveries.update(state="uncertain", reason="x")
        Message.objects.exclude(pk=uncertain.pk).update(told_at=NOON)
        last = Event.objects.order_by("id").last()
        copies(Event, sequence="100 + n")
        first = Event.objects.filter(pk__gt=last.pk).order_by("id").first()
        nth = f"{first.pk} + n - 1"
        copies(OutboxEntry, event_id=nth)
        copies(Message, event_id=nth)
        first = Message.objects.filter(event_id__gt=last.pk).order_by("id").first()
        copies(Delivery, message_id=f"{first.pk} + n - 1")
    gather_statistics(
        *(model._meta.db_table for model in (Case, Event, OutboxEntry, Message, Delivery))
    )
    return world


@pytest.mark.parametrize("kept", [False, True])
@pytest.mark.parametrize("narrowed", [False, True])
def test_the_count_reads_what_is_wrong_and_not_what_went_well(big, settings, narrowed, kept):
    found = []
    with big.inside():
        districts = [big.district.pk] if narrowed else None
        [plan] = plans_of(
            lambda: found.append(
                count_needing_somebody(partnership_id=big.partnership.pk, district_ids=districts)
            ),
            settings,
            kept=kept,
            table="cases_outboxentry",
        )
    assert found == ["1"]
    large = {"cases_outboxentry", "notifications_message", "notifications_delivery"}
    scans = {node["Relation Name"] for node in nodes_of(plan) if node["Node Type"] == "Seq Scan"}
    assert not scans & large
    assert pages_read(plan) <= 40
