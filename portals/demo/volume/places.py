"""The places and people of a volume: areas, partnerships and whoever works there; all invented."""

import datetime as dt
import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from cases.event_kinds import EventKind
from cases.events import record
from cases.models import Event
from organisations.actors import SYSTEM_ACTOR
from organisations.clock import LONDON
from organisations.models import (
    Agency,
    District,
    Locality,
    Membership,
    PartnerAgency,
    Partnership,
    PolicingArea,
    User,
)
from organisations.roles import PARTNERSHIP_ROLES, Role
from thresholds import models as thresholds
from thresholds.models import Procedure

SLUG = "volume-"
AREAS = 43
LANDLORDS = 20
SINCE = dt.date(2018, 10, 3)
CONTENT = Path(thresholds.__file__).parent / "published" / "bassetlaw-newark-sherwood.json"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def slug_of(number: int) -> str:
    """`volume-001`, the largest partnership, and so on downwards."""
    return f"{SLUG}{number:03}"


def login_of(role: str, number: int) -> str:
    """The address with which the holder of a role in the n-th partnership signs in."""
    return f"{role.replace('_', '-')}-{number:03}@volume.example"


def missing(*, partnerships: int) -> list[int]:
    """Which of the first so many partnerships are not there yet."""
    there = set(Partnership.objects.filter(slug__startswith=SLUG).values_list("slug", flat=True))
    return [number for number in range(1, partnerships + 1) if slug_of(number) not in there]


def content() -> dict:
    """The packaged procedure that every one of them has published."""
    return json.loads(CONTENT.read_text("utf-8"))


def build(*, partnerships: int) -> None:
    """Put in what is missing of the first so many partnerships, with all that is below them.

    Inside a transaction, as an owner who is not bound (`loading.unbound`).
    """
    numbers = missing(partnerships=partnerships)
    if not numbers:
        return
    areas, landlords = _areas(), _landlords()
    made = Partnership.objects.bulk_create(
        _partnership(number, areas[number % AREAS]) for number in numbers
    )
    published = content()
    password = make_password(settings.DEMO_PASSWORD)
    for number, partnership in zip(numbers, made, strict=True):
        districts = _below(partnership, number, published)
        agencies = _agencies(number, landlords)
        PartnerAgency.objects.bulk_create(
            PartnerAgency(partnership=partnership, agency=agency) for agency in agencies
        )
        _people(partnership, number, agencies, districts, password)


def _areas() -> list[PolicingArea]:
    names = [f"Volume area {number:02}" for number in range(1, AREAS + 1)]
    PolicingArea.objects.bulk_create(
        (
            PolicingArea(
                slug=f"{SLUG}area-{number:02}",
                name=name,
                policing_body_name=f"Office of the Police and Crime Commissioner, {name}",
                contact_email=f"review-{number:02}@volume.example",
            )
            for number, name in enumerate(names, start=1)
        ),
        ignore_conflicts=True,
    )
    return list(PolicingArea.objects.filter(name__in=names).order_by("name"))


def _landlords() -> list[Agency]:
    wanted = [(f"{SLUG}homes-{n:02}", f"Volume Homes {n:02}") for n in range(1, LANDLORDS + 1)]
    Agency.objects.bulk_create(
        (Agency(slug=slug, name=name, kind=Agency.Kind.LANDLORD) for slug, name in wanted),
        ignore_conflicts=True,
    )
    return list(Agency.objects.filter(slug__in=[slug for slug, _ in wanted]).order_by("slug"))


def _partnership(number: int, area: PolicingArea) -> Partnership:
    slug = slug_of(number)
    first, second, third = number // 676 % 26, number // 26 % 26, number % 26
    return Partnership(
        policing_area=area,
        slug=slug,
        name=f"Volume {number:03} Community Safety Partnership",
        reference_prefix="V" + "".join(_LETTERS[place] for place in (first, second, third)),
        contact_name="Community safety team",
        contact_email=f"safety@{slug}.example",
        contact_phone="01632 960100",
        contact_address="1 Invented Street\nVolume",
        signatory="Head of community safety",
    )


def _below(partnership: Partnership, number: int, published: dict) -> list[District]:
    """Two districts with a locality each, and the procedure, published."""
    districts = District.objects.bulk_create(
        District(
            partnership=partnership,
            slug=side.lower(),
            name=f"{side} {number:03}",
            spoc_name=f"Single point of contact {number:03}",
            spoc_email=login_of(Role.SPOC, number),
            spoc_phone="01632 960101",
        )
        for side in ("North", "South")
    )
    Locality.objects.bulk_create(
        Locality(partnership=partnership, district=district, name=f"{district.name} town")
        for district in districts
    )
    procedure = Procedure.objects.create(
        partnership=partnership,
        version=1,
        status=Procedure.Status.PUBLISHED,
        effective_from=SINCE,
        content=published,
    )
    record(
        kind=EventKind.PROCEDURE_PUBLISHED,
        partnership_id=partnership.pk,
        by=SYSTEM_ACTOR,
        at=dt.datetime.combine(SINCE, dt.time(9), tzinfo=LONDON),
        stream=Event.Stream.PROCEDURE,
        stream_id=procedure.pk,
        payload={"procedure": procedure.pk, "version": procedure.version},
        tell=False,
    )
    return districts


def _agencies(number: int, landlords: list[Agency]) -> list[Agency]:
    """A council and a police unit of its own, and a landlord that serves several partnerships."""
    own = Agency.objects.bulk_create(
        [
            Agency(
                slug=f"{SLUG}council-{number:03}",
                name=f"Volume Council {number:03}",
                kind=Agency.Kind.COUNCIL,
            ),
            Agency(
                slug=f"{SLUG}police-{number:03}",
                name=f"Volume Police {number:03}",
                kind=Agency.Kind.POLICE,
            ),
        ]
    )
    return [*own, landlords[number % LANDLORDS]]


def _people(
    partnership: Partnership,
    number: int,
    agencies: list[Agency],
    districts: list[District],
    password: str,
) -> None:
    """One person a role, signing in as `login_of` says with DEMO_PASSWORD."""
    locality_id = districts[0].localities.values_list("pk", flat=True).get()
    reach = {role: {"partnership": partnership} for role in PARTNERSHIP_ROLES}
    reach[Role.LMAPS_CHAIR] |= {"locality_id": locality_id}
    reach[Role.PCC_OFFICER] = {"policing_area_id": partnership.policing_area_id}
    reach[Role.AGENCY_MEMBER] = {"agency": agencies[0]}
    users = User.objects.bulk_create(
        User(email=login_of(role, number), full_name=f"{role.label} {number:03}", password=password)
        for role in reach
    )
    Membership.objects.bulk_create(
        Membership(user=user, role=role, starts_on=SINCE, **place)
        for user, (role, place) in zip(users, reach.items(), strict=True)
    )
