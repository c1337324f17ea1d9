"""Procedures, applications and moments as people write them who script: files and short texts.

Whatever is wrong is one sentence that names the file or the text, so that a command
can print it as it is.
"""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

from thresholds.facts import Facts, parse_facts
from thresholds.procedure import Procedure, parse_procedure
from thresholds.reading import ReadingError, plain_day
from thresholds.time_limits import NaiveDatetimeError, local_date


class UnreadableError(ValueError):
    """A file or a text that is not what it should be; the message says what is allowed."""


def read_procedure(path: Path) -> Procedure:
    """The procedure in a file. Raises UnreadableError with the path of what is wrong in it."""
    try:
        return parse_procedure(_json(path))
    except ReadingError as wrong:
        raise UnreadableError(f"{path}: {wrong}") from wrong


def read_facts(path: Path) -> Facts:
    """The application in a file. Raises UnreadableError with the path of what is wrong in it."""
    try:
        return parse_facts(_json(path))
    except ReadingError as wrong:
        raise UnreadableError(f"{path}: {wrong}") from wrong


def read_day(text: str) -> date:
    """`2026-05-02`. Raises UnreadableError."""
    try:
        return plain_day(text)
    except ValueError as wrong:
        raise UnreadableError(f"{text!r} is not a date such as 2026-05-02") from wrong


def read_moment(text: str) -> date | datetime:
    """`2026-05-02T12:00+01:00`, or `2026-05-02` where only the day matters.

    Raises UnreadableError, also for a time without an offset: its day in London is not known.
    """
    length = len("2026-05-02")
    try:
        day = plain_day(text[:length])
        moment = datetime.fromisoformat(text)
    except ValueError as wrong:
        raise UnreadableError(
            f"{text!r} is not a moment such as 2026-05-02T12:00+01:00, nor a date"
        ) from wrong
    if len(text) == length:
        return day
    try:
        local_date(moment)
    except NaiveDatetimeError as naive:
        raise UnreadableError(
            f"{text!r} has no time zone: add the offset, such as 2026-05-02T12:00+01:00"
        ) from naive
    except OverflowError as beyond:
        raise UnreadableError(f"{text!r} lies outside the years 1 to 9999 in London") from beyond
    return moment


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as missing:
        raise UnreadableError(f"{path} cannot be read: {missing.strerror}") from missing
    except UnicodeDecodeError as wrong:
        raise UnreadableError(f"{path} is not text in UTF-8") from wrong
    except json.JSONDecodeError as wrong:
        raise UnreadableError(
            f"{path} is not JSON: {wrong.msg} (line {wrong.lineno}, column {wrong.colno})"
        ) from wrong
    except RecursionError as deep:
        raise UnreadableError(f"{path} is not JSON that can be read: nested too deeply") from deep
