"""The queue of the single point of contact: by next legal date, 25 cases a page, plain rows.

The page is one walk along the index `case_queue` wherever it starts; what the rows' next steps
depend on comes for the whole page at once. Every query says `partnership_id =` itself.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.db.models.functions import Concat, Lower, StrIndex

from cases.models import (
    Action,
    AgendaItem,
    Assessment,
    Case,
    PccReview,
    PeerReviewConsideration,
)
from cases.permission_names import ROLES, Permission
from cases.procedures import calendar_of
from cases.references import BadReference, normalise_reference
from cases.selectors.due import Due, due_by
from cases.selectors.spoc_steps import Standing, Step, next_step
from cases.selectors.spoc_words import COLOURS, limit_titles
from cases.status import DECIDED_AGAINST, ENDED, PCC_OPEN, Status
from organisations.actors import Actor
from organisations.models import District
from thresholds.working_days import WorkingCalendar

PAGE = 25
COUNT_UP_TO = 999
AHEAD = 5

GROUPS: dict[str, tuple[str, frozenset[Status]]] = {
    "new": ("To acknowledge", frozenset({Status.RECEIVED})),
    "assess": (
        "To assess and decide",
        frozenset({Status.ACKNOWLEDGED, Status.ASSESSMENT, Status.DEFERRED}),
    ),
    "meeting": (
        "Meeting and response",
        frozenset({Status.ACCEPTED, Status.REFERRED, Status.PLAN_AGREED}),
    ),
    "plan": ("Plan being followed", frozenset({Status.RESPONDED, Status.MONITORING})),
    "against": ("Not taken on", DECIDED_AGAINST),
    "closed": ("Closed", frozenset({Status.CLOSED})),
    "withdrawn": ("Withdrawn", frozenset({Status.WITHDRAWN})),
    "merged": ("Joined to another case", frozenset({Status.MERGED})),
}


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    """One case as the queue shows it; every text is ready."""

    case_id: int
    district_id: int
    reference: str
    name: str
    district: str
    status: str
    colour: str
    due: Due | None
    due_title: str
    risk: str
    vulnerable: bool
    adjustments: bool
    pcc_review: bool
    step: Step


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What of the queue is asked for. districts: the ids in reach; None means all.

    after: where the page before ended, as `QueuePage.next_after` gave it.
    """

    districts: frozenset[int] | None
    group: str = ""
    overdue: bool = False
    search: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class QueuePage:
    """The rows in order, and where the next page begins; empty where there is none."""

    rows: tuple[QueueRow, ...]
    next_after: str = ""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many open cases are late, due today, and due in the next working days."""

    overdue: str
    today: str
    ahead: str
    ahead_days: int = field(default=AHEAD)


def districts_in_reach(actor: Actor, *, partnership_id: int) -> frozenset[int] | None:
    """The districts whose cases the person sees in this partnership; None means all of them."""
    grips = actor.grips_in(partnership_id=partnership_id, roles=ROLES[Permission.VIEW_CASE])
    ids = {grip.district_id for grip in grips}
    return None if None in ids else frozenset(ids)


def districts_of(*, partnership_id: int, reach: frozenset[int] | None) -> list[tuple[int, str]]:
    """Id and name of each district in reach, by name."""
    rows = District.objects.filter(partnership_id=partnership_id).values_list("pk", "name")
    return [row for row in rows if reach is None or row[0] in reach]


def case_by_reference(*, partnership_id: int, wanted: Wanted) -> str:
    """The stored reference that the search names exactly, if such a case is in reach; else ''."""
    try:
        reference = normalise_reference(wanted.search)
    except BadReference:
        return ""
    found = _in_reach(partnership_id, wanted.districts).filter(reference=reference)
    return reference if found.exists() else ""


def queue_counts(
    *, partnership_id: int, districts: frozenset[int] | None, today: dt.date
) -> Counts:
    """Late, today and soon; counted to a limit, along the queue's index."""
    horizon = calendar_of(partnership_id).add(today, AHEAD)
    near = _open(partnership_id, districts).filter(next_due_on__lte=horizon)
    found = near.order_by("next_due_on", "pk")[: COUNT_UP_TO + 1].aggregate(
        overdue=Count("pk", filter=Q(next_due_on__lt=today)),
        today=Count("pk", filter=Q(next_due_on=today)),
        ahead=Count("pk", filter=Q(next_due_on__gt=today)),
    )
    return Counts(**{name: _capped(number) for name, number in found.items()})


def queue_page(*, partnership_id: int, wanted: Wanted, today: dt.date) -> QueuePage:
    """One page of the queue: dated cases by date, then those with no date running.

    Ended cases, where their group is asked for, come newest first.
    """
    found = list(_rows_wanted(partnership_id, wanted, today)[: PAGE + 1])
    facts = _facts_of(partnership_id, [row[0] for row in found[:PAGE]])
    words = _Words(
        today=today,
        calendar=calendar_of(partnership_id),
        districts=dict(districts_of(partnership_id=partnership_id, reach=None)),
        titles=limit_titles(partnership_id),
    )
    rows = tuple(_row(row, facts, words) for row in found[:PAGE])
    more = len(found) > PAGE
    return QueuePage(rows=rows, next_after=_cursor(found[PAGE - 1]) if more else "")


_COLUMNS = (
    "pk",
    "district_id",
    "reference",
    "applicant_name",
    "status",
    "next_due_on",
    "next_due_limit",
    "risk_band",
    "vulnerable",
    "needs_adjustments",
    "deferred_until",
)


def _in_reach(partnership_id: int, districts: frozenset[int] | None) -> QuerySet:
    cases = Case.objects.filter(partnership_id=partnership_id)
    return cases if districts is None else cases.filter(district_id__in=sorted(districts))


