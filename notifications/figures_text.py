"""The figures of the post as rows with ready text, and as plain data for JSON."""

import datetime as dt
from dataclasses import dataclass

from notifications.figures import Figures, days_shown
from notifications.models import Delivery
from thresholds.periods import weekday_in_words

Channel, State, CameBack = Delivery.Channel, Delivery.State, Delivery.CameBack

QUEUES = {
    "event": "To be written",
    Channel.EMAIL: "To be sent by e-mail",
    Channel.TEXT: "To be sent as a text message",
    Channel.POST: "To be printed and posted",
    "batch": "Batches to be made",
}
DEAD = {"events": "Letters that could not be written", "batches": "Batches that could not be made"}


@dataclass(frozen=True, kw_only=True)
class WrongRow:
    """One reason. what: the channel and the state in words."""

    what: str
    why: str
    day: int
    week: int


@dataclass(frozen=True, kw_only=True)
class DayRow:
    """One day: letters written, and how many went in which way."""

    day_text: str
    written: int
    email: int
    text: int
    post: int
    other: int


def queued_rows(figures: Figures, *, now: dt.datetime) -> list[tuple[str, int, str]]:
    """What waits, how many, and for how long the oldest has."""
    rows = []
    for name, text in QUEUES.items():
        queued = figures.queued.get(name)
        number = queued.number if queued else 0
        oldest = span_in_words(now - queued.oldest_at) if number and queued.oldest_at else ""
        rows.append((text, number, oldest))
    return rows


def wrong_rows(figures: Figures) -> list[WrongRow]:
    """What went wrong, the most frequent in the week first."""
    rows = [
        WrongRow(
            what=f"{Channel(channel).label}: {State(state).label.lower()}",
            why=CameBack(why).label if state == State.RETURNED else why,
            day=figures.wrong_day[(channel, state, why)],
            week=number,
        )
        for (channel, state, why), number in figures.wrong_week.items()
    ]
    return sorted(rows, key=lambda row: (-row.week, row.what, row.why))


def day_rows(figures: Figures, *, now: dt.datetime) -> list[DayRow]:
    """A row a day, today first."""
    return [
        DayRow(
            day_text=weekday_in_words(day),
            written=figures.written[day],
            email=figures.sent[(day, Channel.EMAIL)],
            text=figures.sent[(day, Channel.TEXT)],
            post=figures.sent[(day, Channel.POST)],
            other=figures.sent[(day, Channel.OTHER)],
        )
        for day in days_shown(now)
    ]


def dead_rows(figures: Figures) -> list[tuple[str, int]]:
    """What was given up, and how often."""
    return [(text, figures.dead[name]) for name, text in DEAD.items()]


def as_data(figures: Figures, *, now: dt.datetime) -> dict:
    """All of it for JSON; ages in seconds."""
    return {
        "queued": {
            name: {
                "number": queued.number,
                "oldest_seconds": (
                    round((now - queued.oldest_at).total_seconds()) if queued.oldest_at else None
                ),
            }
            for name, queued in figures.queued.items()
        },
        "wrong": [
            {
                "channel": channel,
                "state": state,
                "reason": why,
                "last_day": figures.wrong_day[(channel, state, why)],
                "last_week": number,
            }
            for (channel, state, why), number in sorted(figures.wrong_week.items())
        ],
        "days": [
            {
                "day": day.isoformat(),
                "written": figures.written[day],
                "sent": {name: figures.sent[(day, name)] for name in Channel.values},
            }
            for day in days_shown(now)
        ],
        "dead": {name: figures.dead[name] for name in DEAD},
        "uncertain": figures.uncertain,
    }


def span_in_words(span: dt.timedelta) -> str:
    """An age in its largest unit: `3 minutes`, `5 hours`, `2 days`."""
    minutes = max(0, int(span.total_seconds() // 60))
    for size, unit in ((24 * 60, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            number = minutes // size
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return "less than a minute"
