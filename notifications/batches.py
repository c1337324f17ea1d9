"""Batches for the printer: asked for, marked as posted, or given up (ADR 29).

A worker makes the PDF (`notifications/printing.py`). An open line holds its letter, so that two
people who print at once never print the same one. Locks are taken in the order batch, deliveries,
messages, cases, streams, each by id, so that two batches never wait for each other.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from cases import permissions
from cases.commands.frame import lock_case
from cases.event_kinds import EventKind
from cases.events import record
from cases.permission_names import Permission
from cases.policies import NotNow
from notifications.channels import refusals
from notifications.commands import note_posted
from notifications.mending import moment_of
from notifications.models import BatchLine, Delivery, Message, PrintBatch
from notifications.nudge import nudge_batch
from notifications.transports.choice import transport_of
from organisations.actors import Actor
from organisations.tenancy import Scope, visiting

AT_MOST = 100
WHY_AT_MOST = 200

State, Line = PrintBatch.State, BatchLine.State
OPEN = (State.WAITING, State.READY, State.FAILED)


class NoSuchBatch(LookupError):
    """The batch is not there for this person."""


def waiting_for_post(partnership_id: int) -> QuerySet[Delivery]:
    """Letters that wait to be printed and posted and are in no open batch.

    None where post goes by itself.
    """
    if transport_of(Delivery.Channel.POST) is not None:
        return Delivery.objects.none()
    held = BatchLine.objects.filter(
        partnership_id=partnership_id, delivery_id=OuterRef("pk"), state=Line.OPEN
    )
    return Delivery.objects.filter(
        ~Exists(held),
        partnership_id=partnership_id,
        channel=Delivery.Channel.POST,
        state=Delivery.State.QUEUED,
        case__isnull=False,
    )


def ask_batch(
    *,
    partnership_id: int,
    both_sides: bool,
    by: Actor,
    at: dt.datetime,
    delivery_ids: Iterable[int] | None = None,
    district_ids: Iterable[int] | None = None,
) -> PrintBatch:
    """Ask for one PDF of letters that wait; a worker makes it. At most a hundred, oldest first.

    delivery_ids: those that were ticked; all that wait when not given. district_ids: of whose cases
    all are; of the whole partnership's when not given. both_sides: each letter begins on a sheet of
    its own. Raises NotPermitted, and NotNow where none of them waits any more.
    """
    with visiting(Scope.staff(partnership_id)):
        deliveries = _taken(partnership_id, delivery_ids, district_ids)
        for delivery in deliveries:
            permissions.check_may(by, Permission.POST_LETTERS, delivery.case, at=at)
        if not deliveries:
            raise NotNow(
                "None of these letters waits any more: each has been posted, held back, or is in a"
                " batch that somebody else prints."
            )
        batch = PrintBatch.objects.create(
            partnership_id=partnership_id,
            both_sides=both_sides,
            asked_by_id=by.id,
            asked_at=timezone.now(),
        )
        BatchLine.objects.bulk_create(
            BatchLine(partnership_id=partnership_id, batch=batch, delivery=delivery)
            for delivery in deliveries
        )
        for delivery in _by_case(deliveries):
            note_in_case(EventKind.LETTER_BATCHED, delivery, batch.pk, by=by, at=at)
        transaction.on_commit(partial(nudge_batch, partnership_id, batch.pk))
    return batch


def _taken(partnership_id: int, ids: Iterable[int] | None, districts) -> list[Delivery]:
    """The deliveries, locked; those that somebody else took while this waited are left to them."""
    rows = waiting_for_post(partnership_id)
    if ids is not None:
        rows = rows.filter(pk__in=sorted(ids))
    elif districts is not None:
        rows = rows.filter(case__district_id__in=sorted(districts))
    wanted = list(rows.order_by("id").values_list("pk", flat=True)[:AT_MOST])
    locked = Delivery.objects.select_for_update(no_key=True).filter(
        partnership_id=partnership_id, pk__in=wanted
    )
    list(locked.order_by("id").values_list("pk"))
    still = waiting_for_post(partnership_id).filter(pk__in=wanted)
    return list(still.select_related("case", "message__application").order_by("id"))


def settle_batch(
    *,
    partnership_id: int,
    batch_id: int,
    posted_on: dt.date,
    by: Actor,
    at: dt.datetime,
    not_posted: Mapping[int, str] | None = None,
) -> PrintBatch:
    """The letters of a batch are in the post, but for some; each applicant counts as told.

    posted_on: the day of posting. not_posted: by delivery why it was not posted after all; it waits
    again. Letters of whoever said meanwhile that post is not safe are held back, never marked.
    Raises NoSuchBatch, NotPermitted, and NotNow where the batch is not ready or was dealt with, or
    the day or a reason cannot be right; then nothing is marked.
    """
    reasons = {pk: why.strip() for pk, why in (not_posted or {}).items()}
    with visiting(Scope.staff(partnership_id)):
        batch = _lock_batch(partnership_id, batch_id)
        lines = _lines(batch, by=by, at=at)
        _check_ready(batch)
        _check_reasons(reasons, lines)
        refused = refusals(
            [line.delivery.message.person for line in lines],
            partnership_id=partnership_id,
            channel=Delivery.Channel.POST,
        )
        moments = {
            line.pk: moment_of(line.delivery.message, posted_on, at=at)
            for line in lines
            if line.delivery_id not in reasons
        }
        for case_id in sorted({line.delivery.case_id for line in lines}):
            lock_case(partnership_id=partnership_id, case_id=case_id, version=None)
        for line in sorted(lines, key=lambda one: (one.delivery.case_id, one.delivery_id)):
            line.state, line.why = _fate(line.delivery, refused, reasons)
            if line.state == Line.POSTED:
                if line.delivery.state == Delivery.State.QUEUED:
                    note_posted(line.delivery, by=by, at=moments[line.pk])
            else:
                _keep_back(line, by=by, at=at)
            line.save(update_fields=["state", "why"])
        batch.state, batch.posted_on = State.SETTLED, posted_on
        _close(batch, by=by)
    return batch


def give_up_batch(*, partnership_id: int, batch_id: int, by: Actor, at: dt.datetime) -> PrintBatch:
    """A batch is not printed after all: its letters are free again.

    Raises NoSuchBatch, NotPermitted, and NotNow where it has been dealt with.
    """
    with visiting(Scope.staff(partnership_id)):
        batch = _lock_batch(partnership_id, batch_id)
        lines = _lines(batch, by=by, at=at)
        if batch.state not in OPEN:
            raise NotNow(_DEALT_WITH[batch.state])
        for line in sorted(lines, key=lambda one: (one.delivery.case_id, one.delivery_id)):
            line.state = Line.FREED
            line.save(update_fields=["state"])
            note_in_case(
                EventKind.LETTER_UNBATCHED, line.delivery, batch.pk, why=line.state, by=by, at=at
            )
        batch.state = State.GIVEN_UP
        _close(batch, by=by)
    return batch


def make_batch_again(
    *, partnership_id: int, batch_id: int, by: Actor, at: dt.datetime
) -> PrintBatch:
    """A batch that could not be made gets its attempts again.

    Raises NoSuchBatch, NotPermitted, and NotNow where it did not fail (any more).
    """
    with visiting(Scope.staff(partnership_id)):
        batch = _lock_batch(partnership_id, batch_id)
        _lines(batch, by=by, at=at)
        if batch.state != State.FAILED:
            raise NotNow("This batch is being made, or has been made already.")
        batch.state, batch.attempts, batch.error = State.WAITING, 0, ""
        batch.asked_at = timezone.now()
        batch.save(update_fields=["state", "attempts", "error", "asked_at"])
        transaction.on_commit(partial(nudge_batch, partnership_id, batch.pk))
    return batch


# --- What they share ------------------------------------------------------------------------------

_DEALT_WITH = {
    State.SETTLED: "This batch has been marked as posted already.",
    State.GIVEN_UP: "This batch has been given up; its letters wait again.",
    State.WAITING: "This batch is still being made. Look again in a moment.",
    State.FAILED: "This batch could not be made, so nothing of it can have been posted.",
}


def _lock_batch(partnership_id: int, batch_id: int) -> PrintBatch:
    rows = PrintBatch.objects.select_for_update(no_key=True).filter(
        partnership_id=partnership_id, pk=batch_id
    )
    batch = rows.first()
    if batch is None:
        raise NoSuchBatch(batch_id)
    return batch


def _lines(batch: PrintBatch, *, by: Actor, at: dt.datetime) -> list[BatchLine]:
    """The open lines with their deliveries and messages locked. Raises NotPermitted.

    Whoever may not post every letter of a batch may do nothing with it.
    """
    here = {"partnership_id": batch.partnership_id}
    all_lines = list(
        batch.lines.filter(**here).select_related("delivery__case", "delivery__message")
    )
    for line in all_lines:
        permissions.check_may(by, Permission.POST_LETTERS, line.delivery.case, at=at)
    lines = [line for line in all_lines if line.state == Line.OPEN]
    deliveries = Delivery.objects.select_for_update(of=("self",), no_key=True).filter(
        **here, pk__in=[line.delivery_id for line in lines]
    )
    locked = {one.pk: one for one in deliveries.select_related("case").order_by("id")}
    messages = (
        Message.objects.select_for_update(of=("self",), no_key=True)
        .filter(**here, pk__in=[one.message_id for one in locked.values()])
        .select_related("person", "application", "letter")
    )
    written = {message.pk: message for message in messages.order_by("id")}
    for line in lines:
        line.delivery = locked[line.delivery_id]
        line.delivery.message = written[line.delivery.message_id]
    return lines


def _check_ready(batch: PrintBatch) -> None:
    if batch.state != State.READY:
        raise NotNow(_DEALT_WITH[batch.state])


def _check_reasons(reasons: Mapping[int, str], lines: list[BatchLine]) -> None:
    if set(reasons) - {line.delivery_id for line in lines}:
        raise NotNow("A letter that was named is not in this batch.")
    if not all(0 < len(why) <= WHY_AT_MOST for why in reasons.values()):
        raise NotNow(f"Say in up to {WHY_AT_MOST} characters why a letter was not posted.")


def _fate(delivery: Delivery, refused: Mapping[int, str], reasons: Mapping[int, str]) -> tuple:
    """What becomes of a letter that was printed, and why where it was not posted."""
    if delivery.pk in reasons:
        return Line.NOT_POSTED, reasons[delivery.pk]
    if delivery.state == Delivery.State.QUEUED:
        why = refused[delivery.message.person_id]
    else:
        why = delivery.reason
    return (Line.HELD_BACK, why) if why else (Line.POSTED, "")


def _keep_back(line: BatchLine, *, by: Actor, at: dt.datetime) -> None:
    """Not marked: it waits again, or is held back for good where post is not safe any more."""
    delivery = line.delivery
    if line.state == Line.HELD_BACK and delivery.state == Delivery.State.QUEUED:
        delivery.state, delivery.reason = Delivery.State.CANCELLED, line.why
        delivery.finished_at = timezone.now()
        delivery.save(update_fields=["state", "reason", "finished_at"])
    note_in_case(EventKind.LETTER_UNBATCHED, delivery, line.batch_id, why=line.state, by=by, at=at)


def _close(batch: PrintBatch, *, by: Actor) -> None:
    batch.settled_by_id, batch.settled_at = by.id, timezone.now()
    batch.save(update_fields=["state", "posted_on", "settled_by", "settled_at"])


def _by_case(deliveries: list[Delivery]) -> list[Delivery]:
    return sorted(deliveries, key=lambda one: (one.case_id, one.pk))


def note_in_case(
    kind: EventKind, delivery: Delivery, batch_id: int, *, by: Actor, at: dt.datetime, **more
) -> None:
    """An event in the letter's case, by ids and kinds; the case is locked before its stream."""
    here = delivery.partnership_id
    case = lock_case(partnership_id=here, case_id=delivery.case_id, version=None)
    record(
        kind=kind,
        partnership_id=here,
        by=by,
        at=at,
        case=case,
        application=delivery.message.application,
        payload={
            "message": delivery.message_id,
            "letter": delivery.message.kind,
            "delivery": delivery.pk,
            "batch": batch_id,
            **more,
        },
        tell=False,
    )
