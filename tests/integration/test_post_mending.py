"""What a person does where the post could not: allowed once, refused with a sentence, on record."""

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.events import verify_stream
from cases.models import Deadline, Event, OutboxEntry
from cases.permissions import NotPermitted
from cases.policies import NotNow
from notifications import delivering, telling
from notifications.commands import NoSuchDelivery
from notifications.delivering import deliver_queued
from notifications.letter_kinds import LetterKind
from notifications.mending import (
    NoSuchEvent,
    NoSuchMessage,
    mark_sent,
    send_again,
    tell_again,
    told_another_way,
)
from notifications.models import Delivery
from notifications.selectors import letters_of_case
from notifications.telling import MOST_ATTEMPTS, tell_waiting
from notifications.transports.protocol import ACCEPTED
from organisations.roles import Role
from tests.post_office import deliveries, messages, say_safe
from tests.walk import DAY, Walk

Channel, State = Delivery.Channel, Delivery.State
ACKNOWLEDGEMENT = LetterKind.ACKNOWLEDGEMENT
OTHERS = [role for role in Role if role not in {Role.SPOC}]

IDS_AND_KINDS = {"message", "letter", "delivery", "channel", "event", "kind", "met"}


def acknowledged(world, **channels: bool) -> Walk:
    """The acknowledgement is written; its deadline is open until somebody has been told."""
    walk = Walk(world)
    say_safe(world, walk, **channels)
    walk.acknowledge()
    tell_waiting()
    return walk


def left_in(world, state: str, **channels: bool) -> tuple[Walk, Delivery]:
    """The acknowledgement's e-mail has ended in this state."""
    walk = acknowledged(world, **({"email": True} | channels))
    (row,) = deliveries(world, kind=ACKNOWLEDGEMENT)
    now = timezone.now()
    with world.inside():
        Delivery.objects.filter(pk=row.pk).update(
            state=state, reason="The connection broke.", claimed_at=now, finished_at=now
        )
    return walk, row


def stuck(world, monkeypatch) -> tuple[Walk, OutboxEntry]:
    """The receipt could not be written, five times."""
    walk = Walk(world)
    monkeypatch.setattr(telling, "write_messages", lambda event: 1 / 0)
    for _ in range(MOST_ATTEMPTS):
        with world.inside():
            OutboxEntry.objects.filter(partnership=world.partnership).update(
                written_at=timezone.now() - dt.timedelta(days=1)
            )
        tell_waiting()
    monkeypatch.undo()
    return walk, entry_of(world)


def entry_of(world) -> OutboxEntry:
    with world.inside():
        return OutboxEntry.objects.get(
            partnership=world.partnership, event__kind="application.received"
        )


def spoc(world, walk, role: str = Role.SPOC) -> dict:
    return {
        "partnership_id": world.partnership.pk,
        "by": world.actor(role),
        "at": walk.at,
    }


def kinds(world, walk) -> list[str]:
    with world.inside():
        events = Event.objects.filter(partnership=world.partnership, case_id=walk.case_id)
        found = list(events.filter(kind__startswith="letter.").order_by("id"))
        verify_stream(partnership_id=world.partnership.pk, stream="case", stream_id=walk.case_id)
    for event in found:
        assert set(event.payload) <= {
            "message",
            "letter",
            "delivery",
            "channel",
            "event",
            "kind",
            "met",
        }
    return [event.kind for event in found]


def met(world, walk) -> Deadline:
    with world.inside():
        return Deadline.objects.get(
            partnership=world.partnership, case_id=walk.case_id, limit="acknowledge"
        )


# --- Try again --------------------------------------------------------------------------------


def test_a_letter_that_was_given_up_is_tried_again_and_written(world, monkeypatch):
    walk, entry = stuck(world, monkeypatch)
    assert entry.state == OutboxEntry.State.STUCK
    tell_again(**spoc(world, walk), event_id=entry.event_id)
    entry = entry_of(world)
    assert (entry.state, entry.attempts, entry.error) == ("waiting", 0, "")
    assert kinds(world, walk) == ["letter.tried_again"]
    assert tell_waiting() == 1
    assert [message.kind for message in messages(world)] == ["receipt"]


