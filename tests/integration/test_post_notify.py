"""Sending by GOV.UK Notify: what each answer means, and that what is unknown is found out.

Whatever goes wrong: none is lost, none is sent twice by itself, and the states are true.
"""

import base64
import datetime as dt
import time
from dataclasses import dataclass

import pytest
from django.core.cache import cache
from django.utils import timezone

from cases.models import Deadline, Person
from notifications import asking, nudge, sending, settling
from notifications.asking import ASK_FOR, SURELY_NOT_AFTER, ask_due
from notifications.delivering import LOST_AFTER, deliver
from notifications.letters import posted_bytes
from notifications.models import Delivery, Letter
from notifications.receipts import receive
from notifications.selectors import letters_of_case, letters_to_post
from notifications.transports import by_notify, notify_client
from organisations.roles import Role
from tests.fake_notify import REFUSES, Fault, receipt_of
from tests.integration.notify_room import (
    ACKNOWLEDGEMENT,
    acknowledged,
    fake_notify,
    make_due,
    notify,
    send,
    states,
)
from tests.post_office import deliveries

__all__ = ["fake_notify", "notify"]

LATER = SURELY_NOT_AFTER + dt.timedelta(minutes=1)


def met(world, walk) -> bool:
    with world.inside():
        return Deadline.objects.get(case_id=walk.case_id, limit="acknowledge").met_at is not None


def told_events(world, walk) -> int:
    with world.inside():
        events = walk.case().events.filter(kind="letter.told")
        return events.filter(payload__letter=ACKNOWLEDGEMENT).count()


# --- What goes out --------------------------------------------------------------------------------


def test_an_email_goes_with_its_words_and_a_reference_that_says_nothing(world, notify):
    walk = acknowledged(world, email=True)
    send(walk)
    (taken,) = notify.taken
    (row,) = deliveries(world, kind=ACKNOWLEDGEMENT)
    assert (row.state, row.transport, row.provider_reference) == (
        "accepted",
        "notify",
        taken.reference,
    )
    assert taken.reference.startswith(f"{world.partnership.pk}-{row.pk}-")
    assert taken.content["email_address"] == "joan.marsh@home.example"
    words = taken.content["personalisation"]
    assert words["subject"] == f"You have a message: {walk.submitted.application.reference}"
    assert f"/p/{world.partnership.slug}/track/" in words["body"]
    assert met(world, walk)


def test_a_letter_goes_as_the_stored_bytes_and_counts_once_it_is_at_the_printers(world, notify):
    """Notify looks at it first: it may still refuse the layout or the address."""
    walk = acknowledged(world, email=False, post=True)
    send(walk)
    (taken,) = notify.taken
    with world.inside():
        letter = Letter.objects.get(message__kind=ACKNOWLEDGEMENT)
        assert base64.b64decode(taken.content["content"]) == posted_bytes(letter)
    assert states(world)[-1] == ("post", 1, "sending")
    assert not met(world, walk)
    make_due(world, after=LOST_AFTER * 2)
    send(walk)
    assert states(world)[-1] == ("post", 1, "sending"), "it is not lost: Notify has it"
    ask_due(at=walk.at)
    assert states(world)[-1] == ("post", 1, "sending")
    for status, state in (("accepted", "accepted"), ("received", "delivered")):
        taken.status = status
        make_due(world)
        ask_due(at=walk.at)
        assert states(world)[-1] == ("post", 1, state)
        assert met(world, walk)
    assert told_events(world, walk) == 1
    assert len(notify.taken) == 1


@pytest.mark.parametrize("status", ["validation-failed", "virus-scan-failed", "cancelled"])
def test_a_letter_that_is_not_printed_is_a_task_for_a_person(world, notify, status):
    walk = acknowledged(world, email=False, post=True)
    send(walk)
    notify.taken[0].status = status
    make_due(world)
    ask_due(at=walk.at)
    assert states(world)[-1] == ("post", 1, "failed")
    assert not met(world, walk)
    with world.inside():
        (shown, *_) = letters_of_case(walk.case())
    assert shown.trouble.may_send_again
    assert "will not print it" in shown.problem


