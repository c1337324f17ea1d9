"""Days off that a partnership enters: open dates move, are on record, and told dates are told."""

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.commands.days_off import (
    CALENDAR_CHANGED,
    DayGiven,
    Followed,
    NoSuchDay,
    add_day,
    remove_day,
)
from cases.commands.telling import record_told
from cases.deadlines import explain_deadline
from cases.events import verify_stream
from cases.models import Deadline, Event, EventFacts, OutboxEntry
from cases.permissions import NotPermitted
from cases.policies import NotNow
from notifications import calendars
from notifications.letter_context import context
from organisations.actors import SYSTEM_ACTOR
from organisations.roles import Role
from organisations.tenancy import Scope, transaction_in
from tests.walk import Walk
from tests.world import apply_as_joan, next_door
from thresholds.models import CalendarDay

FRIDAY = dt.date(2026, 6, 12)
HOLIDAY = DayGiven(on=FRIDAY, kind="holiday", name="Jubilee", reason="London Gazette, 1 June")
SATURDAY = DayGiven(on=dt.date(2026, 6, 13), kind="working", name="open day", reason="Board")
ADMINISTRATOR = Role.ADMINISTRATOR


def by(walk: Walk, role: str = ADMINISTRATOR) -> dict:
    return {
        "partnership_id": walk.world.partnership.pk,
        "by": walk.world.actor(role),
        "at": walk.at,
    }


def tell(walk: Walk, application=None) -> None:
    """The receipt reaches the applicant, with both dates in it."""
    record_told(
        partnership_id=walk.world.partnership.pk,
        application_id=(application or walk.submitted.application).pk,
        letter_kind="receipt",
        message_id=1,
        by=SYSTEM_ACTOR,
        at=walk.at,
    )


def dates(walk: Walk) -> dict[str, str]:
    """Limit by limit: when each of the case's dates falls due."""
    with walk.world.inside():
        rows = Deadline.objects.filter(case_id=walk.case_id)
        return {row.limit: row.due_on.isoformat() for row in rows}


def events(world, kind: str) -> list[Event]:
    with world.inside():
        return list(Event.objects.filter(kind=kind).order_by("id"))


def facts_of(world, event: Event) -> list[dict]:
    with world.inside():
        return [row.content for row in EventFacts.objects.filter(event=event)]


def to_be_told(world, kind: str) -> int:
    with world.inside():
        return OutboxEntry.objects.filter(event__kind=kind).count()


def test_a_holiday_moves_open_dates_and_the_place_in_the_queue(world):
    walk = Walk(world)
    assert dates(walk) == {"acknowledge": "2026-06-15", "respond": "2026-07-15"}
    tell(walk)
    assert add_day(given=HOLIDAY, **by(walk)) == Followed(dates=2, letters=1)
    assert dates(walk) == {"acknowledge": "2026-06-16", "respond": "2026-07-16"}
    assert walk.case().next_due_on == dt.date(2026, 6, 16)
    with world.inside():
        for row in Deadline.objects.select_related("application__procedure"):
            explanation = explain_deadline(row)
            assert row.due_on == explanation.due_on
            assert row.calendar_version == explanation.calendar_version
            assert row.told_on == dt.date(2026, 6, 10)


