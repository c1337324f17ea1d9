"""What routes ask for beyond numbers and dates: hate, conditions, reasons for discretion.

None of it touches the statutory test. Whatever is asked here is answered by a
person with yes or no; what nobody has answered is not known.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from thresholds.reading import code, codes, whole, words

MOST = 50
"""The most reports or people that any route may ask for."""
MONITORED_STRANDS = ("disability", "race", "religion", "sexual_orientation", "transgender")
"""The five characteristics that police and councils usually record as hate."""


@dataclass(frozen=True, kw_only=True)
class Hate:
    """How many of a route's reports must be about hate, and what is hate there.

    `characteristics` are the codes of those that the published text names; an
    empty list means any. With `recorded_at_the_time` the agency must have
    recorded the incident as hate when it was reported.
    """

    at_least: int = whole(at_least=1, at_most=MOST, default=1)
    characteristics: tuple[str, ...] = codes(default=())
    recorded_at_the_time: bool = False


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Something that routes ask for beyond numbers and dates, which a person answers.

    It is answered with yes where what `wording` says holds. `routes` are the
    codes of the routes that ask it; an empty list means every route that counts
    reports. `cure` says what the applicant can do where it does not hold. A
    condition never touches the statutory test.
    """

    code: str = code()
    title: str = words()
    wording: str = words()
    clause: str | None = words(default=None)
    cure: str | None = words(default=None)
    routes: tuple[str, ...] = codes(default=())


@dataclass(frozen=True, kw_only=True)
class Reason:
    """A published reason for discretion beyond the factors of s.104(5), which a person
    answers with yes where what `wording` says holds."""

    code: str = code()
    title: str = words()
    wording: str = words()


def hate_problems(hate: Hate | None, reports: int) -> Iterator[tuple[str, str]]:
    """What is wrong with `hate` on a route that asks for that many reports."""
    if hate and hate.at_least > reports:
        yield "hate.at_least", f"must be at most {reports}, the number of reports"