def test_it_gets_its_five_attempts_at_their_distances_again(world, monkeypatch):
    walk, entry = stuck(world, monkeypatch)
    tell_again(**spoc(world, walk), event_id=entry.event_id)
    monkeypatch.setattr(telling, "write_messages", lambda event: 1 / 0)
    tell_waiting()
    tell_waiting()
    assert (entry_of(world).state, entry_of(world).attempts) == ("waiting", 1)


def test_trying_twice_is_refused_and_does_nothing_twice(world, monkeypatch):
    walk, entry = stuck(world, monkeypatch)
    again = {**spoc(world, walk), "event_id": entry.event_id}
    tell_again(**again)
    with pytest.raises(NotNow, match="tried again already"):
        tell_again(**again)
    tell_waiting()
    with pytest.raises(NotNow, match="written meanwhile"):
        tell_again(**again)
    assert kinds(world, walk) == ["letter.tried_again"]


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_tries_again(world, monkeypatch, role):
    walk, entry = stuck(world, monkeypatch)
    with pytest.raises(NotPermitted):
        tell_again(**spoc(world, walk, role), event_id=entry.event_id)
    assert entry_of(world).state == OutboxEntry.State.STUCK


# --- Send again -------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [State.UNCERTAIN, State.FAILED])
def test_a_letter_is_sent_again_as_an_event_of_its_own(world, state):
    walk, row = left_in(world, state)
    mail.outbox.clear()
    made = send_again(
        **spoc(world, walk), message_id=row.message_id, channel=Channel.EMAIL, seen=row.pk
    )
    assert (made.channel, made.attempt, made.state) == ("email", 2, State.QUEUED)
    deliver_queued(at=walk.at)
    assert "letter.sent_again" in kinds(world, walk)
    assert met(world, walk).met_at == walk.at
    assert [row.state for row in deliveries(world, kind=ACKNOWLEDGEMENT)] == [state, "accepted"]


def test_a_letter_without_a_safe_way_goes_once_one_is_recorded(world):
    walk = acknowledged(world, email=False)
    last = deliveries(world, kind=ACKNOWLEDGEMENT)[-1]
    again = {**spoc(world, walk), "message_id": last.message_id, "channel": Channel.POST}
    with pytest.raises(NotNow, match="has not said that post is safe"):
        send_again(**again)
    say_safe(world, walk, post=True)
    assert send_again(**again).state == State.QUEUED


def test_what_is_not_safe_is_refused_however_it_is_asked_for(world):
    walk, row = left_in(world, State.UNCERTAIN)
    say_safe(world, walk, email=False)
    with pytest.raises(NotNow, match="e-mail is not safe"):
        send_again(**spoc(world, walk), message_id=row.message_id, channel=Channel.EMAIL)
    assert len(deliveries(world, kind=ACKNOWLEDGEMENT)) == 1
    assert "letter.sent_again" not in kinds(world, walk)


@pytest.mark.parametrize(
    ("state", "channel", "says"),
    [
        (State.QUEUED, Channel.EMAIL, "on its way already"),
        (State.SENDING, Channel.EMAIL, "on its way already"),
        (State.QUEUED, Channel.POST, "waits to be posted already"),
    ],
)
def test_nothing_is_sent_or_told_while_an_attempt_is_under_way(world, state, channel, says):
    walk, row = left_in(world, state)
    with world.inside():
        Delivery.objects.filter(pk=row.pk).update(channel=channel)
    with pytest.raises(NotNow, match=says):
        send_again(**spoc(world, walk), message_id=row.message_id, channel=Channel.EMAIL)
    with pytest.raises(NotNow, match=says):
        told_another_way(
            **spoc(world, walk),
            message_id=row.message_id,
            how="By telephone.",
            told_on=walk.at.date(),
        )


def test_a_page_that_has_grown_stale_sends_nothing(world):
    """Pressed twice, and the first attempt has failed by then: still one new attempt."""
    walk, row = left_in(world, State.UNCERTAIN)
    again = {
        **spoc(world, walk),
        "message_id": row.message_id,
        "channel": Channel.EMAIL,
        "seen": row.pk,
    }
    made = send_again(**again)
    with world.inside():
        Delivery.objects.filter(pk=made.pk).update(state=State.FAILED, reason="Refused (550).")
    with pytest.raises(NotNow, match="dealt with while you had the page open"):
        send_again(**again)
    assert len(deliveries(world, kind=ACKNOWLEDGEMENT)) == 2