def test_a_letter_that_is_too_long_for_their_printer_is_not_handed_over(world, notify):
    walk = acknowledged(world, email=False, post=True)
    with world.inside():
        Letter.objects.filter(message__kind=ACKNOWLEDGEMENT).update(pages=11)
    send(walk)
    row = deliveries(world, kind=ACKNOWLEDGEMENT)[-1]
    assert (row.state, row.reason) == ("failed", by_notify.TOO_LONG)
    assert notify.taken == []


def test_a_letter_of_which_nothing_is_heard_is_for_a_person_after_six_days(world, notify):
    walk = acknowledged(world, email=False, post=True)
    send(walk)
    with world.inside():
        Delivery.objects.filter(partnership=world.partnership, state="sending").update(
            handed_over_at=timezone.now() - ASK_FOR
        )
    ask_due(at=walk.at)
    assert states(world)[-1] == ("post", 1, "uncertain")
    assert not met(world, walk)


def test_nothing_is_offered_to_be_posted_by_hand_where_post_goes_by_itself(world, notify, client):
    acknowledged(world, email=False, post=True)
    with world.inside():
        assert letters_to_post(partnership_id=world.partnership.pk) == []
    client.force_login(world.people[Role.SPOC])
    page = client.get(f"/spoc/{world.partnership.slug}/letters/").content.decode()
    assert "Letters go to the printer by themselves." in page


# --- Each fault -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Met:
    """A fault at a point, the states that come of it at once, and those in the end."""

    point: str
    fault: Fault
    at_once: list
    in_the_end: list
    taken: int = 1

    def __str__(self) -> str:
        did = self.fault.status or ("silent" if self.fault.silent else "hangs-up")
        return f"{self.point}-{did}".replace(" ", "-")


AGAIN = [("email", 1, "failed"), ("email", 2, "queued")]
AGAIN_ENDS = [("email", 1, "failed"), ("email", 2, "accepted")]
UNKNOWN = [("email", 1, "uncertain")]
TAKEN = [("email", 1, "accepted")]
BY_POST = [("email", 1, "failed"), ("post", 1, "queued")]
HANGS_UP, SILENT = Fault(hang_up=True), Fault(silent=True)

