"""Chasers: each stage of each date is told once, to whom it is for, until the act is recorded."""

import datetime as dt
import threading
from time import sleep

import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.commands.following import extend_deadline
from cases.commands.intake import merge
from cases.events import verify_stream
from cases.models import Deadline, Event
from ct_portal.celery import app
from notifications import chasing, reminding, tasks
from notifications.delivering import deliver_queued
from notifications.models import Chaser, ChaserLine, Delivery, Message
from notifications.telling import tell_waiting
from organisations import clock
from organisations.models import Partnership
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.chasing_room import (
    DUE,
    LATE,
    OFFICER,
    SPOC,
    TOO_LATE,
    chasers,
    london,
    only,
    staff_mail,
    staff_messages,
    stage_names,
    sweep,
    told_stages,
)
from tests.integration.test_two_people_at_once import together
from tests.plans import nodes_of
from tests.specs.tables import rows
from tests.unit.test_chasing import due_in
from tests.walk import DAY, Walk
from tests.world import make_person, make_world, next_door, publish_next
from thresholds.chasing import ReminderTimes, Stage, cut_offs
from thresholds.models import CalendarDay
from thresholds.working_days import calendar_with


@pytest.fixture
def walk(world):
    """Joan has applied; only the acknowledgement is looked at, due on Monday 15 June."""
    made = Walk(world)
    only(world, made, "acknowledge")
    return made


# --- When ------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", rows("chasers.csv"))
def test_the_table_holds_in_the_database(world, row):
    """The same table as the pure rule's, through the statement."""
    walk = Walk(world)
    changes = {"anchor_at": london(row["counted_from"]), "due_on": due_in(row)}
    if row["extended_to"]:
        extended = dt.date.fromisoformat(row["extended_to"])
        changes |= {
            "due_on": due_in(row | {"extended_to": ""}),
            "revised_on": extended,
            "revision_reason": "The landlord is away.",
        }
    if row["recorded_on"]:
        changes |= {"met_at": london(f"{row['recorded_on']} 12:00"), "met_by": "response.told"}
    only(world, walk, "respond", **changes)
    sweep(row["looked_at"])
    expected = [] if row["stage"] in {"none", "quiet"} else [row["stage"]]
    assert stage_names(chasers(world)) == expected
    assert told_stages(world) == expected


def test_each_stage_is_told_once_however_often_beat_runs(world, walk):
    moment, end = london("2026-06-11 00:00"), london("2026-06-19 00:00")
    while moment < end:
        sweep(moment)
        moment += dt.timedelta(hours=3)
    assert told_stages(world) == ["before", "on_the_day", "overdue", "escalation"]
    assert [to for to, _ in staff_mail()].count(SPOC) == 4
    assert [to for to, _ in staff_mail()].count(OFFICER) == 1


def test_after_a_week_s_outage_the_latest_stage_is_told_once(world, walk):
    sweep("2026-06-22 09:00")
    sweep("2026-06-22 09:15")
    assert told_stages(world) == ["escalation"]
    assert sorted(to for to, _ in staff_mail()) == [OFFICER, SPOC]


def test_a_reminder_stops_when_the_act_is_recorded_and_not_before(world, walk):
    """Acknowledging writes the letter; the date is met when it has been accepted."""
    walk.acknowledge()
    sweep(DUE)
    assert told_stages(world) == ["on_the_day"]
    tell_waiting()
    deliver_queued(at=london("2026-06-15 10:00"))
    sweep(LATE)
    sweep(TOO_LATE)
    assert told_stages(world) == ["on_the_day"]


def test_a_chaser_never_counts_as_the_act(world, walk):
    before = only(world, walk, "acknowledge")
    sweep(TOO_LATE)
    after = only(world, walk, "acknowledge")
    assert (after.met_at, after.lapsed_at, after.told_on) == (None, None, None)
    assert after.due_on == before.due_on
    assert walk.case().version == 1


def test_an_extended_date_starts_anew(world):
    """The old date was missed and escalated; the new one has stages of its own."""
    world.procedure.content["time_limits"][1]["extendable"] = True
    publish_next(world, world.procedure.content)
    walk = Walk(world)
    deadline = only(world, walk, "respond")
    sweep("2026-07-17 09:00")
    walk.at = london("2026-07-17 12:00")
    only(world, walk, "respond")
    until = dt.date(2026, 7, 29)
    extend_deadline(
        **walk.command(deadline_id=deadline.pk, until=until, reason="The landlord is away.")
    )
    only(world, walk, "respond")
    for day in (20, 22, 29):
        sweep(f"2026-07-{day} 09:00")
    assert told_stages(world) == ["escalation", "before", "on_the_day"]
    assert [row.due_on for row in chasers(world)] == [deadline.due_on, until, until]


