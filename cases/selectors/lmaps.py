"""The diary of an LMAPS chair, and the agenda of one meeting.

Staff scope; the number of queries does not depend on how many meetings and cases there are.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from cases.models import (
    ActionPlan,
    AgendaItem,
    Application,
    Meeting,
    Report,
    VictimInvolvement,
)
from cases.permissions import live_grants
from cases.selectors.due import moment_in_words
from cases.status import Status
from organisations.actors import Actor
from organisations.clock import date_of
from organisations.roles import Role
from thresholds.periods import day_in_words

PAST_ON_A_PAGE = 20


@dataclass(frozen=True, kw_only=True)
class MeetingRow:
    """One meeting of the diary. missing: what has to be recorded still, in words."""

    id: int
    when: str
    locality: str
    place: str
    chair: str
    independent: bool
    status: str
    cases: int
    missing: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Diary:
    """Meetings from today on, soonest first, and a page of those before, latest first."""

    upcoming: tuple[MeetingRow, ...]
    past: tuple[MeetingRow, ...]
    page: int
    has_older: bool


@dataclass(frozen=True, kw_only=True)
class Engaged:
    """An agency to whom the behaviour was reported; `gap` says why it is not engaged yet."""

    name: str
    gap: str


@dataclass(frozen=True, kw_only=True)
class AgendaLine:
    """A case on an agenda, with what has been recorded of it in this round."""

    reference: str
    status: str
    risk_band: str
    vulnerable: bool
    needs_adjustments: bool
    note: str
    part: str
    part_missing: bool
    plan: str
    plan_missing: bool
    agencies: tuple[Engaged, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MeetingView:
    """One meeting with its agenda."""

    row: MeetingRow
    lines: tuple[AgendaLine, ...]


def diary_of(actor: Actor, *, partnership_id: int, at: dt.datetime, page: int = 1) -> Diary:
    """The meetings of the localities that the person chairs. page: of the past ones, from 1."""
    mine = _meetings_for(actor, partnership_id=partnership_id)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    upcoming = list(mine.filter(starts_at__gte=midnight))
    start = (page - 1) * PAST_ON_A_PAGE
    older = mine.filter(starts_at__lt=midnight).order_by("-starts_at", "-id")
    past = list(older[start : start + PAST_ON_A_PAGE + 1])
    shown = past[:PAST_ON_A_PAGE]
    lines = _lines_of([*upcoming, *shown], partnership_id=partnership_id)
    return Diary(
        upcoming=tuple(_row(meeting, lines[meeting.pk]) for meeting in upcoming),
        past=tuple(_row(meeting, lines[meeting.pk]) for meeting in shown),
        page=page,
        has_older=len(past) > PAST_ON_A_PAGE,
    )


def meeting_for(
    actor: Actor, *, partnership_id: int, meeting_id: int, at: dt.datetime
) -> MeetingView | None:
    """One meeting of a locality that the person chairs, with its agenda; else None."""
    meeting = _meetings_for(actor, partnership_id=partnership_id).filter(pk=meeting_id).first()
    if meeting is None:
        return None
    lines = _lines_of([meeting], partnership_id=partnership_id, engaged_at=at)[meeting.pk]
    return MeetingView(row=_row(meeting, lines), lines=tuple(lines))


def _meetings_for(actor: Actor, *, partnership_id: int):
    """A chair's reach is their localities; without one it is the whole partnership."""
    grips = actor.grips_in(partnership_id=partnership_id, roles=frozenset({Role.LMAPS_CHAIR}))
    localities = {grip.locality_id for grip in grips}
    meetings = Meeting.objects.filter(partnership_id=partnership_id)
    if None not in localities:
        meetings = meetings.filter(locality_id__in=localities)
    return meetings.select_related("locality", "chair")


def _row(meeting: Meeting, lines: list[AgendaLine]) -> MeetingRow:
    return MeetingRow(
        id=meeting.pk,
        when=moment_in_words(meeting.starts_at),
        locality=meeting.locality.name,
        place=meeting.place,
        chair=meeting.chair.full_name,
        independent=meeting.chair_independent,
        status=meeting.get_status_display(),
        cases=len(lines),
        missing=_missing(lines),
    )


def _missing(lines: list[AgendaLine]) -> tuple[str, ...]:
    parts = sum(line.part_missing for line in lines)
    plans = sum(line.plan_missing for line in lines)
    said = []
    if parts:
        said.append(f"the victim’s part in {_cases(parts)}")
    if plans:
        said.append(f"the action plan in {_cases(plans)}")
    return tuple(said)


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count} cases"


