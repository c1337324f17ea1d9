"""The dates that agencies, the panel and applicants keep: where they stand, and until when.

Beside each kind the statement's source, which is what the sweep reads, and the same in Python for
the moment at which a mail is composed (ADR 32).
"""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet

from cases.commands.chasing import OwedChased
from cases.event_kinds import EventKind
from cases.models import Action, AgendaItem, Application, Meeting
from cases.status import ALLOWED, Command, Status
from notifications.audience import Owed
from notifications.models import OwedChaser
from organisations.clock import date_of
from thresholds.chasing import Stage

Stopped = OwedChaser.Stopped

ANSWERABLE = frozenset(ALLOWED[Command.RECORD_RETURN])
WORKED_ON = frozenset(ALLOWED[Command.RECORD_PROGRESS])
REPLIED_TO = frozenset(ALLOWED[Command.RECORD_ANSWER])


# Each gives id, due_on and began, the day that the limit was counted from. A meeting is reminded of
# as early as a long limit: papers need their time.
SOURCES: dict[Owed, str] = {
    Owed.RETURN: """
        SELECT asked.id, asked.due_on, (asked.asked_at AT TIME ZONE 'Europe/London')::date AS began
        FROM cases_informationrequest AS asked
        JOIN cases_case AS held
            ON held.partnership_id = %(partnership)s AND held.id = asked.case_id
        WHERE asked.partnership_id = %(partnership)s AND asked.returned_at IS NULL
            AND asked.due_on <= %(long)s AND held.status = ANY (%(answerable)s::text[])
    """,
    Owed.ACTION: """
        SELECT todo.id, todo.due_on, (plan.agreed_at AT TIME ZONE 'Europe/London')::date AS began
        FROM cases_action AS todo
        JOIN cases_actionplan AS plan
            ON plan.partnership_id = %(partnership)s AND plan.id = todo.plan_id
        JOIN cases_case AS held
            ON held.partnership_id = %(partnership)s AND held.id = todo.case_id
        WHERE todo.partnership_id = %(partnership)s AND todo.status = 'open'
            AND todo.due_on <= %(long)s AND held.status = ANY (%(worked_on)s::text[])
    """,
    Owed.MEETING: """
        SELECT sits.id, (sits.starts_at AT TIME ZONE 'Europe/London')::date AS due_on,
            '-infinity'::date AS began
        FROM cases_meeting AS sits
        WHERE sits.partnership_id = %(partnership)s AND sits.status = 'planned'
            AND sits.starts_at >= %(now)s AND sits.starts_at < %(long)s::date + 2
            AND (sits.starts_at AT TIME ZONE 'Europe/London')::date <= %(long)s
            AND EXISTS (
                SELECT FROM cases_agendaitem AS item
                JOIN cases_case AS held
                    ON held.partnership_id = %(partnership)s AND held.id = item.case_id
                WHERE item.partnership_id = %(partnership)s AND item.meeting_id = sits.id
                    AND held.status = %(referred)s
            )
    """,
    Owed.REPLY: """
        SELECT put.id, put.due_on, (put.asked_at AT TIME ZONE 'Europe/London')::date AS began
        FROM cases_applicantrequest AS put
        JOIN cases_application AS sent
            ON sent.partnership_id = %(partnership)s AND sent.id = put.application_id
        JOIN cases_case AS held
            ON held.partnership_id = %(partnership)s AND held.id = put.case_id
        WHERE put.partnership_id = %(partnership)s AND put.answered_at IS NULL
            AND put.withdrawn_at IS NULL AND put.due_on <= %(long)s
            AND sent.status = %(in_review)s AND held.status = ANY (%(answered)s::text[])
    """,
}
STATUSES = {
    "answerable": sorted(map(str, ANSWERABLE)),
    "worked_on": sorted(map(str, WORKED_ON)),
    "referred": str(Status.REFERRED),
    "in_review": str(Application.Status.SUBMITTED),
    "answered": sorted(map(str, REPLIED_TO)),
}
"""The values of the sources that are always the same."""

EVENTS = {
    Owed.RETURN: EventKind.INFORMATION_CHASED,
    Owed.ACTION: EventKind.ACTION_CHASED,
    Owed.MEETING: EventKind.MEETING_CHASED,
    Owed.REPLY: EventKind.REPLY_CHASED,
}


def with_owed(rows: QuerySet[OwedChaser]) -> QuerySet[OwedChaser]:
    """The chasers with what they are about, in one query."""
    return rows.select_related(
        "request__case__district",
        "request__agency",
        "action__case__district",
        "action__agency",
        "action__plan__meeting",
        "meeting__locality__district",
        "reply__case__district",
        "reply__application",
    )


def kind_of(chaser: OwedChaser) -> Owed:
    """What the chaser is about."""
    return next(owed for owed in Owed if getattr(chaser, f"{owed}_id") is not None)


