"""A partnership's year, moment by moment: the command, then its letters at their own time."""

import datetime as dt
import gc
import heapq
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from django.db import connection

from cases.events import record_read
from cases.models import OutboxEntry
from cases.procedures import calendar_of
from notifications import nudge
from notifications.catalogue import CATALOGUE, Silent
from notifications.chasing import chase_partnership
from notifications.commands import mark_posted
from notifications.delivering import deliver
from notifications.models import Delivery
from notifications.telling import tell
from organisations.actors import Actor
from organisations.clock import date_of, standing_at
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in
from portals.demo.stories.acts import ACTS
from portals.demo.stories.catalogue import STORIES
from portals.demo.stories.places import Tenant
from portals.demo.stories.resolving import plan_meeting
from portals.demo.stories.retelling import retold
from portals.demo.stories.scene import Scene
from portals.demo.stories.shape import Story
from portals.demo.stories.timeline import (
    APPLY,
    CHASE,
    PLAN_MEETING,
    POST,
    Days,
    Moment,
    coming_meetings,
    moments_of,
    mornings,
)

SEED = "a believable year"
BEFORE = dt.timedelta(minutes=5)
AFTERWARDS = dt.timedelta(minutes=1)

# Acts that follow one another on one opened page, or that nobody of the staff does.
WITHOUT_OPENING = {APPLY, "assess", "consider_peer", "plan", "progress", "withdraw", "ask_pcc"}


class HistoryProblem(RuntimeError):
    """An event of the history could not be told; the text says which, and the kind of error."""


def play(tenant: Tenant, *, today: dt.date, times: int) -> int:
    """Write the whole history of one partnership; the number of moments.

    times: how often each finished story is told. Raises HistoryProblem, StoryOutrunsToday, and
    whatever a command refuses with.
    """
    chance = Random(f"{SEED}: {tenant.slug}")  # noqa: S311  minutes and names, no secrets
    scene = Scene.of(tenant, days=_days(tenant, today=today, chance=chance))
    coming = [
        moment
        for story in retold(STORIES[tenant.slug], times=times, chance=chance)
        for moment in moments_of(story, panel=scene.panel(story), days=scene.days)
    ]
    coming += coming_meetings(tenant, days=scene.days)
    coming += mornings(since=date_of(min(coming).at), days=scene.days)
    heapq.heapify(coming)
    played = 0
    with nudge.silence(), _without_waiting_for_the_disk(), _without_sorting_old_rubbish():
        while coming:
            moment = heapq.heappop(coming)
            with standing_at(moment.at):
                if _do(scene, moment):
                    for later in _tell(scene, moment):
                        heapq.heappush(coming, later)
            played += 1
    return played


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """Thousands of small transactions, none of them anybody's only copy."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


@contextmanager
def _without_sorting_old_rubbish() -> Iterator[None]:
    """What is loaded by now stays: looking through it again and again took a sixth of the time."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


def _days(tenant: Tenant, *, today: dt.date, chance: Random) -> Days:
    partnership_id = Partnership.objects.get(slug=tenant.slug).pk
    with transaction_in(Scope.staff(partnership_id)):
        calendar = calendar_of(partnership_id)
    return Days(today=today, calendar=calendar, chance=chance)


def _do(scene: Scene, moment: Moment) -> bool:
    """Whether it can have left something to be told: all can, but a morning with no reminders."""
    if moment.act == CHASE:
        return _chase(scene, at=moment.at)
    if moment.act == POST:
        mark_posted(
            partnership_id=scene.id,
            delivery_id=moment.given["delivery_id"],
            by=scene.spoc(moment.story),
            at=moment.at,
        )
    elif moment.act == PLAN_MEETING:
        spoc = scene.spoc_of(moment.given["district"])
        plan_meeting(
            scene,
            moment.at,
            panel=moment.given["panel"],
            sits_at=moment.given["sits_at"],
            by=spoc,
        )
    else:
        if moment.act not in WITHOUT_OPENING:
            _open(scene, moment)
        ACTS[moment.act](scene, moment.story, moment.at, **moment.given)
    return True


