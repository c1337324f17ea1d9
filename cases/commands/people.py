"""Giving somebody a role in a partnership, and ending it (FEATURES G2)."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db.models import Q

from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Event
from cases.permissions import NotPermitted
from cases.policies import NotNow
from organisations.actors import SYSTEM, Actor
from organisations.clock import date_of
from organisations.models import District, Locality, Membership, PartnerAgency, Partnership, User
from organisations.roles import PARTNERSHIP_ROLES, Role
from organisations.tenancy import Scope, visiting

# Whose role can be narrowed to a district; the others reach over the whole partnership.
DISTRICT_ROLES = frozenset({Role.SPOC, Role.ASSESSOR, Role.ACCOUNTABLE_OFFICER, Role.AUDITOR})


class NoSuchMembership(LookupError):
    """The partnership has no such role, for anybody."""


@dataclass(frozen=True, kw_only=True)
class MembershipGiven:
    """Who gets which role. full_name: for a person who is not known yet by this e-mail address.

    district_id: for the roles of DISTRICT_ROLES; locality_id: for an LMAPS chair; None: all.
    """

    email: str
    full_name: str
    role: str
    title: str = ""
    district_id: int | None = None
    locality_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class MembershipMade:
    """The new role. is_new: the person did not exist and has no password yet."""

    membership: Membership
    is_new: bool


def _live(partnership_id: int, *, on: dt.date):
    return Membership.objects.filter(partnership_id=partnership_id, starts_on__lte=on).filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    )


def check_administrator(by: Actor, *, partnership_id: int) -> None:
    """Raise NotPermitted unless the person administers the partnership."""
    allowed = by.kind == SYSTEM or by.holds(Role.ADMINISTRATOR, partnership_id=partnership_id)
    if not allowed:
        raise NotPermitted("Only the administrator of this partnership can do this.")


@contextmanager
def _people_of(partnership_id: int) -> Iterator[None]:
    """The partnership's scope, one change of its people at a time: two administrators who end each
    other's role are asked one after another."""
    with visiting(Scope.staff(partnership_id)):
        list(
            Partnership.objects.select_for_update(no_key=True)
            .filter(pk=partnership_id)
            .values_list("pk")
        )
        yield


def give_membership(
    *, partnership_id: int, given: MembershipGiven, by: Actor, at: dt.datetime
) -> MembershipMade:
    """Give a role of the partnership from today on, to a known person or a new one.

    A new person has no usable password and sets one by the password-reset mail, which the caller
    sends. Raises NotPermitted; NotNow for a role or place that cannot be given, for a person
    without a name, and where the person holds exactly this role already.
    """
    check_administrator(by, partnership_id=partnership_id)
    with _people_of(partnership_id):
        _check_reach(partnership_id, given)
        user, is_new = _person(given)
        today = date_of(at)
        same = {
            "user": user,
            "role": given.role,
            "district_id": given.district_id,
            "locality_id": given.locality_id,
        }
        if _live(partnership_id, on=today).filter(**same).exists():
            raise NotNow("This person holds this role already.")
        membership = Membership.objects.create(
            partnership_id=partnership_id, starts_on=today, title=given.title.strip(), **same
        )
        _record(EventKind.MEMBERSHIP_GIVEN, membership, by=by, at=at)
    return MembershipMade(membership=membership, is_new=is_new)


def _check_reach(partnership_id: int, given: MembershipGiven) -> None:
    if given.role not in PARTNERSHIP_ROLES:
        raise NotNow("This role is not the partnership’s to give.")
    if given.district_id is not None:
        if given.role not in DISTRICT_ROLES:
            raise NotNow("This role cannot be narrowed to a district.")
        own = District.objects.filter(partnership_id=partnership_id, pk=given.district_id)
        if not own.exists():
            raise NotNow("This is not a district of the partnership.")
    if given.locality_id is not None:
        if given.role != Role.LMAPS_CHAIR:
            raise NotNow("Only an LMAPS chair’s role is narrowed to a locality.")
        own = Locality.objects.filter(partnership_id=partnership_id, pk=given.locality_id)
        if not own.exists():
            raise NotNow("This is not a locality of the partnership.")