def _open(partnership_id: int, districts: frozenset[int] | None) -> QuerySet:
    """Exactly the condition of the partial index `case_queue`."""
    return _in_reach(partnership_id, districts).exclude(
        status__in=["closed", "withdrawn", "merged"]
    )


def _rows_wanted(partnership_id: int, wanted: Wanted, today: dt.date) -> QuerySet:
    statuses = GROUPS[wanted.group][1] if wanted.group in GROUPS else None
    day, last_id = _place(wanted.after)
    if wanted.search or (statuses is not None and statuses <= ENDED):
        cases = _in_reach(partnership_id, wanted.districts)
        if wanted.search:
            cases = _by_name(cases, wanted.search)
        if statuses is not None:
            cases = cases.filter(status__in=sorted(statuses))
        newest = cases.filter(pk__lt=last_id) if last_id else cases
        return newest.order_by("-pk").values_list(*_COLUMNS)
    cases = _open(partnership_id, wanted.districts)
    if statuses is not None:
        cases = cases.filter(status__in=sorted(statuses))
    if wanted.overdue:
        cases = cases.filter(next_due_on__lt=today)
    return _from_place(cases, day, last_id)


def _from_place(cases: QuerySet, day: dt.date | None, last_id: int) -> QuerySet:
    """Cases after a place, in order; undated ones last. Two walks along one index, joined."""
    undated = cases.filter(next_due_on__isnull=True).order_by("next_due_on", "pk")
    if last_id and day is None:
        return undated.filter(pk__gt=last_id).values_list(*_COLUMNS)
    dated = cases.filter(next_due_on__isnull=False).order_by("next_due_on", "pk")
    if last_id:
        dated = dated.filter(TupleGreaterThan(Tuple(F("next_due_on"), F("pk")), (day, last_id)))
    ends = [end.values_list(*_COLUMNS)[: PAGE + 1] for end in (dated, undated)]
    return ends[0].union(ends[1], all=True).order_by("next_due_on", "pk")


def _by_name(cases: QuerySet, search: str) -> QuerySet:
    """Cases where a word of the applicant's name begins with what was typed."""
    named = Lower(Concat(Value(" "), "applicant_name", output_field=CharField()))
    wanted = " " + " ".join(search.lower().split())
    return cases.alias(found=StrIndex(named, Value(wanted))).filter(found__gt=0)


def _place(after: str) -> tuple[dt.date | None, int]:
    """Date and id of a cursor; no place for one that is none of ours."""
    day, _, last_id = after.partition(".")
    if not (last_id.isascii() and last_id.isdigit() and len(last_id) < 19):
        return None, 0
    try:
        return dt.date.fromisoformat(day) if day else None, int(last_id)
    except ValueError:
        return None, 0


def _cursor(row: tuple) -> str:
    due_on = row[_COLUMNS.index("next_due_on")]
    return f"{due_on.isoformat() if due_on else ''}.{row[0]}"


def _facts_of(partnership_id: int, ids: list[int]) -> dict[int, dict[str, int]]:
    """For each case: what is recorded in this round, its open actions and its open PCC reviews."""
    below = {"partnership_id": partnership_id, "case_id__in": ids}
    this_round = {"round": F("case__round"), **below}
    open_reviews = {"status__in": sorted(PCC_OPEN), **below}
    arms = (
        ("assessed", Assessment.objects.filter(**this_round)),
        ("peer_considered", PeerReviewConsideration.objects.filter(**this_round)),
        ("on_agenda", AgendaItem.objects.filter(**this_round)),
        ("actions_open", Action.objects.filter(status=Action.Status.OPEN, **below)),
        ("pcc_review", PccReview.objects.filter(**open_reviews)),
    )
    first, *others = [
        rows.order_by()
        .annotate(fact=Value(name, output_field=CharField()))
        .values_list("case_id", "fact")
        .annotate(number=Count("pk"))
        for name, rows in arms
    ]
    facts: dict[int, dict[str, int]] = {}
    if ids:
        for case_id, name, number in first.union(*others, all=True):
            facts.setdefault(case_id, {})[name] = number
    return facts


@dataclass(frozen=True, kw_only=True)
class _Words:
    today: dt.date
    calendar: WorkingCalendar
    districts: dict[int, str]
    titles: dict[str, str]


def _row(row: tuple, facts: dict[int, dict[str, int]], words: _Words) -> QueueRow:
    given = dict(zip(_COLUMNS, row, strict=True))
    known = facts.get(given["pk"], {})
    standing = Standing(
        status=given["status"],
        assessed="assessed" in known,
        risk_recorded=bool(given["risk_band"]),
        peer_considered="peer_considered" in known,
        on_agenda="on_agenda" in known,
        actions_open=known.get("actions_open", 0),
        deferred_until=given["deferred_until"],
    )
    status, due_on = Status(given["status"]), given["next_due_on"]
    return QueueRow(
        case_id=given["pk"],
        district_id=given["district_id"],
        reference=given["reference"],
        name=given["applicant_name"],
        district=words.districts.get(given["district_id"], ""),
        status=status.label,
        colour=COLOURS[status],
        due=due_by(due_on, today=words.today, calendar=words.calendar) if due_on else None,
        due_title=words.titles.get(given["next_due_limit"], given["next_due_limit"]),
        risk=given["risk_band"],
        vulnerable=given["vulnerable"],
        adjustments=given["needs_adjustments"],
        pcc_review="pcc_review" in known,
        step=next_step(standing, today=words.today),
    )


def _capped(number: int) -> str:
    return f"{COUNT_UP_TO}+" if number > COUNT_UP_TO else str(number)


def all_groups() -> Iterator[tuple[str, str]]:
    """Code and name of each group of statuses, for a filter."""
    return ((code, name) for code, (name, _) in GROUPS.items())
