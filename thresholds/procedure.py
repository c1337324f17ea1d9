"""A published procedure (s.104(2)) as data: one immutable value, strictly read.

Everything that differs between partnerships is here and nowhere in code: names,
threshold, exclusions, time limits, counting, risk matrix, review by the local
policing body, fixed facts of letters. `parse_procedure` reads it from JSON and
refuses what it does not know; `to_json` writes it back, complete: a text that
`includes` shared parts (`thresholds.shared_parts`) is written with them.

What the published text leaves open is listed in `open_questions`: the setting,
the question for the partnership, and the reading that was chosen until it is
answered. What the text says and this format cannot yet express is listed in
`not_expressed`, so that nobody takes the data for the whole text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from thresholds.exclusions import Exclusion
from thresholds.limits import Anchor, CountingConvention, MeetingLimit, Owed, TimeLimit, circle
from thresholds.reading import Reader, ReadingError, code, repeated, some, whole, words, write
from thresholds.risk import RiskMatrix
from thresholds.routes import Discretion, Threshold
from thresholds.shared_parts import completed

FORMAT = 1
_STEP = re.compile(r"([a-z_]+)((?:\[\d+\])*)")


class ProcedureError(ReadingError):
    """A procedure that cannot be read: `path` and `message` say where and what is allowed."""


class NoSuchLimitError(LookupError):
    """The procedure publishes no time limit of that name."""


class ReviewOf(StrEnum):
    """What a person may ask the local policing body to look at again."""

    THRESHOLD_DECISION = "threshold_decision"
    REVIEW = "review"


@dataclass(frozen=True, kw_only=True)
class Source:
    """The published text that the procedure was taken from."""

    title: str = words()
    note: str | None = words(default=None)


@dataclass(frozen=True, kw_only=True)
class Names:
    """What the partnership calls things; screens and letters use these words."""

    partnership: str = words()
    scheme: str = words()
    application: str = words()
    review: str = words()
    panel: str = words()
    panel_in_full: str = words()
    panel_plural: str = words()
    contact: str = words()
    contact_short: str = words()
    local_policing_body: str = words()


@dataclass(frozen=True, kw_only=True)
class Ground:
    """A ground on which the local policing body may be asked to look again."""

    code: str = code()
    title: str = words()
    about: ReviewOf


@dataclass(frozen=True, kw_only=True)
class PolicingBodyReview:
    """The route to the local policing body (Sch.4; section 9 of the 2018 process).

    `window` names the time limit within which the applicant asks.
    """

    title: str = words()
    wording: str = words()
    window: str = code()
    grounds: tuple[Ground, ...] = some()

    def problems(self) -> Iterator[tuple[str, str]]:
        if twice := repeated(ground.code for ground in self.grounds):
            yield "grounds", f"the code {twice!r} comes twice"


class AfterFailure(StrEnum):
    """What follows when a message certainly did not reach its person by one way."""

    POST = "post"
    NEXT_SAFE_WAY = "next_safe_way"
    PERSON = "person"


@dataclass(frozen=True, kw_only=True)
class Letters:
    """Facts that letters repeat word for word, and what follows when one does not arrive.

    after_failure: by post where an e-mail failed, and by e-mail or post where a text did; or by
    any other safe way, messages first; or a person decides. Never by a way that is not safe.
    """

    complaints_route: str = words()
    emergency: str = words()
    support: str = words()
    after_failure: AfterFailure = AfterFailure.POST


@dataclass(frozen=True, kw_only=True)
class OpenQuestion:
    """A setting (its path) that the published text leaves open, and the reading chosen."""

    setting: str = words()
    question: str = words()
    chosen: str = words()


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """One version of a published procedure."""

    format: int = whole(at_least=FORMAT, at_most=FORMAT)
    title: str = words()
    source: Source
    names: Names
    assessed_by: tuple[str, ...] = some()
    threshold: Threshold
    exclusions: tuple[Exclusion, ...]
    counting: CountingConvention
    time_limits: tuple[TimeLimit, ...]
    meeting_limits: tuple[MeetingLimit, ...] = ()
    risk_matrix: RiskMatrix
    policing_body_review: PolicingBodyReview
    peer_review_considered: bool
    letters: Letters
    open_questions: tuple[OpenQuestion, ...] = ()
    not_expressed: tuple[str, ...] = ()

    def limit(self, name: str) -> TimeLimit:
        """The time limit of that name; raises NoSuchLimitError where none is published."""
        for limit in self.time_limits:
            if limit.name == name:
                return limit
        published = ", ".join(limit.name for limit in self.time_limits) or "none"
        raise NoSuchLimitError(f"no time limit {name!r}; published: {published}")

    def has_limit(self, name: str) -> bool:
        """Whether a time limit of that name is published."""
        return any(limit.name == name for limit in self.time_limits)

    def owed(self, name: str) -> Owed:
        """The limit of that name, counted or at a meeting; raises NoSuchLimitError."""
        for limit in self.meeting_limits:
            if limit.name == name:
                return limit
        return self.limit(name)

    def has_owed(self, name: str) -> bool:
        """Whether a limit of that name is published, counted or at a meeting."""
        return self.has_limit(name) or any(limit.name == name for limit in self.meeting_limits)

    def limits_from(self, anchor: Anchor) -> tuple[TimeLimit, ...]:
        """The time limits that are counted from `anchor`, in the published order."""
        return tuple(limit for limit in self.time_limits if limit.anchor is anchor)

    def problems(self) -> Iterator[tuple[str, str]]:
        counted = [limit.name for limit in self.time_limits]
        at_meetings = [limit.name for limit in self.meeting_limits]
        if twice := repeated(iter([*counted, *at_meetings])):
            where = "meeting_limits" if twice in at_meetings else "time_limits"
            yield where, f"the name {twice!r} comes twice"
        if waiting := circle(self.time_limits):
            yield "time_limits", f"wait for one another and never begin: {', '.join(waiting)}"
        if twice := repeated(exclusion.code for exclusion in self.exclusions):
            yield "exclusions", f"the code {twice!r} comes twice"
        yield from self._answered_twice()
        yield from self._unknown_bands()
        if not self.has_limit(self.policing_body_review.window):
            names = ", ".join(limit.name for limit in self.time_limits)
            yield "policing_body_review.window", f"must name one of the time limits: {names}"
        content = to_json(self)
        for number, question in enumerate(self.open_questions):
            if not _leads_somewhere(content, question.setting):
                yield f"open_questions[{number}].setting", "must be the path of a setting"

    def _answered_twice(self) -> Iterator[tuple[str, str]]:
        """An answer belongs to one question, so that a code is either an exclusion's or a
        condition's."""
        asked = {question.code for question in self.threshold.questions()}
        for number, exclusion in enumerate(self.exclusions):
            if exclusion.code in asked:
                message = f"{exclusion.code!r} is already the code of a condition or reason"
                yield f"exclusions[{number}].code", message

    def _unknown_bands(self) -> Iterator[tuple[str, str]]:
        bands = [band.code for band in self.risk_matrix.bands]
        for number, route in enumerate(self.threshold.routes):
            for name in route.risk_bands if isinstance(route, Discretion) else ():
                if name not in bands:
                    message = (
                        f"must name bands of the risk matrix: {', '.join(bands)}; got {name!r}"
                    )
                    yield f"threshold.routes[{number}].risk_bands", message


def parse_procedure(data: Mapping[str, Any], *, path: str = "procedure") -> Procedure:
    """The procedure in `data` (parsed JSON), with the parts that it includes.

    Raises ProcedureError with the path of the first place that is wrong and what
    is allowed there.
    """
    reader = Reader(error=ProcedureError)
    try:
        whole_text = completed(data)
    except ReadingError as wrong:
        reader.refuse(f"{path}.{wrong.path}", wrong.message)
    return reader.read(Procedure, whole_text, path=path)


def to_json(procedure: Procedure) -> dict[str, Any]:
    """The JSON value, complete in itself, that `parse_procedure` reads back as equal."""
    return write(procedure)


def _leads_somewhere(content: Any, setting: str) -> bool:
    for step in setting.split("."):
        match = _STEP.fullmatch(step)
        if not match or not isinstance(content, dict) or match[1] not in content:
            return False
        content = content[match[1]]
        for index in re.findall(r"\d+", match[2]):
            if not isinstance(content, list) or int(index) >= len(content):
                return False
            content = content[int(index)]
    return True
