"""The scripts that PostgreSQL's and PgBouncer's containers run, on a real server of their own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg2
import pytest

from ct_portal.embedded import pooler, ports, postgres, postgres_binaries
from ct_portal.embedded.home import throwaway_home
from ct_portal.embedded.processes import Processes

ROOT = Path(__file__).resolve().parents[2]
PASSWORDS = {"postgres": "super", "ct_owner": "o'wner", "ct_app": "app", "ct_backup": "backup"}


@pytest.fixture(scope="module")
def cluster():
    """A new cluster as the PostgreSQL image makes one: a superuser and nothing else; its port."""
    home, _held = throwaway_home(purpose="roles")
    processes = Processes(logs=home.logs)
    binaries = postgres_binaries.choose(choice="auto", cluster_major=None)
    identity, place = postgres.server_identity(), home.path / "postgres"
    if identity and binaries.from_wheel:
        binaries = postgres_binaries.readable_copy(binaries, into=home.path / "programs")
    postgres.make_cluster(binaries, place=place, identity=identity, password=PASSWORDS["postgres"])
    yield postgres.run_server(
        binaries, processes, data=place / "data", identity=identity, more=postgres.FAST
    )
    processes.stop()
    home.wipe()


@pytest.fixture(scope="module")
def with_roles(cluster):
    """After roles.sh, run as the image runs it; the port."""
    places = [
        os.environ["PATH"],
        *(str(found.directory) for found in postgres_binaries.every(choice="auto")),
    ]
    psql = shutil.which("psql", path=os.pathsep.join(places))
    assert psql, "psql is needed: Debian, Ubuntu: apt install postgresql-client"
    environ = {
        "PATH": f"{Path(psql).parent}:{os.defpath}",
        "POSTGRES_USER": "postgres",
        "PGHOST": ports.LOOPBACK,
        "PGPORT": str(cluster),
        "PGPASSWORD": PASSWORDS["postgres"],
        "OWNER_PASSWORD": PASSWORDS["ct_owner"],
        "APP_PASSWORD": PASSWORDS["ct_app"],
        "BACKUP_PASSWORD": PASSWORDS["ct_backup"],
    }
    done = subprocess.run(  # noqa: S603 - our own script
        ["sh", str(ROOT / "docker/roles.sh")],  # noqa: S607
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return cluster


def ask(port: int, role: str, statement: str, *, database: str = "ct_portal"):
    """Rows of a statement as one of the roles."""
    connection = psycopg2.connect(
        host=ports.LOOPBACK, port=port, user=role, password=PASSWORDS[role], dbname=database
    )
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def url(port: int, role: str) -> str:
    password = PASSWORDS[role].replace("'", "%27")
    return f"postgres://{role}:{password}@{ports.LOOPBACK}:{port}/ct_portal"


@pytest.fixture(scope="module")
def migrated(with_roles):
    """After bootstrap with the roles that the script made; the port."""
    environ = os.environ | {
        "DATABASE_URL": url(with_roles, "ct_app"),
        "DATABASE_OWNER_URL": url(with_roles, "ct_owner"),
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "bootstrap"],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return with_roles


FLAGS = "rolcanlogin, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication"


@pytest.mark.parametrize(
    ("role", "may_bypass"), [("ct_owner", False), ("ct_app", False), ("ct_backup", True)]
)
def test_the_three_roles_sign_in_and_only_backup_passes_row_level_security(
    with_roles, role, may_bypass
):
    (flags,) = ask(
        with_roles,
        role,
        f"SELECT {FLAGS} FROM pg_roles WHERE rolname = current_user",
    )
    assert flags == (True, False, may_bypass, False, False, False)


@pytest.mark.parametrize("role", ["ct_owner", "ct_app", "ct_backup"])
def test_no_role_can_become_another(with_roles, role):
    (row,) = ask(
        with_roles,
        role,
        "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'ct\\_%' AND rolname <> current_user"
        " AND pg_has_role(current_user, oid, 'MEMBER')",
    )
    assert row == (0,)


def test_the_roles_reach_their_database_and_others_do_not(with_roles):
    ask(with_roles, "postgres", "CREATE ROLE stranger LOGIN PASSWORD 'x'", database="postgres")
    for role in ("ct_owner", "ct_app", "ct_backup"):
        assert ask(with_roles, role, "SELECT 1") == [(1,)]
    with pytest.raises(psycopg2.OperationalError, match="CONNECT"):
        psycopg2.connect(
            host=ports.LOOPBACK, port=with_roles, user="stranger", password="x", dbname="ct_portal"
        )


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE cases_case",
        "TRUNCATE cases_event",
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON cases_case",
        "DROP TABLE cases_case",
        "CREATE TABLE mine (a int)",
        "DELETE FROM cases_event",
        "UPDATE cases_event SET kind = 'x'",
        "ALTER TABLE cases_event DISABLE TRIGGER append_only",
        "SET ROLE ct_owner",
        "SET ROLE ct_backup",
        "ALTER ROLE ct_app BYPASSRLS",
    ],
)
def test_the_application_may_not(migrated, statement):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(migrated, "ct_app", statement)


def test_the_application_reads_and_writes_rows(migrated):
    ask(migrated, "ct_app", "INSERT INTO organisations_heartbeat VALUES ('beat', now())")
    assert ask(migrated, "ct_app", "SELECT name FROM organisations_heartbeat") == [("beat",)]
    assert ask(migrated, "ct_app", "SELECT count(*) FROM cases_case") == [(0,)]


def test_backup_reads_all_and_writes_nothing(migrated):
    assert ask(migrated, "ct_backup", "SELECT count(*) FROM cases_case") == [(0,)]
    for statement in (
        "DELETE FROM organisations_heartbeat",
        "CREATE TABLE mine (a int)",
        "SET default_transaction_read_only = off; DELETE FROM organisations_heartbeat",
    ):
        refused = (
            psycopg2.errors.ReadOnlySqlTransaction,
            psycopg2.errors.InsufficientPrivilege,
        )
        with pytest.raises(refused):
            ask(migrated, "ct_backup", statement)


def test_the_pooler_of_the_compose_file_lets_the_application_through(with_roles, tmp_path):
    """docker/pooler.sh, as an unprivileged user like its container's."""
    identity, port = postgres.server_identity(), ports.any_free()
    place, _held = throwaway_home(purpose="pooler-script")
    script = place.path / "pooler.sh"
    shutil.copy(ROOT / "docker/pooler.sh", script)
    folder = place.path / "tmp"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    processes = Processes(logs=place.logs)
    program = pooler.find_program()
    child = processes.spawn(
        "pooler",
        ["sh", script],
        environ={
            "PATH": f"{program.parent}:{os.defpath}",
            "TMPDIR": str(folder),
            "SERVER_HOST": ports.LOOPBACK,
            "SERVER_PORT": str(with_roles),
            "APP_PASSWORD": PASSWORDS["ct_app"],
            "POOLER_PORT": str(port),
        },
        cwd=Path("/"),
        identity=identity,
    )
    try:
        processes.wait_ready(child, lambda: ports.answers(port=port), seconds=20)
        assert ask(port, "ct_app", "SELECT current_user") == [("ct_app",)]
        with pytest.raises(psycopg2.OperationalError):
            ask(port, "ct_owner", "SELECT 1")
    finally:
        processes.stop()
        place.wipe()