def _lines_of(
    meetings: list[Meeting], *, partnership_id: int, engaged_at: dt.datetime | None = None
) -> dict[int, list[AgendaLine]]:
    """The agenda of each meeting; with its agencies where `engaged_at` is given."""
    items = list(
        AgendaItem.objects.filter(
            partnership_id=partnership_id, meeting_id__in=[meeting.pk for meeting in meetings]
        )
        .select_related("case")
        .order_by("id")
    )
    case_ids = {item.case_id for item in items}
    below = {"partnership_id": partnership_id, "case_id__in": case_ids}
    recorded = _Recorded(below)
    agencies = _engaged(below, at=engaged_at) if engaged_at else defaultdict(tuple)
    lines = defaultdict(list)
    for item in items:
        lines[item.meeting_id].append(recorded.line(item, agencies[item.case_id]))
    return lines


class _Recorded:
    """What stands on record for the cases of some agenda items: three queries for all of them."""

    def __init__(self, below: dict):
        self.applications = defaultdict(set)
        open_ones = Application.objects.filter(**below, status=Application.Status.SUBMITTED)
        for case_id, application_id in open_ones.values_list("case_id", "pk"):
            self.applications[case_id].add(application_id)
        self.parts = defaultdict(set)
        for case_id, number, application_id in VictimInvolvement.objects.filter(
            **below
        ).values_list("case_id", "item__round", "application_id"):
            self.parts[case_id, number].add(application_id)
        self.plans = {
            (case_id, number): agreed_at
            for case_id, number, agreed_at in ActionPlan.objects.filter(**below).values_list(
                "case_id", "round", "agreed_at"
            )
        }

    def line(self, item: AgendaItem, agencies: tuple[Engaged, ...]) -> AgendaLine:
        """The item as the agenda shows it. Only a case that waits for its plan misses anything."""
        case, key = item.case, (item.case_id, item.round)
        waits = case.status == Status.REFERRED and case.round == item.round
        owed = self.applications[item.case_id]
        open_parts = owed - self.parts[key]
        return AgendaLine(
            reference=case.reference,
            status=Status(case.status).label,
            risk_band=case.risk_band,
            vulnerable=case.vulnerable,
            needs_adjustments=case.needs_adjustments,
            note=item.note,
            part=_part_text(len(owed), len(open_parts), bool(self.parts[key])),
            part_missing=waits and bool(open_parts),
            plan=_plan_text(self.plans.get(key)),
            plan_missing=waits and key not in self.plans,
            agencies=agencies,
        )


def _part_text(owed: int, missing: int, any_recorded: bool) -> str:
    if not any_recorded:
        return "Not recorded"
    if not missing:
        return "Recorded"
    return f"Recorded for {owed - missing} of {owed} applicants"


def _plan_text(agreed_at: dt.datetime | None) -> str:
    if agreed_at is None:
        return "Not recorded"
    return f"Recorded on {day_in_words(date_of(agreed_at))}"


def _engaged(below: dict, *, at: dt.datetime) -> dict[int, tuple[Engaged, ...]]:
    """The agencies to whom each case's behaviour was reported (DOMAIN section 0, step 5)."""
    inside = set(
        live_grants(at=at).filter(**below, agency__isnull=False).values_list("case_id", "agency_id")
    )
    told = (
        Report.objects.filter(**below, application__status=Application.Status.SUBMITTED)
        .order_by()
        .values_list("case_id", "agency_id", "agency__name", "agency_said")
        .distinct()
    )
    return _by_case(
        (
            case_id,
            Engaged(name=name or said, gap=_gap(agency_id, inside=(case_id, agency_id) in inside)),
        )
        for case_id, agency_id, name, said in told
    )


def _gap(agency_id: int | None, *, inside: bool) -> str:
    if agency_id is None:
        return "not a partner of this partnership: invite it yourself"
    return "" if inside else "has no access to the case yet"


def _by_case(pairs: Iterable[tuple[int, Engaged]]) -> dict[int, tuple[Engaged, ...]]:
    found = defaultdict(set)
    for case_id, engaged in pairs:
        found[case_id].add(engaged)
    return defaultdict(
        tuple,
        {
            case_id: tuple(sorted(several, key=lambda one: one.name))
            for case_id, several in found.items()
        },
    )