def id_of(chaser: OwedChaser) -> int:
    """The id of the request, the action or the meeting."""
    return getattr(chaser, f"{kind_of(chaser)}_id")


def case_of(chaser: OwedChaser):
    """The case; None for a meeting."""
    owed = chaser.request or chaser.action or chaser.reply
    return owed.case if owed else None


def district_of(chaser: OwedChaser) -> int:
    """In which district it is owed."""
    case = case_of(chaser)
    return case.district_id if case else chaser.meeting.locality.district_id


def latest_owed(partnership_id: int, chasers: Iterable[OwedChaser]) -> dict[tuple, int]:
    """The latest stage written of each date that the chasers are about; a query for each kind.

    With it, what `why_not_owed` has to know of meetings.
    """
    read_agendas(partnership_id, chasers)
    latest: dict[tuple, int] = {}
    for owed in Owed:
        column = f"{owed}_id"
        ids = {getattr(row, column) for row in chasers} - {None}
        if not ids:
            continue
        written = OwedChaser.objects.filter(
            partnership_id=partnership_id, **{f"{column}__in": sorted(ids)}
        )
        for owed_id, due_on, stage in written.values_list(column, "due_on", "stage"):
            key = (owed, owed_id, due_on)
            latest[key] = max(stage, latest.get(key, 0))
    return latest


def why_not_owed(chaser: OwedChaser, latest: dict[tuple, int], *, at: dt.datetime) -> str:
    """Why nobody is to be told of a chaser any more; empty where its date is still owed."""
    owed = kind_of(chaser)
    if because := _SETTLED[owed](chaser, at):
        return because
    overtaken = chaser.stage < latest[owed, id_of(chaser), chaser.due_on]
    return Stopped.OVERTAKEN if overtaken else ""


def _return_settled(chaser: OwedChaser, at: dt.datetime) -> str:
    request = chaser.request
    if request.returned_at is not None:
        return Stopped.MET
    if request.case.status not in ANSWERABLE:
        return Stopped.LAPSED
    return "" if request.due_on == chaser.due_on else Stopped.MOVED


def _action_settled(chaser: OwedChaser, at: dt.datetime) -> str:
    action = chaser.action
    if action.status == Action.Status.DONE:
        return Stopped.MET
    if action.status != Action.Status.OPEN or action.case.status not in WORKED_ON:
        return Stopped.LAPSED
    return "" if action.due_on == chaser.due_on else Stopped.MOVED


def _meeting_settled(chaser: OwedChaser, at: dt.datetime) -> str:
    """It has begun, was called off or moved, or has nothing left on its agenda."""
    meeting = chaser.meeting
    if meeting.status == Meeting.Status.HELD or meeting.starts_at <= at:
        return Stopped.MET
    if meeting.status != Meeting.Status.PLANNED or not cases_on_agenda(meeting):
        return Stopped.LAPSED
    return "" if date_of(meeting.starts_at) == chaser.due_on else Stopped.MOVED


def _reply_settled(chaser: OwedChaser, at: dt.datetime) -> str:
    reply = chaser.reply
    if reply.answered_at is not None:
        return Stopped.MET
    in_review = reply.application.status == Application.Status.SUBMITTED
    if reply.withdrawn_at is not None or not in_review or reply.case.status not in REPLIED_TO:
        return Stopped.LAPSED
    return "" if reply.due_on == chaser.due_on else Stopped.MOVED


_SETTLED = {
    Owed.RETURN: _return_settled,
    Owed.ACTION: _action_settled,
    Owed.MEETING: _meeting_settled,
    Owed.REPLY: _reply_settled,
}


def read_agendas(partnership_id: int, chasers: Iterable[OwedChaser]) -> None:
    """Give each meeting what it has to deal with; one query, where there is any meeting."""
    meetings = [row.meeting for row in chasers if row.meeting]
    if not meetings:
        return
    items = AgendaItem.objects.filter(
        partnership_id=partnership_id,
        meeting_id__in={meeting.pk for meeting in meetings},
        case__status=Status.REFERRED,
    ).order_by("case__reference")
    found: dict[int, dict] = {meeting.pk: {} for meeting in meetings}
    for meeting_id, *case in items.values_list("meeting_id", "case_id", "case__reference"):
        found[meeting_id][tuple(case)] = None
    for meeting in meetings:
        meeting.ct_agenda = list(found[meeting.pk])


def cases_on_agenda(meeting: Meeting) -> list[tuple[int, str]]:
    """Id and reference of the cases that the meeting has to deal with, once they are read."""
    return meeting.ct_agenda


def as_chased(chaser: OwedChaser) -> OwedChased:
    """For the record, once it was told."""
    case = case_of(chaser)
    return OwedChased(
        kind=EVENTS[kind_of(chaser)],
        owed_id=id_of(chaser),
        stage=Stage(chaser.stage).name.lower(),
        due_on=chaser.due_on,
        case_id=case.pk if case else None,
    )
