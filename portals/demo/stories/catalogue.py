"""All stories, and the one whose reference and secret the demonstration shows."""

import uuid

from cases.commands.applying import secret_of
from cases.models import Application
from organisations.models import Partnership
from organisations.tenancy import Scope, transaction_in
from portals.demo.stories import (
    ashfield_past,
    ashfield_running,
    bassetlaw_new,
    bassetlaw_past,
    bassetlaw_running,
    bassetlaw_turned,
    newark_past,
    newark_running,
    people,
    staffordshire_past,
    staffordshire_running,
)
from portals.demo.stories.shape import Story

STORIES: dict[str, tuple[Story, ...]] = {
    people.BNS: (
        *bassetlaw_new.STORIES,
        *bassetlaw_running.STORIES,
        *bassetlaw_past.STORIES,
        *bassetlaw_turned.STORIES,
        *newark_running.STORIES,
        *newark_past.STORIES,
    ),
    people.ASHFIELD: (*ashfield_running.STORIES, *ashfield_past.STORIES),
    people.STAFFORDSHIRE: (*staffordshire_running.STORIES, *staffordshire_past.STORIES),
}

# Ned Ollerenshaw of the tipped lane: he has just had the response with the plan.
VICTIM = (people.BNS, "tipped-lane")

_KEYS = uuid.UUID("5b1ad0de-0c7e-5a57-9d0e-57041e500000")


class NoDemonstration(LookupError):
    """The database does not hold the demonstration's history."""


def submission_key(story_key: str) -> uuid.UUID:
    """The submission key of a story; the secret follows from it and the server's own key."""
    return uuid.uuid5(_KEYS, story_key)


def demo_victim() -> tuple[str, str, str]:
    """Partnership slug, reference and secret of a victim to follow. Raises NoDemonstration."""
    slug, story_key = VICTIM
    key = submission_key(story_key)
    partnership = Partnership.objects.filter(slug=slug).first()
    if partnership is None:
        raise NoDemonstration(slug)
    with transaction_in(Scope.staff(partnership.pk)):
        reference = (
            Application.objects.filter(partnership_id=partnership.pk, submission_key=key)
            .values_list("reference", flat=True)
            .first()
        )
    if reference is None:
        raise NoDemonstration(story_key)
    return slug, reference, secret_of(key)
