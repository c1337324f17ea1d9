"""Texts, whole letters in e-mails, and what comes next when a way fails: only by safe ways."""

from dataclasses import fields, replace

import pytest
from django.core import mail

from cases.commands.contacting import ContactDetails, check_contact
from cases.models import SafeContact
from notifications.attention import post_needing_somebody
from notifications.delivering import deliver_queued
from notifications.models import MailboxEntry, Message
from notifications.receipts import receive
from notifications.telling import tell_waiting
from notifications.troubles import Kind, Trouble
from tests.fake_notify import receipt_of
from tests.fire.mail_server import MailServer
from tests.integration.notify_room import (
    ACKNOWLEDGEMENT,
    acknowledged,
    fake_notify,
    make_due,
    notify,
    prefer,
    send,
    states,
)
from tests.post_office import deliveries, rejected, say_safe
from tests.walk import Walk
from tests.world import joans_submission, publish_next

__all__ = ["fake_notify", "notify"]

MOBILE = "07700 900123"
TELLING = ("asb", "anti-social", "trigger", "police", "joan", "threshold", "neighbour", "bassetlaw")


def needing(world, walk) -> list[Trouble]:
    """What the SPOC is shown under "Post that needs you"."""
    with world.inside():
        found = post_needing_somebody(partnership_id=world.partnership.pk, today=walk.at.date())
    return found.needing


def after_failure(world, rule: str) -> None:
    """The partnership publishes what follows when a message did not arrive."""
    content = world.procedure.content
    publish_next(world, content | {"letters": content["letters"] | {"after_failure": rule}})


# --- Texts ----------------------------------------------------------------------------------------


def test_a_text_says_that_there_is_a_message_and_nothing_else(world, notify, client):
    """Not even the address names a place; it leads to the page on which letters are read."""
    walk = acknowledged(world, email=False, text=True, phone=MOBILE)
    send(walk)
    (taken,) = notify.taken
    assert (taken.kind, taken.content["phone_number"]) == ("sms", "+447700900123")
    body = taken.content["personalisation"]["body"]
    assert body.startswith("You have a message. To read it: ")
    assert not [word for word in TELLING if word in body.lower()]
    assert walk.submitted.application.reference not in body
    path = "/m/" + body.partition("/m/")[2]
    assert client.get(path).url == f"/p/{world.partnership.slug}/track/"
    assert client.get("/m/999999999999999999999/").status_code == 404
    assert states(world) == [("email", 1, "cancelled"), ("text", 1, "accepted")]


def test_the_wish_decides_and_one_way_at_a_time_is_used(world, notify):
    everything = {"email": True, "text": True, "post": True, "phone": MOBILE}
    walk = acknowledged(world, **everything)
    assert states(world) == [("email", 1, "queued")]
    prefer(world, "text")
    walk.assess().risk().decide()
    tell_waiting()
    assert states(world, "acceptance") == [("text", 1, "queued")]


@pytest.mark.parametrize("safe", [False, None])
def test_no_text_where_it_is_not_said_to_be_safe(world, notify, safe):
    told = {} if safe is None else {"text": safe}
    walk = acknowledged(world, email=False, post=True, phone=MOBILE, **told)
    send(walk)
    assert [taken.kind for taken in notify.taken] == ["letter"]
    assert [(row.channel, row.state) for row in deliveries(world, kind=ACKNOWLEDGEMENT)][:2] == [
        ("email", "cancelled"),
        ("text", "cancelled"),
    ]


def test_who_says_today_that_texts_are_not_safe_gets_none_tomorrow(world, notify):
    walk = acknowledged(world, email=False, text=True, phone=MOBILE)
    say_safe(world, walk, text=False)
    send(walk)
    assert notify.taken == []
    row = next(row for row in deliveries(world, kind=ACKNOWLEDGEMENT) if row.channel == "text")
    assert (row.state, row.reason) == (
        "cancelled",
        "The person said that text messages are not safe.",
    )


def test_where_no_safe_way_is_left_the_spoc_sees_it(world, notify):
    """A number that takes no texts, and nothing else that is safe: a task with its reasons."""
    walk = acknowledged(world, email=False, text=True, post=False, phone="01632 960555")
    send(walk)
    assert notify.taken == []
    found = needing(world, walk)
    (trouble,) = [one for one in found if one.letter_kind == ACKNOWLEDGEMENT]
    assert trouble.kind == Kind.UNREACHED
    assert "The phone number is not a mobile number." in trouble.wrong
    assert "post is not safe" in trouble.wrong
    assert trouble.may_send_again


def test_in_the_demonstration_texts_are_kept_beside_the_emails(world, settings):
    settings.TEXT_BY = "mailbox"
    walk = acknowledged(world, email=False, text=True, phone=MOBILE)
    send(walk)
    entry = MailboxEntry.objects.get(to_address="+447700900123")
    assert (entry.from_address, "You have a message" in entry.body) == ("Text message", True)


