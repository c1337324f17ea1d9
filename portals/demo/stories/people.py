"""Who works in the demonstration: at least one person per role, and some with two places.

The first person of each role is the one that `demo_logins` names: all of them in Bassetlaw.
"""

from dataclasses import dataclass

BNS, ASHFIELD, STAFFORDSHIRE = "bassetlaw-newark-sherwood", "ashfield", "staffordshire"


@dataclass(frozen=True, kw_only=True)
class Post:
    """One role and its reach. partnership, agency, area: slugs; months: since and until, ago."""

    role: str
    title: str = ""
    partnership: str = ""
    district: str = ""
    panel: str = ""
    agency: str = ""
    area: str = ""
    since: int = 30
    until: int | None = None


@dataclass(frozen=True, kw_only=True)
class Worker:
    """A member of staff and the posts that they hold."""

    name: str
    email: str
    posts: tuple[Post, ...]


def _one(name: str, email: str, role: str, **reach) -> Worker:
    return Worker(name=name, email=email, posts=(Post(role=role, **reach),))


def _spoc(name: str, email: str, partnership: str, district: str) -> Worker:
    title = "Community safety manager"
    return _one(name, email, "spoc", title=title, partnership=partnership, district=district)


def _assessor(name: str, email: str, title: str, partnership: str, district: str = "") -> Worker:
    return _one(name, email, "assessor", title=title, partnership=partnership, district=district)


def _chair(name: str, email: str, partnership: str, *panels: str) -> Worker:
    posts = tuple(
        Post(role="lmaps_chair", title="Independent chair", partnership=partnership, panel=panel)
        for panel in panels
    )
    return Worker(name=name, email=email, posts=posts)


def _member(name: str, email: str, title: str, agency: str) -> Worker:
    return _one(name, email, "agency_member", title=title, agency=agency)