def test_each_moved_date_is_an_event_of_its_case_and_one_letter_tells_them_all(world):
    walk = Walk(world)
    tell(walk)
    add_day(given=HOLIDAY, **by(walk))
    moved = events(world, "deadline.moved")
    assert [event.payload | {"deadline": 0} for event in moved] == [
        {
            "deadline": 0,
            "limit": limit,
            "was_on": was_on,
            "due_on": due_on,
            "told": True,
        }
        for limit, was_on, due_on in [
            ("acknowledge", "2026-06-15", "2026-06-16"),
            ("respond", "2026-07-15", "2026-07-16"),
        ]
    ]
    assert {event.case_id for event in moved} == {walk.case_id}
    assert to_be_told(world, "deadline.moved") == 1
    assert facts_of(world, moved[0]) == []
    [facts] = facts_of(world, moved[1])
    letter = context(kind="date_moved", facts=facts, application_id=walk.submitted.application.pk)
    assert letter["because"] == (
        "Friday 12 June 2026 is now a bank holiday (Jubilee), so we do not count it."
    )
    assert [(row["was"], row["now"]) for row in letter["moved"]] == [
        ("Monday 15 June 2026", "Tuesday 16 June 2026"),
        ("Wednesday 15 July 2026", "Thursday 16 July 2026"),
    ]
    assert [row["by"] for row in letter["dates"]] == [row["now"] for row in letter["moved"]]
    with world.inside():
        verify_stream(partnership_id=world.partnership.pk, stream="case", stream_id=walk.case_id)


def test_the_change_is_in_the_stream_of_settings_and_what_was_typed_beside_it(world):
    walk = Walk(world)
    add_day(given=HOLIDAY, **by(walk))
    [event] = events(world, "calendar_day.added")
    assert event.stream == Event.Stream.SETTINGS
    assert event.actor_id == world.people[ADMINISTRATOR].pk
    assert event.payload == {
        "day": "2026-06-12",
        "kind": "holiday",
        "dates_moved": 2,
        "letters": 0,
        "cases_left": 0,
    }
    assert facts_of(world, event) == [{"name": "Jubilee", "reason": "London Gazette, 1 June"}]


def test_a_date_that_nobody_was_told_moves_without_a_letter(world):
    walk = Walk(world)
    assert add_day(given=HOLIDAY, **by(walk)) == Followed(dates=2, letters=0)
    assert len(events(world, "deadline.moved")) == 2
    assert to_be_told(world, "deadline.moved") == 0


def test_removing_the_day_moves_the_dates_back_and_tells_that_too(world):
    walk = Walk(world)
    tell(walk)
    add_day(given=HOLIDAY, **by(walk))
    [day] = days_of(world)
    assert remove_day(day_id=day.pk, reason="Put off", **by(walk)) == Followed(dates=2, letters=1)
    assert dates(walk) == {"acknowledge": "2026-06-15", "respond": "2026-07-15"}
    assert days_of(world) == []
    [event] = events(world, "calendar_day.removed")
    assert facts_of(world, event) == [{"name": "Jubilee", "reason": "Put off"}]
    [facts] = facts_of(world, events(world, "deadline.moved")[-1])
    assert facts["moved"]["because"] == (
        "Friday 12 June 2026 is not a bank holiday after all, so we count it."
    )


def days_of(world) -> list[CalendarDay]:
    with world.inside():
        return list(CalendarDay.objects.all())


def test_a_day_worked_after_all_brings_dates_forward(world):
    walk = Walk(world)
    add_day(given=SATURDAY, **by(walk))
    assert dates(walk) == {"acknowledge": "2026-06-13", "respond": "2026-07-14"}


def test_a_day_outside_every_limit_moves_nothing_and_writes_to_nobody(world):
    walk = Walk(world)
    tell(walk)
    far = replace(HOLIDAY, on=dt.date(2026, 9, 11))
    assert add_day(given=far, **by(walk)) == Followed(dates=0, letters=0)
    assert events(world, "deadline.moved") == []
    with world.inside():
        row = Deadline.objects.select_related("application__procedure").first()
        assert row.calendar_version == explain_deadline(row).calendar_version


def test_dates_that_were_kept_or_have_lapsed_stay(world):
    walk = Walk(world)
    with world.inside():
        Deadline.objects.filter(limit="acknowledge").update(met_at=walk.at, met_by="x")
        Deadline.objects.filter(limit="respond").update(lapsed_at=walk.at)
    assert add_day(given=HOLIDAY, **by(walk)) == Followed(dates=0, letters=0)
    assert dates(walk) == {"acknowledge": "2026-06-15", "respond": "2026-07-15"}