def _person(given: MembershipGiven) -> tuple[User, bool]:
    email = given.email.strip().lower()
    name = given.full_name.strip()
    if not name and not User.objects.filter(email=email).exists():
        raise NotNow("Nobody is known by this e-mail address yet: give the person’s name too.")
    user, is_new = User.objects.get_or_create(
        email=email, defaults={"full_name": name, "password": make_password(None)}
    )
    if not user.is_active:
        raise NotNow("This person’s account has been closed.")
    return user, is_new


def end_membership(
    *, partnership_id: int, membership_id: int, by: Actor, at: dt.datetime
) -> Membership:
    """End a role at once: yesterday becomes its last day.

    Raises NotPermitted, NoSuchMembership, and NotNow where it has ended already or is the last
    administrator's role that the person who asks holds here: nobody locks themselves out.
    """
    check_administrator(by, partnership_id=partnership_id)
    with _people_of(partnership_id):
        membership = Membership.objects.filter(
            partnership_id=partnership_id, pk=membership_id, role__in=PARTNERSHIP_ROLES
        ).first()
        if membership is None:
            raise NoSuchMembership(membership_id)
        today = date_of(at)
        if membership.ends_on is not None and membership.ends_on < today:
            raise NotNow("This role has already ended.")
        if membership.role == Role.ADMINISTRATOR:
            _check_keeps_a_key(membership, by=by, on=today)
        membership.ends_on = today - dt.timedelta(days=1)
        # Given and taken away on the same day: it held on no whole day; the events say when.
        membership.starts_on = min(membership.starts_on, membership.ends_on)
        membership.save(update_fields=["starts_on", "ends_on"])
        _record(EventKind.MEMBERSHIP_ENDED, membership, by=by, at=at)
    return membership


def _check_keeps_a_key(membership: Membership, *, by: Actor, on: dt.date) -> None:
    """Whoever ends an administrator's role still has one, so that a partnership keeps one too."""
    left = _live(membership.partnership_id, on=on).filter(role=Role.ADMINISTRATOR)
    if by.kind != SYSTEM:
        left = left.filter(user_id=by.id)
    if not left.exclude(pk=membership.pk).exists():
        raise NotNow(
            "This is your last administrator’s role here. Give the role to somebody else, who can"
            " then end yours."
        )


def _record(kind: EventKind, membership: Membership, *, by: Actor, at: dt.datetime) -> None:
    """All that happens to a partnership's people is one chain, so that no link can go missing."""
    record(
        kind=kind,
        partnership_id=membership.partnership_id,
        by=by,
        at=at,
        stream=Event.Stream.MEMBERSHIP,
        stream_id=membership.partnership_id,
        payload={
            "membership": membership.pk,
            "user": membership.user_id,
            "role": str(membership.role),
        },
    )


class NoSuchAgency(LookupError):
    """The agency takes no part in the partnership."""


def change_agency_mailbox(
    *, partnership_id: int, agency_id: int, email: str, by: Actor, at: dt.datetime
) -> PartnerAgency:
    """Set the address that an agency is written to where none of its people has an account here.

    email: empty for none. Raises NotPermitted, NoSuchAgency. What changed is an event, without the
    address; nothing, none.
    """
    check_administrator(by, partnership_id=partnership_id)
    with _people_of(partnership_id):
        partner = PartnerAgency.objects.filter(
            partnership_id=partnership_id, agency_id=agency_id
        ).first()
        if partner is None:
            raise NoSuchAgency(agency_id)
        if partner.contact_email != email:
            partner.contact_email = email
            partner.save(update_fields=["contact_email"])
            record(
                kind=EventKind.AGENCY_MAILBOX_CHANGED,
                partnership_id=partnership_id,
                by=by,
                at=at,
                stream=Event.Stream.SETTINGS,
                stream_id=partnership_id,
                payload={"agency": agency_id, "has_one": bool(email)},
            )
    return partner
