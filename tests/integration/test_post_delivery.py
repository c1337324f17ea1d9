"""Delivery: by safe ways only, once; what became of it is known, or said to be unknown."""

import datetime as dt
import smtplib
import socket

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.utils import timezone

from cases.models import Case, Deadline, Event, Person, SafeContact
from cases.permissions import NotPermitted
from cases.policies import NotNow
from notifications import delivering, sending, settling
from notifications.commands import NoSuchDelivery, mark_posted
from notifications.delivering import deliver, deliver_queued
from notifications.letter_kinds import LetterKind
from notifications.models import Delivery, MailboxEntry, NotADemonstration
from notifications.selectors import letters_of_case, letters_to_post
from notifications.telling import tell_waiting
from notifications.transports import by_smtp
from notifications.transports.protocol import ACCEPTED
from organisations.roles import Role
from tests.post_office import deliveries, rejected, say_safe
from tests.walk import DAY, Walk
from tests.world import joans_submission

Channel, State = Delivery.Channel, Delivery.State
ACKNOWLEDGEMENT = LetterKind.ACKNOWLEDGEMENT


def post_round(walk) -> None:
    """Both sweeps, as beat runs them."""
    tell_waiting()
    deliver_queued(at=walk.at)


def acknowledged(world, **channels: bool) -> Walk:
    walk = Walk(world)
    say_safe(world, walk, **channels)
    walk.acknowledge()
    return walk


def deadline(world, walk) -> Deadline:
    with world.inside():
        return Deadline.objects.get(
            partnership=world.partnership, case_id=walk.case_id, limit="acknowledge"
        )


def make_due(world) -> None:
    """Time passes until the next attempt."""
    with world.inside():
        Delivery.objects.filter(partnership=world.partnership).update(due_at=timezone.now())


def states(world, kind=ACKNOWLEDGEMENT) -> list[tuple[str, int, str]]:
    return [(row.channel, row.attempt, row.state) for row in deliveries(world, kind=kind)]


@pytest.fixture
def broken_mail(monkeypatch):
    """The mail server answers as the test says: `broken_mail(error)`."""

    def breaks(error: Exception, *, at: str = "send"):
        class Broken:
            def open(self):
                if at == "open":
                    raise error

            def close(self):
                raise smtplib.SMTPServerDisconnected

            def send_messages(self, messages):
                raise error

        monkeypatch.setattr(by_smtp, "get_connection", lambda: Broken())

    return breaks


# --- Where it is allowed to go ----------------------------------------------------------------


def test_email_is_sent_where_it_is_safe_and_meets_the_deadline(world):
    """Accepted by the server: the acknowledgement has been told, and its deadline is met."""
    walk = acknowledged(world, email=True)
    tell_waiting()
    assert states(world) == [("email", 1, "queued")]
    assert deadline(world, walk).met_at is None
    deliver_queued(at=walk.at)
    assert states(world) == [("email", 1, "accepted")]
    met = deadline(world, walk)
    assert (met.met_at, met.met_by) == (walk.at, "acknowledgement.told")
    assert met.told_on == walk.at.date()


@pytest.mark.parametrize("unsafe", [False, None])
def test_no_email_where_it_is_not_said_to_be_safe(world, unsafe):
    """Unsafe, or never asked: a letter to post instead, and the reason is on record."""
    walk = Walk(world)
    say_safe(world, walk, post=True)
    with world.inside():
        rows = SafeContact.objects.filter(partnership=world.partnership, channel="email")
        rows.delete() if unsafe is None else rows.update(safe=False)
    walk.acknowledge()
    post_round(walk)
    assert states(world) == [("email", 1, "cancelled"), ("post", 1, "queued")]
    refused = deliveries(world, kind=ACKNOWLEDGEMENT)[0]
    assert "e-mail is" in refused.reason
    assert mail.outbox == []
    assert deadline(world, walk).met_at is None


def test_no_safe_way_at_all_is_shown_as_a_problem(world):
    walk = acknowledged(world, email=False)
    post_round(walk)
    assert states(world) == [("email", 1, "cancelled"), ("post", 1, "cancelled")]
    with world.inside():
        rows = letters_of_case(Case.objects.get(pk=walk.case_id))
    assert rows[0].kind == ACKNOWLEDGEMENT
    assert "No safe way to write" in rows[0].problem
    assert mail.outbox == []


def test_no_address_is_no_way(world):
    applicant = joans_submission(world).applicant
    walk = Walk(world, applicant=type(applicant)(full_name="Joan Marsh"))
    say_safe(world, walk, email=True, post=True)
    walk.acknowledge()
    post_round(walk)
    reasons = [row.reason for row in deliveries(world, kind=ACKNOWLEDGEMENT)]
    assert reasons == ["There is no e-mail address.", "There is no postal address."]


