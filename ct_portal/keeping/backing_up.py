"""A backup: the database at one moment, the files that it names, and a sealed manifest."""

import datetime as dt
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.core.files.storage import Storage
from django.utils import timezone

from ct_portal.keeping import manifest, programs, snapshot
from ct_portal.keeping.files import copy, named_by_rows, private_folder
from ct_portal.keeping.manifest import Manifest, StoredFile


class AlreadyThere(FileExistsError):
    """A backup of that second is there; nothing is overwritten."""


@dataclass(frozen=True, kw_only=True)
class Backup:
    """A finished backup, and how many files it holds."""

    place: Path
    manifest: Manifest
    files: int


def back_up(*, to: Path, storage: Storage) -> Backup:
    """Write a backup into a new directory below `to`, named by the time when it began (UTC).

    Files come after the dump: a row always has its file, and files are never rewritten. A file that
    is missing or damaged already is named in the manifest and does not stop the backup.
    Raises UnfitRole, ProgramProblem, AlreadyThere, OSError; then nothing is left that looks whole.
    """
    with _private_files():
        to.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = to / f"{timezone.now().astimezone(dt.UTC):%Y-%m-%dT%H%M%SZ}"
        with finished_at(place) as part:
            described, number = _write_database(part)
            damaged = list(_copy_files(part, storage))
            complete = replace(described, parts=_parts(part), not_copied=damaged)
            manifest.write(complete, into=part)
    return Backup(place=place, manifest=complete, files=number - len(damaged))


def _write_database(part: Path) -> tuple[Manifest, int]:
    """The dump and the lists of one moment; its description, and how many files it names."""
    with snapshot.snapshot():
        described = snapshot.described()
        _dump(part)
        manifest.write_rows(part / manifest.HEADS, snapshot.heads())
        return described, manifest.write_rows(part / manifest.FILES, _without_repeats())


@contextmanager
def _private_files() -> Iterator[None]:
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


@contextmanager
def finished_at(place: Path) -> Iterator[Path]:
    """A directory under another name until all of it is on the disk; removed where it is not."""
    if place.exists():
        raise AlreadyThere(f"{place} is there already; nothing was written.")
    part = place.with_name(place.name + manifest.PARTIAL)
    try:
        part.mkdir(mode=0o700)
    except FileExistsError as error:
        raise AlreadyThere(f"{part} is there already; nothing was written.") from error
    try:
        yield part
        os.sync()
        part.rename(place)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _dump(part: Path) -> None:
    """Without owners and privileges: the place where it is restored has roles of its own."""
    programs.run(
        programs.find("pg_dump", server=programs.server_major()),
        "--format=custom",
        f"--snapshot={snapshot.exported()}",
        "--no-owner",
        "--no-privileges",
        "--no-password",
        *(f"--exclude-table-data=public.{table}" for table in sorted(manifest.NOT_KEPT)),
        f"--file={part / manifest.DUMP}",
    )


def _without_repeats() -> Iterator[StoredFile]:
    """Two letters of the same bytes are one file."""
    before = None
    for _label, file in named_by_rows():
        if file != before:
            yield file
        before = file


def _copy_files(part: Path, storage: Storage) -> Iterator[str]:
    """Copy what the list names; the paths that could not be copied whole."""
    target = private_folder(part / manifest.FOLDER)
    for file in manifest.files_in(part):
        if copy(file, source=storage, target=target):
            yield file.path


def _parts(part: Path) -> dict[str, dict]:
    return {
        name: {
            "sha256": manifest.digest_of(part / name),
            "size": (part / name).stat().st_size,
        }
        for name in (manifest.DUMP, manifest.HEADS, manifest.FILES)
    }
