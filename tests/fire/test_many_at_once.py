"""Two web workers, three of Celery with two processes each, two beats by accident, and a crowd."""

import statistics
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.fire.applicant import REFERENCE, Answer, Applicant

CROWD = 200
MOVED = 24


@pytest.fixture(scope="module")
def crowd(site) -> dict:
    """Two hundred people apply at once while the SPOC acknowledges two dozen cases."""
    moved = [site.apply(f"moved.{number}") for number in range(MOVED)]
    people = [site.applicant(f"crowd.{number}") for number in range(CROWD)]
    gate = threading.Barrier(CROWD)
    spoc = site.spoc()

    def send(person: Applicant) -> tuple[Answer, Answer]:
        form = person.open_form()
        gate.wait(120)
        return form, person.send()

    with site.worker("worker", "worker-2", "worker-3") as workers:
        beats = [site.stack.start_beat(name=name) for name in ("beat", "beat-2")]
        with ThreadPoolExecutor(CROWD) as pool:
            sent = [pool.submit(send, person) for person in people]
            for reference in moved:
                spoc.get(f"{site.case_address(reference)}acknowledge/")
                spoc.submit(button="Send the acknowledgement")
            answers = [future.result() for future in sent]
        took = site.until(lambda: site.unsettled() == 0, what="all is told and sent", seconds=120)
        running = [child.process.poll() for child in [*workers, *beats]]
        for beat in beats:
            site.stack.processes.end(beat)
        site.settle()
    seconds = sorted(answer.seconds for _, answer in answers)
    site.measured["200 applications at once, POST"] = (
        f"p50 {statistics.median(seconds):.2f} s, p95 {seconds[int(CROWD * 0.95)]:.2f} s,"
        f" slowest {seconds[-1]:.2f} s"
    )
    site.measured["200 receipts mailed after the last POST"] = f"{took:.1f} s"
    return {"people": people, "answers": answers, "moved": moved, "running": running}


def test_none_is_lost_and_none_sees_an_error(site, crowd):
    statuses = Counter((form.status, answer.status) for form, answer in crowd["answers"])
    assert statuses == {(200, 302): CROWD}
    stored = site.rows(
        "SELECT p.email, c.reference FROM cases_person p JOIN cases_case c ON c.id = p.case_id"
        " WHERE p.email LIKE 'crowd.%%'"
    )
    assert {email for email, _ in stored} == {person.email for person in crowd["people"]}
    assert len({reference for _, reference in stored}) == len(stored) == CROWD
    assert REFERENCE.fullmatch(crowd["people"][0].reference())


def test_every_receipt_is_mailed_once(site, crowd):
    mailed = Counter(message.recipient for message in site.mail.accepted)
    assert {mailed[person.email] for person in crowd["people"]} == {1}
    assert {mailed[f"moved.{number}@home.example"] for number in range(MOVED)} == {2}
    assert set(Counter(message.message_id for message in site.mail.accepted).values()) == {1}


def test_all_processes_are_still_running(crowd):
    assert set(crowd["running"]) == {None}


ONCE = {
    "moves": (
        "cases_event WHERE kind IN ('application.received', 'case.acknowledged')",
        "case_id, kind",
    ),
    "told": ("cases_event WHERE kind = 'letter.told'", "payload ->> 'message'"),
    "statistics": ("cases_statisticsentry", "event_id, figure"),
    "outbox": ("cases_outboxentry", "event_id"),
    "messages": ("notifications_message", "event_id, kind, person_id"),
    "letters": ("notifications_letter", "message_id"),
    "twins": ("notifications_lettertwin", "letter_id, form"),
    "accepted": ("notifications_delivery WHERE state = 'accepted'", "message_id"),
}


@pytest.mark.parametrize("name", ONCE)
def test_nothing_is_doubled(site, crowd, name):
    rows, per = ONCE[name]
    total = site.count(f"SELECT count(*) FROM {rows}")
    different = site.count(f"SELECT count(*) FROM (SELECT DISTINCT {per} FROM {rows}) AS each")
    assert total == different >= CROWD


def test_the_statistics_count_every_application_once(site, crowd):
    counted = "SELECT count(*) FROM cases_statisticsentry WHERE figure = 'application_received'"
    assert site.count(counted) == site.count("SELECT count(*) FROM cases_application")


def test_every_chain_is_whole(site, crowd):
    site.stack.manage("shell", "-c", "from tests.fire.inside import verify; verify()")
