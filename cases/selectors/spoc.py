"""The queue of the single point of contact: by next legal date, 25 cases a page, plain rows.

The page is one walk along the index `case_queue` wherever it starts; what the rows' next steps
depend on comes for the whole page at once. Every query says `partnership_id =` itself.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial

from django.db.models import F, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from cases.models import (
    Action,
    Case,
)
from cases.procedures import LocalRules, local_rules
from cases.references import BadReference, normalise_reference
from cases.search_words import words_typed
from cases.selectors.due import Due, due_by
from cases.selectors.spoc_search import Sought, cases_found
from cases.selectors.spoc_steps import Standing, Step, next_step
from cases.selectors.spoc_words import COLOURS
from cases.status import DECIDED_AGAINST, ENDED, PCC_OPEN, Status
from organisations.compiled import Compiled, Ids
from organisations.prepared import Statement

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
    """One case as the queue shows it; every text is ready.

    applicant: `asked` while a question waits for an answer, `to_read` while nobody has opened the
    case since they answered, or said what they think of the draft plan; else empty.
    """

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
    applicant: str
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


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What every question about a partnership's queue needs, read once."""

    partnership_id: int
    today: dt.date
    rules: LocalRules


def desk_of(partnership_id: int, *, today: dt.date) -> Desk:
    """The desk on a day; one query."""
    return Desk(partnership_id=partnership_id, today=today, rules=local_rules(partnership_id))


def case_by_reference(*, partnership_id: int, wanted: Wanted) -> str:
    """The stored reference that the search names exactly, if such a case is in reach; else ''."""
    try:
        reference = normalise_reference(wanted.search)
    except BadReference:
        return ""
    found = _in_reach(partnership_id, wanted.districts).filter(reference=reference)
    return reference if found.exists() else ""


def queue_counts(desk: Desk, *, districts: frozenset[int] | None) -> Counts:
    """Late, today and soon; counted to a limit, along the queue's index."""
    values = {
        "partnership": desk.partnership_id,
        "today": desk.today,
        "horizon": desk.rules.calendar.add(desk.today, AHEAD),
        "districts": None if districts is None else sorted(districts),
        "most": COUNT_UP_TO + 1,
    }
    (found,) = _COUNTS.fetch(values)
    overdue, due_today, ahead = map(_capped, found)
    return Counts(overdue=overdue, today=due_today, ahead=ahead)


# The condition is exactly that of the partial index `case_queue`.
_COUNTS = Statement("""
    SELECT count(*) FILTER (WHERE next_due_on < %(today)s),
           count(*) FILTER (WHERE next_due_on = %(today)s),
           count(*) FILTER (WHERE next_due_on > %(today)s)
    FROM (
        SELECT next_due_on FROM cases_case
        WHERE partnership_id = %(partnership)s
          AND NOT (status IN ('closed', 'withdrawn', 'merged'))
          AND next_due_on <= %(horizon)s
          AND (%(districts)s::bigint[] IS NULL OR district_id = ANY (%(districts)s::bigint[]))
        ORDER BY next_due_on, id LIMIT %(most)s
    ) AS near
""")


def queue_page(desk: Desk, *, wanted: Wanted) -> QueuePage:
    """One page of the queue: dated cases by date, then those with no date running.

    Ended cases, where their group is asked for, come newest first.
    """
    found = _rows_wanted(desk.partnership_id, wanted, desk.today)
    facts = _facts_of(desk.partnership_id, found[:PAGE])
    titles = desk.rules.limit_titles
    rows = tuple(_row(row, facts, desk, titles) for row in found[:PAGE])
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
    "round",
)


def _in_reach(partnership_id: int, districts: frozenset[int] | None) -> QuerySet:
    cases = Case.objects.filter(partnership_id=partnership_id)
    return cases if districts is None else cases.filter(district_id__in=sorted(districts))