def test_a_closed_case_is_chased_for_nothing(world):
    walk = Walk(world).to_closed()
    tell_waiting()
    deliver_queued(at=walk.at)
    mail.outbox.clear()
    sweep("2026-09-01 09:00")
    assert staff_mail() == []


def test_the_partnership_s_own_times_hold(world, walk):
    world.partnership.remind_from, world.partnership.remind_until = dt.time(10), dt.time(12)
    world.partnership.escalate_after = 3
    world.partnership.save()
    sweep("2026-06-17 09:59")
    assert chasers(world) == []
    sweep("2026-06-17 10:00")
    assert told_stages(world) == ["overdue"]
    sweep("2026-06-18 11:59")
    assert told_stages(world) == ["overdue", "escalation"]


def test_a_day_on_which_the_partnership_is_closed_is_quiet(world, walk):
    """And is not counted: what was due on Monday is one working day late on Wednesday."""
    with world.inside():
        CalendarDay.objects.create(
            partnership=world.partnership,
            day=dt.date(2026, 6, 16),
            kind=CalendarDay.Kind.CLOSURE,
            name="Staff day",
        )
    sweep(LATE)
    assert chasers(world) == []
    sweep(TOO_LATE)
    assert told_stages(world) == ["overdue"]


ACTS = st.one_of(st.none(), st.integers(0, 40))
HOURS = st.lists(st.integers(0, 24 * 40), max_size=10, unique=True).map(sorted)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(hours=HOURS, acted=ACTS, extended=ACTS)
def test_whenever_beat_runs_nothing_is_told_twice_backwards_or_after_the_act(
    world, walk, hours, acted, extended
):
    """Sweeps at random over forty days; the act and an extension somewhere among them."""
    start, mark = london("2026-06-11 00:30"), _last_event(world)
    _forget(world)
    deadline = only(
        world, walk, "acknowledge", met_at=None, met_by="", revised_on=None, revision_reason=""
    )
    extended_at = None if extended is None else start + extended * DAY
    acted_at = None if acted is None else start + acted * DAY
    for moment in (start + dt.timedelta(hours=hour) for hour in hours):
        if extended_at and moment >= extended_at:
            new = deadline.due_on + 10 * DAY
            only(world, walk, "acknowledge", revised_on=new, revision_reason="Away.")
        if acted_at and moment >= acted_at:
            only(world, walk, "acknowledge", met_at=acted_at, met_by="acknowledgement.told")
        sweep(moment)
    told = _told_since(world, mark)
    keys = [(payload["due_on"], payload["stage"]) for _, payload in told]
    assert len(keys) == len(set(keys))
    by_date: dict[str, list[int]] = {}
    for _, payload in told:
        stage = Stage[payload["stage"].upper()]
        by_date.setdefault(payload["due_on"], []).append(stage)
    assert all(stages == sorted(stages) for stages in by_date.values())
    if acted_at:
        assert all(at < acted_at for at, _ in told)
    if extended_at:
        old = deadline.due_on.isoformat()
        assert all(at < extended_at for at, payload in told if payload["due_on"] == old)


def _last_event(world) -> int:
    with world.inside():
        return Event.objects.order_by("-id").values_list("pk", flat=True).first()


def _told_since(world, mark: int) -> list[tuple]:
    with world.inside():
        found = Event.objects.filter(kind="deadline.chased", pk__gt=mark).order_by("id")
        return list(found.values_list("happened_at", "payload"))


def _forget(world) -> None:
    with world.inside():
        ChaserLine.objects.all().delete()
        Delivery.objects.filter(application__isnull=True).delete()
        Chaser.objects.all().delete()
        Message.objects.filter(application__isnull=True).delete()


# --- Once ------------------------------------------------------------------------------------


def sequence(world) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM notifications_chaser_id_seq")
        return cursor.fetchone()[0]


def test_a_second_sweep_writes_nothing_and_uses_up_no_numbers(world, walk):
    assert sweep(DUE).written == 1
    before = sequence(world)
    assert sweep(DUE).written == 0
    assert sequence(world) == before


def test_the_sweep_writes_the_same_where_no_plans_are_kept(world, walk, settings):
    settings.DATABASE_PREPARE = False
    assert [sweep(DUE).written, sweep(DUE).written] == [1, 0]
    assert told_stages(world) == ["on_the_day"]