def test_the_preferred_way_comes_first(world):
    walk = Walk(world)
    say_safe(world, walk, post=True)
    with world.inside():
        contacts = SafeContact.objects.filter(partnership=world.partnership)
        contacts.update(preferred=False)
        contacts.filter(channel="post").update(preferred=True)
    walk.acknowledge()
    post_round(walk)
    assert states(world) == [("post", 1, "queued")]


def test_who_says_today_that_email_is_not_safe_gets_none_tomorrow(world):
    """Asked again at the moment of sending, whatever was true when the letter was written."""
    walk = acknowledged(world, email=True, post=True)
    tell_waiting()
    mail.outbox.clear()
    say_safe(world, walk, email=False)
    deliver_queued(at=walk.at)
    assert states(world) == [("email", 1, "cancelled"), ("post", 1, "queued")]
    assert mail.outbox == []


def test_who_says_that_post_is_not_safe_gets_no_letter_by_post(world):
    walk = acknowledged(world, email=False, post=True)
    post_round(walk)
    say_safe(world, walk, post=False)
    (row,) = [row for row in deliveries(world, kind=ACKNOWLEDGEMENT) if row.channel == "post"]
    with pytest.raises(NotNow, match="Do not post"):
        mark_posted(
            partnership_id=world.partnership.pk,
            delivery_id=row.pk,
            by=world.actor(Role.SPOC),
            at=walk.at,
        )
    deliver_queued(at=walk.at)
    assert states(world)[-1] == ("post", 1, "cancelled")
    with world.inside():
        assert letters_to_post(partnership_id=world.partnership.pk) == []


# --- What an e-mail says ----------------------------------------------------------------------


TELLING = ("asb", "anti-social", "trigger", "police", "joan marsh", "threshold", "neighbour")


def test_an_email_says_nothing_about_the_case(world):
    """Neutral subject and sender, the address of the tracker, and no more; no secret, no PDF."""
    walk = rejected(world)
    post_round(walk)
    reference = walk.submitted.application.reference
    last = mail.outbox[-1]
    assert last.subject == f"You have a message: {reference}"
    assert last.to == ["joan.marsh@home.example"]
    assert last.attachments == []
    assert f"/p/{world.partnership.slug}/track/" in last.body
    assert "Auto-Submitted" in last.extra_headers
    for message in mail.outbox:
        whole = message.message().as_string().replace(reference, "").lower()
        for word in TELLING:
            assert word not in whole.replace(message.to[0], "")
        assert walk.submitted.secret.lower() not in whole


def test_the_receipts_email_gives_reference_and_both_dates(world):
    walk = Walk(world)
    post_round(walk)
    (receipt,) = mail.outbox
    assert f"Your reference: {walk.submitted.application.reference}" in receipt.body
    assert "We will write to you again by Monday 15 June 2026." in receipt.body
    assert "You will have our full answer by Wednesday 15 July 2026." in receipt.body


@pytest.mark.parametrize(
    "address", ["a@b.example\nBcc: all@evil.example", "a@b.example, c@d.example", "nobody"]
)
def test_headers_cannot_be_injected(world, address):
    """An address that is none is refused before anything is sent; the letter goes by post."""
    walk = Walk(world)
    say_safe(world, walk, post=True)
    with world.inside():
        Person.objects.filter(partnership=world.partnership).update(email=address)
    post_round(walk)
    assert mail.outbox == []
    assert states(world, "receipt") == [("email", 1, "failed"), ("post", 1, "queued")]
    assert deliveries(world, kind="receipt")[0].reason == "The e-mail address is not valid."


# --- What can go wrong ------------------------------------------------------------------------


def test_a_server_that_is_away_is_tried_again_later_and_at_last_it_goes_by_post(world, broken_mail):
    broken_mail(ConnectionRefusedError(), at="open")
    walk = acknowledged(world, email=True, post=True)
    tell_waiting()
    for _ in range(settling.MOST_ATTEMPTS):
        assert states(world)[-1][2] == "queued"
        make_due(world)
        deliver_queued(at=walk.at)
    assert states(world) == [
        *(("email", number, "failed") for number in (1, 2, 3, 4)),
        ("post", 1, "queued"),
    ]
    assert deadline(world, walk).met_at is None


def test_the_wait_between_attempts_grows(world, broken_mail):
    broken_mail(ConnectionRefusedError(), at="open")
    walk = acknowledged(world, email=True)
    post_round(walk)
    (_, again) = deliveries(world, kind=ACKNOWLEDGEMENT)
    assert again.due_at - again.queued_at >= dt.timedelta(seconds=90)
    assert settling.backoff(3) > settling.backoff(2) > settling.backoff(1)
    deliver_queued(at=walk.at)
    assert states(world)[-1] == ("email", 2, "queued")


