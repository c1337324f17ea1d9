"""An agency's own work over several partnerships, and its own part of one case.

Every read here runs in the scope of one case at a time, entered on a live grant; nothing is read in
a partnership's whole scope.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cases.models import Action, AgendaItem, Case, InformationRequest
from cases.permissions import live_grants
from cases.procedures import calendar_of
from cases.selectors.due import Due, day_of, due_by, moment_in_words
from cases.status import ALLOWED, ENDED, Command, Status
from organisations.actors import Actor
from organisations.clock import date_of
from organisations.models import Partnership
from organisations.tenancy import Scope, visiting
from thresholds.working_days import WorkingCalendar


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something that the agency owes: kind is `action` or `request`."""

    kind: str
    id: int
    slug: str
    case_id: int
    reference: str
    partnership: str
    agency: str
    text: str
    due: Due


@dataclass(frozen=True, kw_only=True)
class OwnCase:
    """A case in which the agency takes part."""

    slug: str
    case_id: int
    reference: str
    partnership: str
    status: str


@dataclass(frozen=True, kw_only=True)
class Worklist:
    """What is owed, the longest overdue first, and the cases that are open."""

    tasks: tuple[Task, ...]
    cases: tuple[OwnCase, ...]


def worklist_of(actor: Actor, *, at: dt.datetime) -> Worklist:
    """The open actions and requests of the person's agencies in every partnership.

    Statements: four, five a partnership for its calendar, and at most seven a case (five once the
    case has ended), however many actions and requests it has. A case needs a scope of its own, so
    that they cannot be fewer than some a case.
    """
    engaged: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    grants = live_grants(at=at).filter(agency_id__in=actor.agency_ids)
    for partnership_id, case_id, agency_id in grants.values_list(
        "partnership_id", "case_id", "agency_id"
    ):
        engaged[partnership_id][case_id].add(agency_id)
    tasks, cases = [], []
    for partnership in Partnership.objects.filter(pk__in=engaged).order_by("name"):
        with visiting(Scope.public(partnership.pk)):
            calendar = calendar_of(partnership.pk)
        for case_id, agency_ids in sorted(engaged[partnership.pk].items()):
            with visiting(Scope.of_case(partnership_id=partnership.pk, case_id=case_id)):
                case = _open_case(partnership, case_id)
                if case is None:
                    continue
                cases.append(_own_case(partnership, case))
                tasks += _tasks(partnership, case, agency_ids, today=date_of(at), calendar=calendar)
    return Worklist(
        tasks=tuple(sorted(tasks, key=lambda task: (task.due.on, task.reference, task.id))),
        cases=tuple(sorted(cases, key=lambda case: (case.partnership, case.reference))),
    )


def _open_case(partnership: Partnership, case_id: int) -> Case | None:
    return (
        Case.objects.filter(partnership_id=partnership.pk, pk=case_id)
        .exclude(status__in=ENDED)
        .first()
    )


def _own_case(partnership: Partnership, case: Case) -> OwnCase:
    return OwnCase(
        slug=partnership.slug,
        case_id=case.pk,
        reference=case.reference,
        partnership=partnership.name,
        status=Status(case.status).label,
    )


def _tasks(
    partnership: Partnership,
    case: Case,
    agency_ids: set[int],
    *,
    today: dt.date,
    calendar: WorkingCalendar,
) -> Iterator[Task]:
    """Only what can be worked on in the case's status."""
    own = {"partnership_id": partnership.pk, "case_id": case.pk, "agency_id__in": agency_ids}
    owed = []
    if case.status in ALLOWED[Command.RECORD_PROGRESS]:
        actions = Action.objects.filter(**own, status=Action.Status.OPEN)
        owed += [("action", row, row.wording) for row in actions.select_related("agency")]
    if case.status in ALLOWED[Command.RECORD_RETURN]:
        requests = InformationRequest.objects.filter(**own, returned_at__isnull=True)
        owed += [("request", row, row.question) for row in requests.select_related("agency")]
    for kind, row, text in owed:
        yield Task(
            kind=kind,
            id=row.pk,
            slug=partnership.slug,
            case_id=case.pk,
            reference=case.reference,
            partnership=partnership.name,
            agency=row.agency.name,
            text=text,
            due=due_by(row.due_on, today=today, calendar=calendar),
        )


@dataclass(frozen=True, kw_only=True)
class RequestView:
    """What the agency was asked, and its answer once it is given."""

    id: int
    agency: str
    question: str
    due: Due
    asked: str
    asked_by: str
    answer: str
    returned: str


def engaged_agencies(
    actor: Actor, *, partnership_id: int, case_id: int, at: dt.datetime
) -> frozenset[int]:
    """Those of the person's agencies that hold a live grant on the case."""
    grants = live_grants(at=at).filter(
        partnership_id=partnership_id, case_id=case_id, agency_id__in=actor.agency_ids
    )
    return frozenset(grants.values_list("agency_id", flat=True))


def requests_to(
    case: Case, *, agency_ids: frozenset[int], at: dt.datetime
) -> tuple[RequestView, ...]:
    """The requests of a case to these agencies, and no others. Case scope."""
    calendar = calendar_of(case.partnership_id)
    rows = InformationRequest.objects.filter(
        partnership_id=case.partnership_id, case=case, agency_id__in=agency_ids
    ).select_related("agency", "asked_by")
    return tuple(
        RequestView(
            id=row.pk,
            agency=row.agency.name,
            question=row.question,
            due=due_by(row.due_on, today=date_of(at), calendar=calendar),
            asked=day_of(row.asked_at),
            asked_by=row.asked_by.full_name,
            answer=row.answer,
            returned=day_of(row.returned_at) if row.returned_at else "",
        )
        for row in rows
    )


def meeting_day(case: Case) -> str:
    """When the case is before LMAPS in this round, in words; empty without a meeting."""
    item = (
        AgendaItem.objects.filter(partnership_id=case.partnership_id, case=case, round=case.round)
        .order_by("-id")
        .first()
    )
    return moment_in_words(item.meets_at) if item else ""
