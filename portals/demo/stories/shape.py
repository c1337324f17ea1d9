"""What a story is made of: who applies, what happened, and the course that the case takes.

A story says nothing absolute about time. Incidents are dated in days before receipt, and each step
in working days after the one before it, so that the year always ends today.
"""

from dataclasses import dataclass, field
from typing import Any

# Names that a story uses for agencies; `places.py` says which agency each is in a district.
COUNCIL, POLICE, LANDLORD, HEALTH = "council", "police", "landlord", "health"

EMAIL_WANTED = (("email", True, True), ("phone", True, False))
POST_WANTED = (("post", True, True), ("phone", True, False))
EMAIL_UNSAFE = (("email", False, False), ("phone", False, False), ("post", True, True))
ONLY_PHONE = (("email", False, False), ("post", False, False), ("phone", True, True))


@dataclass(frozen=True, kw_only=True)
class Told:
    """One report: to whom, how many days after the incident, and what came of it."""

    to: str
    after: int = 1
    how: str = "phone"
    number: str = ""
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One incident, `before` days before the application came in."""

    before: int
    what: str
    where: str = ""
    told: tuple[Told, ...] = ()


def on(
    before: int, what: str, *to: str, after: int = 1, how: str = "phone", where: str = "", **more
) -> Happened:
    """An incident told to one or several agencies in the same way."""
    told = tuple(Told(to=agency, after=after, how=how, **more) for agency in to)
    return Happened(before=before, what=what, where=where, told=told)


@dataclass(frozen=True, kw_only=True)
class Someone:
    """A person of a story. `mail` is the part of the address before `@home.example`."""

    name: str
    address: str = ""
    postcode: str = ""
    phone: str = ""
    mail: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """Something that somebody does with a case, `after` working days after the step before.

    A day of 0 is the same day, a little later. ago: working days before today instead, for what
    must be fresh. act: a key of `acts.ACTS`; `course.py` makes them.
    """

    act: str
    after: int = 0
    ago: int | None = None
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """When and how an application came in.

    ago: working days before today (0 with `evening`: the calendar day before today).
    evening: after office hours; online only. by: how it came (Application.Via).
    """

    ago: int
    evening: bool = False
    by: str = "web"


@dataclass(frozen=True, kw_only=True)
class Story:
    """One application, its case, and everything that was done about it.

    key: its name for other stories and for the submission. contacts: channel, whether it is safe,
    whether it is the one wanted. more: the applicant's other answers (fields of `Submission`).
    """

    key: str
    district: str
    locality: str
    arrived: Arrived
    applicant: Someone
    summary: str
    impact: str
    wanted: str
    happened: tuple[Happened, ...]
    course: tuple[Step, ...] = ()
    victim: Someone | None = None
    relationship: str = ""
    others: tuple[Someone, ...] = ()
    contacts: tuple[tuple[str, bool, bool], ...] = EMAIL_WANTED
    more: dict[str, Any] = field(default_factory=dict)
