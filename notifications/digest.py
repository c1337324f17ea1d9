"""One person's day: what is still owed, new or stuck where their roles reach (ADR 32).

Composed from the state at the moment it is asked for, never from a list that was kept; by the same
rule as reminders, and with a constant number of queries.
"""

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from cases.commands.reminders import reminder_times
from cases.models import Action, AgendaItem, Case, Deadline, InformationRequest
from cases.procedures import local_rules
from cases.selectors.due import due_by, moment_in_words
from cases.status import Status
from notifications.attention import count_needing_somebody
from notifications.audience import live
from notifications.models import Chaser
from notifications.owed import ANSWERABLE, WORKED_ON
from notifications.reminding import latest_stages, why_moot
from organisations.clock import date_of
from organisations.models import Partnership
from organisations.roles import Role
from thresholds.chasing import Stage, cut_offs, stage_on

SHOWN = 50
READ = 500
"""More dates in one mail nobody reads: the rest is counted, and the lists show it."""

Reach = frozenset[int] | None


@dataclass(frozen=True, kw_only=True)
class DigestLine:
    """One thing: whose or what, what is owed or to be done, and the path of its page."""

    heading: str
    what: str
    address: str


@dataclass(frozen=True, kw_only=True)
class DigestSection:
    """Things under one heading, the most urgent first; `more`: how many are not listed."""

    heading: str
    lines: list[DigestLine]
    more: int = 0


@dataclass(frozen=True, kw_only=True)
class Digest:
    """deadline_ids: the dates owed to applicants that it names for whom they are meant."""

    sections: list[DigestSection] = field(default_factory=list)
    deadline_ids: list[int] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to say."""
        return not self.sections


def digest_of(*, partnership: Partnership, user_id: int, at: dt.datetime) -> Digest:
    """What the person reads now. In the partnership's scope."""
    day = _Day(partnership, user_id=user_id, at=at)
    dates, ids = day.dates()
    found = [*dates, day.new(), day.post(), day.agencies(), day.meetings()]
    return Digest(sections=[one for one in found if one and one.lines], deadline_ids=ids)


