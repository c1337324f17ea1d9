"""The action plan as the victim will read it, shown before it is recorded."""

import datetime as dt
from dataclasses import dataclass

from django.http import QueryDict

from thresholds.periods import weekday_in_words

BUTTONS = frozenset({"csrfmiddlewaretoken", "confirm", "change"})


@dataclass(frozen=True, kw_only=True)
class ReadAction:
    """One action in the response letter."""

    wording: str
    agency: str
    owner: str
    due: str


@dataclass(frozen=True, kw_only=True)
class Read:
    """What the response letter takes from the plan; internal notes are not among its facts."""

    findings: str
    actions: tuple[ReadAction, ...]
    recommendations: tuple[tuple[str, str], ...]


def read_by_the_victim(facts: dict) -> Read:
    """From the facts that recording the plan would freeze for the letters."""
    plan = facts["plan"]
    return Read(
        findings=plan["findings"],
        actions=tuple(
            ReadAction(
                wording=action["wording"],
                agency=action["agency"],
                owner=action["owner"],
                due=weekday_in_words(dt.date.fromisoformat(action["due_on"])),
            )
            for action in plan["actions"]
        ),
        recommendations=tuple((row["body"], row["wording"]) for row in plan["recommendations"]),
    )


def carried(data: QueryDict) -> list[tuple[str, str]]:
    """All that was typed, for the page between to send on unseen."""
    return [
        (name, value) for name, values in data.lists() if name not in BUTTONS for value in values
    ]