@pytest.mark.parametrize(
    ("error", "state", "follows"),
    [
        (smtplib.SMTPRecipientsRefused({"joan": (550, b"no such user")}), "failed", ("post", 1)),
        (smtplib.SMTPRecipientsRefused({"joan": (451, b"try later")}), "failed", ("email", 2)),
        (smtplib.SMTPDataError(554, b"no"), "failed", ("post", 1)),
        (smtplib.SMTPDataError(421, b"busy"), "failed", ("email", 2)),
        (smtplib.SMTPServerDisconnected(), "uncertain", None),
        (TimeoutError(), "uncertain", None),
    ],
)
def test_what_the_server_says_decides_what_follows(world, broken_mail, error, state, follows):
    """Refused for good: by post. Refused for now: again. Broken off after sending: nobody knows."""
    broken_mail(error)
    walk = acknowledged(world, email=True, post=True)
    post_round(walk)
    rows = deliveries(world, kind=ACKNOWLEDGEMENT)
    assert rows[0].state == state
    assert rows[0].reason
    assert "joan" not in rows[0].reason
    found = [(row.channel, row.attempt) for row in rows[1:]]
    assert found == ([follows] if follows else [])


def test_a_worker_killed_while_sending_leaves_it_uncertain_and_it_is_never_sent_again(
    world, monkeypatch
):
    """Killed between claim and finish: `sending`; after a while `uncertain`, in plain sight."""
    walk = acknowledged(world, email=True)
    tell_waiting()

    class Killed(BaseException):
        """As the kernel ends a process: nothing catches it."""

    def killed(claimed):
        raise Killed

    monkeypatch.setattr(sending, "send", killed)
    (row,) = deliveries(world, kind=ACKNOWLEDGEMENT)
    with pytest.raises(Killed):
        deliver(partnership_id=world.partnership.pk, delivery_id=row.pk, at=walk.at)
    monkeypatch.undo()
    mail.outbox.clear()
    (row,) = deliveries(world, kind=ACKNOWLEDGEMENT)
    assert (row.state, bool(row.provider_reference)) == ("sending", True)
    deliver_queued(at=walk.at)
    assert states(world) == [("email", 1, "sending")]
    with world.inside():
        Delivery.objects.filter(pk=row.pk).update(
            claimed_at=timezone.now() - delivering.LOST_AFTER - DAY
        )
    for _ in range(3):
        deliver_queued(at=walk.at)
    assert states(world) == [("email", 1, "uncertain")]
    sent = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert row.provider_reference not in sent
    assert len(sent) == 1, "the receipt, which nobody killed"
    assert deadline(world, walk).met_at is None
    with world.inside():
        (shown, *_) = letters_of_case(Case.objects.get(pk=walk.case_id))
    assert "not sent again by itself" in shown.problem


def test_an_answer_that_comes_after_all_settles_what_was_uncertain(world):
    walk = acknowledged(world, email=True)
    tell_waiting()
    (row,) = deliveries(world, kind=ACKNOWLEDGEMENT)
    with world.inside():
        Delivery.objects.filter(pk=row.pk).update(state=State.UNCERTAIN, reason="Nobody knows.")
    delivering.finish(
        partnership_id=world.partnership.pk,
        delivery_id=row.pk,
        result=ACCEPTED,
        at=walk.at,
    )
    assert states(world) == [("email", 1, "accepted")]
    assert deadline(world, walk).met_at == walk.at


def test_delivering_again_sends_nothing_again(world):
    walk = acknowledged(world, email=True)
    post_round(walk)
    sent = len(mail.outbox)
    (row,) = deliveries(world, kind=ACKNOWLEDGEMENT)
    for _ in range(3):
        again = deliver(partnership_id=world.partnership.pk, delivery_id=row.pk, at=walk.at)
        assert again == ""
    deliver_queued(at=walk.at)
    assert len(mail.outbox) == sent
    with world.inside():
        told = Event.objects.filter(partnership=world.partnership, kind="letter.told")
        assert [event.payload["letter"] for event in told] == ["receipt", "acknowledgement"]


def test_one_message_that_cannot_be_made_does_not_stop_the_others(world, monkeypatch):
    bad, good = Walk(world), Walk(world)
    tell_waiting()
    whole = delivering._compose

    def breaks(delivery, **given):
        if delivery.message.application_id == bad.submitted.application.pk:
            raise KeyError("Joan Marsh")
        return whole(delivery, **given)

    monkeypatch.setattr(delivering, "_compose", breaks)
    deliver_queued(at=good.at)
    assert [message.subject for message in mail.outbox] == [
        f"You have a message: {good.submitted.application.reference}"
    ]
    (first, *_) = deliveries(world, kind="receipt")
    assert (first.state, first.reason) == ("failed", "The message could not be made (KeyError).")


