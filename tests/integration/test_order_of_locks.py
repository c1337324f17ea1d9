"""Locks are taken in one order, so that no two transactions wait for each other (RELIABILITY)."""

import ast
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event as Signal

import pytest
from django.conf import settings
from django.db import connection

from cases.commands.frame import lock_case
from cases.commands.pcc import begin_review
from cases.event_kinds import EventKind
from cases.events import record, verify_stream
from cases.status import PccStatus
from organisations.actors import SYSTEM_ACTOR
from organisations.tenancy import Scope, transaction_in
from tests.integration.pcc_room import PccRoom
from tests.walk import Walk
from tests.world import make_world

ROOMS = ("cases", "notifications", "organisations", "portals", "thresholds", "ct_portal")
PATIENCE = 20


def row_locks() -> list[tuple[str, int, set[str]]]:
    """Every `select_for_update` of the project: file, line, names of its arguments."""
    return [
        (str(path.relative_to(settings.BASE_DIR)), node.lineno, {one.arg for one in node.keywords})
        for room in ROOMS
        for path in Path(settings.BASE_DIR, room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "select_for_update"
    ]


def test_no_lock_makes_those_wait_who_only_refer_to_the_row():
    found = row_locks()
    assert len(found) > 20
    assert [lock for lock in found if "no_key" not in lock[2]] == []


class OrderOfLocks:
    """Watches the statements: what is recorded of a case, is recorded with its case locked."""

    def __init__(self):
        self.depth = 0
        self.case_locked = False
        self.recorded = 0
        self.out_of_order: list[str] = []

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith("SAVEPOINT"):
            self.depth += 1
        elif sql.startswith(("RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")):
            self.depth -= 1
            self.case_locked = self.case_locked and self.depth > 0
        elif 'FROM "cases_case"' in sql and "FOR NO KEY UPDATE" in sql:
            self.case_locked = True
        elif "pg_advisory_xact_lock" in sql and ":case:" in str(params):
            self.recorded += 1
            if not self.case_locked:
                self.out_of_order.append(str(params))
        return execute(sql, params, many, context)


@pytest.mark.django_db
def test_from_acknowledgement_to_review_the_case_is_locked_before_its_stream(settings):
    settings.DATABASE_PREPARE = False
    world = make_world()
    walk = Walk(world)
    watch = OrderOfLocks()
    with connection.execute_wrapper(watch):
        PccRoom(world, walk.to_closed()).decided(upheld=True).told()
    assert watch.recorded >= 14
    assert watch.out_of_order == []


@contextmanager
def somebody_else_has_the_case(walk: Walk):
    """A transaction of another connection that has locked the case, and records in its stream when
    the block ends: as the post does that tells of a letter."""
    locked, go_on = Signal(), Signal()

    def other():
        try:
            partnership_id = walk.world.partnership.pk
            with transaction_in(Scope.staff(partnership_id)):
                case = lock_case(partnership_id=partnership_id, case_id=walk.case_id, version=None)
                locked.set()
                assert go_on.wait(PATIENCE)
                record(
                    kind=EventKind.LETTER_TOLD,
                    partnership_id=partnership_id,
                    by=SYSTEM_ACTOR,
                    at=walk.at,
                    case=case,
                    tell=False,
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        doing = pool.submit(other)
        assert locked.wait(PATIENCE)
        try:
            yield
        finally:
            go_on.set()
        doing.result(PATIENCE)


def wait_until_somebody_waits() -> None:
    """Until a connection waits for a lock of another."""
    end = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("nobody waits")


@pytest.mark.django_db(transaction=True)
def test_the_office_begins_a_review_while_the_post_notes_that_a_letter_arrived():
    """They once waited for each other: the office had the stream, the post had the case."""
    room = PccRoom(make_world()).eligible()

    def begin():
        try:
            return begin_review(**room.office())
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with somebody_else_has_the_case(room.walk):
            beginning = pool.submit(begin)
            wait_until_somebody_waits()
        assert beginning.result(PATIENCE).status == PccStatus.UNDER_REVIEW
    verify(room)


def verify(room: PccRoom) -> None:
    """The case's chain holds."""
    with room.world.inside():
        verify_stream(
            partnership_id=room.world.partnership.pk, stream="case", stream_id=room.walk.case_id
        )