def _open(partnership_id: int, districts: frozenset[int] | None) -> QuerySet:
    """Exactly the condition of the partial index `case_queue`."""
    return _in_reach(partnership_id, districts).exclude(
        status__in=["closed", "withdrawn", "merged"]
    )


def _rows_wanted(partnership_id: int, wanted: Wanted, today: dt.date) -> list[tuple]:
    """One row more than a page holds, where there are more."""
    day, last_id = _place(wanted.after)
    group = wanted.group if wanted.group in GROUPS else ""
    if wanted.search:
        sought = Sought(
            partnership_id=partnership_id,
            words=words_typed(wanted.search),
            districts=wanted.districts,
            statuses=GROUPS[group][1] if group else None,
            last_id=last_id,
        )
        return cases_found(sought, columns=_COLUMNS, most=PAGE + 1)
    values = {"partnership": partnership_id}
    if wanted.districts is not None:
        values["districts"] = sorted(wanted.districts)
    if wanted.overdue:
        values["today"] = today
    if last_id:
        values["last_id"] = last_id
    if last_id and day is not None:
        values["day"] = day
    ended = bool(group) and GROUPS[group][1] <= ENDED
    if ended:
        values.pop("today", None)
        values.pop("day", None)
    question = _question(ended, group, PAGE + 1, len(wanted.districts or ()), tuple(values))
    return question.rows(**values)


@lru_cache(maxsize=256)
def _question(
    ended: bool, group: str, most: int, districts: int, given: tuple[str, ...]
) -> Compiled:
    """The question for one combination of filters; `given` names the values that it takes.

    How many cases of a group there are differs too much between tenants for one plan.
    """
    known = {
        "partnership": int,
        "districts": Ids(districts),
        "today": dt.date,
        "day": dt.date,
        "last_id": int,
    }
    build = _newest_first if ended else _by_date
    kinds = {name: known[name] for name in given}
    return Compiled(partial(build, group, most), kept=not group, **kinds)


def _of_group(cases: QuerySet, group: str) -> QuerySet:
    return cases.filter(status__in=sorted(GROUPS[group][1])) if group else cases


def _newest_first(
    group: str, most: int, *, partnership: int, districts=None, last_id: int = 0
) -> QuerySet:
    """Ended cases."""
    cases = _of_group(_in_reach(partnership, districts), group)
    if last_id:
        cases = cases.filter(pk__lt=last_id)
    return cases.order_by("-pk").values_list(*_COLUMNS)[:most]


def _by_date(
    group: str,
    most: int,
    *,
    partnership: int,
    districts=None,
    today: dt.date | None = None,
    day: dt.date | None = None,
    last_id: int = 0,
) -> QuerySet:
    """Open cases after a place, in order; undated ones last.

    Several walks along an index, joined: one for the dated cases and one for the others, and where
    a group is asked for one for each of its statuses, so that no case of another is looked at.
    """
    cases = _open(partnership, districts)
    if today:
        cases = cases.filter(next_due_on__lt=today)
    parts = [cases.filter(status=one) for one in sorted(GROUPS[group][1])] if group else [cases]
    walks = []
    for part in parts:
        ordered = part.order_by("next_due_on", "pk").values_list(*_COLUMNS)
        dated, undated = (ordered.filter(next_due_on__isnull=one) for one in (False, True))
        if last_id and day is None:
            walks.append(undated.filter(pk__gt=last_id)[:most])
            continue
        if last_id:
            place = TupleGreaterThan(Tuple(F("next_due_on"), F("pk")), (day, last_id))
            dated = dated.filter(place)
        walks += [dated[:most], undated[:most]]
    first, *others = walks
    if not others:
        return first
    return first.union(*others, all=True).order_by("next_due_on", "pk")[:most]


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


