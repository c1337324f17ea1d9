"""What the tests of backup and restore share: a small system with letters, and its backup."""

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import override_settings

from notifications import nudge
from notifications.models import Letter
from notifications.telling import tell_waiting
from tests.one_run import migrated_database
from tests.own_database import as_owner_of, own_database, working_in
from tests.walk import Walk
from tests.world import World, apply_as_joan, make_world

UNGUARD = (
    "ALTER TABLE cases_event DISABLE TRIGGER append_only",
    "ALTER TABLE cases_event NO FORCE ROW LEVEL SECURITY",
)
GUARD = (
    "ALTER TABLE cases_event ENABLE TRIGGER append_only",
    "ALTER TABLE cases_event FORCE ROW LEVEL SECURITY",
)

# What points at an event would keep it; whoever tampers takes that away first.
UNTIE = (
    "ALTER TABLE notifications_message NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE notifications_lettertwin NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE notifications_letter NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE notifications_delivery NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE cases_eventfacts NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE cases_outboxentry NO FORCE ROW LEVEL SECURITY",
    "DELETE FROM notifications_delivery",
    "DELETE FROM notifications_lettertwin",
    "DELETE FROM notifications_letter",
    "DELETE FROM notifications_message",
    "DELETE FROM cases_eventfacts",
    "DELETE FROM cases_outboxentry",
)


@dataclass(frozen=True, kw_only=True)
class House:
    """A system of a test's own: its database, its letters, and what was done in it."""

    database: str
    storage: Path
    world: World
    walk: Walk

    def letters(self) -> list[Letter]:
        with self.world.inside():
            return list(Letter.objects.order_by("id"))

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Work in it, as the application role."""
        with working_in(self.database), stored_in(self.storage):
            yield


@contextmanager
def stored_in(place: Path) -> Iterator[None]:
    """Private files lie there."""
    backend = "django.core.files.storage.FileSystemStorage"
    static = "django.contrib.staticfiles.storage.StaticFilesStorage"
    options = {"location": place, "base_url": None}
    storages = {
        "default": {"BACKEND": backend, "OPTIONS": options},
        "staticfiles": {"BACKEND": static},
    }
    with override_settings(STORAGES=storages, STORAGE_DIR=place):
        yield


@contextmanager
def house(name: str, *, storage: Path) -> Iterator[House]:
    """Joan's case is planned, a second one has just come in, and both have had their letters."""
    with own_database(name, template=migrated_database()) as database:
        with working_in(database), stored_in(storage), nudge.silence():
            call_command("bootstrap", verbosity=0)
            world = make_world()
            walk = Walk(world).to_planned()
            apply_as_joan(world)
            tell_waiting()
        yield House(database=database, storage=storage, world=world, walk=walk)


@contextmanager
def copy_of(original: House, *, storage: Path) -> Iterator[House]:
    """The same again, to be spoilt."""
    shutil.copytree(original.storage, storage)
    with own_database("ct_spoilt", template=original.database) as database:
        yield House(database=database, storage=storage, world=original.world, walk=original.walk)


def tamper(database: str, *statements: str) -> None:
    """Change events as the owner, who can take the guards away and put them back."""
    as_owner_of(database, *UNGUARD, *statements, *GUARD)


def said(command: str, **options) -> tuple[bool, str]:
    """Run a management command; whether it was content, and all that it said."""
    out = io.StringIO()
    try:
        call_command(command, stdout=out, stderr=out, **options)
    except CommandError as refused:
        return False, f"{out.getvalue()}{refused}"
    return True, out.getvalue()
