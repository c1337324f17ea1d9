"""What Joan types into the application form, as the browser posts it."""

import datetime as dt
import uuid

from tests.world import World

PARTS = ("day", "month", "year")
SLUG = "bassetlaw-newark-sherwood"


def date_parts(name: str, day: dt.date | None) -> dict[str, str]:
    """The three boxes of a date."""
    parts = (day.day, day.month, day.year) if day else ("", "", "")
    return {f"{name}_{part}": str(text) for part, text in zip(PARTS, parts, strict=True)}


def incident(index: int, *, on: dt.date, told=None, told_on=None, **more) -> dict[str, str]:
    """One block; more: further fields of the block."""
    prefix = f"incidents-{index}"
    typed = {
        "description": "Stones at the front window after dark.",
        "place": "Carlton Road, Worksop",
        "first_told": str(told or ""),
        "first_other": "",
        "first_method": "phone" if told else "",
        "first_reference": "",
        "first_response": "",
        "second_told": "",
        "second_other": "",
        "second_method": "",
        "second_reference": "",
        "second_response": "",
        **more,
    }
    return {
        **{f"{prefix}-{name}": text for name, text in typed.items()},
        **date_parts(f"{prefix}-occurred_on", on),
        **date_parts(f"{prefix}-first_on", told_on),
    }


def joans_form(world: World, *, on: dt.date, incidents: int = 3, **changes) -> dict:
    """A complete form for the world of the tests; changes replace single answers."""
    agencies = [world.council, world.police, world.landlord]
    blocks = {}
    for index in range(incidents):
        day = on - dt.timedelta(days=30 * (index % 5 + 1))
        agency = agencies[index % 3]
        blocks |= incident(index, on=day, told=agency.pk, told_on=day + dt.timedelta(days=1))
    return {
        "key": str(uuid.uuid4()),
        "route": "self",
        "victim_name": "",
        "relationship": "",
        "group_names": "",
        "district": str(world.district.pk),
        "full_name": "Joan Marsh",
        "email": "joan.marsh@home.example",
        "phone": "01632 960555",
        "address": "12 Carlton Road\r\nWorksop",
        "postcode": "S80 1PS",
        "safe_channels": ["email", "post"],
        "preferred": "email",
        "contact_note": "",
        "incidents-TOTAL_FORMS": str(incidents),
        "incidents-INITIAL_FORMS": "0",
        **blocks,
        "persists": "yes",
        "others_affected": "",
        "timeframe_unexpired": "no",
        "conduct_of_one_agency": "",
        "impact": "I sleep in the back room.",
        "desired_outcome": "I want it to stop.",
        "adjustments": "",
        "consent_to_share": "on",
        "declared_true": "on",
        **changes,
    }