# --- What comes next ------------------------------------------------------------------------------

NEXT = [
    ("post", "email", [("email", 1, "failed"), ("post", 1, "queued")]),
    ("next_safe_way", "email", [("email", 1, "failed"), ("text", 1, "queued")]),
    ("person", "email", [("email", 1, "failed")]),
    ("post", "text", [("text", 1, "failed"), ("email", 1, "queued")]),
    ("next_safe_way", "text", [("text", 1, "failed"), ("email", 1, "queued")]),
    ("person", "text", [("text", 1, "failed")]),
]


@pytest.mark.parametrize(("rule", "channel", "found"), NEXT)
def test_what_follows_a_permanent_failure_is_the_procedures_to_say(
    world, notify, rule, channel, found
):
    after_failure(world, rule)
    walk = acknowledged(world, email=True, text=True, post=True, phone=MOBILE, preferred=channel)
    send(walk)
    receive(receipt_of(notify.taken[0], "permanent-failure"), at=walk.at)
    assert states(world) == found
    assert bool(needing(world, walk)) == (rule == "person")


def test_a_way_that_failed_is_not_tried_again_in_a_circle(world, notify):
    """E-mail, then a text, then paper; never back to what failed."""
    after_failure(world, "next_safe_way")
    walk = acknowledged(world, email=True, text=True, post=True, phone=MOBILE)
    for _ in range(2):
        make_due(world)
        send(walk)
        receive(receipt_of(notify.taken[-1], "permanent-failure"), at=walk.at)
    assert states(world) == [
        ("email", 1, "failed"),
        ("text", 1, "failed"),
        ("post", 1, "queued"),
    ]


# --- The whole letter, for whoever chose that -----------------------------------------------------


def choose_full_text(world, walk, *, chosen: bool = True) -> None:
    say_safe(world, walk, email=True)
    with world.inside():
        SafeContact.objects.filter(partnership=world.partnership, channel="email").update(
            full_text=chosen
        )


@pytest.mark.parametrize("chosen", [True, False])
def test_the_letter_is_in_the_email_only_where_that_was_chosen(world, chosen):
    walk = rejected(world)
    choose_full_text(world, walk, chosen=chosen)
    tell_waiting()
    deliver_queued(at=walk.at)
    last = mail.outbox[-1]
    assert last.subject == f"You have a message: {walk.submitted.application.reference}"
    words = " ".join(last.body.split())
    for said in ("Dear Joan Marsh,", "Three reports count.", "If you disagree"):
        assert (said in words) == chosen
    assert "/track/" in words
    assert walk.submitted.secret not in words
    assert "<" not in last.body


def test_a_new_address_gets_no_whole_letters_until_that_is_chosen_again(world):
    walk = acknowledged(world, email=True)
    choose_full_text(world, walk)
    with world.inside():
        person = walk.submitted.application.persons.get(involvements__role="applicant")
    details = ContactDetails(
        **{name.name: getattr(person, name.name) for name in fields(ContactDetails)}
    )
    check_contact(
        **walk.command(),
        person_id=person.pk,
        details=replace(details, email="joan@new.example"),
        safe=frozenset({"email"}),
    )
    with world.inside():
        contact = SafeContact.objects.get(person=person, channel="email")
    assert (contact.safe, contact.full_text) == (True, False)


def named(world, name: str) -> Walk:
    """Somebody of that name applied, and chose to have whole letters by e-mail."""
    walk = Walk(world, applicant=replace(joans_submission(world).applicant, full_name=name))
    choose_full_text(world, walk)
    tell_waiting()
    return walk


def test_html_and_markdown_in_a_name_are_shown_as_text(world, notify):
    walk = named(world, "<b>Joan</b> [x](http://evil.example)")
    send(walk)
    body = notify.taken[-1].content["personalisation"]["body"]
    assert "Dear \\<b\\>Joan\\</b\\> \\[x\\]\\(http://evil.example\\)," in body


@pytest.fixture
def mail_server(settings):
    server = MailServer()
    settings.EMAIL_BACKEND = "notifications.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(
    "name",
    ["Joan\r\nBcc: all@evil.example", "Joan\nSubject: x", "=?utf-8?q?Joan=0ABcc:_a@b?=", "<b>Joan"],
)
def test_no_name_reaches_a_header_of_what_the_mail_server_gets(world, mail_server, name):
    """Through the real server, with the whole letter in the e-mail: one recipient, as written."""
    walk = named(world, name)
    send(walk)
    assert [one.recipient for one in mail_server.accepted] == ["joan.marsh@home.example"]
    assert states(world, "receipt") == [("email", 1, "accepted")]
    with world.inside():
        message = Message.objects.get(kind="receipt")
    assert message.subject == f"You have a message: {walk.submitted.application.reference}"
    assert "Dear" in message.body
