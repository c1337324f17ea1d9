"""What the tests of the chair's door share: a day, a chair at a browser, and Joan's case."""

import datetime as dt

from django.test import Client
from django.urls import reverse

from cases.commands.reviewing import plan_meeting
from organisations.clock import LONDON
from organisations.roles import Role
from tests.walk import Walk
from tests.world import NOON, World

MEETING_DAY = dt.datetime(2026, 6, 17, 14, 0, tzinfo=LONDON)


def referred(world: World, *, at: dt.datetime = NOON, **changes) -> Walk:
    """A case on the agenda of the meeting of 17 June; the victim's part is not recorded."""
    return Walk(world, at=at, **changes).to_accepted().consider_peer_review().refer()


def sit_down(world: World, role: str = Role.LMAPS_CHAIR) -> Client:
    """A browser in which the person with this role is signed in."""
    client = Client()
    client.force_login(world.people[role])
    return client


def address(world: World, name: str, *rest) -> str:
    """An address of this door in the world's partnership."""
    return reverse(f"lmaps:{name}", args=[world.partnership.slug, *rest])


def plan_another_meeting(world: World, *, starts_at: dt.datetime, locality=None, place="Library"):
    """One more meeting in the diary, without cases."""
    return plan_meeting(
        partnership_id=world.partnership.pk,
        locality_id=(locality or world.locality).pk,
        starts_at=starts_at,
        place=place,
        chair_id=world.people[Role.LMAPS_CHAIR].pk,
        chair_independent=False,
        by=world.actor(Role.SPOC),
        at=NOON,
    )


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def page_of(walk, name: str, *rest) -> str:
    return address(walk.world, name, walk.case().reference, *rest)


def rows(walk, model, **where) -> list:
    with walk.world.inside():
        return list(model.objects.filter(partnership=walk.world.partnership, **where))


def ready(world) -> Walk:
    return referred(world).involve()
