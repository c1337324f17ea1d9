"""Behind PgBouncer in transaction mode, where clients share server connections, scopes do not leak.

The pool has one server connection, so that every transaction runs where another's ran before.
"""

import datetime as dt
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.db import connection
from django.test import Client

from cases.models import Application, Case
from ct_portal.embedded import pooler
from ct_portal.embedded.home import throwaway_home
from ct_portal.embedded.processes import Processes
from notifications.chasing import chase
from notifications.models import Chaser
from organisations.models import User
from organisations.prepared import Statement
from organisations.roles import Role
from organisations.tenancy import NOTHING, Scope, transaction_in
from tests.world import NOON, apply_as_joan, make_person, make_world, next_door

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 25
SETTING = "SELECT current_setting('app.partnership', true)"


@pytest.fixture(scope="module")
def pooled():
    """PgBouncer in front of the tests' PostgreSQL with a single server connection."""
    home, _held = throwaway_home(purpose="pooler")
    processes = Processes(logs=home.logs)
    yield pooler.start(home, processes, server_url=os.environ["DATABASE_URL"], pool_size=1)
    processes.stop()
    home.wipe()


@pytest.fixture
def through(pooled, monkeypatch, settings):
    """All of Django's connections of this test go through the pooler, and it has one only.

    No plan is kept with it, nor how plans are made: `ct_portal.environment` refuses that on a
    pooler's port, and without it the settings ask for neither.
    """
    settings.DATABASE_PREPARE = False
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "HOST", pooled.host)
        patch.setitem(connection.settings_dict, "PORT", pooled.port)
        patch.delitem(connection.settings_dict["OPTIONS"], "options")
        yield pooled
        connection.close()


@pytest.fixture
def client_of(through):
    """Plain clients of the pooler, beside Django."""
    opened = []
    login = urlsplit(os.environ["DATABASE_URL"])

    def connect():
        client = psycopg2.connect(
            host=through.host,
            port=through.port,
            user=login.username,
            password=login.password,
            dbname=connection.settings_dict["NAME"],
        )
        client.autocommit = True
        opened.append(client)
        return client

    yield connect
    for client in opened:
        client.close()


def ask(client, statement: str):
    with client.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


@pytest.fixture
def two_worlds(through):
    """Two partnerships with one case and one SPOC each, all of it written through the pooler."""
    first = make_world()
    second = next_door(first)
    spocs = [
        first.people[Role.SPOC],
        make_person(first, Role.SPOC, email="spoc@ashfield.example", partnership=first.neighbour),
    ]
    for world in (first, second):
        apply_as_joan(world)
    return list(zip((first, second), spocs, strict=True))


def test_a_setting_of_the_session_would_leak_to_the_next_client(client_of):
    """The control: without set_config(..., true) these tests would fail."""
    one, other = client_of(), client_of()
    ask(one, "SELECT set_config('app.partnership', '7', false)")
    assert ask(other, SETTING) == "7"
    ask(other, "SELECT set_config('app.partnership', '', false)")


def test_a_scope_ends_with_its_transaction(client_of, two_worlds):
    other = client_of()
    for world, _ in two_worlds:
        with transaction_in(Scope.staff(world.partnership.pk)):
            assert Case.objects.count() == 1
        assert ask(other, SETTING) in (None, "")
        assert ask(other, "SELECT count(*) FROM cases_case") == 0


def test_a_transaction_without_a_scope_finds_nothing_where_another_had_one(two_worlds):
    for world, _ in two_worlds:
        with transaction_in(Scope.staff(world.partnership.pk)):
            assert Application.objects.count() == 1
        with transaction_in(NOTHING):
            assert Application.objects.count() == 0


def test_a_transaction_that_is_rolled_back_leaves_no_scope(client_of, two_worlds):
    world, _ = two_worlds[0]
    with pytest.raises(ZeroDivisionError), transaction_in(Scope.staff(world.partnership.pk)):
        1 / 0  # noqa: B018
    assert ask(client_of(), SETTING) in (None, "")


def test_a_statement_in_a_message_of_its_own_leaves_nothing_with_the_connection(
    client_of, two_worlds
):
    """Scope, what goes ahead and the statement are one transaction, which the server ends."""
    own_cases, other = Statement("SELECT partnership_id FROM cases_case"), client_of()
    for world, _ in two_worlds:
        here = world.partnership.pk
        ahead = "set_config('statement_timeout', '59s', true)"
        assert own_cases.fetch_alone({}, scope=Scope.staff(here), ahead=ahead) == [(here,)]
        assert ask(other, SETTING) in (None, "")
        assert ask(other, "SELECT current_setting('statement_timeout')") == "0"
        assert ask(other, "SELECT count(*) FROM cases_case") == 0


def test_chasers_of_two_partnerships_are_written_through_the_pooler(two_worlds):
    chase(at=NOON + dt.timedelta(days=40))
    for world, _ in two_worlds:
        with transaction_in(Scope.staff(world.partnership.pk)):
            assert set(Chaser.objects.values_list("partnership_id", flat=True)) == {
                world.partnership.pk
            }


def together(jobs) -> list:
    """Run jobs at once, each in a thread and so on a client connection of its own."""
    ready = threading.Barrier(len(jobs))

    def alone(job):
        try:
            ready.wait(timeout=30)
            return job()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [done.result(timeout=120) for done in [pool.submit(alone, job) for job in jobs]]


def test_transactions_of_many_partnerships_at_once_see_their_own_rows_only(two_worlds):
    def reader(partnership_id: int):
        def read() -> set[int]:
            seen = set()
            for _ in range(ROUNDS):
                with transaction_in(Scope.staff(partnership_id)):
                    seen |= set(Case.objects.values_list("partnership_id", flat=True))
            return seen

        return read

    wanted = [world.partnership.pk for world, _ in two_worlds] * 3
    assert together([reader(pk) for pk in wanted]) == [{pk} for pk in wanted]


def test_pages_of_two_partnerships_asked_at_once_show_their_own_cases_only(two_worlds):
    """The whole request: session, middleware's transaction, scope, queries, rendering."""

    def visitor(world, spoc):
        browser = Client()
        browser.force_login(spoc)
        address = f"/spoc/{world.partnership.slug}/"
        return lambda: [browser.get(address) for _ in range(ROUNDS)]

    answers = together([visitor(world, spoc) for world, spoc in two_worlds * 2])
    prefixes = ["BNS-", "ASH-"] * 2
    for pages, own in zip(answers, prefixes, strict=True):
        foreign = "ASH-" if own == "BNS-" else "BNS-"
        assert {page.status_code for page in pages} == {200}
        assert all(own in page.content.decode() for page in pages)
        assert not any(foreign in page.content.decode() for page in pages)


def test_a_lock_of_a_transaction_is_free_for_the_next_client(client_of):
    """Streams of events are serialised by advisory locks that end with the transaction."""
    one, other = client_of(), client_of()
    for client in (one, other):
        assert ask(client, "SELECT pg_try_advisory_xact_lock(4711)") is True


def test_nothing_is_kept_on_the_server_between_transactions(client_of, two_worlds):
    """No server-side cursor and no prepared statement: another client may come in between."""
    other = client_of()
    names = []
    for name in User.objects.order_by("pk").values_list("email", flat=True).iterator(chunk_size=1):
        assert ask(other, "SELECT count(*) FROM pg_cursors WHERE is_holdable") == 0
        names.append(name)
    assert len(names) == User.objects.count() > 2
    assert ask(other, "SELECT count(*) FROM pg_prepared_statements") == 0
