"""The versions of a partnership's procedure: drafted, consulted on, published (ADR 21).

Each act is an event in the version's own stream, with ids and dates only. A published version never
changes: what is wrong in it is put right by the next one.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from cases.commands.people import check_administrator
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Event
from cases.policies import NotNow
from organisations.actors import Actor
from organisations.clock import date_of
from organisations.models import Partnership
from organisations.tenancy import Scope, visiting
from thresholds.guard import concerns_of, refusals_of
from thresholds.models import Consultation
from thresholds.models import Procedure as StoredProcedure
from thresholds.periods import day_in_words
from thresholds.procedure import Procedure, ProcedureError, parse_procedure, to_json

DAY = dt.timedelta(days=1)
Status = StoredProcedure.Status


class NoSuchVersion(LookupError):
    """The partnership has no such version of its procedure."""


class StaleVersion(Exception):
    """Somebody else changed the draft since the page was opened; nothing was done."""


@dataclass(frozen=True, kw_only=True)
class ConsultationGiven:
    """Who was asked, when, and what they said. body: one of Consultation.Body."""

    body: str
    name: str
    asked_on: dt.date
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PublicationGiven:
    """From when a version binds. last_day: only where its end is known already.

    concerns: how many warnings of the statute guard the person has read on the page.
    """

    effective_from: dt.date
    last_day: dt.date | None = None
    concerns: int = 0


@contextmanager
def _versions_of(partnership_id: int, by: Actor) -> Iterator[None]:
    """The partnership's scope, for its administrator, one change of its versions at a time."""
    check_administrator(by, partnership_id=partnership_id)
    with visiting(Scope.staff(partnership_id)):
        Partnership.objects.select_for_update(no_key=True).get(pk=partnership_id)
        yield


def _version(partnership_id: int, procedure_id: int, *, revision: int | None) -> StoredProcedure:
    found = StoredProcedure.objects.filter(partnership_id=partnership_id, pk=procedure_id).first()
    if found is None:
        raise NoSuchVersion(procedure_id)
    if revision is not None and found.revision != revision:
        raise StaleVersion(procedure_id)
    return found


def _note(
    kind: EventKind, stored: StoredProcedure, *, by: Actor, at: dt.datetime, **payload: Any
) -> None:
    record(
        kind=kind,
        partnership_id=stored.partnership_id,
        by=by,
        at=at,
        stream=Event.Stream.PROCEDURE,
        stream_id=stored.pk,
        payload={"procedure": stored.pk, "version": stored.version} | payload,
    )


def _check_open(stored: StoredProcedure) -> None:
    if stored.is_final:
        raise NotNow(
            f"Version {stored.version} is published and never changes. Start a draft from it."
        )


def start_draft(
    *, partnership_id: int, content: Mapping[str, Any], by: Actor, at: dt.datetime
) -> StoredProcedure:
    """A new version with this content, a draft that binds nobody; its number is the next one.

    What the content leaves to its defaults is written out.
    Raises NotPermitted, ProcedureError where the content cannot be read.
    """
    whole = to_json(parse_procedure(content))
    with _versions_of(partnership_id, by):
        newest = (
            StoredProcedure.objects.filter(partnership_id=partnership_id)
            .order_by("-version")
            .values_list("version", flat=True)
            .first()
        )
        stored = StoredProcedure.objects.create(
            partnership_id=partnership_id, version=(newest or 0) + 1, content=whole
        )
        _note(EventKind.PROCEDURE_DRAFTED, stored, by=by, at=at)
        return stored


def edit_draft(
    *,
    partnership_id: int,
    procedure_id: int,
    revision: int,
    parts: Mapping[str, Any],
    by: Actor,
    at: dt.datetime,
) -> StoredProcedure:
    """Put parts of the procedure (by their top-level names) in place; the same again is no event.

    What is kept may still have problems in other parts: publishing asks for none.
    Raises NotPermitted, NoSuchVersion, StaleVersion, NotNow for a version that is published.
    """
    with _versions_of(partnership_id, by):
        stored = _version(partnership_id, procedure_id, revision=revision)
        _check_open(stored)
        changed = sorted(name for name in parts if stored.content.get(name) != parts[name])
        if changed:
            stored.content = stored.content | parts
            stored.revision += 1
            stored.save(update_fields=["content", "revision"])
            _note(
                EventKind.PROCEDURE_EDITED,
                stored,
                by=by,
                at=at,
                revision=stored.revision,
                parts=changed,
            )
        return stored


def record_consultation(
    *,
    partnership_id: int,
    procedure_id: int,
    given: ConsultationGiven,
    by: Actor,
    at: dt.datetime,
) -> Consultation:
    """Keep who was asked about a version (Sch.4 paras 1-4); it stays for good.

    The version counts as consulted on once the local policing body and social landlords have been
    asked. Raises NotPermitted, NoSuchVersion, NotNow.
    """
    with _versions_of(partnership_id, by):
        stored = _version(partnership_id, procedure_id, revision=None)
        _check_open(stored)
        if given.asked_on > date_of(at):
            raise NotNow("The day on which they were asked must not lie ahead.")
        consultation = Consultation.objects.create(
            partnership_id=partnership_id,
            procedure=stored,
            revision=stored.revision,
            body=given.body,
            name=given.name,
            asked_on=given.asked_on,
            note=given.note,
            recorded_by_id=by.id,
            recorded_at=at,
        )
        asked = set(stored.consultations.values_list("body", flat=True))
        if stored.status == Status.DRAFT and asked >= set(Consultation.REQUIRED):
            stored.status = Status.CONSULTED
            stored.save(update_fields=["status"])
        _note(
            EventKind.PROCEDURE_CONSULTED,
            stored,
            by=by,
            at=at,
            consultation=consultation.pk,
            body=given.body,
            status=stored.status,
        )
        return consultation


