"""For tests of chasers: one date of one case, sweeps as beat runs them, and what was told."""

import datetime as dt
import smtplib

from django.core import mail
from django.utils import timezone

from cases.models import Deadline, Event
from notifications.chasing import Swept, chase
from notifications.delivering import deliver_queued
from notifications.models import Chaser, Delivery, Message
from organisations.clock import LONDON
from tests.walk import Walk
from tests.world import World
from thresholds.chasing import Stage

SPOC, OFFICER = "spoc@people.example", "accountable_officer@people.example"
NAME = "Bassetlaw Newark Sherwood Community Safety Partnership"
# Of Joan's case, received on Wednesday 10 June 2026 at noon.
FRIDAY, DUE, LATE, TOO_LATE = (f"2026-06-{day} 09:00" for day in (12, 15, 16, 17))


def london(text: str) -> dt.datetime:
    """`2026-06-15 09:00`, in London."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)


def sweep(at: str | dt.datetime) -> Swept:
    """Beat: chase what is owed, then send what is queued."""
    moment = london(at) if isinstance(at, str) else at
    swept = chase(at=moment)
    deliver_queued(at=moment)
    return swept


def only(world: World, walk: Walk, limit: str, **changes) -> Deadline:
    """One open date of the case, changed as said; its others lapse."""
    with world.inside():
        dates = Deadline.objects.filter(partnership=world.partnership, case_id=walk.case_id)
        dates.exclude(limit=limit).update(lapsed_at=walk.at)
        dates.filter(limit=limit).update(**changes)
        return dates.get(limit=limit)


def chasers(world: World) -> list[Chaser]:
    """Every chaser of the partnership, in the order in which they were written."""
    with world.inside():
        return list(Chaser.objects.filter(partnership=world.partnership).order_by("id"))


def told_stages(world: World) -> list[str]:
    """The stages that the case's record says were told, in order."""
    with world.inside():
        found = Event.objects.filter(partnership=world.partnership, kind="deadline.chased")
        return [
            payload["stage"] for payload in found.order_by("id").values_list("payload", flat=True)
        ]


def stage_names(rows: list[Chaser]) -> list[str]:
    """`before`, `on_the_day` and so on."""
    return [Stage(row.stage).name.lower() for row in rows]


def staff_mail() -> list[tuple[str, str]]:
    """Whom mail about dates went to, and its subject, in order."""
    about_dates = ("need you", "needs you", "missed")
    return [
        (letter.to[0], letter.subject)
        for letter in mail.outbox
        if any(words in letter.subject for words in about_dates)
    ]


def staff_messages(world) -> list[Message]:
    """Every message to staff, oldest first."""
    with world.inside():
        found = Message.objects.filter(partnership=world.partnership, application__isnull=True)
        return list(found.order_by("id"))


def staff_deliveries(world) -> list[Delivery]:
    """Every attempt to bring one to its recipient, oldest first."""
    with world.inside():
        found = Delivery.objects.filter(partnership=world.partnership, application__isnull=True)
        return list(found.select_related("message").order_by("id"))


class Refusing:
    """A mail server that refuses everything with one code."""

    def __init__(self, code: int):
        self.code = code

    def open(self):
        return True

    def close(self):
        return None

    def send_messages(self, messages):
        raise smtplib.SMTPResponseException(self.code, b"no")


def make_due(world) -> None:
    """Time passes until the next attempt."""
    with world.inside():
        Delivery.objects.filter(partnership=world.partnership).update(due_at=timezone.now())
