"""Which program makes a dump, what it may say, and how a storage is compared with a list."""

import hashlib

import pytest

from ct_portal.keeping import dump, files, programs
from ct_portal.keeping.manifest import StoredFile
from ct_portal.keeping.structure import _plain


@pytest.fixture
def installed(tmp_path, monkeypatch, settings):
    """pg_dump of PostgreSQL 15, 17 and 18."""
    settings.PG_BIN = ""
    for major in (15, 17, 18):
        program = tmp_path / "usr" / str(major) / "bin" / "pg_dump"
        program.parent.mkdir(parents=True)
        program.write_text(f"#!/bin/sh\necho 'pg_dump (PostgreSQL) {major}.3 (Debian)'\n")
        program.chmod(0o755)
    found = sorted(tmp_path.glob("usr/*/bin/pg_dump"))
    monkeypatch.setattr(programs, "_candidates", lambda name: iter(found))


@pytest.mark.parametrize(("server", "taken"), [(15, "15"), (16, "17"), (18, "18")])
def test_the_program_is_of_the_server_s_version_or_the_next_newer(installed, server, taken):
    assert programs.find("pg_dump", server=server).parts[-3] == taken


def test_an_older_program_is_never_taken(installed):
    with pytest.raises(programs.ProgramProblem, match=r"PostgreSQL 19 or newer.*PG_BIN"):
        programs.find("pg_dump", server=19)


def test_the_directory_that_is_named_is_the_only_place(tmp_path, settings):
    settings.PG_BIN = str(tmp_path)
    with pytest.raises(programs.ProgramProblem, match="not found"):
        programs.find("pg_dump", server=15)


def test_the_content_of_a_row_is_not_said_again():
    line = 'pg_restore: error: COPY failed for table "cases_person": ERROR: bad value "Joan"'
    assert (
        programs._without_content(line) == 'pg_restore: error: COPY failed for table "cases_person"'
    )


def test_the_rows_of_a_dump_are_counted_by_table():
    lines = [
        b"SET statement_timeout = 0;\n",
        b"COPY public.cases_case (id, reference) FROM stdin;\n",
        b"1\tCOPY public.other (id) FROM stdin;\n",
        b"2\tBNS\n",
        b"\\.\n",
        b'COPY public."order" (id) FROM stdin;\n',
        b"\\.\n",
        b"SELECT pg_catalog.setval('public.cases_case_id_seq', 2, true);\n",
    ]
    assert dump._count(lines) == {"cases_case": 2, "order": 0}


def test_an_expression_is_the_same_however_postgresql_prints_it():
    declared = "CASE WHEN current_setting('app.case', true) = '*' THEN true ELSE id = 1 END"
    printed = (
        "\nCASE\n    WHEN (current_setting('app.case'::text, true) = '*'::text) THEN true\n"
        "    ELSE (id = 1)\nEND"
    )
    assert _plain(printed) == _plain(declared)
    assert _plain(printed) != _plain(declared.replace("id = 1", "true"))


@pytest.fixture
def storage(tmp_path):
    """Letters of partnerships 1 and 10: numbers do not sort as text does."""
    for path in ("letters/1/a.pdf", "letters/10/b.pdf", "letters/2/c.pdf"):
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.encode())
    return files.private_folder(tmp_path)


def listed(*paths):
    for path in paths:
        digest = hashlib.sha256(path.encode()).hexdigest()
        yield f"letter {path[-5]}", StoredFile(path, digest, len(path))


def compared(storage, *paths):
    problems, extra = [], []
    files.compare(listed(*paths), storage, problem=problems.append, extra=extra.append)
    return problems, extra


def test_a_storage_that_holds_what_is_listed_has_no_problems(storage):
    every = tuple(files.names_in(storage))
    assert every == ("letters/1/a.pdf", "letters/10/b.pdf", "letters/2/c.pdf")
    assert compared(storage, *every) == ([], [])


def test_two_rows_may_name_one_file(storage):
    twice = ("letters/1/a.pdf", "letters/1/a.pdf", "letters/10/b.pdf", "letters/2/c.pdf")
    assert compared(storage, *twice) == ([], [])


def test_what_is_missing_and_what_is_too_much_is_told(storage):
    problems, extra = compared(storage, "letters/1/a.pdf", "letters/11/x.pdf")
    assert problems == ["letter x: letters/11/x.pdf is missing"]
    assert extra == ["letters/10/b.pdf", "letters/2/c.pdf"]


def test_a_storage_that_is_not_there_yet_is_empty(tmp_path):
    assert list(files.names_in(files.private_folder(tmp_path / "none"))) == []