def discard_draft(
    *, partnership_id: int, procedure_id: int, revision: int, by: Actor, at: dt.datetime
) -> None:
    """Give up a draft about which nobody has been asked; its events stay.

    Raises NotPermitted, NoSuchVersion, StaleVersion, NotNow.
    """
    with _versions_of(partnership_id, by):
        stored = _version(partnership_id, procedure_id, revision=revision)
        _check_open(stored)
        if stored.consultations.filter(partnership_id=partnership_id).exists():
            raise NotNow("Somebody has been asked about this version: it is kept.")
        _note(EventKind.PROCEDURE_DISCARDED, stored, by=by, at=at)
        stored.delete()


def publish(
    *,
    partnership_id: int,
    procedure_id: int,
    revision: int,
    given: PublicationGiven,
    by: Actor,
    at: dt.datetime,
) -> StoredProcedure:
    """Put a version in force from a day; the version before it ends the day before (s.104(2)).

    Only what was consulted on, can be read whole and is not refused by the statute guard; from
    tomorrow at the earliest, so that no application has been received under another version.
    Raises NotPermitted, NoSuchVersion, StaleVersion, NotNow.
    """
    with _versions_of(partnership_id, by):
        stored = _version(partnership_id, procedure_id, revision=revision)
        procedure = readable(stored)
        _check_ready(stored, procedure, given)
        published = list(
            StoredProcedure.objects.filter(
                partnership_id=partnership_id, status__in=StoredProcedure.FINAL
            ).order_by("effective_from")
        )
        check_dates(given, published, today=date_of(at))
        superseded = _supersede(published, before=given.effective_from)
        stored.status = Status.PUBLISHED
        stored.effective_from, stored.effective_to = given.effective_from, given.last_day
        stored.save(update_fields=["status", "effective_from", "effective_to"])
        _note(
            EventKind.PROCEDURE_PUBLISHED,
            stored,
            by=by,
            at=at,
            effective_from=given.effective_from.isoformat(),
            last_day=given.last_day.isoformat() if given.last_day else "",
            supersedes=superseded,
            concerns=[f"{one.code} {one.path}" for one in concerns_of(procedure)],
        )
        return stored


def readable(stored: StoredProcedure) -> Procedure:
    """The procedure of a draft. Raises NotNow where something in it is still to be put right."""
    try:
        return parse_procedure(stored.content)
    except ProcedureError as wrong:
        raise NotNow(f"Put right first: {wrong.path.removeprefix('procedure.')}") from wrong


def _check_ready(stored: StoredProcedure, procedure: Procedure, given: PublicationGiven) -> None:
    _check_open(stored)
    if stored.status != Status.CONSULTED:
        raise NotNow(
            "Record first that the local policing body and social landlords were asked"
            " (Schedule 4, paragraphs 1 to 4)."
        )
    if refused := refusals_of(procedure):
        raise NotNow(f"The Act does not allow this: {refused[0].words}")
    if given.concerns != len(concerns_of(procedure)):
        raise NotNow("Read the warnings about the Act on this page first.")


def check_dates(
    given: PublicationGiven, published: list[StoredProcedure], *, today: dt.date
) -> None:
    """Raise NotNow unless a version may be in force then, beside those that are published.

    published: by their first day.
    """
    first, last = given.effective_from, given.last_day
    if last is not None and last < first:
        raise NotNow("The last day must not be before the first day.")
    if not published:
        return
    if first <= today:
        raise NotNow(
            "The first day must be after today: applications received until now are judged by the"
            " version that was in force then."
        )
    for other in filter(_ever_held, published):
        if other.effective_from > first:
            if last is None or last >= other.effective_from:
                raise NotNow(
                    f"Version {other.version} begins on {day_in_words(other.effective_from)}."
                    " Choose that day, and it never comes into force, a later one, or a last day"
                    " before it."
                )
        elif other.effective_to is not None and other.effective_to >= first:
            raise NotNow(
                f"Version {other.version} is published until {day_in_words(other.effective_to)}:"
                " choose a later day."
            )


def _ever_held(stored: StoredProcedure) -> bool:
    return stored.effective_to is None or stored.effective_to >= stored.effective_from


def _supersede(published: list[StoredProcedure], *, before: dt.date) -> list[int]:
    """End what still runs the day before; the ids of the versions that are now superseded."""
    found = []
    for other in published:
        if other.status == Status.SUPERSEDED or other.effective_from > before:
            continue
        other.status = Status.SUPERSEDED
        if other.effective_to is None:
            other.effective_to = before - DAY
        other.save(update_fields=["status", "effective_to"])
        found.append(other.pk)
    return found


def gap_before(
    first_day: dt.date, published: list[StoredProcedure]
) -> tuple[dt.date, dt.date] | None:
    """The days before `first_day` on which no version would be published; None without a gap.

    In a gap the version before it holds on (`cases.procedures.in_force`).
    """
    ends = [one.effective_to for one in published if _ever_held(one)]
    if not ends or None in ends or max(ends) + DAY >= first_day:
        return None
    return max(ends) + DAY, first_day - DAY