def test_a_date_that_was_kept_is_no_longer_explained_by_a_calendar_it_never_knew(world):
    """Its page says the date that held then, and does not count to another one."""
    walk = Walk(world)
    walk.acknowledge()
    with world.inside():
        Deadline.objects.filter(limit="acknowledge").update(met_at=walk.at, met_by="x")
    add_day(given=HOLIDAY, **by(walk))
    client = Client()
    client.force_login(world.people[Role.SPOC])
    case = reverse("spoc:case", args=[world.partnership.slug, walk.case().reference])
    text = client.get(case).content.decode()
    assert "Monday 15 June 2026" in text
    assert "Tuesday 16 June 2026 is 3 working days" not in text
    assert "Thursday 16 July 2026 is 25 working days" in text


def test_an_extended_date_stays_as_it_was_told(world):
    """What was first due moves underneath; the date that holds was agreed, so no letter."""
    walk = Walk(world)
    tell(walk)
    with world.inside():
        Deadline.objects.filter(limit="acknowledge").update(lapsed_at=walk.at)
        Deadline.objects.filter(limit="respond").update(
            revised_on=dt.date(2026, 7, 31), revision_reason="A witness is away."
        )
    assert add_day(given=HOLIDAY, **by(walk)) == Followed(dates=1, letters=0)
    with world.inside():
        row = Deadline.objects.get(limit="respond")
    assert row.binding_on == dt.date(2026, 7, 31)
    assert walk.case().next_due_on == dt.date(2026, 7, 31)


def test_each_applicant_of_each_case_gets_one_letter(world):
    first, second = Walk(world), Walk(world)
    tell(first)
    tell(second)
    assert add_day(given=HOLIDAY, **by(first)) == Followed(dates=4, letters=2)
    assert to_be_told(world, "deadline.moved") == 2


def test_another_partnership_keeps_its_calendar(world):
    walk = Walk(world)
    other = next_door(world)
    apply_as_joan(other, at=walk.at)
    add_day(given=HOLIDAY, **by(walk))
    with transaction_in(Scope.staff(other.partnership.pk)):
        assert not CalendarDay.objects.exists()
        assert not Event.objects.filter(kind="deadline.moved").exists()


@pytest.mark.parametrize("role", [Role.SPOC, Role.ACCOUNTABLE_OFFICER, Role.AUDITOR])
def test_only_the_administrator_changes_the_calendar(world, role):
    walk = Walk(world)
    with pytest.raises(NotPermitted):
        add_day(given=HOLIDAY, **by(walk, role))
    add_day(given=HOLIDAY, **by(walk))
    [day] = days_of(world)
    with pytest.raises(NotPermitted):
        remove_day(day_id=day.pk, reason="No", **by(walk, role))
    assert days_of(world) == [day]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (replace(HOLIDAY, on=dt.date(2026, 6, 13)), "a day off already: Saturday"),
        (replace(HOLIDAY, on=dt.date(2026, 12, 25)), r"bank holiday \(Christmas Day\)"),
        (replace(SATURDAY, on=FRIDAY), "a working day already"),
        (replace(HOLIDAY, on=dt.date(2051, 6, 1)), "does not reach this day"),
        (replace(HOLIDAY, name=" "), "a name"),
        (replace(HOLIDAY, reason=" "), "say why"),
    ],
)
def test_a_day_that_changes_nothing_or_says_nothing_is_refused(world, given, said):
    with pytest.raises(NotNow, match=said):
        add_day(given=given, **by(Walk(world)))
    assert days_of(world) == []


