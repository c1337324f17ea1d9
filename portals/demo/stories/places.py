"""Where the demonstration plays: two policing areas, three partnerships, and their agencies.

Councils and police forces carry their public names; every other body, and every person, address
and telephone number is invented.
"""

import datetime as dt
from dataclasses import dataclass

from portals.demo.stories.shape import COUNCIL, HEALTH, LANDLORD, POLICE

COUNTY, YOUTH, FIRE, SUPPORT = "county", "youth", "fire", "support"

COMPLAINTS = (
    "If you are unhappy with how a member of staff treated you, write to the contact named in this"
    " letter and ask for the complaints procedure of the agency concerned."
)


@dataclass(frozen=True, kw_only=True)
class Area:
    """A policing area with the office of its local policing body."""

    slug: str
    name: str
    body: str
    email: str
    phone: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Body:
    """An agency; `kind` is one of Agency.Kind."""

    slug: str
    name: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A locality and when its meeting sits: `weekday` counts from Monday, 0; `hour` in London."""

    name: str
    weekday: int
    hour: int
    place: str


@dataclass(frozen=True, kw_only=True)
class Place:
    """A district. `bodies`: the names that stories use, and the slugs of the agencies meant."""

    slug: str
    name: str
    spoc: str
    email: str
    phone: str
    panels: tuple[Panel, ...]
    bodies: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Tenant:
    """A partnership. `procedure` is a file of thresholds/published, in force since `since`.

    drafting: its administrator is at work on the next version.
    asking: the e-mail address of the administrator who asked the PCC office about it.
    """

    area: str
    slug: str
    name: str
    prefix: str
    theme: str
    contact: str
    email: str
    phone: str
    address: str
    signatory: str
    procedure: str
    since: dt.date
    places: tuple[Place, ...]
    drafting: bool = False
    asking: str = ""


AREAS = (
    Area(
        slug="nottinghamshire",
        name="Nottinghamshire",
        body="Office of the Nottinghamshire Police and Crime Commissioner",
        email="reviews@nottinghamshire-pcc.example",
        phone="01632 960900",
        address="Review Team\nArrow Lodge\nSherwood Walk\nNottingham\nNG5 9ZZ",
    ),
    Area(
        slug="staffordshire",
        name="Staffordshire",
        body="Staffordshire Commissioner's Office",
        email="reviews@staffordshire-commissioner.example",
        phone="01632 960950",
        address="Review Team\nSow Bridge House\nStafford\nST16 9ZZ",
    ),
)

BODIES = (
    Body(slug="bassetlaw-council", name="Bassetlaw District Council", kind="council"),
    Body(slug="newark-council", name="Newark & Sherwood District Council", kind="council"),
    Body(slug="ashfield-council", name="Ashfield District Council", kind="council"),
    Body(slug="stafford-council", name="Stafford Borough Council", kind="council"),
    Body(slug="stoke-council", name="Stoke-on-Trent City Council", kind="council"),
    Body(slug="nottinghamshire-county", name="Nottinghamshire County Council", kind="council"),
    Body(slug="nottinghamshire-police", name="Nottinghamshire Police", kind="police"),
    Body(slug="staffordshire-police", name="Staffordshire Police", kind="police"),
    Body(slug="greenlane-homes", name="Greenlane Homes", kind="landlord"),
    Body(slug="kiln-street-housing", name="Kiln Street Housing", kind="landlord"),
    Body(slug="idle-valley-health", name="Idle Valley Community Health", kind="health"),
    Body(slug="sow-valley-health", name="Sow Valley Community Health", kind="health"),
    Body(slug="nottinghamshire-fire", name="Nottinghamshire Fire and Rescue", kind="other"),
    Body(slug="bridgeway-youth", name="Bridgeway Youth Work", kind="other"),
    Body(slug="lantern-support", name="Lantern Victim Support", kind="other"),
)

_NOTTINGHAMSHIRE = {
    POLICE: "nottinghamshire-police",
    LANDLORD: "greenlane-homes",
    HEALTH: "idle-valley-health",
    COUNTY: "nottinghamshire-county",
    FIRE: "nottinghamshire-fire",
    YOUTH: "bridgeway-youth",
    SUPPORT: "lantern-support",
}
_STAFFORDSHIRE = {
    POLICE: "staffordshire-police",
    LANDLORD: "kiln-street-housing",
    HEALTH: "sow-valley-health",
    YOUTH: "bridgeway-youth",
    SUPPORT: "lantern-support",
}

TENANTS = (
    Tenant(
        area="nottinghamshire",
        slug="bassetlaw-newark-sherwood",
        name="Bassetlaw, Newark & Sherwood Community Safety Partnership",
        prefix="BNS",
        theme="teal",
        contact="Community Safety Team",
        email="community.safety@bns.example",
        phone="01632 960100",
        address="Canal Wharf House\nWorksop\nS80 9ZZ",
        signatory="Head of Community Safety",
        procedure="bassetlaw-newark-sherwood",
        since=dt.date(2018, 10, 3),
        drafting=True,
        places=(
            Place(
                slug="bassetlaw",
                name="Bassetlaw",
                spoc="Marian Oduya",
                email="case.review@bassetlaw.example",
                phone="01632 960101",
                panels=(
                    Panel(name="Worksop", weekday=1, hour=10, place="Worksop Town Hall, Room 2"),
                    Panel(name="Retford", weekday=2, hour=14, place="Retford Town Hall"),
                    Panel(name="Harworth", weekday=3, hour=10, place="Harworth Community Hub"),
                ),
                bodies=_NOTTINGHAMSHIRE | {COUNCIL: "bassetlaw-council"},
            ),
            Place(
                slug="newark-sherwood",
                name="Newark & Sherwood",
                spoc="Gareth Pell",
                email="case.review@newark-sherwood.example",
                phone="01632 960102",
                panels=(
                    Panel(name="Newark", weekday=1, hour=14, place="Castle House, Newark"),
                    Panel(name="Ollerton", weekday=3, hour=14, place="Ollerton Library"),
                    Panel(name="Southwell", weekday=2, hour=10, place="The Bramley Centre"),
                ),
                bodies=_NOTTINGHAMSHIRE | {COUNCIL: "newark-council"},
            ),
        ),
    ),
    Tenant(
        area="nottinghamshire",
        slug="ashfield",
        name="Ashfield Community Safety Partnership",
        prefix="ASH",
        theme="purple",
        contact="Community Protection",
        email="community.protection@ashfield.example",
        phone="01632 960200",
        address="Urban Road Offices\nKirkby-in-Ashfield\nNG17 9ZZ",
        signatory="Assistant Director, Community Safety",
        procedure="ashfield",
        since=dt.date(2024, 10, 1),
        drafting=True,
        asking="delphine.marsh-okoro@ashfield.example",
        places=(
            Place(
                slug="ashfield",
                name="Ashfield",
                spoc="Lorna Whitlam",
                email="case.review@ashfield.example",
                phone="01632 960201",
                panels=(
                    Panel(name="Kirkby", weekday=1, hour=10, place="Kirkby Festival Hall"),
                    Panel(name="Sutton", weekday=3, hour=10, place="Sutton Lawn Pavilion"),
                    Panel(name="Hucknall", weekday=2, hour=14, place="Hucknall Hub"),
                ),
                bodies=_NOTTINGHAMSHIRE | {COUNCIL: "ashfield-council"},
            ),
        ),
    ),
    Tenant(
        area="staffordshire",
        slug="staffordshire",
        name="Staffordshire & Stoke-on-Trent Community Safety Partnership",
        prefix="STF",
        theme="burgundy",
        contact="Safer Communities",
        email="safer.communities@staffordshire.example",
        phone="01632 960300",
        address="Riverway House\nStafford\nST16 9ZY",
        signatory="Strategic Lead, Safer Communities",
        procedure="staffordshire",
        since=dt.date(2021, 4, 1),
        places=(
            Place(
                slug="stafford",
                name="Stafford",
                spoc="Imran Haddow",
                email="case.review@stafford.example",
                phone="01632 960301",
                panels=(
                    Panel(name="Stafford", weekday=2, hour=10, place="Riverway House, Stafford"),
                    Panel(name="Stone", weekday=3, hour=14, place="Crown Street Rooms, Stone"),
                ),
                bodies=_STAFFORDSHIRE | {COUNCIL: "stafford-council"},
            ),
            Place(
                slug="stoke-on-trent",
                name="Stoke-on-Trent",
                spoc="Teresa Vaughan-Lyle",
                email="case.review@stoke.example",
                phone="01632 960302",
                panels=(
                    Panel(name="Hanley", weekday=1, hour=10, place="Hanley Old Library"),
                    Panel(name="Longton", weekday=3, hour=10, place="Longton Exchange"),
                ),
                bodies=_STAFFORDSHIRE | {COUNCIL: "stoke-council"},
            ),
        ),
    ),
)
