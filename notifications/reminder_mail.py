"""What a reminder says: which dates of which cases, how near, and where to go. Nobody's name but
colleagues', nothing about the victim, and no reference in the subject.

Composed when the mail is about to go, from the state then: what is done by then is left out.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from cases.models import Deadline
from cases.procedures import local_rules
from cases.selectors.due import due_by
from notifications.audience import live
from notifications.emails import NothingLeft, checked, text_email
from notifications.models import Chaser, ChaserLine, Message
from notifications.reminding import latest_stages, stop, why_moot
from organisations.clock import date_of
from organisations.models import District
from organisations.roles import Role
from thresholds.chasing import Stage
from thresholds.limits import counted
from thresholds.periods import joined, weekday_in_words

MOST_CASES = 100
"""More in one mail nobody reads: the rest is counted, and the queue shows it."""


@dataclass(frozen=True, kw_only=True)
class CaseShown:
    """One case of a section: what is owed, each with its date, and for an officer whose it is."""

    reference: str
    district: str
    owed: list[dict[str, str]]
    contacts: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Section:
    """Cases under one heading, the most urgent first; `more`: how many dates are not listed."""

    heading: str
    cases: list[CaseShown]
    more: int = 0


def compose(message: Message, *, message_id: str, at: dt.datetime) -> EmailMessage:
    """The mail about a message's chasers. Raises BadAddress; NothingLeft where all has been done.

    message_id: the header by which mail servers' logs can be asked what became of it.
    """
    address = checked(message.user.email if message.user_id else message.to_address)
    lines = _still_owed(message)
    if not lines:
        raise NothingLeft("Every date in it has been seen to, or has changed.")
    return text_email(
        subject=_subject(message, lines),
        name="reminder",
        values=_values(message, lines, at=at),
        address=address,
        message_id=message_id,
    )


def _still_owed(message: Message) -> list[ChaserLine]:
    """The lines to be shown, earliest date first; the others are marked, their chasers stopped."""
    lines = list(
        ChaserLine.objects.filter(partnership_id=message.partnership_id, message=message)
        .select_related("chaser__deadline__case")
        .order_by("chaser__due_on", "chaser__deadline__case_id", "id")
    )
    latest = latest_stages(message.partnership_id, [line.chaser for line in lines])
    moot = defaultdict(list)
    for line in lines:
        moot[why_moot(line.chaser, latest)].append(line)
    owed = moot.pop("", [])
    _lock([line.chaser_id for those in moot.values() for line in those], message=message)
    for because, those in moot.items():
        stop([line.chaser for line in those], because=because)
    ChaserLine.objects.filter(
        partnership_id=message.partnership_id,
        pk__in=[line.pk for those in moot.values() for line in those],
    ).update(left_out=True)
    return owed


def _lock(ids: list[int], *, message: Message) -> None:
    """In one order, so that two mails about the same dates do not wait for each other for ever."""
    rows = Chaser.objects.filter(partnership_id=message.partnership_id, pk__in=ids)
    list(rows.select_for_update(no_key=True).order_by("id").values_list("pk"))


def _subject(message: Message, lines: list[ChaserLine]) -> str:
    return f"{_opening(lines)}: {message.partnership.name}"


def _opening(lines: list[ChaserLine]) -> str:
    """`2 dates need you`, or `1 date was missed` where one is brought to an officer."""
    escalated = sum(_is_escalation(line) for line in lines)
    if escalated:
        return f"{counted(escalated, 'date')} {'was' if escalated == 1 else 'were'} missed"
    return f"{counted(len(lines), 'date')} need{'s' if len(lines) == 1 else ''} you"


def _is_escalation(line: ChaserLine) -> bool:
    return line.chaser.stage == Stage.ESCALATION and not line.for_information


def _values(message: Message, lines: list[ChaserLine], *, at: dt.datetime) -> dict:
    partnership, today = message.partnership, date_of(at)
    shown = _Shown(message, on=today)
    escalated = [line for line in lines if _is_escalation(line)]
    own = [line for line in lines if not _is_escalation(line)]
    groups = [
        ("Missed, for the accountable officer", escalated),
        ("Overdue", [line for line in own if line.chaser.due_on < today]),
        ("Due today", [line for line in own if line.chaser.due_on == today]),
        ("Coming up", [line for line in own if line.chaser.due_on > today]),
    ]
    return {
        "opening": f"{_opening(lines)}. {partnership.name}.",
        "sections": [shown.section(heading, those) for heading, those in groups if those],
        "queue": settings.BASE_URL + reverse("spoc:queue", args=[partnership.slug]),
    }


class _Shown:
    """What the lines of one mail need to be put into words; a handful of queries, however many."""

    def __init__(self, message: Message, *, on: dt.date):
        partnership_id = message.partnership_id
        self.slug, self.today = message.partnership.slug, on
        rules = local_rules(partnership_id)
        self.calendar, self.titles = rules.calendar, rules.limit_titles
        self.districts = {
            row.pk: row for row in District.objects.filter(partnership_id=partnership_id)
        }
        self.contacts = list(live(partnership_id, roles=[Role.SPOC], on=on).select_related("user"))

    def section(self, heading: str, lines: list[ChaserLine]) -> Section:
        by_case = defaultdict(list)
        for line in lines:
            by_case[line.chaser.deadline.case_id].append(line)
        groups = list(by_case.values())
        return Section(
            heading=f"{heading} ({len(lines)})",
            cases=[self._case(those) for those in groups[:MOST_CASES]],
            more=sum(len(those) for those in groups[MOST_CASES:]),
        )

    def _case(self, lines: list[ChaserLine]) -> CaseShown:
        case = lines[0].chaser.deadline.case
        path = reverse("spoc:case", args=[self.slug, case.reference])
        escalated = any(_is_escalation(line) for line in lines)
        return CaseShown(
            reference=case.reference,
            district=self.districts[case.district_id].name,
            owed=[self._owed(line) for line in lines],
            contacts=self._contacts(case.district_id) if escalated else "",
            address=f"{settings.BASE_URL}{path}",
        )

    def _owed(self, line: ChaserLine) -> dict[str, str]:
        deadline: Deadline = line.chaser.deadline
        due = due_by(line.chaser.due_on, today=self.today, calendar=self.calendar)
        copied = line.chaser.stage == Stage.ESCALATION and line.for_information
        return {
            "title": self.titles.get(deadline.limit, deadline.limit.replace("_", " ")),
            "due": due.text,
            "note": "The accountable officer is told of this one too." if copied else "",
        }

    def _contacts(self, district_id: int) -> str:
        """Who is the single point of contact, and since when."""
        held = [
            f"{row.user.full_name}, since {weekday_in_words(row.starts_on)}"
            for row in self.contacts
            if row.district_id in (None, district_id)
        ]
        if held:
            return joined(held)
        return f"{self.districts[district_id].spoc_name}; nobody holds the role in this service"
