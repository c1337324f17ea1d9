"""Receipts by GOV.UK Notify: a token, strict reading, and states that stay true in any order."""

import json

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cases.models import Deadline, Event
from notifications.channels import ways
from notifications.models import Delivery, Message
from tests.fake_notify import CALLBACK_TOKEN, SERVICE, Taken, receipt_of, returned_of
from tests.integration.notify_room import ACKNOWLEDGEMENT, BEARER, acknowledged, states
from tests.post_office import deliveries
from tests.specs.tables import rows

State = Delivery.State
ADDRESS = "/notify/receipts/"
UNSENT = {"failed", "uncertain", "cancelled", "returned"}
KINDS = {"email": "email", "text": "sms", "post": "letter"}
ROWS = [row.values[0] for row in rows("receipts.csv")]


@pytest.fixture(autouse=True)
def _token(settings):
    settings.NOTIFY_CALLBACK_TOKEN = CALLBACK_TOKEN
    settings.TEXT_BY = "notify"


def tell(content, **how) -> int:
    """Post it, as a machine does: no cookie, no token against forgery."""
    body = content if isinstance(content, (str, bytes)) else json.dumps(content)
    client = Client(enforce_csrf_checks=True)
    return client.post(
        ADDRESS, body, content_type="application/json", **(how or BEARER)
    ).status_code


def reference(world, row: Delivery) -> str:
    return f"{world.partnership.pk}-{row.pk}-0123456789abcdef"


def taken(world, row: Delivery) -> Taken:
    """As Notify knows the attempt."""
    return Taken(
        id=SERVICE, kind=KINDS[row.channel], reference=reference(world, row), content={}, status=""
    )


def receipt(world, row: Delivery, status: str) -> dict:
    """What Notify posts of it."""
    known = taken(world, row)
    return returned_of(known) if status == "returned" else receipt_of(known, status)


def put(world, row: Delivery, *, channel="email", state="accepted", told_at=None) -> Delivery:
    """The attempt has come so far, by Notify."""
    now = timezone.now()
    with world.inside():
        Delivery.objects.filter(pk=row.pk).update(
            channel=channel,
            state=state,
            transport="notify",
            provider_reference=reference(world, row),
            claimed_at=now,
            finished_at=now,
            reason="Something." if state in UNSENT else "",
        )
        Message.objects.filter(pk=row.message_id).update(told_at=told_at)
        Deadline.objects.filter(case_id=row.case_id, limit="acknowledge").update(
            met_at=told_at, met_by="acknowledgement.told" if told_at else ""
        )
        return Delivery.objects.get(pk=row.pk)


def everywhere(world):
    walk = acknowledged(world, email=True, text=True, post=True, phone="07700 900123")
    (row,) = deliveries(world, kind=ACKNOWLEDGEMENT)
    return walk, row


def met(world, walk):
    with world.inside():
        return Deadline.objects.get(case_id=walk.case_id, limit="acknowledge").met_at


def test_the_table_of_receipts(world):
    """Each row on the same attempt, which is put back afterwards."""
    walk, row = everywhere(world)
    wrong = []
    for case in ROWS:
        with transaction.atomic():
            told_at = walk.at if case["told"] == "yes" else None
            here = put(world, row, channel=case["channel"], state=case["before"], told_at=told_at)
            assert tell(receipt(world, here, case["status"])) == 200
            (first, *more) = deliveries(world, kind=ACKNOWLEDGEMENT)
            follows = ", ".join(f"{one.channel} {one.attempt} {one.state}" for one in more)
            told = "yes" if first.message.told_at else "no"
            found = (first.state, told, follows)
            if found != (case["after"], case["told_after"], case["follows"]):
                wrong.append(f"{case['id']}: {found}")
            if (met(world, walk) is not None) != (case["told_after"] == "yes"):
                wrong.append(f"{case['id']}: the date is not what the telling says")
            transaction.set_rollback(True)
    assert not wrong, "\n".join(wrong)


# --- What a failure after acceptance does ---------------------------------------------------------


def test_a_letter_that_did_not_arrive_is_owed_again_and_goes_by_post(world):
    """Accepted, so that the date was met; then the address was wrong: it is not met any more."""
    walk, row = everywhere(world)
    put(world, row, told_at=walk.at)
    tell(receipt(world, row, "permanent-failure"))
    assert states(world) == [("email", 1, "failed"), ("post", 1, "queued")]
    assert met(world, walk) is None
    with world.inside():
        (event,) = Event.objects.filter(case_id=walk.case_id, kind="letter.not_reached")
    assert event.payload["reopened"] == ["acknowledge"]
    assert set(event.payload) == {"message", "letter", "delivery", "channel", "reopened"}


