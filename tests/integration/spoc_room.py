"""What the tests of the SPOC's door share: a day, a browser, and posts that carry the version."""

import datetime as dt

from django.test import Client
from django.urls import reverse

from cases.models import Event, EventFacts, OutboxEntry
from organisations.models import District
from organisations.roles import Role
from tests.walk import Walk
from tests.world import make_person


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def sit_down(world, role: str = Role.SPOC) -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


def other_district(world) -> District:
    with world.inside():
        return District.objects.get(partnership=world.partnership, slug="newark-sherwood")


def district_spoc(world, district: District, email="district@people.example"):
    return make_person(
        world, Role.SPOC, email=email, partnership=world.partnership, district_id=district.pk
    )


def url(walk: Walk, name: str, *more) -> str:
    place = [walk.world.partnership.slug, walk.case().reference, *more]
    return reverse(f"spoc:{name}", args=place)


def typed(walk: Walk, **fields) -> dict:
    """A POST as the open page would send it; dates in their three boxes."""
    data = {"version": walk.case().version}
    for name, value in fields.items():
        if isinstance(value, dt.date):
            parts = {"day": value.day, "month": value.month, "year": value.year}
            data |= {f"{name}_{part}": number for part, number in parts.items()}
        else:
            data[name] = value
    return data


def rows(walk: Walk, model, **where) -> list:
    with walk.world.inside():
        return list(model.objects.filter(partnership=walk.world.partnership, **where))


def last_event(walk: Walk) -> str:
    from_case = walk.case()
    with walk.world.inside():
        return (
            from_case.events.filter(partnership=walk.world.partnership, stream="case")
            .order_by("-sequence")
            .values_list("kind", flat=True)
            .first()
        )


def written(walk: Walk) -> tuple[int, int, int]:
    """How many events, frozen facts and outbox entries there are: what a preview must not add."""
    models = (Event, EventFacts, OutboxEntry)
    kept = [
        [row for row in rows(walk, model) if getattr(row, "stream", "") != Event.Stream.READS]
        for model in models
    ]
    return tuple(len(found) for found in kept)


def brought_to(world, stage: str, **changes) -> Walk:
    walk = Walk(world, **changes)
    for move in stage.split():
        getattr(walk, move)()
    return walk
