"""A backup: whole or not there at all, private, and read by the one role that sees everything."""

import datetime as dt
import os
import shutil
import stat
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from ct_portal.keeping import backing_up, manifest, snapshot
from ct_portal.version import VERSION
from tests.keeping.room import copy_of, said
from tests.own_database import as_owner_of


@pytest.fixture
def spoilt(backup, tmp_path):
    """A copy of the backup, to be tampered with."""
    return shutil.copytree(backup, tmp_path / backup.name)


def change_a_byte(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def reseal(place, **changes):
    described, _ = manifest.read(place)
    manifest.write(replace(described, **changes), into=place)


def test_the_manifest_says_what_when_and_from_which_release(kept, backup):
    described, sealed = manifest.read(backup)
    assert sealed
    assert described.release == VERSION
    assert dt.datetime.fromisoformat(described.taken_at) <= timezone.now()
    assert "cases.0001_initial" in described.migrations
    assert described.tables["cases_case"] == 2
    assert described.tables["notifications_letter"] == len(kept.letters()) >= 4
    assert described.not_copied == []


def test_the_backup_is_whole(backup):
    content, words = said("verify", backup=backup)
    assert content, words
    assert "No problems." in words


def test_nobody_else_can_look_into_it(backup):
    modes = {stat.S_IMODE(path.stat().st_mode) for path in backup.rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in backup.rglob("*") if path.is_dir()}
    assert modes == {0o600}
    assert folders | {stat.S_IMODE(backup.stat().st_mode)} == {0o700}


def test_what_is_said_names_nobody(kept, tmp_path):
    content, words = said("backup", to=tmp_path)
    assert content
    described, _ = manifest.read(next(tmp_path.iterdir()))
    for private in ("Joan", "Marsh", "Carlton", kept.walk.case().reference):
        assert private not in words
        assert private not in str(described)


def test_a_role_that_sees_no_partnership_s_rows_is_refused(kept, tmp_path, settings):
    """The trap: such a role reads every table without an error, and finds nothing in it."""
    assert snapshot.counts()["cases_case"] == 0
    settings.DATABASE_BACKUP_URL = os.environ["DATABASE_URL"]
    content, words = said("backup", to=tmp_path)
    assert not content
    assert "bound by row-level security" in words
    assert "DATABASE_BACKUP_URL" in words
    assert list(tmp_path.iterdir()) == []


def test_a_role_that_can_write_is_refused(kept, tmp_path):
    """Whatever passes row-level security and writes can undo the record."""
    with copy_of(kept, storage=tmp_path / "storage") as copied, copied.entered():
        role = urlsplit(os.environ["DATABASE_BACKUP_URL"]).username
        as_owner_of(copied.database, f"GRANT INSERT ON cases_event TO {role}")
        content, words = said("backup", to=tmp_path / "backups")
    assert not content
    assert "can write" in words


def test_without_the_role_the_variable_is_named(kept, tmp_path, settings):
    settings.DATABASE_BACKUP_URL = ""
    for command, options in (("backup", {"to": tmp_path}), ("verify", {})):
        content, words = said(command, **options)
        assert not content
        assert "Set DATABASE_BACKUP_URL" in words


def test_a_dump_that_failed_leaves_nothing(kept, tmp_path, settings):
    """What the program says about a row's content is not said again."""
    program = tmp_path / "bin" / "pg_dump"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n"
        'if [ "$1" = --version ]; then echo "pg_dump (PostgreSQL) 99.0"; exit; fi\n'
        'for word; do case $word in --file=*) echo half >"${word#--file=}";; esac; done\n'
        'echo "pg_dump: error: could not write: No space left on device" >&2\n'
        'echo "DETAIL: Joan Marsh" >&2\n'
        "exit 1\n"
    )
    program.chmod(0o755)
    settings.PG_BIN = str(program.parent)
    content, words = said("backup", to=tmp_path / "backups")
    assert not content
    assert "No space left on device" in words
    assert "Joan" not in words
    assert list((tmp_path / "backups").iterdir()) == []


