"""From chasers to mails: one mail a recipient for all that is new for them (ADR 10)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from notifications.audience import Directory, Recipient
from notifications.choices import daily_readers
from notifications.letter_kinds import StaffKind
from notifications.models import Chaser, ChaserLine, Delivery, Message
from notifications.queueing import attempt
from organisations.clock import date_of
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in
from thresholds.chasing import Stage

Stopped = Chaser.Stopped


def remind(*, partnership: Partnership, at: dt.datetime) -> int:
    """Turn the chasers that wait into queued mails, in one transaction; how many mails.

    Two at once: rows that one has taken the other skips, so that each is put into mails once.
    """
    with transaction_in(Scope.staff(partnership.pk)):
        waiting = list(
            Chaser.objects.filter(
                partnership=partnership, queued_at__isnull=True, stopped_at__isnull=True
            )
            .select_for_update(skip_locked=True, of=("self",), no_key=True)
            .select_related("deadline__case")
            .order_by("id")
        )
        if not waiting:
            return 0
        owed = _sort_out(partnership.pk, waiting)
        daily = daily_readers(partnership.pk)
        mails = _address(owed, Directory(partnership, on=date_of(at)), daily)
        for recipient, lines in mails.items():
            _queue(partnership.pk, recipient, lines)
        reached = {chaser.pk for lines in mails.values() for chaser, _ in lines}
        Chaser.objects.filter(partnership=partnership, pk__in=reached).update(
            queued_at=timezone.now()
        )
    return len(mails)


def why_moot(chaser: Chaser, latest: dict[tuple, int]) -> str:
    """Why nobody is to be told of a chaser any more; empty where its date is still owed.

    latest: from `latest_stages`, so that what was late on its way tells no old news.
    """
    deadline = chaser.deadline
    if deadline.met_at is not None:
        return Stopped.MET
    if deadline.lapsed_at is not None:
        return Stopped.LAPSED
    if deadline.binding_on != chaser.due_on:
        return Stopped.MOVED
    overtaken = chaser.stage < latest[chaser.deadline_id, chaser.due_on]
    return Stopped.OVERTAKEN if overtaken else ""


def latest_stages(partnership_id: int, chasers: Iterable[Chaser]) -> dict[tuple, int]:
    """The latest stage written of each date that the chasers are about; one query."""
    written = Chaser.objects.filter(
        partnership_id=partnership_id, deadline_id__in={row.deadline_id for row in chasers}
    )
    latest: dict[tuple, int] = {}
    for deadline_id, due_on, stage in written.values_list("deadline_id", "due_on", "stage"):
        key = (deadline_id, due_on)
        latest[key] = max(stage, latest.get(key, 0))
    return latest


def stop(chasers: Iterable[Chaser], *, because: str) -> None:
    """Nobody is told of these any more, and the row says why. Those told already stay so."""
    rows = list(chasers)
    if rows:
        Chaser.objects.filter(
            partnership_id=rows[0].partnership_id,
            pk__in=[row.pk for row in rows],
            told_at__isnull=True,
            stopped_at__isnull=True,
        ).update(stopped_at=timezone.now(), stopped_because=because)


def _sort_out(partnership_id: int, waiting: list[Chaser]) -> list[Chaser]:
    """The latest stage of each date that is still owed; the others are stopped with the reason."""
    latest = latest_stages(partnership_id, waiting)
    found = defaultdict(list)
    for chaser in waiting:
        found[why_moot(chaser, latest)].append(chaser)
    owed = found.pop("", [])
    for because, chasers in found.items():
        stop(chasers, because=because)
    return owed


def _address(
    owed: list[Chaser], directory: Directory, daily: frozenset[int]
) -> dict[Recipient, list[tuple[Chaser, bool]]]:
    """What each recipient is told; the flag says that it is a copy.

    daily: whose reminders wait for their digest; an escalation waits for nobody's. What nobody
    else is told waits on, and is addressed anew by the next sweep.
    """
    mails = defaultdict(list)
    for chaser in owed:
        told = directory.told_of(Stage(chaser.stage), district_id=chaser.deadline.case.district_id)
        for recipient, is_copy in told:
            if recipient.user_id not in daily or chaser.stage == Stage.ESCALATION:
                mails[recipient].append((chaser, is_copy))
    return mails


def _queue(partnership_id: int, recipient: Recipient, lines: list[tuple[Chaser, bool]]) -> None:
    escalates = any(chaser.stage == Stage.ESCALATION and not is_copy for chaser, is_copy in lines)
    message = Message.objects.create(
        partnership_id=partnership_id,
        user_id=recipient.user_id,
        to_address=recipient.address,
        kind=StaffKind.ESCALATION if escalates else StaffKind.REMINDER,
        made_at=timezone.now(),
    )
    ChaserLine.objects.bulk_create(
        ChaserLine(
            partnership_id=partnership_id, chaser=chaser, message=message, for_information=is_copy
        )
        for chaser, is_copy in lines
    )
    attempt(message, channel=Delivery.Channel.EMAIL)
