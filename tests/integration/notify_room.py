"""For tests of GOV.UK Notify: the service goes by a server that behaves as Notify does."""

import datetime as dt

import pytest
from django.utils import timezone

from cases.models import SafeContact
from notifications.delivering import deliver_queued
from notifications.letter_kinds import LetterKind
from notifications.models import Delivery
from notifications.telling import tell_waiting
from tests.fake_notify import CALLBACK_TOKEN, FakeNotify
from tests.post_office import deliveries, say_safe
from tests.walk import Walk

ACKNOWLEDGEMENT = LetterKind.ACKNOWLEDGEMENT


@pytest.fixture(scope="module")
def fake_notify():
    """One server for all tests of a module."""
    server = FakeNotify()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def notify(fake_notify, settings):
    """The service sends everything by Notify, and nothing has been sent yet."""
    fake_notify.taken.clear()
    fake_notify.asked.clear()
    for name, value in fake_notify.environ.items():
        setattr(settings, name, value)
    settings.MAIL_BY = settings.TEXT_BY = settings.POST_BY = "notify"
    return fake_notify


def prefer(world, channel: str) -> None:
    """The applicant likes one of the ways best."""
    with world.inside():
        rows = SafeContact.objects.filter(partnership=world.partnership)
        rows.update(preferred=False)
        rows.filter(channel=channel).update(preferred=True)


def acknowledged(world, *, phone: str = "", preferred: str = "", **channels: bool) -> Walk:
    """Joan's acknowledgement is written and queued; the receipt of her application went before."""
    walk = Walk(world)
    say_safe(world, walk, **channels)
    if phone:
        with world.inside():
            person = walk.submitted.application.persons.get(involvements__role="applicant")
            person.phone = phone
            person.save(update_fields=["phone"])
    if preferred:
        prefer(world, preferred)
    walk.acknowledge()
    tell_waiting()
    with world.inside():
        Delivery.objects.filter(
            partnership=world.partnership, message__kind=LetterKind.RECEIPT
        ).delete()
    return walk


def make_due(world, *, after: dt.timedelta = dt.timedelta()) -> None:
    """Time passes: for the next attempt and the next question, and since the last one was made."""
    now = timezone.now()
    with world.inside():
        rows = Delivery.objects.filter(partnership=world.partnership)
        rows.update(due_at=now)
        for row in rows.filter(claimed_at__isnull=False):
            rows.filter(pk=row.pk).update(claimed_at=row.claimed_at - after)


def states(world, kind=ACKNOWLEDGEMENT) -> list[tuple[str, int, str]]:
    """Channel, attempt, state of each attempt, oldest first."""
    return [(row.channel, row.attempt, row.state) for row in deliveries(world, kind=kind)]


def send(walk: Walk) -> int:
    """The sweep that sends."""
    return deliver_queued(at=walk.at)


BEARER = {"headers": {"authorization": f"Bearer {CALLBACK_TOKEN}"}}
