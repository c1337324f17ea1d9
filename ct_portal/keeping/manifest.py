"""What a backup holds: written last, sealed, and read before anything else."""

import csv
import gzip
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple

from django.utils.crypto import salted_hmac

FORMAT = 1
NAME = "manifest.json"
DUMP = "database.dump"
HEADS = "heads.csv.gz"
FILES = "files.csv.gz"
FOLDER = "files"
PARTIAL = ".partial"

# Whoever steals a backup must not be signed in with it.
NOT_KEPT = frozenset({"django_session"})
BLOCK = 1 << 20


class NotABackup(LookupError):
    """The directory is no finished backup, or its manifest cannot be read."""


class Head(NamedTuple):
    """The last event of one stream."""

    partnership_id: int
    stream: str
    stream_id: int
    sequence: int
    hash: str


class StoredFile(NamedTuple):
    """One private file, as its row describes it. path: below the storage's root. size: bytes."""

    path: str
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """taken_at: the moment of the database's snapshot, UTC. postgresql: the server's version.

    tables: rows kept of each table at the snapshot. parts: SHA-256 and size of each file beside the
    manifest. not_copied: paths of files that were missing or damaged already.
    """

    release: str
    taken_at: str
    postgresql: int
    migrations: list[str]
    tables: dict[str, int]
    parts: dict[str, dict] = field(default_factory=dict)
    not_copied: list[str] = field(default_factory=list)
    format: int = FORMAT

    @property
    def seal(self) -> str:
        """Fits the content and the server's SECRET_KEY: nobody without it can change a backup."""
        content = json.dumps(asdict(self), sort_keys=True)
        return salted_hmac("ct_portal.keeping.manifest", content, algorithm="sha256").hexdigest()


def write(manifest: Manifest, *, into: Path) -> None:
    """Write it with its seal."""
    content = {**asdict(manifest), "seal": manifest.seal}
    (into / NAME).write_text(json.dumps(content, indent=1) + "\n")


def read(backup: Path) -> tuple[Manifest, bool]:
    """A backup's manifest, and whether its seal fits. Raises NotABackup."""
    if backup.name.endswith(PARTIAL):
        raise NotABackup(f"{backup} was never finished: remove it.")
    try:
        content = json.loads((backup / NAME).read_text())
        seal = content.pop("seal", "")
        if content.get("format") != FORMAT:
            raise NotABackup(f"{backup} has a format that this release does not know.")
        manifest = Manifest(**content)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise NotABackup(f"{backup} is no finished backup: its {NAME} cannot be read.") from error
    return manifest, hmac.compare_digest(str(seal), manifest.seal)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_rows(path: Path, rows: Iterable[tuple]) -> int:
    """Write a list as it comes, the same bytes for the same rows; how many there were."""
    number = 0
    with (
        path.open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0) as packed,
    ):
        for row in rows:
            number += 1
            packed.write((",".join(map(str, row)) + "\n").encode())
    return number


def _rows(path: Path) -> Iterator[list[str]]:
    with gzip.open(path, "rt", newline="") as lines:
        yield from csv.reader(lines)


def heads_in(backup: Path) -> Iterator[Head]:
    """The last event of every stream at the snapshot, in the order of the streams."""
    for partnership_id, stream, stream_id, sequence, digest in _rows(backup / HEADS):
        yield Head(int(partnership_id), stream, int(stream_id), int(sequence), digest)


def files_in(backup: Path) -> Iterator[StoredFile]:
    """The files that rows named at the snapshot, in the order of their paths."""
    for path, digest, size in _rows(backup / FILES):
        yield StoredFile(path, digest, int(size))
