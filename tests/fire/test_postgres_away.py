"""PostgreSQL is restarted in the middle of applications, of telling and of sending."""

import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial

import psycopg2
import pytest

from ct_portal.embedded import postgres
from ct_portal.embedded.processes import Child
from tests.fake_notify import Fault as NotifyFault
from tests.fire.mail_server import Fault
from tests.fire.site import Site

FAST, IMMEDIATE = signal.SIGINT, signal.SIGQUIT
HOW = pytest.mark.parametrize("how", [FAST, IMMEDIATE], ids=["fast", "immediate"])
CASES = (
    "SELECT count(*) FROM cases_person p JOIN cases_application a ON a.id = p.application_id"
    " WHERE p.email = %s"
)


def stop(site: Site, how: signal.Signals) -> Child:
    """The database is gone; what can bring it back."""
    server = site.stack.processes.named("postgres")
    site.stack.processes.end(server, by=how)
    return server


@pytest.fixture(autouse=True)
def _left_running(site):
    """Whatever became of a test, the next one finds the database."""
    server = site.stack.processes.named("postgres")
    yield
    if "postgres" not in [child.name for child in site.stack.processes.children]:
        start(site, server)


def start(site: Site, server: Child) -> None:
    """It is there again, at the same place."""
    port = int(site.stack.environ["DATABASE_URL"].rpartition(":")[2].partition("/")[0])
    again = server.again()
    site.stack.processes.wait_ready(again, lambda: postgres.accepts(port=port), seconds=30)


@contextmanager
def held_up(site: Site, table: str):
    """Whoever writes to a table waits, in the middle of a transaction. Gives: how many wait."""
    connection = site.connect()
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
    try:
        yield lambda: site.count(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        )
    finally:
        with suppress(psycopg2.Error):
            connection.close()


@HOW
def test_an_application_in_flight_is_stored_or_its_person_sends_it_again(site, how):
    """The page says so, keeps what was typed, and sending it again makes one application.

    Stopped fast, the holder of the lock may go before those who wait for it: then one of them can
    still be stored, and is told so.
    """
    people = [site.applicant(f"in.flight.{how.name}.{number}") for number in range(3)]
    for person in people:
        assert person.open_form().status == 200
    with ThreadPoolExecutor(len(people)) as pool, held_up(site, "cases_statisticsentry") as waiting:
        sent = [pool.submit(person.send) for person in people]
        site.until(lambda: waiting() == len(people), what="all are in the middle of it")
        server = stop(site, how)
        answers = [future.result() for future in sent]
    held = [pair for pair in zip(people, answers, strict=True) if pair[1].status == 503]
    assert {answer.status for answer in answers} <= {302, 503}
    assert held
    for _, answer in held:
        assert "Send again" in answer.body
        assert "I sleep in the back room." in answer.body
        assert answer.seconds < 20
    person, answer = held[0]
    assert person.send_again(answer.body).status == 503, "still away"
    assert person.open_form().status == 503
    start(site, server)
    for person, answer in held:
        for _ in range(2):
            assert person.send_again(answer.body).status == 302
        assert person.reference()
    for person in people:
        assert site.count(CASES, person.email) == 1


@HOW
def test_what_the_mail_server_took_is_known_although_the_database_was_away(site, how):
    """Stopped between the message and its answer: the worker waits to write down what it knows."""
    name = f"sending.{how.name}"
    stopped: list[Child] = []
    with site.worker() as (worker,):
        site.settle()  # what earlier tests left is not what this one is about
        fault = Fault(call=lambda: stopped or stopped.append(stop(site, how)))
        with site.mail.failing("body", fault):
            site.send(name)
            site.until(lambda: stopped and site.mail.to(f"{name}@home.example"), what="it was sent")
        start(site, stopped[0])
        site.settle()
        assert worker.process.poll() is None
    assert states(site, name) == ["accepted"]
    assert len(site.mail.to(f"{name}@home.example")) == 1


def test_what_notify_took_is_known_although_the_database_was_away(site):
    """Stopped while Notify has the message and the worker waits for its answer."""
    name = "notify.away"
    stopped: list[Child] = []
    fault = NotifyFault(call=lambda taken: stopped or stopped.append(stop(site, FAST)))
    with site.by_notify(), site.worker():
        site.settle()
        with site.notify.failing("taken", fault):
            site.send(name)
            site.until(lambda: stopped and site.notify.to(f"{name}@home.example"), what="it went")
        start(site, stopped[0])
        site.settle()
    assert states(site, name) == ["accepted"]
    assert len(site.notify.to(f"{name}@home.example")) == 1


@HOW
def test_telling_that_the_database_interrupted_is_done_again_whole(site, how):
    name = f"telling.{how.name}"
    with site.worker():
        with held_up(site, "notifications_letter") as waiting:
            site.send(name)
            site.until(lambda: waiting() > 0, what="the letter is about to be stored")
            server = stop(site, how)
        start(site, server)
        site.settle()
    assert states(site, name) == ["accepted"]
    assert len(site.mail.to(f"{name}@home.example")) == 1


def states(site: Site, name: str) -> list[str]:
    """What became of each attempt to bring somebody their receipt."""
    found = site.rows(
        "SELECT d.state FROM notifications_delivery d JOIN notifications_message m"
        " ON m.id = d.message_id JOIN cases_person p ON p.id = m.person_id"
        " WHERE p.email = %s ORDER BY d.id",
        f"{name}@home.example",
    )
    return [state for (state,) in found]


@HOW
def test_people_apply_while_it_is_restarted(site, how):
    """Nobody's application is lost, and nobody has two, whatever moment it hit."""
    people = [site.applicant(f"restart.{how.name}.{number}") for number in range(12)]

    def persist(person):
        site.until(lambda: person.open_form().status == 200, what="there is a form")
        answer = person.send()
        assert answer.status in (302, 503)
        if answer.status == 503:
            again = partial(person.send_again, answer.body)
            site.until(lambda: again().status == 302, what="it is taken when sent again")

    with site.worker():
        with ThreadPoolExecutor(4) as pool:
            sent = [pool.submit(persist, person) for person in people]
            sent[2].result()
            start(site, stop(site, how))
            for future in sent:
                future.result()
        site.settle()
    for person in people:
        assert site.count(CASES, person.email) == 1
        assert len(site.mail.to(person.email)) == 1
