"""Which database and which storage a command works on: the system's own, or others for a drill."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from django.core.files.storage import Storage, default_storage
from django.core.management.base import CommandError, CommandParser
from django.db import OperationalError

from ct_portal.keeping.files import private_folder
from ct_portal.keeping.manifest import NotABackup
from ct_portal.keeping.programs import ProgramProblem
from ct_portal.keeping.restoring import NotRestored
from organisations.database import UnfitRole, in_database

EXPECTED = (UnfitRole, ProgramProblem, NotABackup, NotRestored, OperationalError, OSError)


def add_place_arguments(parser: CommandParser) -> None:
    """The options that name another place."""
    parser.add_argument(
        "--database", metavar="NAME", help="another database of the same server, for a drill"
    )
    parser.add_argument(
        "--storage", type=Path, metavar="DIRECTORY", help="another place for files, for a drill"
    )


@contextmanager
def at_place(*, database: str | None, storage: Path | None) -> Iterator[Storage]:
    """Work there; the storage. What is expected to go wrong is said in one sentence."""
    with sentences(), in_database(database) if database else nullcontext():
        yield private_folder(storage.resolve()) if storage else default_storage


@contextmanager
def sentences() -> Iterator[None]:
    """Turn what is expected to go wrong into CommandError: one sentence, no personal data."""
    try:
        yield
    except EXPECTED as error:
        raise CommandError(str(error).strip()) from error
