"""A small world for tests: one area, two partnerships, one person per role, and Joan Marsh.

Joan Marsh, 71, lives in Worksop. Youths have thrown things at her windows since spring; she told
the council, the police and her landlord, and nothing changed.
"""

import datetime as dt
import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path

from cases.commands.applying import (
    ContactGiven,
    IncidentGiven,
    PersonGiven,
    ReportGiven,
    Submission,
    Submitted,
    submit_application,
)
from organisations.actors import SYSTEM_ACTOR, Actor, staff_actor
from organisations.clock import LONDON, date_of
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
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from thresholds.models import Procedure
from thresholds.shipped import shipped

PASSWORD = "tests-only correct horse"
PUBLISHED = Path(__file__).parent.parent / "thresholds" / "published"
NOON = dt.datetime(2026, 6, 10, 12, 0, tzinfo=LONDON)


@dataclass
class World:
    """What `make_world` built; people by role in `people`."""

    area: PolicingArea
    partnership: Partnership
    neighbour: Partnership
    district: District
    locality: Locality
    council: Agency
    police: Agency
    landlord: Agency
    procedure: Procedure
    people: dict[str, User] = field(default_factory=dict)

    def actor(self, role: str, *, on: dt.date = dt.date(2026, 6, 10)) -> Actor:
        """The person with a role, as commands want them."""
        return staff_actor(self.people[role], on=on)

    def inside(self):
        """The partnership's staff scope, in a transaction."""
        return transaction_in(Scope.staff(self.partnership.pk))


def make_world() -> World:
    """Build it; call inside a test with database access."""
    area = PolicingArea.objects.create(
        slug="nottinghamshire",
        name="Nottinghamshire",
        policing_body_name="Office of the Police and Crime Commissioner for Nottinghamshire",
        contact_email="review@pcc.example",
    )
    partnership = make_partnership(area, "bassetlaw-newark-sherwood", "BNS")
    neighbour = make_partnership(area, "ashfield", "ASH")
    with transaction_in(Scope.staff(partnership.pk)):
        district = make_district(partnership, "bassetlaw", "Bassetlaw")
        make_district(partnership, "newark-sherwood", "Newark & Sherwood")
        locality = Locality.objects.create(
            partnership=partnership, district=district, name="Worksop"
        )
        agencies = [make_agency(*row) for row in AGENCIES]
        for agency in agencies:
            PartnerAgency.objects.create(partnership=partnership, agency=agency)
        procedure = publish(partnership, "bassetlaw-newark-sherwood")
    world = World(area, partnership, neighbour, district, locality, *agencies, procedure)
    for role in Role:
        world.people[role] = make_person(world, role)
    return world


AGENCIES = [
    ("bassetlaw-council", "Bassetlaw District Council", Agency.Kind.COUNCIL),
    ("nottinghamshire-police", "Nottinghamshire Police", Agency.Kind.POLICE),
    ("a1-housing", "A1 Housing", Agency.Kind.LANDLORD),
]


def make_agency(slug: str, name: str, kind: str) -> Agency:
    return Agency.objects.create(slug=slug, name=name, kind=kind)


def make_partnership(area: PolicingArea, slug: str, prefix: str) -> Partnership:
    return Partnership.objects.create(
        policing_area=area,
        slug=slug,
        name=f"{slug.replace('-', ' ').title()} Community Safety Partnership",
        reference_prefix=prefix,
        contact_name="Community Safety Team",
        contact_email=f"safety@{slug}.example",
        contact_phone="01632 960100",
        contact_address="Queen's Buildings\nPotter Street\nWorksop\nS80 2AH",
        signatory="Head of Community Safety",
    )


def make_district(partnership: Partnership, slug: str, name: str) -> District:
    return District.objects.create(
        partnership=partnership,
        slug=slug,
        name=name,
        spoc_name="Sam Okafor",
        spoc_email=f"spoc@{slug}.example",
        spoc_phone="01632 960101",
    )


def publish(partnership: Partnership, name: str) -> Procedure:
    """Put one of the packaged procedures in force from 2018."""
    return Procedure.objects.create(
        partnership=partnership,
        version=1,
        status=Procedure.Status.PUBLISHED,
        effective_from=dt.date(2018, 10, 3),
        content=shipped(name),
    )


def publish_next(world: World, content: dict, *, on: dt.date = dt.date(2020, 1, 1)) -> Procedure:
    """Another version of the world's procedure from a day on: a published one never changes."""
    with world.inside():
        before = Procedure.objects.get(partnership=world.partnership, pk=world.procedure.pk)
        on = max(on, before.effective_from + dt.timedelta(days=1))
        before.status, before.effective_to = Procedure.Status.SUPERSEDED, on - dt.timedelta(days=1)
        before.save(update_fields=["status", "effective_to"])
        world.procedure = Procedure.objects.create(
            partnership=world.partnership,
            version=before.version + 1,
            status=Procedure.Status.PUBLISHED,
            effective_from=on,
            content=content,
        )
    return world.procedure


def make_person(world: World, role: str, *, email: str = "", **reach) -> User:
    """Somebody with one role, in the place where that role lives."""
    user = User.objects.create_user(
        email or f"{role}@people.example",
        PASSWORD,
        full_name=f"{Role(role).label} Example",
    )
    if not reach:
        reach = {
            Role.PCC_OFFICER: {"policing_area": world.area},
            Role.AGENCY_MEMBER: {"agency": world.council},
        }.get(role, {"partnership": world.partnership})
    Membership.objects.create(user=user, role=role, starts_on=dt.date(2020, 1, 1), **reach)
    return user


def next_door(world: World) -> World:
    """The neighbour as a world of its own: a district, a procedure in force, the same agencies."""
    with transaction_in(Scope.staff(world.neighbour.pk)):
        district = make_district(world.neighbour, "ashfield", "Ashfield")
        procedure = publish(world.neighbour, "ashfield")
    return replace(world, partnership=world.neighbour, district=district, procedure=procedure)


def joans_submission(world: World, *, at: dt.datetime = NOON, **changes) -> Submission:
    """Joan's application: three incidents, each told to somebody the next day."""
    day = date_of(at)
    told = [world.council, world.police, world.landlord]
    incidents = tuple(
        IncidentGiven(
            occurred_on=day - dt.timedelta(days=30 * (index + 1)),
            description="Stones at the front window after dark.",
            place="Carlton Road, Worksop",
            reports=(
                ReportGiven(
                    reported_on=day - dt.timedelta(days=30 * (index + 1) - 1),
                    agency_id=agency.pk,
                    method="phone",
                ),
            ),
        )
        for index, agency in enumerate(told)
    )
    submission = Submission(
        key=uuid.uuid4(),
        district_id=world.district.pk,
        route="self",
        applicant=PersonGiven(
            full_name="Joan Marsh",
            email="joan.marsh@home.example",
            phone="01632 960555",
            address="12 Carlton Road\nWorksop",
            postcode="S80 1PS",
        ),
        contacts=(ContactGiven(channel="email", safe=True, preferred=True),),
        incidents=incidents,
        summary="Youths throw stones at my windows.",
        impact="I sleep in the back room.",
        desired_outcome="I want it to stop.",
        persists="yes",
        timeframe_unexpired="no",
        conduct_of_one_agency="no",
        consent_to_share=True,
        declared_true=True,
    )
    return replace(submission, **changes)


def apply_as_joan(world: World, *, at: dt.datetime = NOON, **changes) -> Submitted:
    """Joan applies online."""
    return submit_application(
        partnership=world.partnership,
        submission=joans_submission(world, at=at, **changes),
        by=SYSTEM_ACTOR,
        at=at,
    )