MET = [
    Met(REFUSES, Fault(), AGAIN, AGAIN_ENDS),
    Met("connect", HANGS_UP, UNKNOWN, AGAIN_ENDS),
    Met("request", HANGS_UP, UNKNOWN, AGAIN_ENDS),
    Met("request", SILENT, UNKNOWN, AGAIN_ENDS),
    *(Met("request", Fault(status=code), UNKNOWN, AGAIN_ENDS) for code in (500, 502, 503)),
    Met("request", Fault(status=429, error="RateLimitError"), AGAIN, AGAIN_ENDS),
    *(Met("request", Fault(status=code), BY_POST, BY_POST, taken=0) for code in (400, 403, 413)),
    *(Met("taken", fault, UNKNOWN, TAKEN) for fault in (HANGS_UP, SILENT, Fault(status=500))),
    Met("taken", Fault(status=299), UNKNOWN, TAKEN),
    Met("answer", HANGS_UP, TAKEN, TAKEN),
]


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits half a minute for an answer in a test."""
    monkeypatch.setattr(notify_client, "ANSWER_SECONDS", 0.2)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("case", MET, ids=str)
def test_each_fault_at_each_point(world, notify, settings, case):
    """None lost, none twice by itself, states true: at once, and when time has passed."""
    settings.POST_BY = "print"
    walk = acknowledged(world, email=True, post=True)
    with notify.failing(case.point, case.fault):
        send(walk)
        assert states(world) == case.at_once
        assert met(world, walk) == (case.at_once == TAKEN)
    make_due(world, after=LATER)
    for _ in range(2):
        ask_due(at=walk.at)
        make_due(world)
        send(walk)
    assert states(world) == case.in_the_end
    assert len(notify.taken) == case.taken
    assert met(world, walk) == (case.in_the_end in (AGAIN_ENDS, TAKEN))
    assert told_events(world, walk) == met(world, walk)
    assert all("joan" not in row.reason for row in deliveries(world, kind=ACKNOWLEDGEMENT))
    cache.delete(by_notify.CONFIGURATION_KEY)


def test_what_notify_does_not_know_yet_is_not_sent_again_too_soon(world, notify):
    """Its own queue may still hold it: for half an hour that proves nothing."""
    walk = acknowledged(world, email=True)
    with notify.failing("request", Fault(status=500)):
        send(walk)
    for _ in range(3):
        make_due(world)
        ask_due(at=walk.at)
    assert states(world) == UNKNOWN
    assert len(notify.asked) == 3
    assert notify.taken == []


def test_while_notify_cannot_be_asked_nothing_is_concluded(world, notify):
    walk = acknowledged(world, email=True)
    with notify.failing("taken", HANGS_UP):
        send(walk)
    make_due(world, after=LATER)
    for point, fault in ((REFUSES, Fault()), ("question", Fault(status=500))):
        with notify.failing(point, fault):
            make_due(world)
            ask_due(at=walk.at)
            assert states(world) == UNKNOWN
    make_due(world)
    ask_due(at=walk.at)
    assert states(world) == TAKEN
    assert len(notify.taken) == 1


def test_two_sweeps_at_once_ask_once(world, notify):
    walk = acknowledged(world, email=True)
    with notify.failing("taken", HANGS_UP):
        send(walk)
    make_due(world)
    (row,) = deliveries(world, kind=ACKNOWLEDGEMENT)
    about = {"partnership_id": world.partnership.pk, "delivery_id": row.pk, "at": walk.at}
    assert asking.ask_about(**about) is True
    assert asking.ask_about(**about) is False
    assert len(notify.asked) == 1


def test_a_daily_limit_is_waited_out(world, notify):
    walk = acknowledged(world, email=True)
    with notify.failing("request", Fault(status=429, error="TooManyRequestsError")):
        send(walk)
    again = deliveries(world, kind=ACKNOWLEDGEMENT)[-1]
    midnight = (again.queued_at + dt.timedelta(days=1)).replace(hour=0, minute=0)
    assert again.due_at >= midnight


def test_the_wait_that_notify_asks_for_is_kept(world, notify):
    walk = acknowledged(world, email=True)
    with notify.failing("request", Fault(status=429, headers={"Retry-After": "3600"})):
        send(walk)
    again = deliveries(world, kind=ACKNOWLEDGEMENT)[-1]
    assert again.due_at - again.queued_at >= dt.timedelta(seconds=3600)


def test_a_key_that_is_refused_is_shown_to_the_operator(world, notify, settings, client):
    """Nobody but the operator can mend it, so health says so."""
    settings.NOTIFY_API_KEY = settings.NOTIFY_API_KEY[:-1] + "1"
    walk = acknowledged(world, email=True)
    send(walk)
    (row, *_) = deliveries(world, kind=ACKNOWLEDGEMENT)
    assert (row.state, "(403)" in row.reason) == ("failed", True)
    assert by_notify.refuses() == 403
    cache.delete(by_notify.CONFIGURATION_KEY)
    assert notify.taken == []


# --- Receipts in between --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "ends"),
    [("delivered", [("email", 1, "delivered")]), ("permanent-failure", BY_POST)],
)
def test_a_receipt_that_comes_before_the_answer_is_what_holds(
    world, notify, settings, monkeypatch, status, ends
):
    """Told by the receipt; the answer that follows changes nothing."""
    settings.POST_BY = "print"
    walk = acknowledged(world, email=True, post=True)
    whole = sending.send

    def quicker(claimed):
        result = whole(claimed)
        receive(receipt_of(notify.taken[0], status), at=walk.at)
        return result

    monkeypatch.setattr(sending, "send", quicker)
    send(walk)
    assert states(world) == ends
    for _ in range(2):
        receive(receipt_of(notify.taken[0], status), at=walk.at)
    assert states(world) == ends
    assert told_events(world, walk) == (status == "delivered")
    assert met(world, walk) == (status == "delivered")


def test_a_receipt_for_an_old_attempt_does_not_touch_the_new_one(world, notify):
    walk = acknowledged(world, email=True)
    send(walk)
    receive(receipt_of(notify.taken[0], "temporary-failure"), at=walk.at)
    make_due(world)
    send(walk)
    assert states(world) == AGAIN_ENDS
    receive(receipt_of(notify.taken[0], "permanent-failure"), at=walk.at)
    assert states(world) == AGAIN_ENDS
    assert met(world, walk)


# --- Workers that die, brokers that are away ------------------------------------------------------


class Killed(BaseException):
    """As the kernel ends a process: nothing catches it."""


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_worker_killed_while_sending_is_found_out_about(world, notify, monkeypatch, when):
    """Before: sent once, later. After: Notify has it, so that nothing is sent again."""
    walk = acknowledged(world, email=True)
    whole = sending.send

    def killed(claimed):
        if when == "after":
            whole(claimed)
        raise Killed

    monkeypatch.setattr(sending, "send", killed)
    (row,) = deliveries(world, kind=ACKNOWLEDGEMENT)
    with pytest.raises(Killed):
        deliver(partnership_id=world.partnership.pk, delivery_id=row.pk, at=walk.at)
    monkeypatch.undo()
    make_due(world, after=LATER)
    for _ in range(2):
        send(walk)
        make_due(world)
        ask_due(at=walk.at)
    make_due(world)
    send(walk)
    assert states(world) == (AGAIN_ENDS if when == "before" else TAKEN)
    assert len(notify.taken) == 1


def test_a_request_that_a_stopped_machine_sends_later_is_not_taken(world, notify, monkeypatch):
    """Claimed, halted for a minute: by then Notify would not take its token, and it is not sent."""
    walk = acknowledged(world, email=True)
    whole = time.time
    monkeypatch.setattr(notify_client.time, "time", lambda: whole() + 60)
    send(walk)
    monkeypatch.undo()
    assert states(world)[0] == ("email", 1, "failed")
    assert notify.taken == []


def test_a_broker_that_was_away_for_an_hour_loses_and_doubles_nothing(world, notify, monkeypatch):
    """No nudge comes through while letters are written; an hour later the sweeps do it all."""

    def away(*args, **kwargs):
        raise ConnectionRefusedError

    monkeypatch.setattr(nudge.current_app, "send_task", away)
    walk = acknowledged(world, email=True)
    assert notify.taken == []
    make_due(world, after=dt.timedelta(hours=1))
    for _ in range(3):
        send(walk)
    assert states(world) == TAKEN
    assert len(notify.taken) == 1


# --- Bad input ------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: all@evil.example", "a@b.example, c@d.e"])
def test_an_address_that_is_none_is_handed_to_nobody(world, notify, address):
    walk = acknowledged(world, email=True)
    with world.inside():
        Person.objects.filter(partnership=world.partnership).update(email=address)
    send(walk)
    assert states(world)[0] == ("email", 1, "failed")
    assert notify.taken == []


def test_what_people_typed_is_no_markup_in_an_email_by_notify():
    """Notify reads Markdown; our own addresses stay links."""
    shown = by_notify._as_typed(
        "Dear [x](http://evil.example) *Joan*\nhttp://127.0.0.1:8000/p/a_b/"
    )
    assert "\\[x\\]\\(http://evil.example\\)" in shown
    assert "\\*Joan\\*" in shown


def test_the_last_attempt_is_the_last(world, notify, settings):
    """Away for good: four attempts at growing distances, then the next way."""
    settings.POST_BY = "print"
    walk = acknowledged(world, email=True, post=True)
    with notify.failing(REFUSES, Fault()):
        for _ in range(settling.MOST_ATTEMPTS + 1):
            make_due(world)
            send(walk)
    assert states(world)[-1] == ("post", 1, "queued")
    assert len(states(world)) == settling.MOST_ATTEMPTS + 1