def test_a_day_is_entered_once_and_removed_once_with_a_reason(world):
    walk = Walk(world)
    add_day(given=HOLIDAY, **by(walk))
    with pytest.raises(NotNow, match="entered already"):
        add_day(given=replace(HOLIDAY, kind="working"), **by(walk))
    [day] = days_of(world)
    with pytest.raises(NotNow, match="Say why"):
        remove_day(day_id=day.pk, reason=" ", **by(walk))
    remove_day(day_id=day.pk, reason="Put off", **by(walk))
    with pytest.raises(NoSuchDay):
        remove_day(day_id=day.pk, reason="Put off", **by(walk))


def test_the_sweep_follows_a_new_list_of_bank_holidays_once(world):
    """A release may bring a holiday that no administrator entered."""
    walk = Walk(world)
    tell(walk)
    assert calendars.follow_calendars(at=walk.at) == 0
    with world.inside():
        CalendarDay.objects.create(
            partnership=world.partnership, day=FRIDAY, kind="holiday", name="Jubilee"
        )
    assert calendars.follow_calendars(at=walk.at) == 2
    assert calendars.follow_calendars(at=walk.at) == 0
    assert dates(walk) == {"acknowledge": "2026-06-16", "respond": "2026-07-16"}
    last = events(world, "deadline.moved")[-1]
    assert last.actor_kind == "system"
    [facts] = facts_of(world, last)
    assert facts["moved"]["because"] == CALENDAR_CHANGED


def test_many_cases_are_moved_in_lots_and_the_sweep_goes_on(world, monkeypatch):
    monkeypatch.setattr("cases.commands.days_off.MOST_CASES", 2)
    walks = [Walk(world) for _ in range(5)]
    for walk in walks:
        tell(walk)
    assert add_day(given=HOLIDAY, **by(walks[0])) == Followed(dates=4, letters=2, cases_left=3)
    moved = {"acknowledge": "2026-06-16", "respond": "2026-07-16"}
    assert [dates(walk) == moved for walk in walks] == [True, True, False, False, False]
    tracker = Client()
    tracker.force_login(world.people[Role.SPOC])
    case = reverse("spoc:case", args=[world.partnership.slug, walks[-1].case().reference])
    text = tracker.get(case).content.decode()
    assert "Monday 15 June 2026" in text
    assert "Tuesday 16 June 2026" not in text
    assert calendars.follow_calendars(at=walks[0].at) == 6
    assert all(dates(walk) == moved for walk in walks)
    assert to_be_told(world, "deadline.moved") == 5
    assert calendars.follow_calendars(at=walks[0].at) == 0


def test_a_command_that_comes_before_the_sweep_tells_what_moved_in_its_case(world):
    """The acknowledgement gives the new dates; the letter about the move goes with it, once."""
    walk = Walk(world)
    tell(walk)
    with world.inside():
        CalendarDay.objects.create(
            partnership=world.partnership, day=FRIDAY, kind="holiday", name="Jubilee"
        )
    walk.acknowledge()
    assert dates(walk) == {"acknowledge": "2026-06-16", "respond": "2026-07-16"}
    assert [event.payload["told"] for event in events(world, "deadline.moved")] == [True, True]
    assert to_be_told(world, "deadline.moved") == 1
    [acknowledged] = events(world, "case.acknowledged")
    [facts] = facts_of(world, acknowledged)
    given = [row["due_on"] for row in facts["applications"][0]["deadlines"]]
    assert given == ["2026-06-16", "2026-07-16"]
    assert calendars.follow_calendars(at=walk.at) == 0


def test_the_number_of_queries_does_not_grow_with_dates_that_stay(world):
    """Only what moves costs more: its event, its letter, its case's place in the queue."""
    far = replace(HOLIDAY, on=dt.date(2026, 9, 11))
    walk = Walk(world)
    with CaptureQueriesContext(connection) as few:
        add_day(given=far, **by(walk))
    for _ in range(3):
        Walk(world)
    with CaptureQueriesContext(connection) as many:
        add_day(given=replace(far, on=dt.date(2026, 9, 14)), **by(walk))
    assert len(many) == len(few)