def test_what_was_told_goes_again_only_when_that_is_meant(world):
    walk = acknowledged(world, email=True)
    deliver_queued(at=walk.at)
    (row,) = deliveries(world, kind=ACKNOWLEDGEMENT)
    again = {**spoc(world, walk), "message_id": row.message_id, "channel": Channel.EMAIL}
    with pytest.raises(NotNow, match="told this already"):
        send_again(**again)
    send_again(**again, though_told=True)
    deliver_queued(at=walk.at + DAY)
    assert met(world, walk).met_at == walk.at, "the first time counts"
    assert kinds(world, walk).count("letter.told") == 2, "receipt and acknowledgement, once each"


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_sends_again(world, role):
    walk, row = left_in(world, State.UNCERTAIN)
    with pytest.raises(NotPermitted):
        send_again(**spoc(world, walk, role), message_id=row.message_id, channel=Channel.EMAIL)
    assert len(deliveries(world, kind=ACKNOWLEDGEMENT)) == 1


# --- It was sent ------------------------------------------------------------------------------


def test_what_the_log_says_makes_an_uncertain_letter_told_on_its_day(world):
    """Looked up two days later: the date counts as kept on the day on which it went."""
    walk, row = left_in(world, State.UNCERTAIN)
    later = walk.at + 2 * DAY
    mark_sent(**spoc(world, walk) | {"at": later}, delivery_id=row.pk, sent_on=walk.at.date())
    (row,) = deliveries(world, kind=ACKNOWLEDGEMENT)
    assert (row.state, row.marked_by_id) == (State.ACCEPTED, world.people[Role.SPOC].pk)
    assert row.reason == "The connection broke.", "what was not known stays on record"
    assert met(world, walk).met_at.date() == walk.at.date()
    assert kinds(world, walk)[-2:] == ["letter.marked_sent", "letter.told"]
    with pytest.raises(NotNow, match="known by now"):
        mark_sent(**spoc(world, walk), delivery_id=row.pk, sent_on=walk.at.date())


@pytest.mark.parametrize("state", [State.QUEUED, State.SENDING, State.FAILED, State.ACCEPTED])
def test_only_what_nobody_knows_is_marked(world, state):
    walk, row = left_in(world, state)
    with pytest.raises(NotNow):
        mark_sent(**spoc(world, walk), delivery_id=row.pk, sent_on=walk.at.date())
    assert met(world, walk).met_at is None


@pytest.mark.parametrize(("days", "says"), [(1, "in the future"), (-1, "before the letter")])
def test_a_day_that_cannot_be_right_is_refused(world, days, says):
    walk, row = left_in(world, State.UNCERTAIN)
    day = walk.at.date() + days * DAY
    with pytest.raises(NotNow, match=says):
        mark_sent(**spoc(world, walk), delivery_id=row.pk, sent_on=day)
    with pytest.raises(NotNow, match=says):
        told_another_way(
            **spoc(world, walk), message_id=row.message_id, how="By telephone.", told_on=day
        )
    assert met(world, walk).met_at is None


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_marks_as_sent(world, role):
    walk, row = left_in(world, State.UNCERTAIN)
    with pytest.raises(NotPermitted):
        mark_sent(**spoc(world, walk, role), delivery_id=row.pk, sent_on=walk.at.date())


# --- Told another way -------------------------------------------------------------------------


def by_telephone(world, walk, message_id: int, **more) -> Delivery:
    given = {"how": "Read to her by telephone.", "told_on": walk.at.date()} | more
    return told_another_way(**spoc(world, walk), message_id=message_id, **given)


@pytest.mark.parametrize("state", [State.UNCERTAIN, State.FAILED])
def test_told_by_telephone_counts_as_told_and_says_how(world, state):
    walk, row = left_in(world, state)
    made = by_telephone(world, walk, row.message_id)
    assert (made.channel, made.state) == (Channel.OTHER, State.ACCEPTED)
    assert met(world, walk).met_at == walk.at
    assert kinds(world, walk)[-2:] == ["letter.told_another_way", "letter.told"]
    with world.inside():
        (shown, *_) = letters_of_case(walk.case())
    assert shown.delivery_text == "Told another way on Wednesday 10 June 2026"
    assert shown.note == "Read to her by telephone."
    assert shown.trouble is None
    with pytest.raises(NotNow, match="told this already"):
        by_telephone(world, walk, row.message_id)


