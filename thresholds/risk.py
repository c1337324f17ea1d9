"""The risk assessment matrix: questions, answers with points, and bands.

A score orders attention; it is never by itself a reason to refuse a case, and
nothing here decides one. Questions that nobody has answered are listed and leave a
range of points: the band shown is the one that the known answers reach, and
`highest_band` the one that the missing answers could still reach.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from thresholds.reading import code, repeated, some, whole, words


@dataclass(frozen=True, kw_only=True)
class RiskAnswer:
    """One answer that may be chosen, and its points."""

    code: str = code()
    title: str = words()
    points: int = whole(at_least=0, at_most=100)


@dataclass(frozen=True, kw_only=True)
class RiskQuestion:
    """One question of the matrix."""

    code: str = code()
    title: str = words()
    answers: tuple[RiskAnswer, ...] = some()

    def problems(self) -> Iterator[tuple[str, str]]:
        if twice := repeated(answer.code for answer in self.answers):
            yield "answers", f"the code {twice!r} comes twice"

    @property
    def highest(self) -> int:
        """The most points that an answer gives."""
        return max(answer.points for answer in self.answers)


@dataclass(frozen=True, kw_only=True)
class RiskBand:
    """A band, from its lowest number of points up to the next band's."""

    code: str = code()
    title: str = words()
    from_points: int = whole(at_least=0, at_most=10_000)


@dataclass(frozen=True, kw_only=True)
class RiskMatrix:
    """A versioned matrix. `label` is shown wherever a score is."""

    title: str = words()
    version: str = words()
    label: str | None = words(default=None)
    questions: tuple[RiskQuestion, ...] = some()
    bands: tuple[RiskBand, ...] = some()

    def problems(self) -> Iterator[tuple[str, str]]:
        if twice := repeated(question.code for question in self.questions):
            yield "questions", f"the code {twice!r} comes twice"
        if twice := repeated(band.code for band in self.bands):
            yield "bands", f"the code {twice!r} comes twice"
        if self.bands[0].from_points != 0:
            yield "bands[0].from_points", "must be 0 for the lowest band"
        for lower, upper in pairwise(self.bands):
            if upper.from_points <= lower.from_points:
                yield "bands", "must be listed from the lowest points to the highest"

    def band(self, points: int) -> RiskBand:
        """The band that `points` fall in."""
        return [band for band in self.bands if band.from_points <= points][-1]


@dataclass(frozen=True, kw_only=True)
class QuestionResult:
    """One question with the answer given; no answer and no points where it is missing."""

    question: str
    title: str
    answer: str | None
    answer_title: str | None
    points: int | None


@dataclass(frozen=True, kw_only=True)
class RiskResult:
    """Points so far, the band they reach, and what the missing answers could add."""

    points: int
    highest_points: int
    band: RiskBand
    highest_band: RiskBand
    questions: tuple[QuestionResult, ...]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether every question has an answer."""
        return not self.missing


class RiskAnswerError(ValueError):
    """An answer to a question, or with a code, that the matrix does not have."""


def score(matrix: RiskMatrix, answers: Mapping[str, str | None]) -> RiskResult:
    """Score `answers` (question code to answer code; None or absent = not answered).

    Raises RiskAnswerError where the matrix has no such question or answer.
    """
    known = {question.code for question in matrix.questions}
    if strange := sorted(set(answers) - known):
        raise RiskAnswerError(f"the matrix has no question {strange[0]!r}")
    results = tuple(_result(question, answers.get(question.code)) for question in matrix.questions)
    points = sum(result.points or 0 for result in results)
    missing = tuple(result.question for result in results if result.points is None)
    open_points = sum(question.highest for question in matrix.questions if question.code in missing)
    return RiskResult(
        points=points,
        highest_points=points + open_points,
        band=matrix.band(points),
        highest_band=matrix.band(points + open_points),
        questions=results,
        missing=missing,
    )


def _result(question: RiskQuestion, chosen: str | None) -> QuestionResult:
    if chosen is None:
        return QuestionResult(
            question=question.code,
            title=question.title,
            answer=None,
            answer_title=None,
            points=None,
        )
    for answer in question.answers:
        if answer.code == chosen:
            return QuestionResult(
                question=question.code,
                title=question.title,
                answer=answer.code,
                answer_title=answer.title,
                points=answer.points,
            )
    allowed = ", ".join(answer.code for answer in question.answers)
    raise RiskAnswerError(f"{question.code}: must be one of {allowed}; got {chosen!r}")
