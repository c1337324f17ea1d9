"""What people answered after their reviews, by quarter, so that few answers are not told apart."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from cases.models import SurveyAnswer

FEWEST = 5
"""Fewer answers than this in a quarter are counted and not broken down."""
QUARTERS = 8
"""How many quarters are shown, the running one among them."""


@dataclass(frozen=True, kw_only=True)
class QuestionFigures:
    """One question in one quarter. counts: by answer as it is shown; None for too few."""

    question: str
    answered: int
    counts: list[tuple[str, int]] | None


@dataclass(frozen=True, kw_only=True)
class QuarterFigures:
    """One quarter. words: what people wrote, not in its order of arrival; None for too few."""

    began_on: dt.date
    ended_on: dt.date
    answers: int
    questions: list[QuestionFigures]
    words: list[str] | None


def survey_quarters(*, partnership_id: int, on: dt.date) -> list[QuarterFigures]:
    """The partnership's last two years, the latest first; quarters without answers are left out."""
    since = _months_before(on, months=3 * QUARTERS)
    rows = SurveyAnswer.objects.filter(
        partnership_id=partnership_id, quarter_began_on__gt=since
    ).order_by("-quarter_began_on", "id")
    by_quarter: dict[dt.date, list[SurveyAnswer]] = {}
    for row in rows:
        by_quarter.setdefault(row.quarter_began_on, []).append(row)
    return [_figures(began_on, answers) for began_on, answers in by_quarter.items()]


def _figures(began_on: dt.date, answers: list[SurveyAnswer]) -> QuarterFigures:
    # By the alphabet: the order of arrival would tell who wrote what to somebody who watches.
    words = sorted((row.words for row in answers if row.words), key=str.casefold)
    return QuarterFigures(
        began_on=began_on,
        ended_on=_months_before(began_on, months=-3) - dt.timedelta(days=1),
        answers=len(answers),
        questions=[_question(name, answers) for name in SurveyAnswer.QUESTIONS],
        words=words if len(answers) >= FEWEST else None,
    )


def _question(name: str, answers: list[SurveyAnswer]) -> QuestionFigures:
    counted = Counter(value for row in answers if (value := getattr(row, name)))
    choices = SurveyAnswer._meta.get_field(name).choices
    answered = counted.total()
    return QuestionFigures(
        question=SurveyAnswer.question(name),
        answered=answered,
        counts=[(str(label), counted[value]) for value, label in choices]
        if answered >= FEWEST
        else None,
    )


def _months_before(day: dt.date, *, months: int) -> dt.date:
    """The first day of the month that lies so many months before a day's; negative: after it."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, 1)