WORKERS = (
    _spoc("Marian Oduya", "marian.oduya@bassetlaw.example", BNS, "bassetlaw"),
    _assessor(
        "Insp. Callum Reddish",
        "callum.reddish@notts-police.example",
        "Neighbourhood inspector",
        BNS,
        "bassetlaw",
    ),
    _chair("Dr Hope Ansell", "hope.ansell@chairs.example", BNS, "Worksop", "Harworth"),
    _member("Dev Lakhani", "dev.lakhani@bassetlaw.example", "ASB officer", "bassetlaw-council"),
    _one(
        "Ruth Calloway",
        "ruth.calloway@nottinghamshire-pcc.example",
        "pcc_officer",
        title="Review officer",
        area="nottinghamshire",
    ),
    _one(
        "Piers Hanbury",
        "piers.hanbury@bns.example",
        "administrator",
        title="Partnership support officer",
        partnership=BNS,
    ),
    _one(
        "Frances Idowu",
        "frances.idowu@bns.example",
        "accountable_officer",
        title="Director of Communities",
        partnership=BNS,
    ),
    _one(
        "Owen Thackeray",
        "owen.thackeray@audit.example",
        "auditor",
        title="Internal audit",
        partnership=BNS,
    ),
    _spoc("Gareth Pell", "gareth.pell@newark-sherwood.example", BNS, "newark-sherwood"),
    Worker(
        name="Simone Achterberg",
        email="simone.achterberg@notts-police.example",
        posts=(
            Post(
                role="assessor",
                title="Neighbourhood inspector",
                partnership=BNS,
                district="newark-sherwood",
            ),
            Post(role="assessor", title="Neighbourhood inspector", partnership=ASHFIELD),
        ),
    ),
    _chair("Colin Mapplebeck", "colin.mapplebeck@chairs.example", BNS, "Retford"),
    _chair("Amara Greaves", "amara.greaves@chairs.example", BNS, "Newark", "Ollerton", "Southwell"),
    Worker(
        name="Jodie Farrant",
        email="jodie.farrant@greenlane.example",
        posts=(
            Post(role="agency_member", title="Tenancy officer", agency="greenlane-homes"),
            Post(
                role="assessor",
                title="Social landlord",
                partnership=BNS,
            ),
            Post(role="assessor", title="Social landlord", partnership=ASHFIELD),
        ),
    ),
    _member(
        "PS Nadia Rourke", "nadia.rourke@notts-police.example", "Sergeant", "nottinghamshire-police"
    ),
    _member(
        "Kirsty Bell-Adeyemi",
        "kirsty.bell-adeyemi@newark-sherwood.example",
        "ASB officer",
        "newark-council",
    ),
    _member(
        "Dominic Raine",
        "dominic.raine@idle-valley.example",
        "Safeguarding nurse",
        "idle-valley-health",
    ),
    _member(
        "Yasmin Colcutt",
        "yasmin.colcutt@nottscounty.example",
        "Adult care",
        "nottinghamshire-county",
    ),
    _member("Leon Straw", "leon.straw@bridgeway.example", "Youth worker", "bridgeway-youth"),
    _member(
        "Watch Mgr Ewan Siddle",
        "ewan.siddle@notts-fire.example",
        "Fire safety",
        "nottinghamshire-fire",
    ),
    _member("Bernice Udall", "bernice.udall@lantern.example", "Support worker", "lantern-support"),
    Worker(
        name="Adrian Skelhorn",
        email="adrian.skelhorn@bassetlaw.example",
        posts=(
            Post(
                role="spoc",
                title="Community safety manager",
                partnership=BNS,
                district="bassetlaw",
                since=60,
                until=29,
            ),
        ),
    ),
    _spoc("Lorna Whitlam", "lorna.whitlam@ashfield.example", ASHFIELD, "ashfield"),
    _chair(
        "Tomasz Bielak", "tomasz.bielak@chairs.example", ASHFIELD, "Kirkby", "Sutton", "Hucknall"
    ),
    _member("Rhys Attwater", "rhys.attwater@ashfield.example", "ASB officer", "ashfield-council"),
    Worker(
        name="Delphine Marsh-Okoro",
        email="delphine.marsh-okoro@ashfield.example",
        posts=(
            Post(role="administrator", title="Policy officer", partnership=ASHFIELD),
            Post(role="auditor", title="Policy officer", partnership=ASHFIELD),
        ),
    ),
    _one(
        "Graham Tolley",
        "graham.tolley@ashfield.example",
        "accountable_officer",
        title="Assistant Director",
        partnership=ASHFIELD,
    ),
    _one(
        "Silas Wren",
        "silas.wren@nottinghamshire-pcc.example",
        "pcc_officer",
        title="Head of casework",
        area="nottinghamshire",
    ),
    _spoc("Imran Haddow", "imran.haddow@stafford.example", STAFFORDSHIRE, "stafford"),
    _spoc(
        "Teresa Vaughan-Lyle", "teresa.vaughan-lyle@stoke.example", STAFFORDSHIRE, "stoke-on-trent"
    ),
    _assessor(
        "Insp. Beatrix Noon",
        "beatrix.noon@staffs-police.example",
        "Neighbourhood inspector",
        STAFFORDSHIRE,
    ),
    _assessor(
        "Errol Penhale", "errol.penhale@kiln-street.example", "Social landlord", STAFFORDSHIRE
    ),
    _chair("Vera Colclough", "vera.colclough@chairs.example", STAFFORDSHIRE, "Stafford", "Stone"),
    _chair("Jasper Nkemelu", "jasper.nkemelu@chairs.example", STAFFORDSHIRE, "Hanley", "Longton"),
    _member(
        "PC Tilda Rowe", "tilda.rowe@staffs-police.example", "Constable", "staffordshire-police"
    ),
    _member(
        "Moira Henshall",
        "moira.henshall@kiln-street.example",
        "Tenancy officer",
        "kiln-street-housing",
    ),
    _member("Alwyn Petty", "alwyn.petty@stafford.example", "ASB officer", "stafford-council"),
    _member("Chidi Barlow", "chidi.barlow@stoke.example", "ASB officer", "stoke-council"),
    _member(
        "Paula Jarrold", "paula.jarrold@sow-valley.example", "Community nurse", "sow-valley-health"
    ),
    _one(
        "Hester Quayle",
        "hester.quayle@staffordshire-commissioner.example",
        "pcc_officer",
        title="Review officer",
        area="staffordshire",
    ),
    Worker(
        name="Ivor Dunstan",
        email="ivor.dunstan@staffordshire.example",
        posts=(
            Post(role="administrator", title="Partnership manager", partnership=STAFFORDSHIRE),
            Post(role="auditor", title="Partnership manager", partnership=STAFFORDSHIRE),
        ),
    ),
    _one(
        "Noreen Astbury",
        "noreen.astbury@staffordshire.example",
        "accountable_officer",
        title="Director of Place",
        partnership=STAFFORDSHIRE,
    ),
)
