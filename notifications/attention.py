"""The post that needs somebody, over all cases of a partnership: those near a legal date first.

A constant number of queries. What comes from where is one function each. Mail to staff is not among
it: the administrator sees to that (`notifications/staff_mail.py`).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.models import Deadline, OutboxEntry
from cases.procedures import calendar_of, parsed
from cases.selectors.due import due_by
from notifications.catalogue import SILENT
from notifications.models import Delivery, Letter, Message
from notifications.transports.choice import carried
from notifications.troubles import WENT_ON, Kind, Trouble, undelivered, unwritten
from organisations.compiled import Compiled, Ids
from thresholds.models import Procedure

Channel, State = Delivery.Channel, Delivery.State

SHOWN = 100
READ = 1000
COUNTED = 99
SLOW_AFTER = dt.timedelta(minutes=15)


@dataclass(frozen=True, kw_only=True)
class Troubles:
    """What needs somebody, the most urgent first, and what only takes long.

    left_out: whether there are more than are shown.
    """

    needing: list[Trouble]
    slow: list[Trouble]
    left_out: bool = False


def post_needing_somebody(
    *, partnership_id: int, today: dt.date, district_ids: Iterable[int] | None = None
) -> Troubles:
    """All letters that have not reached their person and will not by themselves. Eight queries.

    district_ids: of whose cases; all of the partnership's when not given.
    """
    late = timezone.now() - SLOW_AFTER
    reach = None if district_ids is None else sorted(district_ids)
    found = [
        *_unwritten(partnership_id, reach, late),
        *_undelivered(partnership_id, reach, late),
    ]
    needing = [one for one in found if one.kind != Kind.SLOW]
    slow = [one for one in found if one.kind == Kind.SLOW]
    ordered = _by_urgency(_with_dates(needing, partnership_id=partnership_id, today=today))
    return Troubles(
        needing=ordered[:SHOWN],
        slow=slow[:SHOWN],
        left_out=max(len(needing), len(slow)) > SHOWN,
    )


def count_needing_somebody(
    *, partnership_id: int, district_ids: Iterable[int] | None = None
) -> str:
    """How many letters need somebody, for the navigation: "" for none, at most `99+`. One query."""
    values = {} if district_ids is None else {"districts": sorted(district_ids)}
    question = _needing_somebody(len(values.get("districts", ())), tuple(values))
    number = len(question.rows(partnership=partnership_id, **values))
    return f"{COUNTED}+" if number > COUNTED else str(number or "")


@lru_cache(maxsize=64)
def _needing_somebody(districts: int, given: tuple[str, ...]) -> Compiled:
    """The question over so many districts; `given` is empty where all of them are meant."""
    kinds = {"districts": Ids(districts)}
    return Compiled(_needing_question, partnership=int, **{name: kinds[name] for name in given})


def _needing_question(partnership: int, districts: list[int] | None = None) -> QuerySet:
    stuck = _of_cases(_stuck(partnership), "event__case", districts).order_by()
    messages = _of_cases(_stranded(partnership), "case", districts).order_by()
    returned = _of_cases(_returned(partnership), "case", districts).order_by()
    found = stuck.values_list("pk").union(
        messages.values_list("pk"), returned.values_list("message_id"), all=True
    )
    return found[: COUNTED + 1]


def _of_cases(rows: QuerySet, case: str, reach: list[int] | None) -> QuerySet:
    return rows if reach is None else rows.filter(**{f"{case}__district_id__in": reach})


# --- Events that could not be told ----------------------------------------------------------------


def _stuck(partnership_id: int) -> QuerySet:
    """Events whose letter was given up. Where none is owed, nobody misses it."""
    return OutboxEntry.objects.filter(
        partnership_id=partnership_id, state=OutboxEntry.State.STUCK
    ).exclude(event__kind__in=SILENT)


def _unwritten(partnership_id: int, reach: list[int] | None, late: dt.datetime) -> list[Trouble]:
    """One query for the stuck, one for those that wait too long."""
    waiting = OutboxEntry.objects.filter(
        partnership_id=partnership_id, state=OutboxEntry.State.WAITING, written_at__lte=late
    )
    found = []
    for entries, is_late in ((_stuck(partnership_id), False), (waiting, True)):
        rows = _of_cases(entries.select_related("event__case"), "event__case", reach)
        found += [unwritten(entry, late=is_late) for entry in rows.order_by("id")[:READ]]
    return [trouble for trouble in found if trouble is not None]


# --- Messages that reached nobody -----------------------------------------------------------------


def _stranded(partnership_id: int, *, late: dt.datetime | None = None) -> QuerySet:
    """Letters nobody was told, with no attempt under way; `late`: or one that takes too long.

    Mail to staff has a page of its own (`notifications/staff_mail.py`).
    """
    under_way = Delivery.objects.filter(
        partnership_id=partnership_id,
        message_id=OuterRef("pk"),
        state__in=[State.QUEUED, State.SENDING],
    )
    if late is not None:
        by_hand = ~Q(channel__in=carried())
        under_way = under_way.filter(by_hand | Q(queued_at__gt=late))
    return Message.objects.filter(
        ~Exists(under_way),
        partnership_id=partnership_id,
        told_at__isnull=True,
        application__isnull=False,
    )


def _returned(partnership_id: int) -> QuerySet:
    """Letters that came back, where nothing went since: the last attempt of each that did."""
    since = Delivery.objects.filter(
        partnership_id=partnership_id,
        message_id=OuterRef("message_id"),
        id__gt=OuterRef("pk"),
        state__in=[*sorted(WENT_ON), State.RETURNED],
    )
    return Delivery.objects.filter(
        ~Exists(since), partnership_id=partnership_id, state=State.RETURNED
    )


def _undelivered(partnership_id: int, reach: list[int] | None, late: dt.datetime) -> list[Trouble]:
    """One query for the messages of each kind with their letters, one for all attempts."""
    stranded = _of_cases(_stranded(partnership_id, late=late), "case", reach).order_by("id")
    returned = _of_cases(_returned(partnership_id), "case", reach).order_by("id")
    letters = [
        letter
        for ids in (stranded.values_list("pk"), returned.values_list("message_id"))
        for letter in Letter.objects.filter(
            partnership_id=partnership_id, message_id__in=ids[:READ]
        )
        .select_related("message__person", "application__case")
        .order_by("id")
    ]
    attempts = defaultdict(list)
    for delivery in Delivery.objects.filter(
        partnership_id=partnership_id, message_id__in=[letter.message_id for letter in letters]
    ).order_by("id"):
        attempts[delivery.message_id].append(delivery)
    found = (undelivered(letter, attempts[letter.message_id], late=late) for letter in letters)
    return [trouble for trouble in found if trouble is not None]


# --- The legal dates that they would meet ---------------------------------------------------------


def _with_dates(troubles: list[Trouble], *, partnership_id: int, today: dt.date) -> list[Trouble]:
    """Each with the first open date that the letter would meet, once its person has it."""
    open_dates = _open_dates(partnership_id, {one.case_id for one in troubles} - {None})
    calendar = calendar_of(partnership_id)
    dated = []
    for trouble in troubles:
        dates = [
            (day, title)
            for application_id, met_by, day, title in open_dates[trouble.case_id]
            if f"{trouble.letter_kind}.told" in met_by
            and trouble.application_id in (None, application_id)
        ]
        if dates:
            day, title = min(dates)
            due = due_by(day, today=today, calendar=calendar)
            trouble = replace(trouble, due=due, due_title=title)
        dated.append(trouble)
    return dated


def _open_dates(partnership_id: int, case_ids: set[int]) -> dict[int, list[tuple]]:
    """By case: application, what meets the date, the date that holds, and what it is called."""
    rows = Deadline.objects.filter(
        partnership_id=partnership_id,
        case_id__in=sorted(case_ids),
        met_at__isnull=True,
        lapsed_at__isnull=True,
    ).values_list(
        "case_id", "application_id", "limit", "due_on", "revised_on", "application__procedure_id"
    )
    rows = list(rows)
    stored = Procedure.objects.filter(
        partnership_id=partnership_id, pk__in={procedure_id for *_, procedure_id in rows}
    )
    procedures = {one.pk: parsed(one) for one in stored}
    found = defaultdict(list)
    for case_id, application_id, name, due_on, revised_on, procedure_id in rows:
        procedure = procedures[procedure_id]
        if procedure.has_owed(name):
            limit = procedure.owed(name)
            found[case_id].append((application_id, limit.met_by, revised_on or due_on, limit.title))
    return found


def _by_urgency(troubles: list[Trouble]) -> list[Trouble]:
    """Near a legal date first; then the oldest."""
    return sorted(
        troubles,
        key=lambda one: (one.due is None, one.due.on if one.due else dt.date.max, one.event_id),
    )
