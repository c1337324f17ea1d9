"""The versions of a partnership's procedure in rows ready to show, and what differs between two."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import CharField
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from organisations.models import Partnership
from organisations.tenancy import Scope, visiting
from thresholds.differences import Change, Difference, differences
from thresholds.guard import Concern, concerns_of
from thresholds.labels import kind_at, place_in_words, value_in_words
from thresholds.models import Consultation
from thresholds.models import Procedure as StoredProcedure
from thresholds.periods import day_in_words
from thresholds.problems import Problem, problems_in
from thresholds.procedure import Procedure, ProcedureError, parse_procedure, to_json
from thresholds.reading import ReadingError
from thresholds.shared_parts import completed

Status = StoredProcedure.Status
DAY = dt.timedelta(days=1)


class NoSuchVersion(LookupError):
    """The partnership has no such version of its procedure."""


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """One version in the list. state, colour: where it stands today, in words and as a tag."""

    id: int
    number: int
    title: str
    state: str
    colour: str
    when: str
    is_final: bool


@dataclass(frozen=True, kw_only=True)
class AskedRow:
    """Somebody who was asked. changed_since: the draft is no longer what they were shown."""

    body: str
    name: str
    on: str
    note: str
    changed_since: bool


@dataclass(frozen=True, kw_only=True)
class VersionFile:
    """One version with all that is known about it.

    content: its JSON, with what it leaves to defaults written out where it can be read.
    problems: what keeps it from being read, paths without `procedure.`. concerns: of the statute
    guard, none where it cannot be read. procedure: None then.
    """

    row: VersionRow
    revision: int
    content: Mapping[str, Any]
    procedure: Procedure | None
    problems: tuple[Problem, ...]
    concerns: tuple[Concern, ...]
    asked: tuple[AskedRow, ...]
    still_to_ask: tuple[str, ...]

    @property
    def asked_before_changes(self) -> tuple[str, ...]:
        """Those who were asked and have not been asked again since the draft changed."""
        latest = {(row.body, row.name): row for row in self.asked}
        return tuple(row.name for row in latest.values() if row.changed_since)


@dataclass(frozen=True, kw_only=True)
class DifferenceRow:
    """One place in which two versions differ, in words."""

    place: str
    change: str
    before: str
    after: str


_IN_FORCE, _SUPERSEDED = "In force", "Superseded"
_CHANGES = {
    Change.CHANGED: "Changed",
    Change.ADDED: "New",
    Change.REMOVED: "Left out",
    Change.MOVED: "In another order",
}


def versions_of(*, partnership_id: int, on: dt.date) -> list[VersionRow]:
    """Every version, the newest first; one query."""
    rows = (
        StoredProcedure.objects.filter(partnership_id=partnership_id)
        .order_by("-version")
        .annotate(title=Cast(KT("content__title"), CharField()))
        .defer("content")
    )
    return [_row(one, title=one.title or "", on=on) for one in rows]


@dataclass(frozen=True, kw_only=True)
class OfficeRows:
    """One partnership's versions as the office of the local policing body sees them.

    rows: those that were published, or about which the office was asked. pairs: each of them with
    the one before it. asked: what is on record of its own answers, by the version's number.
    """

    name: str
    slug: str
    rows: tuple[VersionRow, ...]
    asked: tuple[tuple[int, AskedRow], ...]

    @property
    def pairs(self) -> tuple[tuple[VersionRow, VersionRow], ...]:
        """Newer and older, the newest first."""
        return tuple(pairwise(self.rows))


def office_rows(*, area_id: int, on: dt.date) -> list[OfficeRows]:
    """Every partnership of a policing area; each is asked in its own scope, two queries each."""
    places = Partnership.objects.filter(policing_area_id=area_id).order_by("name")
    return [_office_rows(place, on=on) for place in places]


def _office_rows(place: Partnership, *, on: dt.date) -> OfficeRows:
    with visiting(Scope.staff(place.pk)):
        asked = list(
            Consultation.objects.filter(
                partnership_id=place.pk, body=Consultation.Body.POLICING_BODY
            ).select_related("procedure")
        )
        about = {one.procedure_id for one in asked}
        rows = versions_of(partnership_id=place.pk, on=on)
    return OfficeRows(
        name=place.name,
        slug=place.slug,
        rows=tuple(row for row in rows if row.is_final or row.id in about),
        asked=tuple((one.procedure.version, _asked(one, one.procedure)) for one in asked),
    )


def office_pair(
    *, area_id: int, slug: str, ids: tuple[int, int], on: dt.date
) -> tuple[VersionFile, VersionFile]:
    """Two versions of a partnership of the area that the office may see, the earlier number first.

    Raises NoSuchVersion.
    """
    place = Partnership.objects.filter(policing_area_id=area_id, slug=slug).first()
    if place is None:
        raise NoSuchVersion(slug)
    seen = {row.id for row in _office_rows(place, on=on).rows}
    if not set(ids) <= seen:
        raise NoSuchVersion(ids)
    with visiting(Scope.staff(place.pk)):
        pair = [get_version(partnership_id=place.pk, procedure_id=pk) for pk in ids]
        first, second = sorted(pair, key=lambda one: one.version)
        return version_file(first, on=on), version_file(second, on=on)


def in_gap(rows: list[VersionRow]) -> bool:
    """Whether a version was in force before, and none is today."""
    states = {row.state for row in rows}
    return _SUPERSEDED in states and _IN_FORCE not in states


def get_version(*, partnership_id: int, procedure_id: int) -> StoredProcedure:
    """One version. Raises NoSuchVersion."""
    found = StoredProcedure.objects.filter(partnership_id=partnership_id, pk=procedure_id).first()
    if found is None:
        raise NoSuchVersion(procedure_id)
    return found


def published_versions(*, partnership_id: int) -> list[StoredProcedure]:
    """The versions that are or were published, by their first day."""
    return list(
        StoredProcedure.objects.filter(
            partnership_id=partnership_id, status__in=StoredProcedure.FINAL
        ).order_by("effective_from")
    )


def version_file(stored: StoredProcedure, *, on: dt.date) -> VersionFile:
    """All about one version; one query."""
    consultations = list(stored.consultations.filter(partnership_id=stored.partnership_id))
    problems = problems_of(stored.content)
    procedure = None if problems else parse_procedure(stored.content)
    bodies = {one.body for one in consultations}
    return VersionFile(
        row=version_row(stored, on=on),
        revision=stored.revision,
        content=to_json(procedure) if procedure else stored.content,
        procedure=procedure,
        problems=problems,
        concerns=concerns_of(procedure) if procedure else (),
        asked=tuple(_asked(one, stored) for one in consultations),
        still_to_ask=tuple(
            Consultation.Body(body).label for body in Consultation.REQUIRED if body not in bodies
        ),
    )


def problems_of(content: Any) -> tuple[Problem, ...]:
    """What keeps a procedure's JSON from being read: every place, without `procedure.`."""
    try:
        parse_procedure(content)
    except ProcedureError as first:
        found = problems_in(Procedure, _completed(content), path="procedure")
        if not found:  # The reader has the last word.
            found = [Problem(path=first.path, message=first.message)]
    else:
        return ()
    return tuple(
        Problem(path=one.path.removeprefix("procedure").lstrip("."), message=one.message)
        for one in found
    )