def _facts_of(partnership_id: int, rows: list[tuple]) -> dict[int, dict[str, int]]:
    """For each case: what is recorded in this round, its open actions and its open PCC reviews."""
    rounds = {row[0]: row[_COLUMNS.index("round")] for row in rows}
    facts: dict[int, dict[str, int]] = {case_id: {} for case_id in rounds}
    if rounds:
        values = {
            "partnership": partnership_id,
            "cases": list(rounds),
            "open_action": Action.Status.OPEN,
            "open_review": sorted(PCC_OPEN),
        }
        for case_id, name, number in _FACTS.fetch(values):
            if number in (_ANY_ROUND, rounds[case_id]):
                facts[case_id][name] = facts[case_id].get(name, 0) + 1
    return facts


_ANY_ROUND = 0
_OF_PAGE = "partnership_id = %(partnership)s AND case_id = ANY (%(cases)s::bigint[])"
# An answer is to be read until somebody has opened the case after it.
_READ_SINCE = """SELECT FROM cases_event
    WHERE partnership_id = %(partnership)s AND stream = 'reads' AND kind = 'read.case'
      AND stream_id ="""
# Case, fact and round of each record. Reviews are looked up case by case (OFFSET 0 keeps the
# planner to it): what their policy says besides makes all of a tenant's look like one.
_FACTS = Statement(f"""
    SELECT case_id, 'assessed', round FROM cases_assessment WHERE {_OF_PAGE}
    UNION ALL
    SELECT case_id, 'peer_considered', round FROM cases_peerreviewconsideration WHERE {_OF_PAGE}
    UNION ALL
    SELECT case_id, 'on_agenda', round FROM cases_agendaitem WHERE {_OF_PAGE}
    UNION ALL
    SELECT case_id, 'actions_open', {_ANY_ROUND} FROM cases_action
    WHERE {_OF_PAGE} AND status = %(open_action)s
    UNION ALL
    SELECT given.case_id, 'pcc_review', {_ANY_ROUND}
    FROM unnest(%(cases)s::bigint[]) AS given (case_id)
    CROSS JOIN LATERAL (
        SELECT FROM cases_pccreview AS review
        WHERE review.partnership_id = %(partnership)s AND review.case_id = given.case_id
          AND review.status = ANY (%(open_review)s::text[])
        OFFSET 0
    ) AS open_review
    UNION ALL
    SELECT case_id, 'asked', {_ANY_ROUND} FROM cases_applicantrequest
    WHERE {_OF_PAGE} AND answered_at IS NULL AND withdrawn_at IS NULL
    UNION ALL
    SELECT case_id, 'to_read', {_ANY_ROUND} FROM cases_applicantrequest AS answer
    WHERE {_OF_PAGE} AND answered_at IS NOT NULL AND answered_by_id IS NULL
      AND NOT EXISTS ({_READ_SINCE} answer.case_id AND happened_at >= answer.answered_at)
    UNION ALL
    SELECT case_id, 'to_read', {_ANY_ROUND} FROM cases_draftcomment AS remark
    WHERE {_OF_PAGE} AND keyed_by_id IS NULL
      AND NOT EXISTS ({_READ_SINCE} remark.case_id AND happened_at >= remark.given_at)
""")  # noqa: S608 - our own text


def _row(
    row: tuple, facts: dict[int, dict[str, int]], desk: Desk, titles: dict[str, str]
) -> QueueRow:
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
        district=desk.rules.districts.get(given["district_id"], ""),
        status=status.label,
        colour=COLOURS[status],
        due=due_by(due_on, today=desk.today, calendar=desk.rules.calendar) if due_on else None,
        due_title=titles.get(given["next_due_limit"], given["next_due_limit"]),
        risk=given["risk_band"],
        vulnerable=given["vulnerable"],
        adjustments=given["needs_adjustments"],
        pcc_review="pcc_review" in known,
        applicant="to_read" if "to_read" in known else "asked" if "asked" in known else "",
        step=next_step(standing, today=desk.today),
    )


def _capped(number: int) -> str:
    return f"{COUNT_UP_TO}+" if number > COUNT_UP_TO else str(number)


def all_groups() -> Iterator[tuple[str, str]]:
    """Code and name of each group of statuses, for a filter."""
    return ((code, name) for code, (name, _) in GROUPS.items())