class _Day:
    """The person's roles here and what they need to read; each method is one section or none."""

    def __init__(self, partnership: Partnership, *, user_id: int, at: dt.datetime):
        self.partnership, self.user_id, self.at = partnership, user_id, at
        self.today = date_of(at)
        rules = local_rules(partnership.pk)
        self.calendar, self.titles = rules.calendar, rules.limit_titles
        self.times = reminder_times(partnership)
        held = live(partnership.pk, roles=list(Role), on=self.today).filter(user_id=user_id)
        self.held = list(held.values_list("role", "district_id"))

    def reach(self, *roles: Role) -> Reach:
        """The districts where one of the roles is held; None for all; empty for nowhere."""
        found = {district for role, district in self.held if role in roles}
        return None if None in found else frozenset(found)

    def _page(self, name: str, *place: str | int) -> str:
        return reverse(name, args=[self.partnership.slug, *place])

    def _due(self, day: dt.date) -> str:
        return due_by(day, today=self.today, calendar=self.calendar).text

    def dates(self) -> tuple[list[DigestSection], list[int]]:
        """What is owed to applicants: to the contact by urgency, to the officer what was missed."""
        contact = self.reach(Role.SPOC)
        own = self._staged(contact) if contact != frozenset() else []
        groups = {"Overdue": [], "Due today": [], "Coming up": []}
        for deadline, stage in own:
            name = {Stage.ON_THE_DAY: "Due today", Stage.BEFORE: "Coming up"}.get(stage, "Overdue")
            groups[name].append(deadline)
        sections = [self._listed(name, rows) for name, rows in groups.items()]
        officer = self.reach(Role.ACCOUNTABLE_OFFICER)
        if officer != frozenset():
            missed = [row for row, stage in self._staged(officer) if stage == Stage.ESCALATION]
            sections.insert(0, self._listed("Missed, and brought to you", missed))
        shown = [row.pk for rows in groups.values() for row in rows[:SHOWN]]
        return sections, shown

    def _staged(self, reach: Reach) -> list[tuple[Deadline, Stage]]:
        """The open dates that have a stage today, the earliest first."""
        until = cut_offs(self.today, times=self.times, calendar=self.calendar).long
        rows = Deadline.objects.filter(
            partnership_id=self.partnership.pk,
            met_at__isnull=True,
            lapsed_at__isnull=True,
            due_on__lte=until,
        ).select_related("case")
        rows = _within(rows, reach, "case__district_id")
        found = []
        for row in rows.order_by(Coalesce("revised_on", "due_on"), "case_id", "id")[:READ]:
            stage = stage_on(
                self.today,
                due=row.binding_on,
                began=date_of(row.anchor_at),
                times=self.times,
                calendar=self.calendar,
            )
            if stage is not None:
                found.append((row, stage))
        return found

    def _listed(self, heading: str, rows: list[Deadline]) -> DigestSection:
        return DigestSection(
            heading=f"{heading} ({len(rows)})",
            lines=[
                DigestLine(
                    heading=row.case.reference,
                    what=f"{self.titles.get(row.limit, row.limit.replace('_', ' '))}:"
                    f" {self._due(row.binding_on)}",
                    address=self._page("spoc:case", row.case.reference),
                )
                for row in rows[:SHOWN]
            ],
            more=max(0, len(rows) - SHOWN),
        )

    def new(self) -> DigestSection | None:
        """Applications that nobody has acknowledged yet."""
        reach = self.reach(Role.SPOC, Role.ASSESSOR)
        if reach == frozenset():
            return None
        rows = _within(
            Case.objects.filter(partnership_id=self.partnership.pk, status=Status.RECEIVED),
            reach,
            "district_id",
        )
        found = list(
            rows.order_by("received_at", "id").values_list("reference", "received_at")[:READ]
        )
        return DigestSection(
            heading=f"New applications, not yet acknowledged ({len(found)})",
            lines=[
                DigestLine(
                    heading=reference,
                    what=f"Received {moment_in_words(received_at)}",
                    address=self._page("spoc:case", reference),
                )
                for reference, received_at in found[:SHOWN]
            ],
            more=max(0, len(found) - SHOWN),
        )

    def post(self) -> DigestSection | None:
        """How many letters reached nobody and will not by themselves."""
        reach = self.reach(Role.SPOC)
        if reach == frozenset():
            return None
        number = count_needing_somebody(partnership_id=self.partnership.pk, district_ids=reach)
        if not number:
            return None
        return _single(
            "Post that needs you",
            f"{number} letter{'' if number == '1' else 's'} reached nobody",
            "Each says what is wrong and what to do.",
            self._page("spoc:troubles"),
        )

    def agencies(self) -> DigestSection | None:
        """Returns and actions that are overdue: to the contact, and a chair's own plans."""
        contact, is_chair = self.reach(Role.SPOC), self.reach(Role.LMAPS_CHAIR) != frozenset()
        if contact == frozenset() and not is_chair:
            return None
        late = {"partnership_id": self.partnership.pk, "due_on__lt": self.today}
        asked = InformationRequest.objects.filter(
            **late, returned_at__isnull=True, case__status__in=sorted(ANSWERABLE)
        )
        todo = Action.objects.filter(
            **late, status=Action.Status.OPEN, case__status__in=sorted(WORKED_ON)
        )
        if contact == frozenset():
            asked, todo = asked.none(), todo.filter(plan__meeting__chair_id=self.user_id)
        else:
            asked = _within(asked, contact, "case__district_id")
            todo = _within(todo, contact, "case__district_id")
        name = "spoc:case" if contact != frozenset() else "lmaps:case"
        rows = [
            *((row, "information") for row in _with_agency(asked)),
            *((row, f"action {row.position}") for row in _with_agency(todo)),
        ]
        rows.sort(key=lambda pair: (pair[0].due_on, pair[0].case.reference))
        return DigestSection(
            heading=f"Overdue from agencies ({len(rows)})",
            lines=[
                DigestLine(
                    heading=f"{row.case.reference}, {row.agency.name}",
                    what=f"{what.capitalize()}: {self._due(row.due_on)}",
                    address=self._page(name, row.case.reference),
                )
                for row, what in rows[:SHOWN]
            ],
            more=max(0, len(rows) - SHOWN),
        )

    def meetings(self) -> DigestSection | None:
        """The chair's own meetings that are near and have a case on their agenda."""
        if self.reach(Role.LMAPS_CHAIR) == frozenset():
            return None
        until = self.calendar.add(self.today, self.times.long_before) + dt.timedelta(days=1)
        items = AgendaItem.objects.filter(
            partnership_id=self.partnership.pk,
            meeting__chair_id=self.user_id,
            meeting__status="planned",
            meeting__starts_at__gte=self.at,
            meeting__starts_at__date__lt=until,
            case__status=Status.REFERRED,
        ).select_related("meeting__locality")
        meetings = {item.meeting_id: item.meeting for item in items.order_by("meets_at", "id")}
        return DigestSection(
            heading=f"Meetings that you chair ({len(meetings)})",
            lines=[
                DigestLine(
                    heading=meeting.locality.name,
                    what=f"{moment_in_words(meeting.starts_at)}, {meeting.place}",
                    address=self._page("lmaps:meeting", meeting.pk),
                )
                for meeting in meetings.values()
            ],
        )


def _single(heading: str, what: str, more: str, address: str) -> DigestSection:
    return DigestSection(
        heading=heading, lines=[DigestLine(heading=what, what=more, address=address)]
    )


def _within(rows: QuerySet, reach: Reach, column: str) -> QuerySet:
    return rows if reach is None else rows.filter(**{f"{column}__in": sorted(reach)})


def _with_agency(rows: QuerySet) -> QuerySet:
    return rows.select_related("case", "agency").order_by("due_on", "id")[:READ]


def chasers_named(digest: Digest, *, partnership_id: int) -> list[Chaser]:
    """The stages below escalation that wait to be told and that the digest tells."""
    rows = list(
        Chaser.objects.filter(
            partnership_id=partnership_id,
            deadline_id__in=digest.deadline_ids,
            stage__lt=Stage.ESCALATION,
            told_at__isnull=True,
            stopped_at__isnull=True,
            queued_at__isnull=True,
        )
        .select_related("deadline")
        .order_by("id")
    )
    latest = latest_stages(partnership_id, rows)
    return [row for row in rows if not why_moot(row, latest)]
