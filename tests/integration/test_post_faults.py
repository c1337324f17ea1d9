"""Events and e-mails that cannot be dealt with never hold up the others, whatever they break."""

import datetime as dt

import pytest
from django.db import OperationalError
from django.utils import timezone

from cases.commands.applying import submit_application
from cases.models import OutboxEntry
from notifications import delivering, paper, telling
from notifications.delivering import deliver_queued
from notifications.telling import MOST_ATTEMPTS, tell_waiting
from organisations.actors import SYSTEM_ACTOR
from organisations.tenancy import Scope, transaction_in
from tests.fire.mail_server import Fault, MailServer
from tests.post_office import deliveries
from tests.walk import Walk
from tests.world import NOON, joans_submission, make_district, publish

State = OutboxEntry.State


class Killed(BaseException):
    """As the kernel ends a process: nothing catches it."""


def states(world, partnership=None) -> list[str]:
    """Of the outbox's entries, oldest first."""
    partnership = partnership or world.partnership
    with transaction_in(Scope.staff(partnership.pk)):
        entries = OutboxEntry.objects.filter(partnership=partnership).order_by("id")
        return list(entries.values_list("state", flat=True))


def age(world) -> None:
    """Enough time passes for the next attempt."""
    with world.inside():
        entries = OutboxEntry.objects.filter(partnership=world.partnership)
        entries.update(written_at=timezone.now() - dt.timedelta(days=1))


@pytest.fixture
def poison(monkeypatch):
    """`poison(error, *walks)`: the letters of these walks cannot be written."""
    whole = paper.context

    def poisons(error: BaseException, *walks: Walk):
        bad = {walk.submitted.application.pk for walk in walks}

        def context(*, application_id, **given):
            if application_id in bad:
                raise error
            return whole(application_id=application_id, **given)

        monkeypatch.setattr(paper, "context", context)

    return poisons


def test_a_letter_that_ends_its_worker_does_not_end_the_next_ones(world, poison):
    """The attempt is counted before it begins; after the last one the event is stuck."""
    bad, good = Walk(world), Walk(world)
    poison(Killed(), bad)
    with pytest.raises(Killed):
        tell_waiting()
    assert states(world) == [State.WAITING, State.WAITING]
    with pytest.raises(Killed):  # what nobody has tried comes first, then the bad one again
        tell_waiting()
    assert states(world) == [State.WAITING, State.TOLD]
    for _ in range(MOST_ATTEMPTS - 2):
        age(world)
        with pytest.raises(Killed):
            tell_waiting()
    age(world)
    assert tell_waiting() == 0
    assert states(world) == [State.STUCK, State.TOLD]
    with world.inside():
        entry = OutboxEntry.objects.get(event__case_id=bad.case_id)
    assert (entry.attempts, entry.error) == (MOST_ATTEMPTS, OutboxEntry.INTERRUPTED)
    assert good.case().status == "received"


def test_a_full_batch_of_bad_events_holds_the_good_one_up_for_one_sweep_only(
    world, poison, monkeypatch
):
    monkeypatch.setattr(telling, "AT_ONCE", 2)
    bad = [Walk(world) for _ in range(3)]
    Walk(world)
    poison(ValueError(), *bad)
    assert [tell_waiting(), tell_waiting()] == [0, 1]
    assert states(world) == [State.WAITING] * 3 + [State.TOLD]


def test_a_partnership_whose_every_event_fails_holds_up_no_other(world, poison):
    bad = [Walk(world) for _ in range(3)]
    poison(OperationalError("for one row, not for all"), *bad)
    with transaction_in(Scope.staff(world.neighbour.pk)):
        district = make_district(world.neighbour, "ashfield", "Ashfield")
        publish(world.neighbour, "ashfield")
    submission = joans_submission(world, district_id=district.pk, incidents=())
    submit_application(partnership=world.neighbour, submission=submission, by=SYSTEM_ACTOR, at=NOON)
    assert tell_waiting() == 1
    assert states(world) == [State.WAITING] * 3
    assert states(world, world.neighbour) == [State.TOLD]


def test_an_event_that_the_database_refuses_does_not_end_the_sweep(world, monkeypatch):
    """Even where the failure itself cannot be noted."""
    Walk(world)
    good = Walk(world)
    whole = telling.tell

    def refused(*, event_id, **more):
        if event_id != good_event:
            raise OperationalError
        return whole(event_id=event_id, **more)

    with world.inside():
        good_event = OutboxEntry.objects.get(event__case_id=good.case_id).event_id
    monkeypatch.setattr(telling, "tell", refused)
    assert tell_waiting() == 1


def test_an_email_that_the_database_refuses_does_not_end_the_sweep(world, monkeypatch, mailoutbox):
    bad, good = Walk(world), Walk(world)
    tell_waiting()
    whole = delivering._compose

    def refused(delivery, **more):
        if delivery.message.application_id == bad.submitted.application.pk:
            raise OperationalError
        return whole(delivery, **more)

    monkeypatch.setattr(delivering, "_compose", refused)
    assert deliver_queued(at=good.at) == 1
    assert [row.state for row in deliveries(world, kind="receipt")] == ["queued", "accepted"]


# --- What is known is written down ------------------------------------------------------------


def test_what_is_known_is_written_down_when_the_database_comes_back(world, monkeypatch, mailoutbox):
    walk = Walk(world)
    tell_waiting()
    whole, tries = delivering.finish, []

    def away(**known):
        tries.append(known)
        if len(tries) < 3:
            raise OperationalError
        whole(**known)

    monkeypatch.setattr(delivering, "finish", away)
    monkeypatch.setattr(delivering, "PATIENCE", (0, 0, 0))
    assert deliver_queued(at=walk.at) == 1
    assert [row.state for row in deliveries(world, kind="receipt")] == ["accepted"]
    assert (len(tries), len(mailoutbox)) == (3, 1)


@pytest.fixture
def mail_server(settings):
    server = MailServer()
    settings.EMAIL_BACKEND = "notifications.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    ("point", "found"),
    [
        ("EHLO", [("failed", 1), ("queued", 2)]),
        ("MAIL", [("failed", 1), ("queued", 2)]),
        ("RCPT", [("failed", 1), ("queued", 2)]),
        ("DATA", [("failed", 1), ("queued", 2)]),
        ("body", [("uncertain", 1)]),
    ],
)
def test_a_connection_that_breaks_is_uncertain_only_once_the_message_may_have_gone(
    world, mail_server, point, found
):
    walk = Walk(world)
    tell_waiting()
    with mail_server.failing(point, Fault(hang_up=True)):
        deliver_queued(at=walk.at)
    rows = deliveries(world, kind="receipt")
    assert [(row.state, row.attempt) for row in rows] == found
    assert mail_server.accepted == []


def test_an_answer_that_nobody_understands_is_uncertain(world, mail_server):
    walk = Walk(world)
    tell_waiting()
    with mail_server.failing("body", Fault(answer="299 perhaps")):
        deliver_queued(at=walk.at)
    (row,) = deliveries(world, kind="receipt")
    assert (row.state, "not understood (299)" in row.reason) == ("uncertain", True)


def test_a_server_that_looks_at_a_message_for_a_while_is_waited_for(world, mail_server, settings):
    """Longer than for any other answer: an uncertain message costs a person's time."""
    settings.EMAIL_TIMEOUT = 0.5
    walk = Walk(world)
    tell_waiting()
    with mail_server.failing("body", Fault(seconds=1)):
        deliver_queued(at=walk.at)
    (row,) = deliveries(world, kind="receipt")
    assert row.state == "accepted"
