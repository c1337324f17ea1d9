"""Where a person is reached: confirmed as it stands, or corrected, after asking them by a safe way.

The event says which details changed, never to what; the old values are not kept. A new address or
number is a new question: it counts as safe only where the person said so (invariant 5).
"""

import datetime as dt
from dataclasses import dataclass, fields

from cases import permissions
from cases.commands.frame import lock_case
from cases.commands.indexing import index_case
from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Case, Person, SafeContact
from cases.permission_names import Permission
from cases.policies import NotNow
from organisations.actors import Actor
from organisations.tenancy import Scope, visiting

Channel = SafeContact.Channel

# By which detail each channel reaches a person.
REACHED_BY: dict[str, tuple[str, ...]] = {
    Channel.EMAIL: ("email",),
    Channel.POST: ("address", "postcode"),
    Channel.PHONE: ("phone",),
    Channel.VOICEMAIL: ("phone",),
    Channel.TEXT: ("phone",),
}


class NoSuchPerson(LookupError):
    """The person is not in this case."""


@dataclass(frozen=True, kw_only=True)
class ContactDetails:
    """All of them as they are to stand; empty where there is none."""

    email: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""


def check_contact(
    *,
    partnership_id: int,
    case_id: int,
    version: int | None,
    person_id: int,
    details: ContactDetails,
    safe: frozenset[str] = frozenset(),
    by: Actor,
    at: dt.datetime,
) -> tuple[str, ...]:
    """Confirm or correct a person's contact details; the names of those that changed.

    safe: the channels that the person said are safe at what is new; the others are not used any
    more. Raises NoSuchCase, StaleCase, NoSuchPerson, NotPermitted, and NotNow where a channel is
    called safe without anything that it could reach.
    """
    with visiting(Scope.staff(partnership_id)):
        case = lock_case(partnership_id=partnership_id, case_id=case_id, version=version)
        permissions.check_may(by, Permission.CHECK_CONTACT, case, at=at)
        person = _person(case, person_id)
        changed = tuple(
            field.name
            for field in fields(details)
            if getattr(person, field.name) != getattr(details, field.name)
        )
        for name in changed:
            setattr(person, name, getattr(details, name))
        if changed:
            person.save(update_fields=changed)
        _ask_anew(case, person, changed, safe)
        if "postcode" in changed:
            index_case(case)
        case.version += 1
        case.save(update_fields=["version"])
        record(
            kind=EventKind.CONTACT_CHECKED,
            partnership_id=partnership_id,
            by=by,
            at=at,
            case=case,
            application=person.application,
            payload={"person": person.pk, "changed": list(changed)},
            tell=False,
        )
    return changed


def _person(case: Case, person_id: int) -> Person:
    person = (
        Person.objects.select_for_update(of=("self",), no_key=True)
        .select_related("application")
        .filter(partnership_id=case.partnership_id, case_id=case.pk, pk=person_id)
        .first()
    )
    if person is None:
        raise NoSuchPerson(person_id)
    return person


def _ask_anew(case: Case, person: Person, changed: tuple[str, ...], safe: frozenset[str]) -> None:
    """What was said of a channel was said of where it led to: that is asked again.

    Whole letters were chosen for the address before; the new one gets none until they are again.
    """
    for channel, names in REACHED_BY.items():
        if not set(names) & set(changed):
            continue
        is_safe = channel in safe
        if is_safe and not getattr(person, names[0]).strip():
            raise NotNow("Enter where they are reached, or say that this way is not safe.")
        SafeContact.objects.update_or_create(
            partnership_id=case.partnership_id,
            person=person,
            channel=channel,
            defaults={"safe": is_safe, "full_text": False},
            create_defaults={
                "application_id": person.application_id,
                "case_id": case.pk,
                "safe": is_safe,
            },
        )
