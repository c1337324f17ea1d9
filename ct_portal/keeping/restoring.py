"""From a backup into an empty database and an empty storage."""

from collections.abc import Callable
from pathlib import Path

from django.core.files.storage import Storage
from django.db import ProgrammingError, connection
from django.db.migrations.loader import MigrationLoader

from ct_portal.keeping import manifest, programs, snapshot
from ct_portal.keeping.files import copy, fault_of, names_in, private_folder
from ct_portal.keeping.manifest import Manifest
from ct_portal.version import VERSION
from organisations.database import as_backup, as_owner, grant_application_role

Say = Callable[[str], None]


class NotRestored(RuntimeError):
    """Nothing was restored; the text says why and what to do."""


def make_database(name: str) -> None:
    """Make a database where it is not there yet, as the owner. Raises NotRestored, UnfitRole."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is not None:
            return
        quoted = connection.ops.quote_name(name)
        try:
            cursor.execute(f"CREATE DATABASE {quoted}")
        except ProgrammingError as error:
            owner = connection.settings_dict["USER"]
            raise NotRestored(
                f"There is no database {name} and {owner} may not make one. Make it as a superuser:"
                f" CREATE DATABASE {name} OWNER {owner};"
            ) from error


def check_fits(described: Manifest, *, storage: Storage, backup: Path) -> None:
    """Raise NotRestored unless code, server, database and storage can take the backup."""
    _check_code(described)
    with as_backup():
        if programs.server_major() < described.postgresql // 10000:
            raise NotRestored(
                f"The backup is of PostgreSQL {described.postgresql // 10000} and this server is"
                f" {programs.server_major()}: restore into the same version or a newer one."
            )
        if snapshot.tables():
            name = connection.settings_dict["NAME"]
            raise NotRestored(
                f"The database {name} is not empty, and nothing is overwritten. Make an empty one:"
                f" DROP DATABASE {name}; CREATE DATABASE {name} OWNER ct_owner;"
                " or restore into another with --database NAME."
            )
    _check_storage(backup, storage)


def _check_code(described: Manifest) -> None:
    ahead = set(described.migrations) - _known_migrations()
    if ahead:
        raise NotRestored(
            f"The backup was made by release {described.release}, which is newer than this one"
            f" ({VERSION}): it has {len(ahead)} migrations that are not known here, such as"
            f" {min(ahead)}. Install that release or a newer one and restore with it."
        )


def _known_migrations() -> set[str]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {key for step in loader.disk_migrations.values() for key in step.replaces}
    return {f"{app}.{name}" for app, name in loader.disk_migrations.keys() | replaced}


def _check_storage(backup: Path, storage: Storage) -> None:
    ours = {file.path: file for file in manifest.files_in(backup)}
    for path in names_in(storage):
        if path not in ours or fault_of(storage, ours[path]):
            raise NotRestored(
                f"The storage holds {path}, which is not that of the backup, and nothing is"
                " overwritten: empty the storage, or name another with --storage DIRECTORY."
            )


def restore(
    backup: Path, described: Manifest, *, storage: Storage, application_role: str, say: Say
) -> None:
    """Restore files, then rows in one transaction as the owner, then the application's rights.

    After `check_fits`. In this order, so that what failed half-way can be run again.
    Raises ProgramProblem, UnfitRole, OSError.
    """
    number = _restore_files(backup, described, storage=storage)
    say(f"{number} files")
    with as_owner():
        programs.run(
            programs.find("pg_restore", server=programs.server_major()),
            "--exit-on-error",
            "--single-transaction",
            "--no-owner",
            "--no-privileges",
            "--no-password",
            f"--dbname={connection.settings_dict['NAME']}",
            backup / manifest.DUMP,
        )
        grant_application_role(application_role)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    say(f"{sum(described.tables.values())} rows; rights granted to {application_role}")


def _restore_files(backup: Path, described: Manifest, *, storage: Storage) -> int:
    source, number = private_folder(backup / manifest.FOLDER), 0
    for file in manifest.files_in(backup):
        if file.path in described.not_copied:
            continue
        if not storage.exists(file.path):
            copy(file, source=source, target=storage)
        number += 1
    return number


def migrations_to_come(described: Manifest) -> int:
    """How many migrations `bootstrap` will run on what was restored."""
    return len(_known_migrations() - set(described.migrations))
