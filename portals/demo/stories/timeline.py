"""From stories to moments: when each step happens, counted in the partnership's working days."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from organisations.clock import LONDON, date_of
from portals.demo.stories.places import Panel, Tenant
from portals.demo.stories.shape import Step, Story
from thresholds.working_days import WorkingCalendar

DAY = dt.timedelta(days=1)
APPLY = "apply"
PLAN_MEETING = "plan_meeting"
POST = "post"
CHASE = "chase"
MORNING = dt.time(8, 15)
NOTICE = 3  # working days between the referral and the meeting
DIARY = 5  # working days ago, the meetings that are still to come were put into the diary


class StoryOutrunsToday(ValueError):
    """A story's course would reach into today: it has to begin earlier."""


@dataclass(frozen=True, kw_only=True, order=True)
class Moment:
    """Something to be done at a time; `story` is None for what belongs to no case."""

    at: dt.datetime
    order: int
    act: str = field(compare=False)
    story: Story | None = field(compare=False, default=None)
    given: dict[str, Any] = field(compare=False, default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Days:
    """Today, the working days around it, and what is left to chance: minutes."""

    today: dt.date
    calendar: WorkingCalendar
    chance: Random

    def before_today(self, working_days: int) -> dt.date:
        """A working day so many before today."""
        return self.calendar.add(self.today, -working_days)

    def at(self, day: dt.date, *, first: int, last: int) -> dt.datetime:
        """Some minute of a day, from one hour to another."""
        minutes = self.chance.randrange(first * 60, last * 60)
        return _at(day, dt.time(minutes // 60, minutes % 60))

    def sitting(self, panel: Panel, *, after: dt.date) -> dt.datetime:
        """The next sitting of a panel with the usual notice."""
        earliest = self.calendar.add(after, NOTICE)
        day = earliest + DAY * ((panel.weekday - earliest.weekday()) % 7)
        return _at(self.calendar.on_or_after(day), dt.time(panel.hour))


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=LONDON)


def moments_of(story: Story, *, panel: Panel, days: Days) -> Iterator[Moment]:
    """The application and every step after it, each later than the one before.

    Raises StoryOutrunsToday.
    """
    at = _arrival(story, days)
    yield Moment(at=at, order=days.chance.getrandbits(30), act=APPLY, story=story)
    sits_at = None
    for step in story.course:
        at = sits_at if step.act == "meet" else _next(step, at, days)
        if at.date() >= days.today:
            raise StoryOutrunsToday(f"{story.key}: {step.act} would be on {at.date()}")
        given = dict(step.given)
        if step.act == "refer":
            sits_at = given["sits_at"] = days.sitting(panel, after=at.date())
        yield Moment(
            at=at, order=days.chance.getrandbits(30), act=step.act, story=story, given=given
        )


def _arrival(story: Story, days: Days) -> dt.datetime:
    arrived = story.arrived
    if arrived.evening:
        latest = days.before_today(arrived.ago) if arrived.ago else days.today - DAY
        return days.at(latest, first=19, last=22)
    return days.at(days.before_today(arrived.ago), first=9, last=15)


def _next(step: Step, before: dt.datetime, days: Days) -> dt.datetime:
    """Within office hours; several steps of one day follow each other by minutes."""
    if step.ago is not None:
        day = days.before_today(step.ago)
    elif step.after:
        day = days.calendar.add(before.date(), step.after)
    else:
        return before + dt.timedelta(minutes=days.chance.randrange(10, 40))
    at = days.at(day, first=9, last=13)
    if at <= before:
        raise StoryOutrunsToday(f"{step.act}: {at} is before {before}")
    return at


def coming_meetings(tenant: Tenant, *, days: Days) -> Iterator[Moment]:
    """Two sittings ahead in each locality, so that there is always one to refer a case to."""
    planned = days.at(days.before_today(DIARY), first=9, last=16)
    for place in tenant.places:
        for panel in place.panels:
            first = days.sitting(panel, after=days.today)
            for sits_at in (first, days.sitting(panel, after=date_of(first))):
                yield Moment(
                    at=planned,
                    order=days.chance.getrandbits(30),
                    act=PLAN_MEETING,
                    given={"district": place.slug, "panel": panel, "sits_at": sits_at},
                )


def mornings(*, since: dt.date, days: Days) -> Iterator[Moment]:
    """Each working day's sweep over the dates that are owed, up to yesterday's."""
    day = days.calendar.on_or_after(since)
    while day < days.today:
        yield Moment(at=_at(day, MORNING), order=0, act=CHASE)
        day = days.calendar.add(day, 1)
