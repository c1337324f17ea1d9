"""From what agencies and the panel owe to mails: one mail a reader for all that is new for them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils import timezone

from cases.commands.asking import remind_applicant
from cases.permissions import live_grants
from notifications.audience import (
    OWED_AUDIENCES,
    AgencyDirectory,
    Audience,
    Circle,
    Directory,
    Recipient,
)
from notifications.choices import daily_readers
from notifications.letter_kinds import StaffKind
from notifications.models import Delivery, Message, OwedChaser, OwedLine
from notifications.owed import (
    case_of,
    cases_on_agenda,
    district_of,
    kind_of,
    latest_owed,
    why_not_owed,
    with_owed,
)
from notifications.queueing import attempt
from organisations.actors import SYSTEM_ACTOR
from organisations.clock import date_of
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in
from thresholds.chasing import Stage

Mails = dict[Recipient, list[tuple[OwedChaser, bool]]]


def remind_owed(*, partnership: Partnership, at: dt.datetime) -> int:
    """Turn what waits into queued mails, in one transaction; how many mails.

    Two at once: rows that one has taken the other skips, so that each is put into mails once.
    """
    with transaction_in(Scope.staff(partnership.pk)):
        waiting = list(
            with_owed(
                OwedChaser.objects.filter(
                    partnership=partnership, queued_at__isnull=True, stopped_at__isnull=True
                )
            )
            .select_for_update(skip_locked=True, of=("self",), no_key=True)
            .order_by("id")
        )
        owed = _sort_out(partnership.pk, waiting, at=at)
        owed = _write_to_applicants(owed, at=at)
        if not owed:
            return 0
        mails = _address(owed, Readers(partnership, owed, at=at), daily_readers(partnership.pk))
        for recipient, lines in mails.items():
            _queue(partnership.pk, recipient, lines)
        reached = {chaser.pk for lines in mails.values() for chaser, _ in lines}
        OwedChaser.objects.filter(partnership=partnership, pk__in=reached).update(
            queued_at=timezone.now()
        )
    return len(mails)


def _sort_out(
    partnership_id: int, waiting: list[OwedChaser], *, at: dt.datetime
) -> list[OwedChaser]:
    """The latest stage of each date that is still owed; the others are stopped with the reason."""
    latest = latest_owed(partnership_id, waiting)
    found = defaultdict(list)
    for chaser in waiting:
        found[why_not_owed(chaser, latest, at=at)].append(chaser)
    owed = found.pop("", [])
    for because, chasers in found.items():
        stop_owed(chasers, because=because)
    return owed


def _write_to_applicants(owed: list[OwedChaser], *, at: dt.datetime) -> list[OwedChaser]:
    """Applicants get a letter by a safe way, which the post tells from here; the others' chasers.

    That it was written is what is told: an event in the case with a letter of its own.
    """
    others = []
    for chaser in owed:
        audience = OWED_AUDIENCES[kind_of(chaser)][Stage(chaser.stage)]
        if audience[0].circle != Circle.APPLICANT:
            others.append(chaser)
            continue
        remind_applicant(
            partnership_id=chaser.partnership_id,
            request_id=chaser.reply_id,
            stage=Stage(chaser.stage).name.lower(),
            by=SYSTEM_ACTOR,
            at=at,
        )
        chaser.queued_at, chaser.told_at = timezone.now(), at
        chaser.save(update_fields=["queued_at", "told_at"])
    return others


def stop_owed(chasers: Iterable[OwedChaser], *, because: str) -> None:
    """Nobody is told of these any more, and the row says why. Those told already stay so."""
    rows = list(chasers)
    if rows:
        OwedChaser.objects.filter(
            partnership_id=rows[0].partnership_id,
            pk__in=[row.pk for row in rows],
            told_at__isnull=True,
            stopped_at__isnull=True,
        ).update(stopped_at=timezone.now(), stopped_because=because)


class Readers:
    """Who reads of what: a handful of queries for all chasers, in the partnership's scope."""

    def __init__(self, partnership: Partnership, owed: list[OwedChaser], *, at: dt.datetime):
        today = date_of(at)
        self._staff = Directory(partnership, on=today)
        cases = {case.pk for case in map(case_of, owed) if case}
        cases |= {pk for row in owed if row.meeting for pk, _ in cases_on_agenda(row.meeting)}
        grants = live_grants(at=at).filter(
            partnership=partnership, case_id__in=sorted(cases), agency__isnull=False
        )
        self._inside = set(grants.values_list("case_id", "agency_id"))
        self._agencies = AgencyDirectory(
            partnership.pk, agency_ids=[agency for _, agency in self._inside], on=today
        )

    def of(self, chaser: OwedChaser, circle: Circle) -> tuple[Recipient, ...]:
        """Everybody of the circle whom this date concerns."""
        if circle == Circle.AGENCY:
            found = (
                one for agency in self._taking_part(chaser) for one in self._agencies.of(agency)
            )
            return tuple(found)
        if circle == Circle.CHAIR:
            chair = _meeting_of(chaser).chair_id
            return (Recipient(user_id=chair),) if self._staff.holds(circle, chair) else ()
        return self._staff.of(circle, district_id=district_of(chaser))

    def _taking_part(self, chaser: OwedChaser) -> list[int]:
        """The agency that owes it, or those that were invited; as long as they have access."""
        if chaser.meeting:
            on_agenda = {pk for pk, _ in cases_on_agenda(chaser.meeting)}
            return sorted({agency for case, agency in self._inside if case in on_agenda})
        owed = chaser.request or chaser.action
        if owed is None:
            return []
        inside = (owed.case_id, owed.agency_id) in self._inside
        return [owed.agency_id] if inside else []

    def told_of(self, chaser: OwedChaser) -> Iterator[tuple[Recipient, bool]]:
        """Each reader and whether it is a copy. Where the agency has no address, the contact is
        told instead, so that nothing is lost."""
        found: dict[Recipient, bool] = {}
        for audience in self._audiences(chaser):
            for recipient in self.of(chaser, audience.circle):
                found[recipient] = found.get(recipient, True) and audience.for_information
        if not found or all(found.values()):
            for recipient in self.of(chaser, Circle.CONTACTS):
                found[recipient] = False
        yield from found.items()

    def _audiences(self, chaser: OwedChaser) -> tuple[Audience, ...]:
        return OWED_AUDIENCES[kind_of(chaser)][Stage(chaser.stage)]


