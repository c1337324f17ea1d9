"""Private files and the rows that name them.

Any table with the columns path, sha256 and size names stored files; today those are letters, their
twins in other forms, logos, and batches of letters for the printer. A row whose path is empty names
none yet.
"""

import hashlib
import heapq
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from django.apps import apps
from django.core.files.storage import FileSystemStorage, Storage
from django.db import connection
from django.db.models import Model
from django.db.models.functions import Collate

from ct_portal.keeping.manifest import StoredFile

COLUMNS = frozenset({"path", "sha256", "size"})

Tell = Callable[[str], None]


def private_folder(place: Path) -> FileSystemStorage:
    """A directory as storage, for nobody but its owner."""
    return FileSystemStorage(
        location=place, file_permissions_mode=0o600, directory_permissions_mode=0o700
    )


def naming_models() -> list[type[Model]]:
    """The models whose rows name stored files, where the database has their table already."""
    there = connection.introspection.table_names()
    return [
        model
        for model in apps.get_models()
        if {field.name for field in model._meta.concrete_fields} >= COLUMNS
        and model._meta.db_table in there
    ]


def named_by_rows() -> Iterator[tuple[str, StoredFile]]:
    """Every row's file with the row's kind and id, in the order of the paths; no scope needed."""
    return heapq.merge(*map(_named_by, naming_models()), key=lambda pair: pair[1].path)


def _named_by(model: type[Model]) -> Iterator[tuple[str, StoredFile]]:
    rows = model._base_manager.exclude(path="").order_by(Collate("path", "C"), "pk")
    for pk, *file in rows.values_list("pk", "path", "sha256", "size").iterator(chunk_size=2000):
        yield f"{model._meta.model_name} {pk}", StoredFile(*file)


def names_in(storage: Storage, folder: str = "") -> Iterator[str]:
    """The path of every file, in code-point order; nothing where the storage is not there yet."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted([*(f"{name}/" for name in folders), *files]):
        if name.endswith("/"):
            yield from names_in(storage, f"{folder}{name}")
        else:
            yield f"{folder}{name}"


def fault_of(storage: Storage, file: StoredFile) -> str:
    """What is wrong with one file's bytes; empty where they are those that were stored."""
    try:
        with storage.open(file.path) as opened:
            digest, size = hashlib.sha256(), 0
            for block in opened.chunks():
                digest.update(block)
                size += len(block)
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({type(error).__name__})"
    if (digest.hexdigest(), size) != (file.sha256, file.size):
        return "is not what was stored"
    return ""


def compare(
    expected: Iterable[tuple[str, StoredFile]], storage: Storage, *, problem: Tell, extra: Tell
) -> int:
    """Check a storage against a list in the order of the paths; how many files were expected.

    problem: told of each file that is missing or changed. extra: told of each path that is in the
    storage and not in the list.
    """
    names = names_in(storage)
    there, number, met = next(names, None), 0, ""
    for number, (label, file) in enumerate(expected, start=1):  # noqa: B007 - the last one counts
        while there is not None and there < file.path:
            if there != met:
                extra(there)
            there = next(names, None)
        met = file.path
        if fault := fault_of(storage, file) if there == file.path else "is missing":
            problem(f"{label}: {file.path} {fault}")
    while there is not None:
        if there != met:
            extra(there)
        there = next(names, None)
    return number


def copy(file: StoredFile, *, source: Storage, target: Storage) -> str:
    """Copy one file and read the copy back; what is wrong with it, empty where it is whole."""
    try:
        with source.open(file.path) as opened:
            target.save(file.path, opened)
    except FileNotFoundError:
        return "is missing"
    if fault := fault_of(target, file):
        target.delete(file.path)
    return fault