# --- By post ----------------------------------------------------------------------------------


def to_post(world) -> tuple[Walk, Delivery]:
    walk = acknowledged(world, email=False, post=True)
    post_round(walk)
    return walk, deliveries(world, kind=ACKNOWLEDGEMENT)[-1]


def test_the_spoc_marks_a_letter_as_posted_and_that_meets_the_deadline(world):
    walk, row = to_post(world)
    with world.inside():
        waiting = letters_to_post(partnership_id=world.partnership.pk)
        assert row.pk in [letter.delivery_id for letter in waiting]
        assert waiting[0].recipient_name == "Joan Marsh"
    later = walk.at + DAY
    command = {"partnership_id": world.partnership.pk, "delivery_id": row.pk, "at": later}
    mark_posted(**command, by=world.actor(Role.SPOC))
    assert states(world)[-1] == ("post", 1, "accepted")
    assert deadline(world, walk).met_at == later
    with pytest.raises(NotNow, match="already"):
        mark_posted(**command, by=world.actor(Role.SPOC))
    with world.inside():
        told = Event.objects.filter(
            partnership=world.partnership, kind="letter.told", payload__letter="acknowledgement"
        )
        assert told.count() == 1
        assert told[0].actor_id == world.people[Role.SPOC].pk
        (shown, *_) = letters_of_case(Case.objects.get(pk=walk.case_id))
    assert shown.delivery_text == "Posted on Thursday 11 June 2026"
    assert shown.problem == ""


@pytest.mark.parametrize(
    "role", [Role.ASSESSOR, Role.AUDITOR, Role.AGENCY_MEMBER, Role.PCC_OFFICER]
)
def test_nobody_else_marks_letters_as_posted(world, role):
    walk, row = to_post(world)
    with pytest.raises(NotPermitted):
        mark_posted(
            partnership_id=world.partnership.pk,
            delivery_id=row.pk,
            by=world.actor(role),
            at=walk.at,
        )
    assert states(world)[-1] == ("post", 1, "queued")


def test_a_delivery_of_another_partnership_is_not_there(world):
    walk, row = to_post(world)
    with pytest.raises(NoSuchDelivery):
        mark_posted(
            partnership_id=world.neighbour.pk,
            delivery_id=row.pk,
            by=world.actor(Role.SPOC),
            at=walk.at,
        )


def test_an_email_cannot_be_marked_as_posted(world):
    walk = acknowledged(world, email=True)
    tell_waiting()
    (row,) = deliveries(world, kind=ACKNOWLEDGEMENT)
    with pytest.raises(NotNow, match="does not go by post"):
        mark_posted(
            partnership_id=world.partnership.pk,
            delivery_id=row.pk,
            by=world.actor(Role.SPOC),
            at=walk.at,
        )


# --- Real and pretended servers ---------------------------------------------------------------


class Keeping:
    """A mail server's handler that keeps what it takes."""

    def __init__(self):
        self.taken = []

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(envelope)
        return "250 taken"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def test_a_real_mail_server_takes_it(world, settings):
    handler = Keeping()
    server = Controller(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    try:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
        walk = acknowledged(world, email=True)
        post_round(walk)
    finally:
        server.stop()
    assert [envelope.rcpt_tos for envelope in handler.taken] == [["joan.marsh@home.example"]] * 2
    (row,) = deliveries(world, kind=ACKNOWLEDGEMENT)
    assert row.state == State.ACCEPTED
    assert row.provider_reference.encode() in handler.taken[1].content


def test_the_demonstration_keeps_its_mail_for_all_to_see(world, settings):
    settings.EMAIL_BACKEND, settings.DEMO = "notifications.mailbox.DemoMailbox", True
    post_round(Walk(world))
    (entry,) = MailboxEntry.objects.all()
    assert entry.to_address == "joan.marsh@home.example"
    assert entry.subject.startswith("You have a message: BNS-")
    assert "Wednesday 15 July 2026" in entry.body


def test_the_mailbox_takes_nothing_outside_demo_mode(world, settings):
    settings.EMAIL_BACKEND, settings.DEMO = "notifications.mailbox.DemoMailbox", False
    with pytest.raises(NotADemonstration):
        mail.get_connection()
    entry = MailboxEntry(sent_at=timezone.now(), domain_at=timezone.now())
    with pytest.raises(NotADemonstration):
        entry.save()
    assert MailboxEntry.objects.count() == 0