def _completed(content: Any) -> Any:
    """With the shared parts that it includes, where there are such parts."""
    try:
        return completed(content)
    except ReadingError:
        return content


def concerns_in(content: Any) -> tuple[Concern, ...]:
    """What the statute guard says of a procedure's JSON; nothing of what cannot be read."""
    return () if problems_of(content) else concerns_of(parse_procedure(content))


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[DifferenceRow]:
    """Every difference between two contents, the earlier one first."""
    return [
        _difference(one, before if one.change is Change.REMOVED else after)
        for one in differences(before, after)
    ]


def _difference(one: Difference, content: Mapping[str, Any]) -> DifferenceRow:
    kind = kind_at(one.path, content)
    return DifferenceRow(
        place=place_in_words(one.path, content),
        change=_CHANGES[one.change],
        before=value_in_words(one.before, kind),
        after=value_in_words(one.after, kind),
    )


def _asked(one: Consultation, stored: StoredProcedure) -> AskedRow:
    return AskedRow(
        body=Consultation.Body(one.body).label,
        name=one.name,
        on=day_in_words(one.asked_on),
        note=one.note,
        changed_since=one.revision != stored.revision,
    )


def version_row(stored: StoredProcedure, *, on: dt.date) -> VersionRow:
    """One version as the list shows it; no query."""
    title = stored.content.get("title")
    return _row(stored, title=title if isinstance(title, str) else "", on=on)


def _row(stored: StoredProcedure, *, title: str, on: dt.date) -> VersionRow:
    state, colour = _state(stored, on)
    return VersionRow(
        id=stored.pk,
        number=stored.version,
        title=title,
        state=state,
        colour=colour,
        when=_when(stored),
        is_final=stored.is_final,
    )


def _state(stored: StoredProcedure, on: dt.date) -> tuple[str, str]:
    if not stored.is_final:
        colour = "yellow" if stored.status == Status.DRAFT else "blue"
        return Status(stored.status).label, colour
    first, last = stored.effective_from, stored.effective_to
    if last is not None and last < first:
        return "Never in force", "grey"
    if first > on:
        return "Published, yet to begin", "blue"
    if last is not None and last < on:
        return _SUPERSEDED, "grey"
    return _IN_FORCE, "green"


def _when(stored: StoredProcedure) -> str:
    if stored.effective_from is None:
        return ""
    first, last = stored.effective_from, stored.effective_to
    if last is None:
        return f"from {day_in_words(first)}"
    if last < first:
        return f"was to begin on {day_in_words(first)}"
    return f"{day_in_words(first)} to {day_in_words(last)}"
