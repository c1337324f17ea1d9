"""What a reminder of returns, actions and meetings says: which, by when, and where to go (ADR 32).

Nothing of what was asked, agreed or happened, and no reference in the subject. Composed when the
mail is about to go, from the state then: what is done by then is left out.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from cases.permissions import live_grants
from cases.procedures import calendar_of
from cases.selectors.due import due_by, moment_in_words
from notifications.audience import live
from notifications.emails import NothingLeft, checked, text_email
from notifications.models import Message, OwedChaser, OwedLine
from notifications.owed import (
    case_of,
    cases_on_agenda,
    district_of,
    latest_owed,
    why_not_owed,
    with_owed,
)
from notifications.reminding_owed import stop_owed
from organisations.clock import date_of
from organisations.models import District
from organisations.roles import Role
from thresholds.chasing import Stage
from thresholds.limits import counted
from thresholds.periods import joined, weekday_in_words

MOST_LINES = 100
"""More in one mail nobody reads: the rest is counted, and the lists show it."""


@dataclass(frozen=True, kw_only=True)
class OwedShown:
    """One date: whose and what, by when, what is to be known of it, and where to go."""

    heading: str
    what: str
    due: str
    address: str
    notes: list[str] = field(default_factory=list)


def compose(message: Message, *, message_id: str, at: dt.datetime) -> EmailMessage:
    """The mail about a message's owed dates. Raises BadAddress; NothingLeft where all is done.

    message_id: the header by which mail servers' logs can be asked what became of it.
    """
    address = checked(message.user.email if message.user_id else message.to_address)
    lines = _still_owed(message, at=at)
    if not lines:
        raise NothingLeft("Every date in it has been seen to, or has changed.")
    return text_email(
        subject=f"{_opening(message, lines)}: {message.partnership.name}",
        name="owed",
        values=_values(message, lines, at=at),
        address=address,
        message_id=message_id,
    )


def _still_owed(message: Message, *, at: dt.datetime) -> list[OwedLine]:
    """The lines to be shown, earliest date first; the others are marked, their chasers stopped.

    Of a case in which its agency takes no part any more, a line is left out and its chaser stays.
    """
    lines = list(
        OwedLine.objects.filter(partnership_id=message.partnership_id, message=message).order_by(
            "chaser__due_on", "id"
        )
    )
    chasers = with_owed(
        OwedChaser.objects.filter(
            partnership_id=message.partnership_id, pk__in=[line.chaser_id for line in lines]
        )
    )
    found = {
        row.pk: row for row in chasers.select_for_update(of=("self",), no_key=True).order_by("id")
    }
    for line in lines:
        line.chaser = found[line.chaser_id]
    latest = latest_owed(message.partnership_id, list(found.values()))
    moot = defaultdict(list)
    for line in lines:
        moot[why_not_owed(line.chaser, latest, at=at)].append(line)
    owed = _open_to(message, moot.pop("", []), at=at)
    for because, those in moot.items():
        stop_owed([line.chaser for line in those], because=because)
    shown = {line.pk for line in owed}
    OwedLine.objects.filter(
        partnership_id=message.partnership_id,
        pk__in=[line.pk for line in lines if line.pk not in shown],
    ).update(left_out=True)
    return owed


def _open_to(message: Message, lines: list[OwedLine], *, at: dt.datetime) -> list[OwedLine]:
    if message.agency_id is None:
        return lines
    grants = live_grants(at=at).filter(
        partnership_id=message.partnership_id, agency_id=message.agency_id
    )
    inside = set(grants.values_list("case_id", flat=True))
    return [line for line in lines if inside & set(_cases_of(line.chaser))]


def _cases_of(chaser: OwedChaser) -> list[int]:
    case = case_of(chaser)
    return [case.pk] if case else [pk for pk, _ in cases_on_agenda(chaser.meeting)]


def _is_escalation(line: OwedLine) -> bool:
    """A missing answer of an applicant is brought to the contact, and escalates to nobody."""
    late = line.chaser.stage == Stage.ESCALATION and line.chaser.reply_id is None
    return late and not line.for_information


def _opening(message: Message, lines: list[OwedLine]) -> str:
    one = len(lines) == 1
    if message.agency_id is not None:
        return f"{counted(len(lines), 'date')} need{'s' if one else ''} your agency"
    escalated = sum(map(_is_escalation, lines))
    if all(line.chaser.reply_id for line in lines):
        return f"{counted(len(lines), 'answer')} of applicants {'is' if one else 'are'} missing"
    if escalated:
        missed = "was" if escalated == 1 else "were"
        return f"{counted(escalated, 'date')} of agencies {missed} missed"
    return f"{counted(len(lines), 'date')} of agencies and meetings"


def _values(message: Message, lines: list[OwedLine], *, at: dt.datetime) -> dict:
    today, shown = date_of(at), _Shown(message, on=date_of(at))
    escalated = [line for line in lines if _is_escalation(line)]
    own = [line for line in lines if not _is_escalation(line)]
    groups = [
        ("Missed, for the accountable officer", escalated),
        ("Overdue", [line for line in own if line.chaser.due_on < today]),
        ("Today", [line for line in own if line.chaser.due_on == today]),
        ("Coming up", [line for line in own if line.chaser.due_on > today]),
    ]
    districts = {district_of(line.chaser) for line in lines}
    return {
        "greeting": message.user.full_name if message.user_id else "",
        "opening": f"{_opening(message, lines)}. {message.partnership.name}.",
        "to_agency": message.agency_id is not None,
        "sections": [
            {
                "heading": f"{heading} ({len(those)})",
                "lines": [shown.line(line) for line in those[:MOST_LINES]],
                "more": max(0, len(those) - MOST_LINES),
            }
            for heading, those in groups
            if those
        ],
        "contacts": [shown.districts[pk] for pk in sorted(districts)],
    }


class _Shown:
    """What the lines of one mail need to be put into words; a handful of queries, however many."""

    def __init__(self, message: Message, *, on: dt.date):
        partnership_id = message.partnership_id
        self.message, self.today = message, on
        self.slug = message.partnership.slug
        self.calendar = calendar_of(partnership_id)
        self.districts = {
            row.pk: row for row in District.objects.filter(partnership_id=partnership_id)
        }
        roles = [Role.SPOC, Role.ACCOUNTABLE_OFFICER]
        self.held = list(live(partnership_id, roles=roles, on=on).select_related("user"))
        through_queue = message.user_id is None or any(
            row.user_id == message.user_id for row in self.held
        )
        # A chair sees their cases by another door.
        self.case_page = "spoc:case" if through_queue else "lmaps:case"

    def line(self, line: OwedLine) -> OwedShown:
        chaser = line.chaser
        heading, what, address = self._words(chaser)
        return OwedShown(
            heading=heading,
            what=what,
            due=due_by(chaser.due_on, today=self.today, calendar=self.calendar).text,
            address=settings.BASE_URL + address,
            notes=self._notes(line),
        )

    def _words(self, chaser: OwedChaser) -> tuple[str, str, str]:
        """The heading, what is owed, and the page where it is seen to."""
        if chaser.meeting:
            return self._meeting(chaser.meeting)
        if chaser.reply:
            return self._reply(chaser.reply)
        owed = chaser.request or chaser.action
        to_agency = self.message.agency_id is not None
        address = (
            reverse("agency:case", args=[self.slug, owed.case_id])
            if to_agency
            else reverse(self.case_page, args=[self.slug, owed.case.reference])
        )
        if chaser.request:
            what = "Return the information that was asked for"
        else:
            what = f"Action {chaser.action.position} of the plan"
        return f"{owed.case.reference}, {owed.agency.name}", what, address

    def _meeting(self, meeting) -> tuple[str, str, str]:
        references = joined([reference for _, reference in cases_on_agenda(meeting)])
        where = f"{moment_in_words(meeting.starts_at)}, {meeting.place}"
        if self.message.agency_id is not None:
            return f"Meeting of {meeting.locality.name}", where, reverse("agency:worklist")
        heading = f"Meeting of {meeting.locality.name}: {references}"
        if meeting.chair_id != self.message.user_id:
            return heading, where, reverse("spoc:queue", args=[self.slug])
        return heading, where, reverse("lmaps:meeting", args=[self.slug, meeting.pk])

    def _reply(self, reply) -> tuple[str, str, str]:
        what = "The applicant has not answered what you asked: ring them, if that is safe"
        return (
            reply.case.reference,
            what,
            reverse("spoc:case", args=[self.slug, reply.case.reference]),
        )

    def _notes(self, line: OwedLine) -> list[str]:
        chaser, notes = line.chaser, []
        request = chaser.request
        if request and request.about_from:
            first, last = map(weekday_in_words, (request.about_from, request.about_until))
            notes.append(f"About the days from {first} until {last}.")
        if chaser.meeting:
            notes.append("Apologies and papers: tell the contact named below.")
        if chaser.stage == Stage.ESCALATION and not chaser.reply:
            district = district_of(chaser)
            if line.for_information:
                officers = self._names(Role.ACCOUNTABLE_OFFICER, district)
                told = officers or "The accountable officer"
                notes.append(f"Accountable officer told of this too: {told}.")
            else:
                contacts = self._names(Role.SPOC, district) or self.districts[district].spoc_name
                notes.append(f"Single point of contact: {contacts}.")
        unreached = self.message.agency_id is None and not line.for_information
        if unreached and not chaser.meeting and chaser.stage != Stage.ESCALATION:
            notes.append("The agency has no address in this service: ring them.")
        return notes

    def _names(self, role: Role, district_id: int) -> str:
        held = [
            row.user.full_name
            for row in self.held
            if row.role == role and row.district_id in (None, district_id)
        ]
        return joined(held) if held else ""
