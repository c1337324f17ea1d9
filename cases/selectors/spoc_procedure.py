"""By which version of the procedure each application of a case is judged, and why."""

from dataclasses import dataclass

from cases.event_kinds import EventKind
from cases.models import Application, Case, Event, EventFacts
from cases.procedures import LocalRules, Version
from cases.selectors.case_rows import CaseRows
from cases.selectors.due import day_of
from organisations.clock import date_of
from thresholds.periods import day_in_words


@dataclass(frozen=True, kw_only=True)
class MoveShown:
    """An application was moved from one version to another."""

    on: str
    before: int
    after: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProcedureShown:
    """One application and its version.

    reference: empty where the case has one application. ended: the last day of the version where
    the application came in after it, in a gap; empty otherwise.
    """

    reference: str
    version: int
    when: str
    ended: str
    moves: tuple[MoveShown, ...]


def procedures_shown(case: Case, rows: CaseRows, rules: LocalRules) -> list[ProcedureShown]:
    """For every application of the case; a query where one was moved."""
    applications = [one for one in rows[Application] if one.procedure_id]
    moves = _moves(case, rows)
    several = len(applications) > 1
    return [
        _shown(
            one,
            rules.versions[one.procedure_id],
            moves.get(one.pk, []),
            reference=one.reference if several else "",
        )
        for one in applications
    ]


def _shown(
    application: Application, version: Version, moves: list[MoveShown], *, reference: str
) -> ProcedureShown:
    last = version.last
    after = last is not None and date_of(application.received_at) > last
    return ProcedureShown(
        reference=reference,
        version=version.number,
        when=f"in force from {day_in_words(version.first)}",
        ended=day_in_words(last) if after else "",
        moves=tuple(moves),
    )


def _moves(case: Case, rows: CaseRows) -> dict[int, list[MoveShown]]:
    events = [one for one in rows[Event] if one.kind == EventKind.APPLICATION_REPINNED]
    if not events:
        return {}
    facts = dict(
        EventFacts.objects.filter(
            partnership_id=case.partnership_id, event_id__in=[one.pk for one in events]
        ).values_list("event_id", "content__reason")
    )
    found: dict[int, list[MoveShown]] = {}
    for event in events:
        found.setdefault(event.application_id, []).append(
            MoveShown(
                on=day_of(event.happened_at),
                before=event.payload["from_version"],
                after=event.payload["to_version"],
                reason=facts.get(event.pk) or "The reason has been erased.",
            )
        )
    return found
