"""An agency's own work over several partnerships, and its own part of one case.

Every read here runs in a scope of the very cases on which the agency holds a live grant; nothing is
read in a partnership's whole scope.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from cases.models import Action, AgendaItem, Case, InformationRequest
from cases.permissions import live_grants
from cases.procedures import calendar_of
from cases.selectors.due import Due, day_of, due_by, moment_in_words
from cases.status import ALLOWED, ENDED, Command, Status
from organisations.actors import Actor
from organisations.clock import date_of
from organisations.models import Partnership
from organisations.tenancy import Scope, visiting
from thresholds.periods import weekday_in_words

PAGE_SIZE = 25
ACTION, REQUEST = "action", "request"


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
    """One page of what is owed, the longest overdue first, and one of the cases that are open.

    more_tasks, more_cases: whether a page comes after it.
    """

    tasks: tuple[Task, ...]
    cases: tuple[OwnCase, ...]
    more_tasks: bool
    more_cases: bool


def worklist_of(
    actor: Actor,
    *,
    at: dt.datetime,
    kinds: tuple[str, ...] = (ACTION, REQUEST),
    tasks_page: int = 1,
    cases_page: int = 1,
) -> Worklist:
    """The open actions and requests of the person's agencies in every partnership.

    Pages count from 1 and hold 25. Statements: a few, and eight a partnership, however many cases
    the agency takes part in and however much it owes in them (docs/adr/0022).
    """
    tasks: list[Task] = []
    cases: list[OwnCase] = []
    engaged = _engagements(actor, at=at)
    for partnership in Partnership.objects.filter(pk__in=engaged).order_by("name"):
        own = engaged[partnership.pk]
        with visiting(Scope.of_cases(partnership_id=partnership.pk, case_ids=own)):
            tasks += _tasks(
                partnership, own, kinds, most=tasks_page * PAGE_SIZE + 1, today=date_of(at)
            )
            cases += _cases(partnership, own, most=cases_page * PAGE_SIZE + 1)
    tasks.sort(key=lambda task: (task.due.on, task.reference, task.id))
    cases.sort(key=lambda case: (case.partnership, case.reference))
    return Worklist(
        tasks=_page(tasks, tasks_page),
        cases=_page(cases, cases_page),
        more_tasks=len(tasks) > tasks_page * PAGE_SIZE,
        more_cases=len(cases) > cases_page * PAGE_SIZE,
    )


# Which of the person's agencies take part in a case, by case, by partnership.
Engaged = dict[int, set[int]]


def _engagements(actor: Actor, *, at: dt.datetime) -> dict[int, Engaged]:
    engaged: dict[int, Engaged] = defaultdict(lambda: defaultdict(set))
    grants = live_grants(at=at).filter(agency_id__in=actor.agency_ids)
    for partnership_id, case_id, agency_id in grants.values_list(
        "partnership_id", "case_id", "agency_id"
    ):
        engaged[partnership_id][case_id].add(agency_id)
    return engaged


def _page(rows: list, number: int) -> tuple:
    return tuple(rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE])


def _cases(partnership: Partnership, own: Engaged, *, most: int) -> Iterator[OwnCase]:
    rows = Case.objects.filter(partnership_id=partnership.pk, pk__in=own).exclude(status__in=ENDED)
    for pk, reference, status in rows.order_by("reference").values_list(
        "pk", "reference", "status"
    )[:most]:
        yield OwnCase(
            slug=partnership.slug,
            case_id=pk,
            reference=reference,
            partnership=partnership.name,
            status=Status(status).label,
        )


def _tasks(
    partnership: Partnership,
    own: Engaged,
    kinds: tuple[str, ...],
    *,
    most: int,
    today: dt.date,
) -> Iterator[Task]:
    """Only what can be worked on in its case's status; the first `most` of each kind."""
    calendar = calendar_of(partnership.pk)
    for kind in kinds:
        for row in _owed(kind, partnership, own)[:most]:
            yield Task(
                kind=kind,
                id=row.pk,
                slug=partnership.slug,
                case_id=row.case_id,
                reference=row.case.reference,
                partnership=partnership.name,
                agency=row.agency.name,
                text=row.wording if kind == ACTION else row.question,
                due=due_by(row.due_on, today=today, calendar=calendar),
            )


def _owed(kind: str, partnership: Partnership, own: Engaged) -> QuerySet[Model]:
    model, command, still_open = {
        ACTION: (Action, Command.RECORD_PROGRESS, Q(status=Action.Status.OPEN)),
        REQUEST: (InformationRequest, Command.RECORD_RETURN, Q(returned_at__isnull=True)),
    }[kind]
    return (
        model.objects.filter(
            _of_engaged(own),
            still_open,
            partnership_id=partnership.pk,
            case__status__in=ALLOWED[command],
        )
        .select_related("agency", "case")
        .order_by("due_on", "case__reference", "pk")
    )


def _of_engaged(own: Engaged) -> Q:
    """Each case only with those agencies that take part in it."""
    cases_of: dict[frozenset[int], list[int]] = defaultdict(list)
    for case_id, agency_ids in own.items():
        cases_of[frozenset(agency_ids)].append(case_id)
    wanted = Q()
    for agency_ids, case_ids in cases_of.items():
        wanted |= Q(case_id__in=sorted(case_ids), agency_id__in=sorted(agency_ids))
    return wanted


@dataclass(frozen=True, kw_only=True)
class RequestView:
    """What the agency was asked, and its answer once it is given.

    about: the days that it was asked about, in words; empty where they were not kept.
    """

    id: int
    agency_id: int
    agency: str
    question: str
    due: Due
    asked: str
    asked_by: str
    answer: str
    returned: str
    about: str = ""


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
            agency_id=row.agency_id,
            agency=row.agency.name,
            question=row.question,
            due=due_by(row.due_on, today=date_of(at), calendar=calendar),
            asked=day_of(row.asked_at),
            asked_by=row.asked_by.full_name,
            answer=row.answer,
            returned=day_of(row.returned_at) if row.returned_at else "",
            about=_about(row),
        )
        for row in rows
    )


def _about(request: InformationRequest) -> str:
    if request.about_from is None:
        return ""
    first, last = map(weekday_in_words, (request.about_from, request.about_until))
    return f"{first} until {last}"


def meeting_day(case: Case) -> str:
    """When the case is before LMAPS in this round, in words; empty without a meeting."""
    item = (
        AgendaItem.objects.filter(partnership_id=case.partnership_id, case=case, round=case.round)
        .order_by("-id")
        .first()
    )
    return moment_in_words(item.meets_at) if item else ""