def _meeting_of(chaser: OwedChaser):
    return chaser.meeting or chaser.action.plan.meeting


def _address(owed: list[OwedChaser], readers: Readers, daily: frozenset[int]) -> Mails:
    """What each reader is told; the flag says that it is a copy.

    daily: whose copies are left to their digest; an escalation is left to nobody's.
    """
    mails = defaultdict(list)
    for chaser in owed:
        for recipient, is_copy in readers.told_of(chaser):
            in_digest = is_copy and recipient.agency_id is None and recipient.user_id in daily
            if not in_digest or chaser.stage == Stage.ESCALATION:
                mails[recipient].append((chaser, is_copy))
    return mails


def _kind(recipient: Recipient, lines: list[tuple[OwedChaser, bool]]) -> StaffKind:
    if recipient.agency_id is not None:
        return StaffKind.AGENCY_REMINDER
    escalates = any(
        chaser.stage == Stage.ESCALATION and chaser.reply_id is None and not is_copy
        for chaser, is_copy in lines
    )
    return StaffKind.OWED_ESCALATION if escalates else StaffKind.OWED


def _queue(partnership_id: int, recipient: Recipient, lines: list[tuple[OwedChaser, bool]]) -> None:
    message = Message.objects.create(
        partnership_id=partnership_id,
        user_id=recipient.user_id,
        to_address=recipient.address,
        agency_id=recipient.agency_id,
        kind=_kind(recipient, lines),
        made_at=timezone.now(),
    )
    OwedLine.objects.bulk_create(
        OwedLine(
            partnership_id=partnership_id, chaser=chaser, message=message, for_information=is_copy
        )
        for chaser, is_copy in lines
    )
    attempt(message, channel=Delivery.Channel.EMAIL)