def test_a_second_sweep_does_not_compare_each_date_with_each(world, walk):
    """That took seconds for a thousand. How they are looked up depends on what the database knows
    of the table (one by one in an index, or all hashed once), how many rows that reads does not."""
    many = 1500
    with world.inside(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_deadline (partnership_id, case_id, application_id, round, anchor,"
            ' anchor_at, due_on, revision_reason, met_by, calendar_version, "limit")'
            " SELECT partnership_id, case_id, application_id, round, anchor, anchor_at, due_on,"
            " '', '', '', 'limit_' || number FROM cases_deadline, generate_series(1, %s) AS number"
            ' WHERE case_id = %s AND "limit" = %s',
            [many, walk.case_id, "acknowledge"],
        )
    with world.inside():
        days = cut_offs(dt.date(2026, 6, 15), times=ReminderTimes(), calendar=calendar_with())
        with connection.cursor() as cursor:
            values = chasing.values_of(world.partnership.pk, days)
            cursor.execute(chasing.WRITE, values)
            assert cursor.fetchone() == (many + 1, False)
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {chasing.WRITE}", values)
            [found] = cursor.fetchone()[0]
    nodes = list(nodes_of(found["Plan"]))
    assert not sum(node.get("Rows Removed by Join Filter", 0) for node in nodes)
    looked_at = [_rows_looked_at(node) for node in nodes if node.get("Alias") == "written"]
    assert looked_at
    assert sum(looked_at) <= 2 * (many + 1)


def _rows_looked_at(node: dict) -> float:
    """Rows of a table that a node fetched, in all its loops, whether it kept them or not."""
    removed = ("Rows Removed by Filter", "Rows Removed by Index Recheck")
    each = node["Actual Rows"] + sum(node.get(name, 0) for name in removed)
    return node["Actual Loops"] * each


def test_what_a_crash_left_between_writing_and_telling_is_told(world, walk, monkeypatch):
    def crash(**given):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(chasing, "remind", crash)
        sweep(DUE)
    assert [(row.queued_at, row.told_at) for row in chasers(world)] == [(None, None)]
    assert staff_mail() == []
    sweep("2026-06-15 09:15")
    assert told_stages(world) == ["on_the_day"]
    sweep("2026-06-15 09:30")
    assert len(staff_mail()) == 1


def test_a_partnership_s_deadlock_does_not_hold_up_the_others(world, walk, monkeypatch, caplog):
    """It is an OperationalError, as a lost connection is; only that one ends the sweep."""
    real = chasing.chase_partnership

    def deadlock(partnership, *, at):
        if partnership != world.partnership:
            raise OperationalError
        return real(partnership, at=at)

    monkeypatch.setattr(chasing, "chase_partnership", deadlock)
    assert sweep(DUE).written == 1
    assert f"chasers of partnership {world.neighbour.pk}: OperationalError" in caplog.text


def test_what_was_written_and_never_told_gives_way_to_a_later_stage(world, walk, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(chasing, "remind", lambda **given: 0)
        sweep(DUE)
    sweep(LATE)
    assert told_stages(world) == ["overdue"]
    assert [row.stopped_because for row in chasers(world)] == ["overtaken", ""]


def test_one_partnership_s_trouble_does_not_hold_up_the_others(world, walk, monkeypatch, caplog):
    """The one whose turn comes first."""
    real, neighbour = chasing.calendar_around, next_door(world)
    only(neighbour, Walk(neighbour), "acknowledge", due_on=dt.date(2026, 6, 15))

    def trouble(partnership_id, *, on):
        if partnership_id == world.partnership.pk:
            raise ValueError
        return real(partnership_id, on=on)

    monkeypatch.setattr(chasing, "calendar_around", trouble)
    assert sweep(DUE).written == 1
    assert told_stages(neighbour) == ["on_the_day"]
    assert chasers(world) == []
    assert f"chasers of partnership {world.partnership.pk}: ValueError" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_the_same_moment_tell_once(transactional_db):
    world = make_world()
    for _ in range(3):
        only(world, Walk(world), "acknowledge")
    mail.outbox.clear()
    at = london(DUE)
    results = together(*[lambda: chasing.chase(at=at)] * 4)
    assert sum(result.written for result in results) == 3
    assert len(chasers(world)) == 3
    assert sum(result.queued for result in results) == len(staff_messages(world))
    together(*[lambda: deliver_queued(at=at)] * 3)
    assert sorted(told_stages(world)) == ["on_the_day"] * 3
    with world.inside():
        lines = list(ChaserLine.objects.values_list("chaser_id", "message__user_id"))
    assert len(lines) == len(set(lines)) == 3
    assert {to for to, _ in staff_mail()} == {SPOC}


@pytest.mark.django_db(transaction=True)
def test_two_mails_about_one_case_accepted_at_once_while_the_case_is_worked_on(transactional_db):
    """Locks are taken in one order: nobody waits for each other for ever."""
    world = make_world()
    walks = [Walk(world) for _ in range(3)]
    for walk in walks:
        only(world, walk, "acknowledge")
    make_person(world, Role.SPOC, email="second@people.example", partnership=world.partnership)
    chasing.chase(at=london(TOO_LATE))
    results = together(
        *[lambda: deliver_queued(at=london(TOO_LATE))] * 3,
        *[walk.acknowledge for walk in walks],
    )
    assert not [result for result in results if isinstance(result, Exception)]
    assert told_stages(world) == ["escalation"] * 3
    with world.inside():
        for walk in walks:
            verify_stream(
                partnership_id=world.partnership.pk, stream="case", stream_id=walk.case_id
            )


def test_the_sweep_needs_as_many_statements_for_many_dates_as_for_few(world, walk):
    def statements() -> int:
        with CaptureQueriesContext(connection) as found:
            assert chasing.chase(at=london(DUE)).written
        return len(found)

    few = statements()
    for _ in range(5):
        only(world, Walk(world), "acknowledge")
    assert statements() == few


@pytest.mark.django_db(transaction=True)
def test_where_nothing_is_new_and_nothing_waits_each_partnership_is_asked_twice(
    transactional_db, monkeypatch
):
    """Its days off and its dates, in a message each; no mails are looked for."""
    world = make_world()
    only(world, Walk(world), "acknowledge")
    sweep(DUE)
    monkeypatch.setattr(chasing, "remind", pytest.fail)
    with CaptureQueriesContext(connection) as found:
        assert chasing.chase(at=london(DUE)) == chasing.Swept()
    partnerships = Partnership.objects.count()
    assert partnerships > 1
    assert len(found) == 1 + 2 * partnerships


@pytest.mark.django_db(transaction=True)
def test_a_sweep_waits_for_another_one_and_finds_what_it_wrote(transactional_db, caplog):
    """Whatever it could see before it had the lock."""
    world = make_world()
    only(world, Walk(world), "acknowledge")
    at, begun = london(DUE), threading.Event()

    def first():
        with world.inside(), connection.cursor() as cursor:
            days = cut_offs(at.date(), times=ReminderTimes(), calendar=calendar_with())
            values = chasing.values_of(world.partnership.pk, days)
            cursor.execute(f"SELECT {chasing.AHEAD}", values)
            cursor.execute(chasing.WRITE, values)
            begun.set()
            until_somebody_waits(cursor)

    def second():
        assert begun.wait(timeout=30)
        return chasing.chase(at=at)

    _, swept = together(first, second)
    assert swept.written == 0
    assert swept.queued == 1
    assert len(chasers(world)) == 1
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def until_somebody_waits(cursor) -> None:
    """For a lock of the kind that a sweep takes. Raises AssertionError after half a minute."""
    for _ in range(600):
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        if cursor.fetchone()[0]:
            return
        sleep(0.05)
    raise AssertionError("nobody waits")


# --- Nobody else's -----------------------------------------------------------------------------


def test_reminding_twice_from_the_same_rows_is_refused_by_the_lock(world, walk):
    """Rows that are in mails are not put into mails again."""
    sweep(DUE)
    assert reminding.remind(partnership=world.partnership, at=london(DUE)) == 0


def test_an_application_joined_to_another_is_chased_in_its_new_case(world):
    lead, walk = Walk(world), Walk(world)
    merge(**walk.command(lead_id=lead.case_id))
    with world.inside():
        dates = Deadline.objects.filter(partnership=world.partnership, case_id=lead.case_id)
        dates.exclude(limit="respond").update(lapsed_at=walk.at)
    sweep("2026-07-15 09:00")
    with world.inside():
        cases = set(Event.objects.filter(kind="deadline.chased").values_list("case_id", flat=True))
    assert cases == {lead.case_id}
    assert len(told_stages(world)) == 2


def test_the_task_runs_by_the_domain_s_clock(world, walk, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: london(DUE))
    tasks.chase()
    deliver_queued(at=london(DUE))
    assert told_stages(world) == ["on_the_day"]


def test_beat_chases_every_quarter_of_an_hour():
    entry = app.conf.beat_schedule["chase-what-is-owed"]
    assert entry["task"] == "notifications.tasks.chase"
    assert entry["schedule"].minute == {0, 15, 30, 45}


def test_a_partnership_sees_no_chasers_of_another(world, walk):
    sweep(TOO_LATE)
    assert len(chasers(world)) == 1
    with transaction_in(Scope.staff(world.neighbour.pk)):
        assert not Chaser.objects.exists()
        assert not ChaserLine.objects.exists()
        assert not Message.objects.exists()