def test_a_copy_that_failed_leaves_nothing(kept, tmp_path, monkeypatch):
    def disk_full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing_up, "copy", disk_full)
    content, words = said("backup", to=tmp_path)
    assert not content
    assert "No space left" in words
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_never_overwritten(kept, tmp_path, monkeypatch):
    at = timezone.now()
    monkeypatch.setattr(backing_up.timezone, "now", lambda: at)
    assert said("backup", to=tmp_path)[0]
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    content, words = said("backup", to=tmp_path)
    assert not content
    assert "there already" in words
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_an_unfinished_backup_is_not_taken_for_one(backup, tmp_path):
    part = shutil.copytree(backup, tmp_path / f"{backup.name}.partial")
    content, words = said("verify", backup=part)
    assert not content
    assert "never finished" in words


def test_the_tools_know_no_password(kept, tmp_path, monkeypatch):
    """A command line can be read by everybody on the machine."""
    seen = []
    run = backing_up.programs.subprocess.run
    monkeypatch.setattr(
        backing_up.programs.subprocess,
        "run",
        lambda command, **more: seen.append(command) or run(command, **more),
    )
    assert said("backup", to=tmp_path)[0]
    password = urlsplit(os.environ["DATABASE_BACKUP_URL"]).password
    assert seen
    assert password not in str(seen)


def test_a_letter_that_is_lost_already_does_not_stop_the_backup(kept, tmp_path):
    with copy_of(kept, storage=tmp_path / "storage") as copied, copied.entered():
        lost = copied.letters()[0]
        default_storage.delete(lost.path)
        content, words = said("backup", to=tmp_path / "backups")
        assert not content
        assert "is finished" in words
        (place,) = (tmp_path / "backups").iterdir()
        assert manifest.read(place)[0].not_copied == [lost.path]
        content, words = said("verify", backup=place)
        assert f"{lost.path} was missing or damaged when the backup was made" in words


def test_a_changed_letter_in_the_backup_is_named(spoilt, kept):
    path = kept.letters()[0].path
    change_a_byte(spoilt / "files" / path)
    content, words = said("verify", backup=spoilt)
    assert not content
    assert f"{path} is not what was stored" in words
    assert words.count("letters/") == 1


def test_a_lost_and_a_strange_file_in_the_backup_are_named(spoilt, kept):
    path = kept.letters()[-1].path
    (spoilt / "files" / path).rename(spoilt / "files" / "strange.pdf")
    content, words = said("verify", backup=spoilt)
    assert not content
    assert f"{path} is missing" in words
    assert "strange.pdf does not belong to the backup" in words


def test_a_dump_cut_short_is_named(spoilt):
    dump = spoilt / manifest.DUMP
    with dump.open("r+b") as file:
        file.truncate(dump.stat().st_size * 2 // 3)
    content, words = said("verify", backup=spoilt)
    assert not content
    assert f"{manifest.DUMP} is not what was written" in words


def test_a_dump_that_was_cut_short_before_it_was_sealed_is_named(spoilt):
    """Its hash fits, so that only reading it to the end can tell."""
    dump = spoilt / manifest.DUMP
    with dump.open("r+b") as file:
        file.truncate(dump.stat().st_size * 2 // 3)
    described, _ = manifest.read(spoilt)
    part = {"sha256": manifest.digest_of(dump), "size": dump.stat().st_size}
    reseal(spoilt, parts={**described.parts, manifest.DUMP: part})
    content, words = said("verify", backup=spoilt)
    assert not content
    assert f"{manifest.DUMP} cannot be read" in words


def test_a_count_that_does_not_fit_the_dump_is_named(spoilt):
    described, _ = manifest.read(spoilt)
    reseal(spoilt, tables={**described.tables, "cases_case": 3})
    content, words = said("verify", backup=spoilt)
    assert not content
    assert "cases_case has 2 rows instead of 3" in words


def test_an_edited_manifest_is_noticed(spoilt):
    path = spoilt / manifest.NAME
    path.write_text(path.read_text().replace('"release": "', '"release": "9'))
    content, words = said("verify", backup=spoilt)
    assert not content
    assert "its seal does not fit" in words


def test_a_list_that_was_changed_is_named(spoilt):
    rows = list(manifest.heads_in(spoilt))
    manifest.write_rows(spoilt / manifest.HEADS, rows[:-1])
    content, words = said("verify", backup=spoilt)
    assert not content
    assert f"{manifest.HEADS} is not what was written" in words


def test_a_directory_without_a_manifest_is_no_backup(tmp_path):
    content, words = said("verify", backup=tmp_path)
    assert not content
    assert "no finished backup" in words
