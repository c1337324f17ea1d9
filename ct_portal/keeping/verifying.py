"""Is the running system whole? Is a backup? Is what was restored what was backed up?

Each check tells its problems one by one, with ids only, and yields what it has checked, in words.
"""

from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import Storage

from ct_portal.keeping import dump, manifest, programs, snapshot
from ct_portal.keeping.chains import check_chains
from ct_portal.keeping.deadlines import check_deadlines
from ct_portal.keeping.files import Tell, compare, named_by_rows, private_folder
from ct_portal.keeping.manifest import Manifest
from ct_portal.keeping.structure import check_structure


def verify_system(
    *, storage: Storage, application_role: str, problem: Tell, note: Tell
) -> Iterator[str]:
    """Everything that must hold of the running system, at one moment of its database.

    note: told of files that no row names; a letter that is just being written is one of them.
    Raises UnfitRole.
    """
    with snapshot.snapshot():
        yield check_structure(application_role=application_role, problem=problem)
        yield check_chains(problem=problem)
        yield _check_files(storage, problem=problem, note=note)
        yield check_deadlines(problem=problem)


def _check_files(storage: Storage, *, problem: Tell, note: Tell) -> str:
    number = compare(
        named_by_rows(),
        storage,
        problem=problem,
        extra=lambda path: note(f"no row names the file {path}"),
    )
    return f"{number} files of letters, as they were stored"


def verify_backup(backup: Path, *, problem: Tell) -> Iterator[str]:
    """Everything that must hold of a backup, without its database. Raises NotABackup."""
    described, sealed = manifest.read(backup)
    if not sealed:
        problem(
            f"{manifest.NAME}: its seal does not fit: it was changed,"
            " or SECRET_KEY is not the one that it was made with"
        )
    whole = [name for name in described.parts if _is_whole(backup, described, name, problem)]
    if manifest.DUMP in whole:
        yield _check_rows(backup, described, problem=problem)
    if manifest.FILES in whole:
        yield _check_copies(backup, described, problem=problem)


def _is_whole(backup: Path, described: Manifest, name: str, problem: Tell) -> bool:
    path = backup / name
    if not path.is_file():
        problem(f"{name} is missing")
        return False
    if manifest.digest_of(path) != described.parts[name]["sha256"]:
        problem(f"{name} is not what was written")
        return False
    return True


def _check_rows(backup: Path, described: Manifest, *, problem: Tell) -> str:
    try:
        rows = dump.rows_in(backup / manifest.DUMP, server=described.postgresql // 10000)
    except programs.ProgramProblem as broken:
        problem(f"{manifest.DUMP} cannot be read: {broken}")
        return "No rows"
    _compare_counts(rows, described, problem=problem)
    return f"{sum(rows.values())} rows of {len(rows)} tables"


def _compare_counts(found: dict[str, int], described: Manifest, *, problem: Tell) -> None:
    for table in sorted(found.keys() | described.tables.keys()):
        have, wanted = found.get(table, 0), described.tables.get(table, 0)
        if have != wanted:
            problem(f"{table} has {have} rows instead of {wanted}")


def _check_copies(backup: Path, described: Manifest, *, problem: Tell) -> str:
    for path in described.not_copied:
        problem(f"{path} was missing or damaged when the backup was made")
    lost = set(described.not_copied)
    number = compare(
        (("file", file) for file in manifest.files_in(backup) if file.path not in lost),
        private_folder(backup / manifest.FOLDER),
        problem=problem,
        extra=lambda path: problem(f"the file {path} does not belong to the backup"),
    )
    return f"{number} files"


def verify_restored(
    backup: Path, described: Manifest, *, storage: Storage, problem: Tell, note: Tell
) -> Iterator[str]:
    """Whether the database and the storage hold what the backup held, before anything else runs.

    Reads only what was there at the backup's release. Raises UnfitRole.
    """
    with snapshot.snapshot():
        counts = snapshot.counts()
        _compare_counts(counts, described, problem=problem)
        yield f"{sum(counts.values())} rows of {len(counts)} tables, as in the backup"
        yield check_chains(problem=problem, heads=manifest.heads_in(backup))
        yield _check_files(storage, problem=problem, note=note)
