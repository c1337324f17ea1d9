"""Which PostgreSQL is used, and what its cluster is like."""

from pathlib import Path

import psycopg2
import pytest

from ct_portal.embedded import home, postgres, postgres_binaries
from ct_portal.embedded.console import SetupProblem
from ct_portal.embedded.postgres_binaries import Binaries
from ct_portal.embedded.processes import Processes

SYSTEM_15 = Binaries(directory=Path("/system/15"), major=15, from_wheel=False)
WHEEL_18 = Binaries(directory=Path("/wheel"), major=18, from_wheel=True)


def choose(*, cluster_major=None, offered=(SYSTEM_15, WHEEL_18), choice="auto"):
    return postgres_binaries.choose(choice=choice, cluster_major=cluster_major, offered=offered)


def test_the_first_offered_serves_a_new_cluster():
    assert choose() is SYSTEM_15


def test_an_existing_cluster_keeps_its_version():
    assert choose(cluster_major=18) is WHEEL_18


def test_a_cluster_whose_version_is_gone_is_never_started_with_another():
    with pytest.raises(SetupProblem, match=r"made by PostgreSQL 16.*--reset"):
        choose(cluster_major=16)


def test_a_machine_without_any_server_is_told_what_to_install():
    with pytest.raises(SetupProblem, match=r"apt install postgresql.*DATABASE_URL"):
        choose(offered=())


def test_an_unknown_choice_is_refused_with_what_it_may_be():
    with pytest.raises(SetupProblem, match="'newest'; it may be auto, system, wheel"):
        choose(choice="newest")


def test_a_directory_without_a_server_has_no_version(tmp_path):
    assert postgres_binaries.major_version(tmp_path) is None


@pytest.mark.parametrize(
    ("answer", "major"), [("postgres (PostgreSQL) 15.18 (Debian)", 15), ("?", None)]
)
def test_the_version_is_what_the_server_says(tmp_path, answer, major):
    for name in ("postgres", "initdb"):
        program = tmp_path / name
        program.write_text(f"#!/bin/sh\necho '{answer}'\n")
        program.chmod(0o755)
    assert postgres_binaries.major_version(tmp_path) == major


def test_text_sorts_by_code_point_on_every_version():
    assert postgres.locale_options(major=17)[0] == "--locale-provider=builtin"
    assert not any("provider" in option for option in postgres.locale_options(major=16))


def test_a_cluster_is_durable_unless_it_is_told_otherwise():
    assert "fsync=off" in postgres.server_options(port=1, more=postgres.FAST)
    assert "fsync=off" not in postgres.server_options(port=1, more={})


@pytest.fixture(scope="module", params=["wheel", "system"])
def database(request):
    """A real cluster of each kind that this machine has."""
    if request.param == "system" and next(postgres_binaries.system_binaries(), None) is None:
        pytest.skip("no PostgreSQL 15 or newer is installed on this machine")
    place, _held = home.throwaway_home(purpose="unit")
    processes = Processes(logs=place.logs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CT_POSTGRES", request.param)
        yield postgres.start(place, processes, secrets=home.secrets_of(place), fast=True)
    processes.stop()
    place.wipe()


def ask(url, statement):
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def test_neither_the_owner_nor_the_application_may_pass_row_level_security(database):
    for url in (database.app_url, database.owner_url):
        rights = "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        assert ask(url, rights) == [(False, False)]


def test_the_backup_role_reads_past_row_level_security_and_writes_nothing(database):
    ask(database.owner_url, "CREATE TABLE kept AS SELECT 1 AS a")
    ask(database.owner_url, "ALTER TABLE kept ENABLE ROW LEVEL SECURITY")
    ask(database.owner_url, "ALTER TABLE kept FORCE ROW LEVEL SECURITY")
    assert ask(database.owner_url, "SELECT a FROM kept") == []
    assert ask(database.backup_url, "SELECT a FROM kept") == [(1,)]
    for statement in ("DELETE FROM kept", "CREATE TABLE more (a int)"):
        with pytest.raises(psycopg2.errors.ReadOnlySqlTransaction):
            ask(database.backup_url, statement)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(f"{database.backup_url}?options=-cdefault_transaction_read_only%3Doff", statement)


def test_only_the_owner_makes_tables_and_databases(database):
    ask(database.owner_url, "CREATE TABLE made (a int)")
    ask(database.owner_url, "CREATE DATABASE test_made")
    for statement in ("CREATE TABLE other (a int)", "CREATE DATABASE other", "TABLE made"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(database.app_url, statement)


def test_the_owner_may_add_the_trusted_extensions(database):
    for name in ("pg_trgm", "btree_gist", "citext", "unaccent"):
        ask(database.owner_url, f"CREATE EXTENSION {name}")


def test_a_wrong_password_is_refused(database):
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        ask(database.app_url.replace("ct_app:", "ct_app:x"), "SELECT 1")


def test_capitals_sort_before_small_letters_and_words_are_utf8(database):
    order = "SELECT w FROM (VALUES ('b'), ('A'), ('a'), ('B'), ('é')) AS t(w) ORDER BY w"
    assert [row[0] for row in ask(database.app_url, order)] == ["A", "B", "a", "b", "é"]
    assert ask(database.app_url, "SELECT lower('ÉŁ')") == [("éł",)]