def test_what_was_told_another_way_since_stays_told(world):
    """The first attempt fails after a second one was accepted: nothing is taken back or sent."""
    walk, row = everywhere(world)
    put(world, row, told_at=walk.at)
    with world.inside():
        Delivery.objects.create(
            partnership_id=row.partnership_id,
            application_id=row.application_id,
            case_id=row.case_id,
            message_id=row.message_id,
            channel="other",
            state=State.ACCEPTED,
            queued_at=timezone.now(),
            due_at=timezone.now(),
            reason="Read to her by telephone.",
        )
    tell(receipt(world, row, "permanent-failure"))
    assert states(world) == [("email", 1, "failed"), ("other", 1, "accepted")]
    assert met(world, walk) == walk.at


def test_a_retry_that_waits_is_spared_when_the_first_arrives_after_all(world):
    walk, row = everywhere(world)
    put(world, row, told_at=walk.at)
    tell(receipt(world, row, "temporary-failure"))
    assert states(world) == [("email", 1, "failed"), ("email", 2, "queued")]
    tell(receipt(world, row, "delivered"))
    assert states(world) == [("email", 1, "delivered"), ("email", 2, "cancelled")]
    assert met(world, walk) is not None


def test_a_case_that_has_ended_owes_nothing_again(world):
    walk, row = everywhere(world)
    put(world, row, told_at=walk.at)
    with world.inside():
        type(walk.case()).objects.filter(pk=walk.case_id).update(status="withdrawn")
    tell(receipt(world, row, "permanent-failure"))
    assert met(world, walk) == walk.at


def test_a_letter_that_came_back_is_on_record_and_its_address_is_not_used_again(world):
    """The date stays met, as when somebody marks it (ADR 29)."""
    walk, row = everywhere(world)
    put(world, row, channel="post", state="delivered", told_at=walk.at)
    for _ in range(2):
        tell(receipt(world, row, "returned"))
    assert states(world) == [("post", 1, "returned")]
    assert met(world, walk) == walk.at
    with world.inside():
        assert Event.objects.filter(case_id=walk.case_id, kind="letter.returned").count() == 1
        (way,) = ways(Delivery.objects.get(pk=row.pk).message.person, channels=("post",))
    assert "came back" in way.refused


# --- Who may tell, and what -----------------------------------------------------------------------


def test_only_who_shows_the_token_is_heard(world, settings):
    _, row = everywhere(world)
    put(world, row)
    content = receipt(world, row, "permanent-failure")
    for shown in (
        "",
        "Bearer",
        "Bearer wrong",
        f"Basic {CALLBACK_TOKEN}",
        f"Bearer {CALLBACK_TOKEN}x",
    ):
        assert tell(content, headers={"authorization": shown}) == 401
    assert states(world) == [("email", 1, "accepted")]
    settings.NOTIFY_CALLBACK_TOKEN = ""
    assert tell(content) == 404


NOT_OURS = [
    ("reference", None),
    ("reference", "of somebody else"),
    ("reference", "1-999999999-0123456789abcdef"),
    ("reference", "999999999999999999-1-0123456789abcdef"),
]


@pytest.mark.parametrize(("name", "value"), NOT_OURS)
def test_what_is_not_ours_changes_nothing_and_says_nothing(world, name, value):
    _, row = everywhere(world)
    put(world, row)
    assert tell(receipt(world, row, "permanent-failure") | {name: value}) == 200
    assert states(world) == [("email", 1, "accepted")]


def test_a_reference_with_a_wrong_end_or_kind_is_nobodys(world):
    """Numbers can be counted up; the end cannot be guessed."""
    _, row = everywhere(world)
    put(world, row)
    content = receipt(world, row, "permanent-failure")
    tell(content | {"reference": content["reference"][:-1] + "0"})
    tell(content | {"notification_type": "letter"})
    assert states(world) == [("email", 1, "accepted")]


MALFORMED = [
    b"",
    b"\xff",
    "[]",
    "null",
    '"delivered"',
    '{"status": "delivered"}',
    '{"id": "1", "reference": "x", "status": "sending", "notification_type": "email"}',
    '{"id": "1", "reference": 7, "status": "delivered", "notification_type": "email"}',
    '{"id": "1", "reference": "x", "status": ["delivered"], "notification_type": "email"}',
    '{"id": "1", "reference": "x", "status": "delivered", "notification_type": {"a": 1}}',
    '{"id": NaN, "reference": "x", "status": "delivered", "notification_type": "email"}',
    '{"date_sent": "2026-06-10", "reference": "x"}',
    "[" * 15_000,
]


@pytest.mark.parametrize("content", MALFORMED, ids=range(len(MALFORMED)))
def test_what_is_no_receipt_is_refused(db, content):
    assert tell(content) == 400


def test_a_body_without_end_is_not_read(db):
    assert tell('{"a": "' + "x" * 30_000 + '"}') == 413


def test_it_is_posted_and_nothing_else(db):
    assert Client().get(ADDRESS, **BEARER).status_code == 405
