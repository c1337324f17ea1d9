"""Who is told of a date at which stage: people who hold the role today, else a shared mailbox."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q

from organisations.models import District, Membership, PartnerAgency, Partnership
from organisations.roles import Role
from thresholds.chasing import Stage


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """A member of staff, or the address of a shared mailbox; one of the two.

    agency_id: of which they are written to as its members.
    """

    user_id: int | None = None
    address: str = ""
    agency_id: int | None = None


class Circle(StrEnum):
    """Whom a stage is for. Agencies and chairs are those of the very date."""

    CONTACTS = Role.SPOC.value
    OFFICERS = Role.ACCOUNTABLE_OFFICER.value
    CHAIR = Role.LMAPS_CHAIR.value
    AGENCY = Role.AGENCY_MEMBER.value
    APPLICANT = "applicant"


@dataclass(frozen=True, kw_only=True)
class Audience:
    """A circle that hears of a stage. for_information: as a copy, which is not the telling."""

    circle: Circle
    for_information: bool = False


AUDIENCES: dict[Stage, tuple[Audience, ...]] = {
    Stage.BEFORE: (Audience(circle=Circle.CONTACTS),),
    Stage.ON_THE_DAY: (Audience(circle=Circle.CONTACTS),),
    Stage.OVERDUE: (Audience(circle=Circle.CONTACTS),),
    Stage.ESCALATION: (
        Audience(circle=Circle.OFFICERS),
        Audience(circle=Circle.CONTACTS, for_information=True),
    ),
}


class Owed(StrEnum):
    """The dates that others keep; the name is that of the chaser's column."""

    RETURN = "request"
    ACTION = "action"
    MEETING = "meeting"
    REPLY = "reply"


_AGENCY, _CHAIR = Audience(circle=Circle.AGENCY), Audience(circle=Circle.CHAIR)
_COPY_TO_CONTACTS = Audience(circle=Circle.CONTACTS, for_information=True)
_COPY_TO_AGENCY = Audience(circle=Circle.AGENCY, for_information=True)
_COPY_TO_CHAIR = Audience(circle=Circle.CHAIR, for_information=True)
_OFFICERS = Audience(circle=Circle.OFFICERS)
_APPLICANT = Audience(circle=Circle.APPLICANT)

OWED_AUDIENCES: dict[Owed, dict[Stage, tuple[Audience, ...]]] = {
    Owed.RETURN: {
        Stage.BEFORE: (_AGENCY,),
        Stage.ON_THE_DAY: (_AGENCY,),
        Stage.OVERDUE: (_AGENCY, _COPY_TO_CONTACTS),
        Stage.ESCALATION: (_OFFICERS, _COPY_TO_AGENCY, _COPY_TO_CONTACTS),
    },
    Owed.ACTION: {
        Stage.BEFORE: (_AGENCY,),
        Stage.ON_THE_DAY: (_AGENCY,),
        Stage.OVERDUE: (_AGENCY, _COPY_TO_CONTACTS, _COPY_TO_CHAIR),
        Stage.ESCALATION: (_OFFICERS, _COPY_TO_AGENCY, _COPY_TO_CONTACTS, _COPY_TO_CHAIR),
    },
    Owed.MEETING: {
        Stage.BEFORE: (_AGENCY, _CHAIR),
        Stage.ON_THE_DAY: (_AGENCY, _CHAIR),
    },
    # Kindly, and twice at most: once before the date and once after it, then the contact rings.
    Owed.REPLY: {
        Stage.BEFORE: (_APPLICANT,),
        Stage.OVERDUE: (_APPLICANT,),
        Stage.ESCALATION: (Audience(circle=Circle.CONTACTS),),
    },
}
"""As in tests/specs/chaser_audiences.csv. A meeting that has been is nobody's to be reminded of."""


def live_members(*, agency_ids: Iterable[int], on: dt.date):
    """Memberships of agencies that hold on a date, of people who can still sign in."""
    return _holding(Membership.objects.filter(agency_id__in=list(agency_ids)), on=on).filter(
        role=Role.AGENCY_MEMBER
    )


def _holding(memberships, *, on: dt.date):
    return (
        memberships.filter(user__is_active=True, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .order_by("id")
    )


class AgencyDirectory:
    """The people of some agencies and their mailboxes; two queries, in a partnership's scope."""

    def __init__(self, partnership_id: int, *, agency_ids: Iterable[int], on: dt.date):
        wanted = sorted(set(agency_ids))
        held = live_members(agency_ids=wanted, on=on) if wanted else Membership.objects.none()
        self._people = list(held.values_list("agency_id", "user_id"))
        mailboxes = PartnerAgency.objects.filter(
            partnership_id=partnership_id, agency_id__in=wanted
        ).exclude(contact_email="")
        self._mailboxes = dict(mailboxes.values_list("agency_id", "contact_email"))

    def of(self, agency_id: int) -> tuple[Recipient, ...]:
        """Its members, each once; else its mailbox; nobody where it has neither."""
        people = dict.fromkeys(user_id for its, user_id in self._people if its == agency_id)
        if people:
            return tuple(Recipient(user_id=one, agency_id=agency_id) for one in people)
        address = self._mailboxes.get(agency_id, "")
        return (Recipient(address=address, agency_id=agency_id),) if address else ()


def live(partnership_id: int, *, roles: Iterable[str], on: dt.date):
    """Memberships of the partnership that hold on a date, of people who can still sign in."""
    return _holding(
        Membership.objects.filter(partnership_id=partnership_id, role__in=list(roles)), on=on
    )


class Directory:
    """A partnership's people and mailboxes by district; two queries, in its scope."""

    def __init__(self, partnership: Partnership, *, on: dt.date):
        self._everybody = Recipient(address=partnership.contact_email)
        self._mailboxes = dict(
            District.objects.filter(partnership=partnership).values_list("pk", "spoc_email")
        )
        held = live(partnership.pk, roles=[circle.value for circle in Circle], on=on)
        self._held = list(held.values_list("role", "district_id", "user_id"))

    def of(self, circle: Circle, *, district_id: int) -> tuple[Recipient, ...]:
        """Everybody of the circle whose role reaches the district; a mailbox where nobody does."""
        people = {
            user_id: Recipient(user_id=user_id)
            for role, reach, user_id in self._held
            if role == circle and reach in (None, district_id)
        }
        if people:
            return tuple(people.values())
        mailbox = self._mailboxes.get(district_id) if circle == Circle.CONTACTS else ""
        fallback = Recipient(address=mailbox) if mailbox else self._everybody
        return (fallback,) if fallback.address else ()

    def holds(self, circle: Circle, user_id: int) -> bool:
        """Whether somebody holds the circle's role today, wherever it reaches."""
        return any(role == circle and held_by == user_id for role, _, held_by in self._held)

    def told_of(self, stage: Stage, *, district_id: int) -> Iterator[tuple[Recipient, bool]]:
        """Each recipient of a stage and whether it is a copy; who is in two circles comes once."""
        found: dict[Recipient, bool] = {}
        for audience in AUDIENCES[stage]:
            for recipient in self.of(audience.circle, district_id=district_id):
                found[recipient] = found.get(recipient, True) and audience.for_information
        yield from found.items()