def _chase(scene: Scene, *, at: dt.datetime) -> bool:
    """The morning's reminders to staff, as beat would have them sent; whether there were any."""
    if not chase_partnership(scene.partnership, at=at).queued:
        return False
    with scene.inside():
        to_staff = Delivery.objects.filter(
            partnership_id=scene.id, state=Delivery.State.QUEUED, application__isnull=True
        )
        ids = list(to_staff.order_by("id").values_list("pk", flat=True))
    for delivery_id in ids:
        _send(scene, delivery_id, at=at)
    return True


def _open(scene: Scene, moment: Moment) -> None:
    """Whoever acts has opened the case first, and reading is recorded too."""
    by = _reader(scene, moment.story, moment.act, moment.given)
    with scene.inside():
        record_read(case=scene.case(moment.story), by=by, at=moment.at - BEFORE)


def _reader(scene: Scene, story: Story, act: str, given: dict) -> Actor:
    if act.startswith("pcc_") and act != "pcc_answer":
        return scene.pcc_officer()
    if act == "meet":
        return scene.chair(story.locality)
    if act == "risk":
        return scene.assessor(story)
    if act == "answer":
        return scene.member(scene.agency(story, given["agency"]))
    return scene.spoc(story)


def _tell(scene: Scene, moment: Moment) -> list[Moment]:
    """Tell what has just happened and send its e-mails; the letters that are to be posted later."""
    with scene.inside():
        waiting = OutboxEntry.objects.filter(
            partnership_id=scene.id, state=OutboxEntry.State.WAITING
        ).order_by("id")
        events = list(waiting.values_list("event_id", "event__kind", "event__happened_at"))
    later = []
    for event_id, kind, happened_at in events:
        told_at = happened_at + AFTERWARDS
        with standing_at(told_at):
            if not tell(partnership_id=scene.id, event_id=event_id):
                raise HistoryProblem(f"{kind} at {happened_at:%c}: {_why(scene, event_id)}")
            if not isinstance(CATALOGUE[kind], Silent):
                later += _deliver(scene, moment, event_id, at=told_at)
    return later


def _deliver(scene: Scene, moment: Moment, event_id: int, *, at: dt.datetime) -> list[Moment]:
    """Send the e-mails of an event; when its letters will be posted."""
    later = []
    for delivery_id, channel in _queued(scene, event_id):
        if channel == Delivery.Channel.POST:
            later += _posting(scene, moment, delivery_id)
        else:
            _send(scene, delivery_id, at=at)
    return later


def _why(scene: Scene, event_id: int) -> str:
    with scene.inside():
        return OutboxEntry.objects.get(partnership_id=scene.id, event_id=event_id).error


def _queued(scene: Scene, event_id: int) -> list[tuple[int, str]]:
    with scene.inside():
        queued = Delivery.objects.filter(
            partnership_id=scene.id,
            state=Delivery.State.QUEUED,
            message__event_id=event_id,
        )
        return list(queued.order_by("id").values_list("pk", "channel"))


def _send(scene: Scene, delivery_id: int, *, at: dt.datetime) -> None:
    state = deliver(partnership_id=scene.id, delivery_id=delivery_id, at=at)
    if state != Delivery.State.ACCEPTED:
        raise HistoryProblem(f"delivery {delivery_id} is {state or 'not ours to send'}")


def _posting(scene: Scene, moment: Moment, delivery_id: int) -> list[Moment]:
    """The next working afternoon, unless that is today or later: then the letter still waits."""
    day = scene.days.calendar.add(date_of(moment.at), 1)
    if day >= scene.days.today:
        return []
    return [
        Moment(
            at=scene.days.at(day, first=15, last=16),
            order=scene.days.chance.getrandbits(30),
            act=POST,
            story=moment.story,
            given={"delivery_id": delivery_id},
        )
    ]
