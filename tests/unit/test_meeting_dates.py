"""Dates at meetings and dates that were promised (tests/specs/meeting_dates.csv, last_days.csv)."""

from datetime import date, datetime

import pytest

from tests.specs.tables import rows
from thresholds.limits import Anchor, LimitUnit, MeetingLimit, TimeLimit
from thresholds.meeting_dates import (
    due_at_meeting,
    explain_meeting,
    explain_promised,
    last_day_to_act,
)
from thresholds.time_limits import LONDON, Day, not_yet_known


def limit(notice_days: int | None = None) -> MeetingLimit:
    return MeetingLimit(
        name="decide_threshold",
        title="Decide about the threshold",
        anchor=Anchor.RECEIPT,
        notice_days=notice_days,
        owner="spoc",
    )


def day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


@pytest.mark.parametrize("row", rows("meeting_dates.csv"))
def test_the_table_of_meetings(row):
    happened = datetime.fromisoformat(row["happened"])
    due = due_at_meeting(
        limit(int(row["notice_days"]) if row["notice_days"] else None),
        anchor_at=happened if happened.tzinfo else happened.replace(tzinfo=LONDON),
        own=[date.fromisoformat(one) for one in row["on_agenda_of"].split()],
        scheduled=[date.fromisoformat(one) for one in row["scheduled"].split()],
        promised=day(row["promised"]),
    )
    assert due == day(row["due"])


@pytest.mark.parametrize("row", rows("last_days.csv"))
def test_the_table_of_last_days(row):
    worked_out = date.fromisoformat(row["worked_out"])
    held = last_day_to_act(worked_out, promised=day(row["promised"]))
    assert held == day(row["holds"])


def test_a_date_at_a_meeting_is_explained_without_counting():
    found = explain_meeting(
        limit(), anchor_at=datetime(2026, 5, 12, 9, tzinfo=LONDON), due_on=date(2026, 6, 9)
    )
    assert found.summary == (
        "Tuesday 9 June 2026 is the day of the meeting that comes next after the application was"
        " received (12 May 2026)."
    )
    assert (found.limit, found.due_on, found.calendar_version) == (
        "decide_threshold",
        date(2026, 6, 9),
        "",
    )
    assert found.anchor_on == found.counted_from == date(2026, 5, 12)
    assert found.days == (
        Day(
            on=date(2026, 5, 12), counted=False, number=None, reason="the application was received"
        ),
        Day(on=date(2026, 6, 9), counted=True, number=None, reason="the meeting"),
    )


def test_before_there_is_a_meeting_it_is_said_after_what_it_comes():
    assert not_yet_known(limit(14)) == (
        "at the next scheduled meeting after the application was received, at least 14 days later"
    )
    assert limit().length == "the next scheduled meeting"
    assert limit().extendable is False
    counted = TimeLimit(
        name="meeting",
        title="Meeting",
        count=20,
        unit=LimitUnit.WORKING_DAY,
        anchor=Anchor.ACCEPTANCE,
        owner="lmaps_chair",
    )
    assert not_yet_known(counted) == "20 working days after the case was accepted"


def test_a_promised_date_that_holds_is_not_explained_by_counting():
    found = explain_meeting(
        limit(), anchor_at=datetime(2026, 5, 12, 9, tzinfo=LONDON), due_on=date(2026, 6, 9)
    )
    assert explain_promised(found, holds_on=date(2026, 6, 9)) is found
    kept = explain_promised(found, holds_on=date(2026, 6, 10))
    assert (kept.due_on, kept.days, kept.anchor_on) == (date(2026, 6, 10), (), found.anchor_on)
    assert kept.summary == (
        "Wednesday 10 June 2026 is the date that holds. The days that count as days off have"
        " changed since it was worked out. That takes no day away from you."
    )