@pytest.mark.parametrize("how", ["", "  ", "x" * 201])
def test_how_they_were_told_must_be_said(world, how):
    walk, row = left_in(world, State.FAILED)
    with pytest.raises(NotNow, match="how the applicant was told"):
        by_telephone(world, walk, row.message_id, how=how)


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_says_that_somebody_was_told(world, role):
    walk, row = left_in(world, State.FAILED)
    with pytest.raises(NotPermitted):
        told_another_way(
            **spoc(world, walk, role), message_id=row.message_id, how="x", told_on=walk.at.date()
        )


def test_an_answer_that_comes_late_tells_nobody_twice(world):
    """Told by telephone, then the mail server's answer comes in after all."""
    walk, row = left_in(world, State.UNCERTAIN)
    by_telephone(world, walk, row.message_id)
    delivering.finish(
        partnership_id=world.partnership.pk,
        delivery_id=row.pk,
        result=ACCEPTED,
        at=walk.at + DAY,
    )
    assert met(world, walk).met_at == walk.at
    assert kinds(world, walk).count("letter.told") == 1


# --- In what order ----------------------------------------------------------------------------


ORDER = ["notifications_delivery", "notifications_message", "cases_case", "pg_advisory_xact_lock"]


def locks_of(queries) -> list[str]:
    """What was locked, in order, each once."""
    found = []
    for query in (one["sql"] for one in queries):
        if "pg_advisory" in query:
            found.append("pg_advisory_xact_lock")
        elif "FOR NO KEY UPDATE" in query:
            found.append(query.partition(' FROM "')[2].partition('"')[0])
    return list(dict.fromkeys(found))


@pytest.fixture
def readable(settings):
    """Statements are sent as they are, so that what they lock stands in them."""
    settings.DATABASE_PREPARE = False


@pytest.mark.parametrize("mend", ["send", "mark", "tell"])
@pytest.mark.usefixtures("readable")
def test_locks_are_taken_in_one_order_so_that_nobody_waits_for_each_other(world, mend):
    """Workers that note an answer lock delivery, message, case, stream; commands case, stream."""
    walk, row = left_in(world, State.UNCERTAIN)
    again = {"message_id": row.message_id, "channel": Channel.EMAIL}
    marked = {"delivery_id": row.pk, "sent_on": walk.at.date()}
    with CaptureQueriesContext(connection) as queries:
        if mend == "send":
            send_again(**spoc(world, walk), **again)
        elif mend == "mark":
            mark_sent(**spoc(world, walk), **marked)
        else:
            by_telephone(world, walk, row.message_id)
    found = locks_of(queries)
    assert found == ORDER[ORDER.index(found[0]) :]


@pytest.mark.usefixtures("readable")
def test_trying_again_locks_the_case_before_its_stream(world, monkeypatch):
    walk, entry = stuck(world, monkeypatch)
    with CaptureQueriesContext(connection) as queries:
        tell_again(**spoc(world, walk), event_id=entry.event_id)
    assert locks_of(queries) == ["cases_outboxentry", "cases_case", "pg_advisory_xact_lock"]


# --- Other partnerships -----------------------------------------------------------------------


def test_what_is_another_partnership_s_is_not_there(world, monkeypatch):
    walk, row = left_in(world, State.UNCERTAIN)
    place = spoc(world, walk) | {"partnership_id": world.neighbour.pk}
    with pytest.raises(NoSuchEvent):
        tell_again(**place, event_id=entry_of(world).event_id)
    with pytest.raises(NoSuchMessage):
        send_again(**place, message_id=row.message_id, channel=Channel.EMAIL)
    with pytest.raises(NoSuchDelivery):
        mark_sent(**place, delivery_id=row.pk, sent_on=walk.at.date())
    with pytest.raises(NoSuchMessage):
        told_another_way(**place, message_id=row.message_id, how="x", told_on=walk.at.date())
